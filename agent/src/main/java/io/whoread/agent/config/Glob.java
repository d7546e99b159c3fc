package io.whoread.agent.config;

/**
 * A pattern in which {@code *} stands for any run of characters. Case counts. Not by a regular
 * expression: what it is held against may be a client's, and takes a time in proportion to its
 * length whatever stands in it.
 */
public final class Glob {
  private final String text;

  /** What stands before, between and behind the asterisks. */
  private final String[] parts;

  public Glob(String text) {
    this.text = text;
    this.parts = text.split("\\*", -1);
  }

  public boolean matches(String candidate) {
    String first = parts[0];
    if (isExact() || !candidate.startsWith(first)) {
      return isExact() && candidate.equals(text);
    }
    // Where a part is found first, those behind it have the most room.
    int at = first.length();
    for (int i = 1; i < parts.length - 1; i++) {
      int found = candidate.indexOf(parts[i], at);
      if (found < 0) {
        return false;
      }
      at = found + parts[i].length();
    }
    String last = parts[parts.length - 1];
    return candidate.length() - last.length() >= at && candidate.endsWith(last);
  }

  /** True where only one text matches. */
  public boolean isExact() {
    return parts.length == 1;
  }

  @Override
  public String toString() {
    return text;
  }
}
