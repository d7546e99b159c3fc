package io.whoread.collector.api;

import io.whoread.collector.alert.v1.Alert;
import io.whoread.collector.api.login.Account;
import io.whoread.collector.api.login.AccountRole;
import io.whoread.collector.index.ActorId;
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

  /** Whether an alert is on this very person, as far as the account tells. */
  boolean isSubjectOf(Alert alert) {
    ActorId own = account.actor();
    return own != null && own.id().equals(alert.getActor()) && own.role().equals(alert.getRole());
  }

  boolean is(AccountRole role) {
    return account.is(role);
  }
}
