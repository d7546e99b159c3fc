package io.whoread.agent.capture.spring;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import io.whoread.agent.capture.LibraryHook;

/**
 * Spring's converters: they hide the stream of a message behind one that does not close it, so that
 * only they can tell whether JSON goes to the client, or to another service. And its emitters,
 * which hold a response open that other requests write to: it is not their own.
 */
public final class SpringJsonHook {
  private SpringJsonHook() {}

  public static LibraryHook create() {
    return new LibraryHook("spring-json")
        .at(
            "org.springframework.http.converter.json.AbstractJackson2HttpMessageConverter",
            "io.whoread.agent.capture.spring.MessageAdvice",
            named("writeInternal").and(takesArguments(3)))
        .at(
            "org.springframework.http.converter.AbstractJacksonHttpMessageConverter",
            "io.whoread.agent.capture.spring.MessageAdvice",
            named("writeInternal").and(takesArguments(4)))
        // What was sent before the response was opened is written by its own request, elsewhere.
        .at(
            "org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter",
            "io.whoread.agent.capture.spring.EmitterAdvice",
            named("send"));
  }
}
