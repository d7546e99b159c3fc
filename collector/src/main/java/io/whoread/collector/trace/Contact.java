package io.whoread.collector.trace;

import java.text.Normalizer;

/**
 * How somebody is known of whom a list has no order number. Kept in memory alone.
 *
 * @param phone without what people write between its digits, one of China without its prefix; null
 *     where it is not told
 * @param name null where it is not told
 */
public record Contact(String phone, String name) {
  private static final String BETWEEN = "[\\s()'.‐‑–-]";
  private static final String CHINA = "(?:\\+|00)?86(?=1[3-9][0-9]{9}$)";

  /** Null where both are empty. */
  static Contact of(String phone, String name) {
    String digits =
        Normalizer.normalize(phone, Normalizer.Form.NFKC)
            .replaceAll(BETWEEN, "")
            .replaceFirst("^" + CHINA, "");
    String person = name.strip();
    return digits.isEmpty() && person.isEmpty()
        ? null
        : new Contact(digits.isEmpty() ? null : digits, person.isEmpty() ? null : person);
  }

  /** No message can repeat it. */
  @Override
  public String toString() {
    return "a contact";
  }
}
