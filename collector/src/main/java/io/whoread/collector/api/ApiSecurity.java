package io.whoread.collector.api;

import io.whoread.collector.api.login.Accounts;
import io.whoread.collector.api.login.CurrentAccount;
import io.whoread.collector.api.login.Doorkeeper;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.boot.web.server.servlet.CookieSameSiteSupplier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.security.web.header.writers.CrossOriginOpenerPolicyHeaderWriter.CrossOriginOpenerPolicy;
import org.springframework.security.web.header.writers.CrossOriginResourcePolicyHeaderWriter.CrossOriginResourcePolicy;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.savedrequest.NullRequestCache;

/**
 * Log-in, sessions, roles and headers of everything that no other part of the collector claims.
 *
 * <p>Browsers hold a session in a cookie that scripts cannot read and that no other site's request
 * carries; what changes anything also takes a token from a second cookie as a header. Scripts send
 * name and password (HTTP Basic) and need no token: no challenge is ever sent, so that no browser
 * adds a password by itself. Cookies have names of our own, because cookies know no ports and a
 * service beside the collector may use the usual ones.
 */
@Configuration(proxyBeanMethods = false)
class ApiSecurity {
  static final String SESSION_COOKIE = "whoread-session";
  static final String CSRF_COOKIE = "whoread-csrf";
  static final String CSRF_HEADER = "X-Whoread-Csrf";

  @Bean
  @Order(Ordered.LOWEST_PRECEDENCE)
  SecurityFilterChain apiChain(
      HttpSecurity http,
      Accounts accounts,
      Doorkeeper doorkeeper,
      Actions actions,
      Problems problems,
      ConsolePages pages) {
    return http.authorizeHttpRequests(
            requests ->
                requests
                    .dispatcherTypeMatchers(DispatcherType.ASYNC, DispatcherType.ERROR)
                    .permitAll()
                    .requestMatchers(HttpMethod.GET, "/api/me")
                    .permitAll()
                    .requestMatchers(HttpMethod.GET, "/api/events")
                    .hasAnyRole("SECURITY", "RESPONDER", "APPROVER")
                    // Whoever was asked may answer: QuestionController decides.
                    .requestMatchers("/api/questions", "/api/questions/answer")
                    .authenticated()
                    .requestMatchers(HttpMethod.GET, "/api/services", "/api/service", "/api/gaps")
                    .hasAnyRole("SYSTEM", "SECURITY", "RESPONDER")
                    .requestMatchers("/api/index", "/api/index/move")
                    .hasRole("SYSTEM")
                    .requestMatchers(HttpMethod.GET, "/api/alerts", "/api/alert", "/api/exceptions")
                    .hasAnyRole("SECURITY", "RESPONDER", "APPROVER")
                    .requestMatchers(HttpMethod.PUT, "/api/people")
                    .hasRole("SECURITY")
                    // Who knows them can pass them by: responders learn of those that were read.
                    .requestMatchers("/api/canaries", "/api/canaries/remove")
                    .hasRole("SECURITY")
                    // AlertSteps decides who may do what.
                    .requestMatchers(HttpMethod.POST, "/api/alert/{deed}")
                    .hasAnyRole("RESPONDER", "APPROVER")
                    // These also serve a monitored person's own view: Openings decides.
                    .requestMatchers(HttpMethod.GET, "/api/actor", "/api/trail", "/api/access")
                    .hasAnyRole("RESPONDER", "VIEWER")
                    .requestMatchers("/api/**")
                    .hasRole("RESPONDER")
                    .requestMatchers(HttpMethod.GET, ConsolePages.ADDRESSES)
                    .permitAll()
                    .requestMatchers(HttpMethod.HEAD, ConsolePages.ADDRESSES)
                    .permitAll()
                    .requestMatchers(HttpMethod.GET, "/console/**", "/_static/**")
                    .permitAll()
                    .requestMatchers(HttpMethod.HEAD, "/console/**", "/_static/**")
                    .permitAll()
                    .anyRequest()
                    .denyAll())
        .addFilterBefore(new CurrentAccount(accounts), AnonymousAuthenticationFilter.class)
        .authenticationManager(doorkeeper)
        .formLogin(
            login ->
                login
                    .loginPage("/login")
                    .loginProcessingUrl("/api/login")
                    .usernameParameter("name")
                    .passwordParameter("password")
                    .successHandler((request, response, who) -> response.setStatus(204))
                    .failureHandler(
                        (request, response, why) -> problems.logInFailed(response, why)))
        .httpBasic(
            basic ->
                basic
                    .authenticationDetailsSource(Doorkeeper.ScriptDetails::new)
                    .authenticationEntryPoint(
                        (request, response, why) -> problems.logInFailed(response, why)))
        .logout(
            logout ->
                logout
                    .logoutUrl("/api/logout")
                    .deleteCookies(SESSION_COOKIE)
                    .addLogoutHandler(
                        (request, response, who) -> {
                          if (who != null) {
                            Person person = Person.of(who);
                            actions.logout(person.name(), person.address());
                          }
                        })
                    .logoutSuccessHandler((request, response, who) -> response.setStatus(204)))
        .exceptionHandling(
            handling ->
                handling
                    .authenticationEntryPoint(
                        (request, response, why) -> refuse(pages, problems, request, response, why))
                    .accessDeniedHandler(
                        (request, response, why) ->
                            refuse(pages, problems, request, response, why)))
        .csrf(
            csrf ->
                csrf.spa()
                    .csrfTokenRepository(csrfCookie())
                    .ignoringRequestMatchers(
                        request -> {
                          String value = request.getHeader(HttpHeaders.AUTHORIZATION);
                          return value != null && value.startsWith("Basic ");
                        }))
        .requestCache(cache -> cache.requestCache(new NullRequestCache()))
        .headers(
            headers ->
                headers
                    // The console's page brings a wider one of its own.
                    .contentSecurityPolicy(
                        csp -> csp.policyDirectives("default-src 'none'; frame-ancestors 'none'"))
                    .frameOptions(frame -> frame.deny())
                    .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.NO_REFERRER))
                    .crossOriginOpenerPolicy(
                        opener -> opener.policy(CrossOriginOpenerPolicy.SAME_ORIGIN))
                    .crossOriginResourcePolicy(
                        resource -> resource.policy(CrossOriginResourcePolicy.SAME_ORIGIN))
                    .permissionsPolicyHeader(
                        permissions ->
                            permissions.policy("camera=(), microphone=(), geolocation=()")))
        .build();
  }

  /** Beside the API nothing is refused but what is not there. */
  private static void refuse(
      ConsolePages pages,
      Problems problems,
      HttpServletRequest request,
      HttpServletResponse response,
      RuntimeException why)
      throws IOException {
    if (why instanceof CsrfException || request.getRequestURI().startsWith("/api/")) {
      problems.answer(response, why);
    } else if (ConsolePages.isWanted(request)) {
      pages.nowhere(response);
    } else {
      problems.answer(response, NotFoundController.nothingHere());
    }
  }

  private static CookieCsrfTokenRepository csrfCookie() {
    CookieCsrfTokenRepository cookie = CookieCsrfTokenRepository.withHttpOnlyFalse();
    cookie.setCookieName(CSRF_COOKIE);
    cookie.setHeaderName(CSRF_HEADER);
    cookie.setCookieCustomizer(c -> c.sameSite("Strict").path("/"));
    return cookie;
  }

  @Bean
  CookieSameSiteSupplier sessionCookieSameSite() {
    return CookieSameSiteSupplier.ofStrict().whenHasName(SESSION_COOKIE);
  }
}
