package com.example.shop.account;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.HttpStatusEntryPoint;
import org.springframework.security.web.authentication.logout.HttpStatusReturningLogoutSuccessHandler;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * Form log-in with a session and CSRF tokens for people, HTTP basic for programs.
 *
 * <p>A refused request is answered with a plain 401 and never with a basic challenge: so no browser
 * ever keeps basic credentials, and a request that carries them cannot be forged by another site.
 * That is why such requests need no CSRF token.
 */
@Configuration
class SecurityConfiguration {
  @Bean
  SecurityFilterChain filterChain(HttpSecurity http, ObjectMapper json) throws Exception {
    HttpStatusEntryPoint unauthorized = new HttpStatusEntryPoint(HttpStatus.UNAUTHORIZED);
    RequestMatcher basic = SecurityConfiguration::hasBasicCredentials;
    return http.authorizeHttpRequests(
            requests ->
                requests
                    .requestMatchers("/", "/index.html", "/app.js", "/app.css", "/favicon.ico")
                    .permitAll()
                    .requestMatchers("/api/csrf", "/error")
                    .permitAll()
                    .requestMatchers("/api/me")
                    .authenticated()
                    .requestMatchers("/api/orders/**")
                    .hasRole(AccountKind.STAFF.name())
                    .requestMatchers("/api/seller/**")
                    .hasRole(AccountKind.SELLER.name())
                    .requestMatchers("/api/courier/**")
                    .hasRole(AccountKind.COURIER.name())
                    .requestMatchers("/api/my/**")
                    .hasRole(AccountKind.CUSTOMER.name())
                    .anyRequest()
                    .denyAll())
        .formLogin(
            form ->
                form.loginPage("/")
                    .loginProcessingUrl("/login")
                    .successHandler(
                        (request, response, authentication) -> {
                          response.setContentType(MediaType.APPLICATION_JSON_VALUE);
                          json.writeValue(response.getOutputStream(), me(authentication));
                        })
                    .failureHandler(
                        (request, response, failure) ->
                            response.setStatus(HttpStatus.UNAUTHORIZED.value()))
                    .permitAll())
        .logout(
            logout -> logout.logoutSuccessHandler(new HttpStatusReturningLogoutSuccessHandler()))
        .httpBasic(b -> b.authenticationEntryPoint(unauthorized))
        .exceptionHandling(e -> e.authenticationEntryPoint(unauthorized))
        .csrf(csrf -> csrf.ignoringRequestMatchers(basic))
        .build();
  }

  /** A low cost: all accounts are generated, and basic log-in hashes on every request. */
  @Bean
  PasswordEncoder passwordEncoder() {
    return new BCryptPasswordEncoder(4);
  }

  static Me me(Authentication authentication) {
    return new Me(
        authentication.getName(),
        authentication.getAuthorities().stream().map(Object::toString).sorted().toList());
  }

  private static boolean hasBasicCredentials(HttpServletRequest request) {
    String authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
    return authorization != null && authorization.regionMatches(true, 0, "Basic ", 0, 6);
  }
}
