package io.whoread.agent.capture.sink;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import io.whoread.agent.capture.LibraryHook;
import io.whoread.record.v1.Channel;
import java.util.Arrays;
import java.util.List;

/**
 * Log lines: what an appender writes, after its layout, so that one that masks counts as masked.
 *
 * <p>Where another thread writes it, which knows nothing of the request, it is the message as it is
 * handed over: a layout that masks comes after that and is not seen.
 */
public final class Logs {
  private static final int LOG = Channel.CHANNEL_LOG_VALUE;
  private static final String PACKAGE = "io.whoread.agent.capture.sink.";
  private static final String CORE = "org.apache.logging.log4j.core.";

  private Logs() {}

  public static List<LibraryHook> all() {
    return Arrays.asList(logback(), log4j2(), jul());
  }

  private static LibraryHook logback() {
    String appender = "ch.qos.logback.core.OutputStreamAppender";
    return new LibraryHook("logback")
        .leaves(appender, LOG, named("writeBytes").and(takesArguments(1)))
        .within(appender, LOG, named("append"))
        // All that hands events to other threads, or to other hosts, calls this before it does.
        .at(
            "ch.qos.logback.classic.spi.LoggingEvent",
            PACKAGE + "LogbackAdvice",
            LOG,
            named("prepareForDeferredProcessing"));
  }

  private static LibraryHook log4j2() {
    return new LibraryHook("log4j2")
        .within(CORE + "appender.AbstractOutputStreamAppender", LOG, named("append"))
        .leaves(CORE + "layout.StringBuilderEncoder", LOG, encode())
        .leaves(CORE + "layout.LockingStringBuilderEncoder", LOG, encode())
        // What has a layout that makes bytes.
        .leaves(
            CORE + "appender.OutputStreamManager",
            LOG,
            named("write").and(takesArguments(byte[].class, int.class, int.class, boolean.class)))
        .at(CORE + "appender.AsyncAppender", PACKAGE + "Log4jEventAdvice", LOG, named("append"))
        .at(
            CORE + "async.AsyncLoggerConfig",
            PACKAGE + "Log4jEventAdvice",
            LOG,
            named("logToAsyncDelegate"))
        .at(
            CORE + "async.RingBufferLogEvent",
            PACKAGE + "Log4jMessageAdvice",
            LOG,
            named("setValues")
                .and(takesArgument(5, named("org.apache.logging.log4j.message.Message"))));
  }

  private static net.bytebuddy.matcher.ElementMatcher.Junction<
          net.bytebuddy.description.method.MethodDescription>
      encode() {
    return named("encode").and(takesArgument(0, StringBuilder.class));
  }

  /** Its formatters, with few exceptions, have the message formatted by their superclass. */
  private static LibraryHook jul() {
    // Not in one word: the build gives that package another name in all that is the agent's.
    String logging = String.join(".", "java", "util", "logging");
    return new LibraryHook("jul")
        .yields(logging + ".Formatter", LOG, named("formatMessage"))
        .within(logging + ".StreamHandler", LOG, named("publish").or(named("flush")));
  }
}
