package io.whoread.collector.api;

import io.whoread.collector.api.login.Account;
import io.whoread.collector.api.login.AccountRole;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.WebAuthenticationDetails;

/**
 * Who asks.
 *
 * @param address that the request came from
 */
record Person(Account account, String address) {
  static Person of(Authentication authentication) {
    return new Person(
        (Account) authentication.getPrincipal(),
        authentication.getDetails() instanceof WebAuthenticationDetails details
            ? details.getRemoteAddress()
            : "");
  }

  String name() {
    return account.name();
  }

  boolean is(AccountRole role) {
    return account.is(role);
  }
}
