package io.whoread.agent.guess;

/** One line of a guess: a member, what it is, how sure that is, and why. Immutable. */
public final class Line {
  /** Below this a person should look. */
  private static final double SURE = 0.75;

  public final String member;

  /** Kind of personal data, of identity, or {@code owner} and the like. */
  public final String word;

  /** From 0 to 1. */
  public final double confidence;

  public final String reason;

  /** Whether a class may be guarded for this line alone, with a subject. */
  final boolean strong;

  Line(String member, String word, double confidence, String reason, boolean strong) {
    this.member = member;
    this.word = word;
    this.confidence = Math.min(confidence, 0.99);
    this.reason = reason;
    this.strong = strong;
  }

  public boolean isSure() {
    return confidence >= SURE;
  }
}
