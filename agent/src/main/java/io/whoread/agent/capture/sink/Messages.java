package io.whoread.agent.capture.sink;

import static net.bytebuddy.matcher.ElementMatchers.nameStartsWith;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;

import io.whoread.agent.capture.LibraryHook;
import io.whoread.record.v1.Channel;
import java.util.Arrays;
import java.util.List;

/** What is sent to be read by whoever listens: serialised, on the thread of who sends it. */
public final class Messages {
  private static final int MESSAGE = Channel.CHANNEL_MESSAGE_VALUE;

  private Messages() {}

  public static List<LibraryHook> all() {
    return Arrays.asList(
        new LibraryHook("kafka")
            .leaves(
                "org.apache.kafka.clients.producer.internals.RecordAccumulator",
                MESSAGE,
                named("append")),
        new LibraryHook("rabbitmq")
            .leaves(
                "com.rabbitmq.client.impl.ChannelN",
                MESSAGE,
                // The others end in it.
                named("basicPublish").and(takesArgument(5, byte[].class))),
        new LibraryHook("rocketmq")
            .at(
                "org.apache.rocketmq.client.producer.DefaultMQProducer",
                "io.whoread.agent.capture.sink.RocketAdvice",
                MESSAGE,
                nameStartsWith("send")
                    .and(
                        takesArgument(0, named("org.apache.rocketmq.common.message.Message"))
                            .or(takesArgument(0, java.util.Collection.class)))));
  }
}
