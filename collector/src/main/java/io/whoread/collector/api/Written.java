package io.whoread.collector.api;

import io.whoread.record.PlainText;
import java.util.regex.Pattern;

/** What a person wrote and the log keeps for good: it must hold nothing personal. */
final class Written {
  static final int LONGEST = 2_000;

  /** Phone, identity card and mail address. */
  private static final Pattern PERSONAL =
      Pattern.compile("(?<!\\d)1[3-9]\\d{9}(?!\\d)|(?<!\\d)\\d{17}[\\dXx](?!\\d)|\\S+@\\S+\\.\\S+");

  private Written() {}

  static boolean isPersonal(String text) {
    return PERSONAL.matcher(text).find();
  }

  /**
   * A text that may be kept; it may have several lines.
   *
   * @param needed whether it must not be empty
   */
  static String text(String written, boolean needed) {
    String text = written == null ? "" : written.replace("\r\n", "\n").strip();
    if (needed && text.isEmpty() || text.length() > LONGEST) {
      throw Refusal.badRequest("bad-text", "`text` must be 1 to " + LONGEST + " characters.");
    }
    if (!PlainText.isPlain(text.replace("\n", ""))) {
      throw Refusal.badRequest(
          "bad-text", "`text` must not hold control characters or marks of direction.");
    }
    if (isPersonal(text)) {
      throw Refusal.badRequest(
          "personal-text",
          "`text` is kept for good: leave phone numbers, identity numbers and mail addresses out.");
    }
    return text;
  }
}
