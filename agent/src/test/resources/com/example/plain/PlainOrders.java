package com.example.plain;

import com.example.loans.Loan;
import com.example.orders.Echoes;
import com.example.orders.Order;
import com.example.orders.Shapes;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.catalina.Context;
import org.apache.catalina.Wrapper;
import org.apache.catalina.authenticator.BasicAuthenticator;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.LoginConfig;
import org.apache.tomcat.util.descriptor.web.SecurityCollection;
import org.apache.tomcat.util.descriptor.web.SecurityConstraint;

/** Orders on an embedded Tomcat, without a framework. Compiled once for jakarta, once for javax. */
public final class PlainOrders extends HttpServlet {
  private static final long serialVersionUID = 1;
  private static final String PATHS =
      "/own/*,/async/*,/dispatched/*,/stream,/orders/*,/desk,/head/*,/hold/*,/held,/release,"
          + "/shapes/*,/echo/*,/loans/*,/later/*";
  private static final CountDownLatch RELEASED = new CountDownLatch(1);
  private static final AtomicInteger HELD = new AtomicInteger();
  private static final ObjectMapper JSON = new ObjectMapper().findAndRegisterModules();

  public static void main(String[] arguments) throws Exception {
    Tomcat tomcat = new Tomcat();
    tomcat.setSilent(true);
    tomcat.setBaseDir(arguments[0]);
    tomcat.setHostname("127.0.0.1");
    tomcat.setPort(0);
    tomcat.getConnector().setProperty("address", "127.0.0.1");
    // For clients that ask for it, as all browsers do.
    tomcat.getConnector().setProperty("compression", "on");
    tomcat.addUser("e1001", "secret");
    tomcat.addRole("e1001", "staff");
    Context context = tomcat.addContext("", null);
    context.setLoginConfig(new LoginConfig("BASIC", null, null, null));
    context.getPipeline().addValve(new BasicAuthenticator());
    context.addConstraint(staffOnly("/own/*", "/async/*", "/dispatched/*", "/stream"));
    Wrapper servlet = Tomcat.addServlet(context, "orders", new PlainOrders());
    servlet.setAsyncSupported(true);
    for (String path : PATHS.split(",")) {
      context.addServletMappingDecoded(path, "orders");
    }
    tomcat.start();
    Path ports = Path.of(System.getProperty("port.file"));
    Path part = ports.resolveSibling("port.part");
    Files.writeString(part, String.valueOf(tomcat.getConnector().getLocalPort()));
    Files.move(part, ports);
    tomcat.getServer().await();
  }

  private static SecurityConstraint staffOnly(String... patterns) {
    SecurityCollection paths = new SecurityCollection();
    for (String pattern : patterns) {
      paths.addPattern(pattern);
    }
    SecurityConstraint constraint = new SecurityConstraint();
    constraint.addCollection(paths);
    constraint.addAuthRole("staff");
    return constraint;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    boolean first = request.getDispatcherType() == DispatcherType.REQUEST;
    switch (request.getServletPath()) {
      case "/held":
        response.getWriter().print(HELD.get());
        break;
      case "/desk":
        request.getSession().setAttribute("desk", request.getParameter("number"));
        break;
      case "/async":
        AsyncContext async = request.startAsync();
        async.start(
            () -> {
              show(request, response);
              async.complete();
            });
        break;
      case "/dispatched":
        if (first) {
          AsyncContext later = request.startAsync();
          new Thread(later::dispatch).start();
        } else {
          show(request, response);
        }
        break;
      case "/stream":
        stream(response.getOutputStream());
        break;
      case "/hold":
        hold(Integer.parseInt(request.getPathInfo().substring(1)));
        show(request, response);
        break;
      case "/shapes":
        String[] path = request.getPathInfo().split("/");
        write(Shapes.of(path[1], Integer.parseInt(path[2])), response);
        break;
      case "/echo":
        String[] echo = request.getPathInfo().split("/");
        response.setContentType(request.getHeader("Accept"));
        Echoes.write(echo[1], Integer.parseInt(echo[2]), response.getOutputStream());
        break;
      case "/later":
        // What is written leaves after the work is done, in another thread.
        AsyncContext begun = request.startAsync();
        begun.start(() -> later(order(request), response, begun));
        break;
      case "/loans":
        write(Loan.of(Integer.parseInt(request.getPathInfo().substring(1))), response);
        break;
      case "/release":
        RELEASED.countDown();
        break;
      case "/head":
        response.setHeader("X-Order", order(request).getOrderNo());
        response.flushBuffer();
        // The rest of the response never comes.
        LockSupport.park();
        break;
      default:
        show(request, response);
    }
  }

  /** Looks at many orders, and waits until all may go on. */
  private static void hold(int count) {
    for (int i = 0; i < count; i++) {
      // Each an object of its own, of a few orders.
      Order.of(i % 10).getMobile();
    }
    HELD.incrementAndGet();
    try {
      RELEASED.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Order order(HttpServletRequest request) {
    return Order.of(Integer.parseInt(request.getPathInfo().substring(1)));
  }

  private static void later(Order order, HttpServletResponse response, AsyncContext begun) {
    try {
      response.getWriter().print(order.getOrderNo() + " " + order.getMobile());
      begun.complete();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void show(HttpServletRequest request, HttpServletResponse response) {
    write(order(request), response);
  }

  private static void write(Object value, HttpServletResponse response) {
    try {
      response.setContentType("application/json");
      JSON.writeValue(response.getOutputStream(), value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Orders as lines, for as long as anybody listens. */
  private static void stream(OutputStream out) throws IOException {
    for (int i = 0; ; i++) {
      Order order = Order.of(i);
      String line = order.getOrderNo() + "," + order.getMobile() + "\n";
      out.write(line.getBytes(StandardCharsets.US_ASCII));
      if (i % 100 == 99) {
        out.flush();
      }
    }
  }
}
