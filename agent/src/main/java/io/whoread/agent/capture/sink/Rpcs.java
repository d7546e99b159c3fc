package io.whoread.agent.capture.sink;

import static net.bytebuddy.matcher.ElementMatchers.isConstructor;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import io.whoread.agent.capture.LibraryHook;
import io.whoread.record.v1.Channel;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.matcher.ElementMatcher;

/**
 * What goes to other services: bodies, where they are made, on the thread of who calls. Their
 * sending may be on another.
 */
public final class Rpcs {
  private static final int RPC = Channel.CHANNEL_RPC_VALUE;
  private static final String ADVICE = "io.whoread.agent.capture.sink.";
  private static final String SPRING = "org.springframework.http.";

  private Rpcs() {}

  public static List<LibraryHook> all() {
    return Arrays.asList(feign(), spring(), jdk(), apache(), okhttp());
  }

  private static LibraryHook feign() {
    return new LibraryHook("feign")
        .at(
            "feign.RequestTemplate",
            ADVICE + "FeignAdvice",
            RPC,
            named("request").and(takesArguments(0)));
  }

  private static LibraryHook spring() {
    ElementMatcher.Junction<MethodDescription> writes = named("writeInternal");
    return new LibraryHook("spring-client")
        .at(
            SPRING + "converter.StringHttpMessageConverter",
            ADVICE + "SpringBodyAdvice",
            RPC,
            writes.and(takesArgument(0, String.class)))
        .at(
            SPRING + "converter.ByteArrayHttpMessageConverter",
            ADVICE + "SpringBodyAdvice",
            RPC,
            writes.and(takesArgument(0, byte[].class)))
        // Its values, before they are encoded.
        .leaves(
            SPRING + "converter.FormHttpMessageConverter",
            RPC,
            named("writeForm").or(named("writeMultipart")))
        // All that was written before it is sent: by whichever converter, and past all of them.
        .at(
            SPRING + "client.AbstractBufferingClientHttpRequest",
            ADVICE + "SpringBufferAdvice",
            RPC,
            named("executeInternal").and(takesArguments(1)))
        // What a converter writes to a request that is sent as it is written.
        .at(
            "org.springframework.util.StreamUtils$NonClosingOutputStream",
            ADVICE + "SpringStreamAdvice",
            RPC,
            named("write").and(takesArguments(byte[].class, int.class, int.class)))
        .leaves(SPRING + "client.support.HttpAccessor", RPC, address())
        .leaves(
            "org.springframework.web.client.DefaultRestClient$DefaultRequestBodyUriSpec",
            RPC,
            address())
        // It has the body written by another thread.
        .at(
            SPRING + "client.JdkClientHttpRequest",
            ADVICE + "SpringExecutorAdvice",
            isConstructor().and(takesArgument(3, java.util.concurrent.Executor.class)));
  }

  private static LibraryHook jdk() {
    return new LibraryHook("jdk-http-client")
        .leaves(
            "jdk.internal.net.http.RequestPublishers$ByteArrayPublisher",
            RPC,
            isConstructor().and(takesArguments(4)))
        .leaves(
            "jdk.internal.net.http.HttpRequestBuilderImpl",
            RPC,
            named("uri").or(isConstructor()).and(takesArgument(0, URI.class)));
  }

  private static ElementMatcher.Junction<MethodDescription> address() {
    return named("createRequest").and(takesArgument(0, URI.class));
  }

  private static LibraryHook apache() {
    LibraryHook hook = new LibraryHook("apache-http-client");
    String four = "org.apache.http.entity.";
    String five = "org.apache.hc.core5.http.io.entity.";
    for (String root : new String[] {four, five}) {
      hook.leaves(root + "StringEntity", RPC, isConstructor().and(takesArgument(0, String.class)));
      hook.leaves(
          root + "ByteArrayEntity", RPC, isConstructor().and(takesArgument(0, byte[].class)));
    }
    return hook;
  }

  private static LibraryHook okhttp() {
    ElementMatcher.Junction<MethodDescription> create = named("create");
    return new LibraryHook("okhttp")
        .leaves("okhttp3.RequestBody", RPC, create)
        .leaves("okhttp3.RequestBody$Companion", RPC, create)
        .leaves("okhttp3.FormBody$Builder", RPC, named("add").or(named("addEncoded")));
  }
}
