package io.whoread.agent.scope;

import static net.bytebuddy.matcher.ElementMatchers.isPublic;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import io.whoread.agent.capture.Hook;
import io.whoread.agent.capture.LibraryHook;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/** Where requests begin, end, answer, and go on to other threads. */
public final class ServerHooks {
  private static final String PACKAGE = "io.whoread.agent.scope.";

  private ServerHooks() {}

  public static List<Hook> all() {
    return Arrays.asList(
        new LibraryHook("servlet")
            .at("jakarta.servlet.http.HttpServlet", PACKAGE + "ServletAdvice", service("jakarta"))
            .at("javax.servlet.http.HttpServlet", PACKAGE + "ServletAdvice", service("javax")),
        new LibraryHook("tomcat")
            .at(
                "org.apache.catalina.core.StandardHostValve",
                PACKAGE + "ContainerAdvice",
                named("invoke").and(takesArguments(2)))
            .at(
                "org.apache.catalina.connector.CoyoteAdapter",
                PACKAGE + "ExchangeAdvice",
                named("service"))
            .at(
                "org.apache.catalina.connector.CoyoteAdapter",
                PACKAGE + "ExchangeGoesOnAdvice",
                named("asyncDispatch")),
        new LibraryHook("tomcat-commit")
            .at(
                "org.apache.coyote.Response",
                PACKAGE + "BeforeWriteAdvice",
                named("doWrite").and(takesArgument(0, ByteBuffer.class)))
            // A head that is flushed before there is a body; named sendHeaders in older Tomcats.
            .at(
                "org.apache.coyote.Response",
                PACKAGE + "CommitAdvice",
                named("commit").or(named("sendHeaders")).and(takesArguments(0))),
        new LibraryHook("tomcat-async")
            .at(
                "org.apache.catalina.core.AsyncContextImpl",
                PACKAGE + "AsyncStartAdvice",
                named("start").and(takesArgument(0, Runnable.class))),
        new LibraryHook("spring-async")
            .at(
                "org.springframework.web.context.request.async.WebAsyncTask",
                PACKAGE + "AsyncCallAdvice",
                named("getCallable").and(isPublic())));
  }

  private static net.bytebuddy.matcher.ElementMatcher.Junction<
          net.bytebuddy.description.method.MethodDescription>
      service(String root) {
    return named("service").and(takesArgument(0, named(root + ".servlet.ServletRequest")));
  }
}
