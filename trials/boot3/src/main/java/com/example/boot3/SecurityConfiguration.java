package com.example.boot3;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.HttpStatusEntryPoint;

/** A form and a session. Without CSRF tokens: no browser ever comes here. */
@Configuration
class SecurityConfiguration {
  @Bean
  SecurityFilterChain filterChain(HttpSecurity http) throws Exception {
    return http.authorizeHttpRequests(
            requests ->
                requests
                    .requestMatchers("/parcels")
                    .hasRole("COURIER")
                    .requestMatchers("/seller/**")
                    .hasRole("SELLER")
                    .requestMatchers("/my/**")
                    .hasRole("CUSTOMER")
                    .anyRequest()
                    .hasRole("STAFF"))
        .formLogin(
            form ->
                form.successHandler((request, response, user) -> response.setStatus(204))
                    .failureHandler((request, response, failure) -> response.setStatus(401)))
        .exceptionHandling(
            e -> e.authenticationEntryPoint(new HttpStatusEntryPoint(HttpStatus.UNAUTHORIZED)))
        .csrf(AbstractHttpConfigurer::disable)
        .build();
  }

  @Bean
  UserDetailsService users(JdbcTemplate sql) {
    return name ->
        sql.queryForObject(
            "select password, role from accounts where id = ?",
            (row, i) ->
                User.withUsername(name)
                    .password("{noop}" + row.getString(1))
                    .roles(row.getString(2).toUpperCase())
                    .build(),
            name);
  }
}
