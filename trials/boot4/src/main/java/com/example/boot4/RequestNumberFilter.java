package com.example.boot4;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.MDC;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Has every log line say which request it is of. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class RequestNumberFilter extends OncePerRequestFilter {
  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String parent = request.getHeader("traceparent");
    MDC.put("traceparent", parent);
    MDC.put("request", parent == null ? "-" : parent.split("-")[1]);
    try {
      chain.doFilter(request, response);
    } finally {
      MDC.clear();
    }
  }
}
