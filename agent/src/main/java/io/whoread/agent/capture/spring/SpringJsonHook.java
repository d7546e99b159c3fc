package io.whoread.agent.capture.spring;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import io.whoread.agent.capture.LibraryHook;

/**
 * Spring's converters: they hide the stream of a message behind one that does not close it, so that
 * only they can tell whether JSON goes to the client, or to another service.
 */
public final class SpringJsonHook {
  private SpringJsonHook() {}

  public static LibraryHook create() {
    return new LibraryHook("spring-json")
        .at(
            "org.springframework.http.converter.json.AbstractJackson2HttpMessageConverter",
            "io.whoread.agent.capture.spring.MessageAdvice",
            named("writeInternal").and(takesArguments(3)));
  }
}
