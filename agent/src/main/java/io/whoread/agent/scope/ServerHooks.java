package io.whoread.agent.scope;

import static net.bytebuddy.matcher.ElementMatchers.isPublic;
import static net.bytebuddy.matcher.ElementMatchers.nameStartsWith;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import io.whoread.agent.capture.Hook;
import io.whoread.agent.capture.LibraryHook;
import io.whoread.agent.capture.work.WorkHooks;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.List;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.matcher.ElementMatcher;

/** Where requests begin, end, answer, and go on to other threads. */
public final class ServerHooks {
  private static final String PACKAGE = "io.whoread.agent.scope.";

  /** How a servlet's output of Jetty's sends, named write in its oldest. */
  private static final ElementMatcher.Junction<MethodDescription> SENDS =
      named("channelWrite")
          .or(named("write"))
          .and(takesArguments(3))
          .and(takesArgument(1, boolean.class));

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
        async(),
        undertow(),
        undertowCommit(),
        jetty(),
        jettyCommit(),
        new LibraryHook("spring-async")
            .at(
                "org.springframework.web.context.request.async.WebAsyncTask",
                PACKAGE + "AsyncCallAdvice",
                named("getCallable").and(isPublic())));
  }

  private static LibraryHook async() {
    LibraryHook hook = new LibraryHook("servlet-async");
    for (String context : WorkHooks.ASYNC_CONTEXTS) {
      hook.at(
          context,
          PACKAGE + "AsyncStartAdvice",
          named("start").and(takesArgument(0, Runnable.class)));
    }
    return hook;
  }

  private static LibraryHook undertow() {
    return new LibraryHook("undertow")
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
        .needs("io.undertow.util.AbstractAttachable", named("getAttachment").and(takesArguments(1)))
        .needs("io.undertow.util.AbstractAttachable", named("putAttachment").and(takesArguments(2)))
        .needs("io.undertow.servlet.handlers.ServletRequestContext", named("getOriginalRequest"));
  }

  private static LibraryHook undertowCommit() {
    return new LibraryHook("undertow-commit")
        .at(
            Undertow.EXCHANGE,
            PACKAGE + "ServerHeadAdvice",
            named("getResponseChannel").and(takesArguments(0)))
        .needs(Undertow.EXCHANGE, named("getResponseHeaders"))
        .needs("io.undertow.util.HeaderMap", named("getFirst").and(takesArguments(String.class)))
        .at(
            Undertow.EXCHANGE + "$WriteDispatchChannel",
            PACKAGE + "UndertowSendAdvice",
            named("write")
                .or(named("writeFinal"))
                .or(named("transferFrom").and(takesArgument(0, FileChannel.class))));
  }

  private static LibraryHook jetty() {
    LibraryHook hook = new LibraryHook("jetty");
    for (String[] channels : new String[][] {Jetty.CHANNELS, Jetty.SERVLET_CHANNELS}) {
      for (String channel : channels) {
        hook.at(channel, PACKAGE + "JettyHandleAdvice", named("handle").and(takesArguments(0)))
            .at(channel, PACKAGE + "JettyDoneAdvice", named("onCompleted").and(takesArguments(0)));
      }
    }
    for (String channel : Jetty.CHANNELS) {
      hook.needs(channel, named("getRequest")).needs(channel, named("getResponse"));
    }
    for (String channel : Jetty.SERVLET_CHANNELS) {
      hook.needs(channel, named("getServletContextRequest"))
          .needs(channel, named("getServletContextResponse"));
    }
    return hook;
  }

  private static LibraryHook jettyCommit() {
    LibraryHook hook = new LibraryHook("jetty-commit");
    for (String output : new String[] {"server", "ee8.nested", "ee9.nested"}) {
      hook.at("org.eclipse.jetty." + output + ".HttpOutput", PACKAGE + "JettySendAdvice", SENDS);
    }
    for (String output : new String[] {"ee10.servlet", "ee11.servlet"}) {
      hook.at(
          "org.eclipse.jetty." + output + ".HttpOutput", PACKAGE + "JettyServletSendAdvice", SENDS);
    }
    // Heads without a body, and error pages of the server's own.
    for (String channel : Jetty.CHANNELS) {
      hook.at(channel, PACKAGE + "JettyPassAdvice", named("sendResponse").and(takesArguments(4)));
    }
    return hook.at(
        Jetty.RESPONSE, PACKAGE + "JettyPassAdvice", named("write").and(takesArguments(3)));
  }

  private static ElementMatcher.Junction<MethodDescription> service(String root) {
    return named("service").and(takesArgument(0, named(root + ".servlet.ServletRequest")));
  }
}
