package io.whoread.collector.ingest;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.web.filter.OncePerRequestFilter;

/** Who may send: services by their token, each request by itself. */
@Configuration(proxyBeanMethods = false)
public class IngestSecurity {
  /** What a collector answers whoever shows no token, in the header WWW-Authenticate. */
  public static final String CHALLENGE = "Bearer realm=\"whoread\"";

  @Bean
  @Order(1)
  SecurityFilterChain servicesChain(HttpSecurity http, Services services) {
    return http.securityMatcher("/v1/**")
        .sessionManagement(
            sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .csrf(AbstractHttpConfigurer::disable)
        .requestCache(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .anonymous(AbstractHttpConfigurer::disable)
        .addFilterBefore(new TokenFilter(services), AuthorizationFilter.class)
        .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
        .build();
  }

  private static final class ServiceAuthentication extends AbstractAuthenticationToken {
    private final String service;

    private ServiceAuthentication(String service) {
      super(List.of());
      this.service = service;
      setAuthenticated(true);
    }

    @Override
    public Object getCredentials() {
      return "";
    }

    @Override
    public Object getPrincipal() {
      return service;
    }
  }

  private static final class TokenFilter extends OncePerRequestFilter {
    private static final String SCHEME = "Bearer ";

    private final Services services;

    private TokenFilter(Services services) {
      this.services = services;
    }

    @Override
    protected void doFilterInternal(
        HttpServletRequest request, HttpServletResponse response, FilterChain chain)
        throws ServletException, IOException {
      String header = request.getHeader("Authorization");
      Optional<String> service =
          header != null && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
              ? services.authenticate(header.substring(SCHEME.length()).trim())
              : Optional.empty();
      if (service.isEmpty()) {
        response.setHeader("WWW-Authenticate", CHALLENGE);
        new Problem(
                401,
                "Unauthorized",
                header == null
                    ? "expected the header Authorization: Bearer TOKEN with the service's token"
                    : "this is no token of a service known here; `whoread service add` makes one")
            .write(response);
        return;
      }
      SecurityContext context = SecurityContextHolder.createEmptyContext();
      context.setAuthentication(new ServiceAuthentication(service.get()));
      SecurityContextHolder.setContext(context);
      chain.doFilter(request, response);
    }
  }
}
