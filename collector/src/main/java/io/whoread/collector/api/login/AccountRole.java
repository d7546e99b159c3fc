package io.whoread.collector.api.login;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What an account is for. The administrations are kept apart: by default nobody holds {@link
 * #SYSTEM} and {@link #SECURITY} together.
 */
public enum AccountRole {
  /** Runs the collector and its services; sees coverage and gaps, nobody's reads. */
  SYSTEM,
  /** Answers for rules and calendars; sees alerts, opens no trail. */
  SECURITY,
  /** Works on alerts, opens trails and looks orders up, each with a reason. */
  RESPONDER,
  /** Sees alerts, and says as the second person whether one that is held to be misuse is. */
  APPROVER,
  /** A monitored person: sees the own trail, and answers what it was asked. */
  VIEWER;

  /** As written in {@code users.yaml}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The authority that Spring Security knows the role by. */
  String authority() {
    return "ROLE_" + name();
  }

  /** Empty where none is written so. */
  public static Optional<AccountRole> of(String label) {
    return Arrays.stream(values()).filter(role -> role.label().equals(label)).findFirst();
  }
}
