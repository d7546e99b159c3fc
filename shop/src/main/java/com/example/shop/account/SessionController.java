package com.example.shop.account;

import org.springframework.security.core.Authentication;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
class SessionController {
  /** The token that every POST of a session must carry; a new one is needed after log-in. */
  @GetMapping("/api/csrf")
  Csrf csrf(CsrfToken token) {
    return new Csrf(token.getHeaderName(), token.getToken());
  }

  @GetMapping("/api/me")
  Me me(Authentication authentication) {
    return SecurityConfiguration.me(authentication);
  }

  record Csrf(String headerName, String token) {}
}
