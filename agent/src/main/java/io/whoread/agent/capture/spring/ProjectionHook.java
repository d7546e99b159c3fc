package io.whoread.agent.capture.spring;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import io.whoread.agent.capture.LibraryHook;

/**
 * Spring Data's interface projections: a proxy that has no fields, before a map with one row. Where
 * there is an entity behind it, that one's accessors are called, which are hooked by themselves.
 */
public final class ProjectionHook {
  private ProjectionHook() {}

  public static LibraryHook create() {
    return new LibraryHook("spring-projection")
        .at(
            "org.springframework.data.projection.MapAccessingMethodInterceptor",
            "io.whoread.agent.capture.spring.ProjectionAdvice",
            named("invoke").and(takesArguments(1)));
  }
}
