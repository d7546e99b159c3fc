package io.whoread.collector.life;

import io.whoread.collector.log.v1.AlertStep.Kind;
import java.util.Locale;
import java.util.Set;

/** How far an alert has come, and which steps are allowed there. */
public enum Standing {
  /** Nobody looks into it. */
  OPEN(Kind.CLAIMED, Kind.COMMENTED, Kind.ASKED, Kind.EXPLAINED, Kind.PROPOSED, Kind.MERGED),
  /** Somebody does. */
  CLAIMED(
      Kind.CLAIMED,
      Kind.RELEASED,
      Kind.COMMENTED,
      Kind.ASKED,
      Kind.EXPLAINED,
      Kind.PROPOSED,
      Kind.MERGED),
  /** A question was put to the person that it is on, or to the manager. */
  ASKED(
      Kind.CLAIMED,
      Kind.RELEASED,
      Kind.COMMENTED,
      Kind.ASKED,
      Kind.ANSWERED,
      Kind.EXPLAINED,
      Kind.PROPOSED,
      Kind.MERGED),
  /** The answer is there, and may be added to. */
  ANSWERED(
      Kind.CLAIMED,
      Kind.RELEASED,
      Kind.COMMENTED,
      Kind.ASKED,
      Kind.ANSWERED,
      Kind.EXPLAINED,
      Kind.PROPOSED,
      Kind.MERGED),
  /** One person holds it to be misuse; a second one has to say so too. */
  PROPOSED(Kind.CLAIMED, Kind.RELEASED, Kind.COMMENTED, Kind.CONFIRMED, Kind.REJECTED),
  /** Ordinary work after all. */
  EXPLAINED(Kind.COMMENTED, Kind.REOPENED),
  /** Misuse, as two people hold. */
  CONFIRMED(Kind.COMMENTED, Kind.REOPENED),
  /** Part of another alert. */
  MERGED(Kind.REOPENED);

  private final Set<Kind> allowed;

  Standing(Kind... allowed) {
    this.allowed = Set.of(allowed);
  }

  /** "open", "claimed" ... */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether nothing more is to be done about it, as far as it has gone. */
  public boolean isSettled() {
    return this == EXPLAINED || this == CONFIRMED || this == MERGED;
  }

  boolean allows(Kind kind) {
    return allowed.contains(kind);
  }
}
