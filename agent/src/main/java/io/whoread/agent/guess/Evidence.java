package io.whoread.agent.guess;

/** What one name, description or annotation says of a member. Immutable. */
final class Evidence {
  /** Whose data it is, as far as the words say. */
  enum Whose {
    PEOPLE,
    BUSINESS,
    STAFF,
    UNSAID
  }

  /** How much a kind says by itself. */
  enum Force {
    /** No class holds it by accident: a phone, an identity number. */
    STRONG,
    /**
     * Personal in a class that is personal: an order's number, a remark, a name of one's choice.
     */
    WEAK,
    /** A name or a part of an address, personal beside others only. */
    BESIDE
  }

  /** Null where it says that the member is nothing personal. */
  final String kind;

  /** From 0 to 1. */
  final double weight;

  final Whose whose;
  final Force force;

  /** What stands before the words of the kind: {@code receiver} of {@code receiverCity}. */
  final String before;

  final String reason;

  Evidence(String kind, double weight, Whose whose, Force force, String before, String reason) {
    this.kind = kind;
    this.weight = weight;
    this.whose = whose;
    this.force = force;
    this.before = before;
    this.reason = reason;
  }

  static Evidence nothing(String reason) {
    return new Evidence(null, 1, Whose.UNSAID, Force.STRONG, "", reason);
  }

  Evidence because(String reason) {
    return new Evidence(kind, weight, whose, force, before, reason);
  }

  Evidence weighing(double weight) {
    return new Evidence(kind, weight, whose, force, before, reason);
  }
}
