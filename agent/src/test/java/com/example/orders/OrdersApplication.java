package com.example.orders;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.Filter;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Principal;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.web.context.WebServerInitializedEvent;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/** A service with orders, as found in the field: it knows nothing of the agent. */
@SpringBootApplication
@RestController
public class OrdersApplication {
  public static void main(String[] arguments) {
    SpringApplication.run(OrdersApplication.class, arguments);
  }

  @EventListener
  void up(WebServerInitializedEvent event) throws IOException {
    Path ports = Path.of(System.getProperty("port.file"));
    try {
      // A class for a library that is not there, as many services have loaded some.
      Class.forName(
          "org.apache.ibatis.logging.log4j.Log4jImpl", false, getClass().getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IOException(e);
    }
    Path part = ports.resolveSibling(ports.getFileName() + ".part");
    Files.writeString(part, String.valueOf(event.getWebServer().getPort()));
    Files.move(part, ports);
  }

  @Bean
  SecurityFilterChain security(HttpSecurity http) throws Exception {
    return http.authorizeHttpRequests(
            requests ->
                requests.requestMatchers("/open/**").permitAll().anyRequest().authenticated())
        .httpBasic(Customizer.withDefaults())
        .build();
  }

  private volatile boolean contextLeft;

  /**
   * Puts something into the session that fails whoever asks it, or shows a log-in that is not yet
   * accepted as the request's principal, as some filters do.
   */
  @Bean
  FilterRegistrationBean<Filter> breaking() {
    Filter filter =
        (request, response, chain) -> {
          HttpServletRequest http = (HttpServletRequest) request;
          if (http.getHeader("X-Break") != null) {
            http.getSession().setAttribute("desk", new Desk());
          }
          if (http.getHeader("X-Reads") != null) {
            // As filters do that look up who has logged in.
            Order.of(Integer.parseInt(http.getHeader("X-Reads"))).getMobile();
          }
          String claimed = http.getHeader("X-Claims");
          chain.doFilter(claimed == null ? request : new Claiming(http, claimed), response);
        };
    FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>(filter);
    registration.setOrder(Ordered.LOWEST_PRECEDENCE);
    return registration;
  }

  private static final class Claiming extends HttpServletRequestWrapper {
    private final String name;

    Claiming(HttpServletRequest request, String name) {
      super(request);
      this.name = name;
    }

    @Override
    public Principal getUserPrincipal() {
      return UsernamePasswordAuthenticationToken.unauthenticated(name, "guess");
    }
  }

  /** A place at which somebody works. */
  public static final class Desk {
    public String getNumber() {
      throw new IllegalStateException("13800009999");
    }
  }

  @Bean
  UserDetailsService users() {
    return new InMemoryUserDetailsManager(
        user("e1001", "EMPLOYEE"),
        user("k2002", "COURIER"),
        user("13800001234", "SELLER"),
        user("70007", "CUSTOMER"));
  }

  private static org.springframework.security.core.userdetails.UserDetails user(
      String name, String role) {
    return User.withUsername(name).password("{noop}secret").roles(role).build();
  }

  @GetMapping("/orders/{id}")
  Order order(@PathVariable("id") int id) {
    return Order.of(id);
  }

  @GetMapping("/orders")
  List<OrderRow> orders(@RequestParam("from") int from, @RequestParam("count") int count) {
    return IntStream.range(from, from + count).mapToObj(Order::of).map(OrderRow::of).toList();
  }

  @GetMapping("/open/orders/{id}")
  Order open(@PathVariable("id") int id) {
    return Order.of(id);
  }

  @GetMapping("/compare/{id}")
  boolean compare(@PathVariable("id") int id) {
    return Order.of(id).equals(Order.of(id + 1));
  }

  @GetMapping("/masked/{id}")
  Order masked(@PathVariable("id") int id) {
    Order order = Order.of(id);
    order.setMobile("138****5678");
    return order;
  }

  /** As {@link #order}, of a class whose accessors are inherited. */
  @GetMapping("/special/{id}")
  SpecialOrder special(@PathVariable("id") int id) {
    return new SpecialOrder(id);
  }

  @GetMapping("/contacts")
  List<Contact> contacts() {
    return List.of(new Contact("Li", "13900000001"), new Contact("Wu", "13900000002"));
  }

  @GetMapping("/failing/{id}")
  Order failing(@PathVariable("id") int id) {
    throw new IllegalStateException("seen " + Order.of(id).getMobile().length());
  }

  @GetMapping("/async/{id}")
  Callable<Order> async(@PathVariable("id") int id) {
    return () -> Order.of(id);
  }

  @GetMapping("/raw-async/{id}")
  void rawAsync(@PathVariable("id") int id, HttpServletRequest request) {
    ServletRequest container = request;
    while (container instanceof ServletRequestWrapper) {
      // That of Spring Security would give the thread a security context.
      container = ((ServletRequestWrapper) container).getRequest();
    }
    AsyncContext context = container.startAsync();
    context.start(
        () -> {
          try {
            String text = Order.of(id).getMobile();
            context.getResponse().getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            context.getResponse().flushBuffer();
            contextLeft |= hasSecurityContext();
          } catch (IOException e) {
            throw new IllegalStateException(e);
          } finally {
            context.complete();
          }
        });
  }

  /** Whether a thread that was given no security context had one after it had answered. */
  @GetMapping("/open/context-left")
  boolean contextLeft() {
    return contextLeft;
  }

  /** Not through the holder, which would make one. */
  private static boolean hasSecurityContext() {
    try {
      Object strategy = SecurityContextHolder.getContextHolderStrategy();
      Field contexts = strategy.getClass().getDeclaredField("contextHolder");
      contexts.setAccessible(true);
      return ((ThreadLocal<?>) contexts.get(null)).get() != null;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Streams orders as lines, for as long as anybody listens. */
  @GetMapping("/export")
  StreamingResponseBody export(@RequestParam("count") int count) {
    return (OutputStream out) -> {
      for (int i = 0; i < count; i++) {
        Order order = Order.of(i);
        out.write((order.getOrderNo() + "," + order.getMobile() + "\n").getBytes("UTF-8"));
        if (i % 100 == 99) {
          out.flush();
        }
      }
    };
  }
}
