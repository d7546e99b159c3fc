package io.whoread.collector.ingest;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.InetAddress;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;

/** Who may see the machinery. */
@Configuration(proxyBeanMethods = false)
public class MachinerySecurity {
  /** Liveness and readiness for whoever runs it; the rest for this machine alone. */
  @Bean
  @Order(2)
  SecurityFilterChain machineryChain(HttpSecurity http) {
    return http.securityMatcher("/actuator/**")
        .sessionManagement(
            sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .csrf(AbstractHttpConfigurer::disable)
        .requestCache(AbstractHttpConfigurer::disable)
        .authorizeHttpRequests(
            requests ->
                requests
                    .requestMatchers("/actuator/health/liveness", "/actuator/health/readiness")
                    .permitAll()
                    .anyRequest()
                    .access(
                        (who, request) -> new AuthorizationDecision(local(request.getRequest()))))
        .build();
  }

  /** A proxy on this machine speaks for others, and says so in a header. */
  private static boolean local(HttpServletRequest request) {
    try {
      return InetAddress.getByName(request.getRemoteAddr()).isLoopbackAddress()
          && request.getHeader("Forwarded") == null
          && request.getHeader("X-Forwarded-For") == null;
    } catch (IOException e) {
      return false;
    }
  }
}
