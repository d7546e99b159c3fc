package io.whoread.agent.scope;

import static net.bytebuddy.matcher.ElementMatchers.isPublic;
import static net.bytebuddy.matcher.ElementMatchers.nameStartsWith;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import io.whoread.agent.capture.Hook;
import io.whoread.agent.capture.LibraryHook;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
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
        new LibraryHook("undertow")
            .at(
                "io.undertow.servlet.handlers.ServletInitialHandler",
                PACKAGE + "ServerEnterAdvice",
                named("handleFirstRequest")
                    .and(takesArgument(0, named(Undertow.EXCHANGE)))
                    .and(takesArguments(2)))
            // What it calls later: listeners, and work that is begun by AsyncContext.start.
            .at(
                "io.undertow.servlet.spec.ServletContextImpl",
                PACKAGE + "ServerGoesOnAdvice",
                nameStartsWith("invoke").and(takesArgument(0, named(Undertow.EXCHANGE))))
            .needs("io.undertow.util.AttachmentKey", named("create").and(takesArguments(1)))
            .needs(
                "io.undertow.util.AbstractAttachable",
                named("getAttachment").and(takesArguments(1)))
            .needs(
                "io.undertow.util.AbstractAttachable",
                named("putAttachment").and(takesArguments(2)))
            .needs(
                "io.undertow.servlet.handlers.ServletRequestContext", named("getOriginalRequest")),
        new LibraryHook("undertow-commit")
            .at(
                Undertow.EXCHANGE,
                PACKAGE + "ServerHeadAdvice",
                named("getResponseChannel").and(takesArguments(0)))
            .needs(Undertow.EXCHANGE, named("getResponseHeaders"))
            .needs(
                "io.undertow.util.HeaderMap", named("getFirst").and(takesArguments(String.class)))
            .at(
                Undertow.EXCHANGE + "$WriteDispatchChannel",
                PACKAGE + "UndertowSendAdvice",
                named("write")
                    .or(named("writeFinal"))
                    .or(named("transferFrom").and(takesArgument(0, FileChannel.class)))),
        new LibraryHook("undertow-async")
            .at(
                "io.undertow.servlet.spec.AsyncContextImpl",
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
