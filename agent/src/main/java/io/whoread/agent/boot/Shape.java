package io.whoread.agent.boot;

/**
 * Tells a value that was written in plain from one that was masked, by its look, without keeping
 * it.
 *
 * <p>Masked is a value with a run of at least two mask characters, or with one where the whole has
 * at most four characters (a name of which only the family name is left). Letters x count from
 * three in a row. Eight digits in a row are plain, unless mask characters stand within a number:
 * the phone number in a remark that also has two asterisks is not masked. What has neither letter
 * nor digit nor mask character tells nothing: empty strings, and the punctuation that a pretty
 * printer writes.
 */
public final class Shape {
  public static final int NOTHING = 0;
  public static final int PLAIN = 1;
  public static final int MASKED = 2;

  /** The first and last Chinese characters of those in common use. */
  private static final char FIRST_HAN = '\u4e00';

  private static final char LAST_HAN = '\u9fa5';

  private Shape() {}

  /** {@link #NOTHING}, {@link #PLAIN} or {@link #MASKED}. */
  public static int of(CharSequence text) {
    // Most values have nothing that could be a mask: that is seen sooner than all else is counted.
    int length = text.length();
    boolean content = false;
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c >= 'A' && c <= 'Z') {
        if (c == 'x' || c == 'X') {
          return closely(text);
        }
        content = true;
      } else if (c >= FIRST_HAN && c <= LAST_HAN) {
        content = true;
      } else if (c >= 128 || c == '*' || c == '#') {
        return closely(text);
      }
    }
    return content ? PLAIN : NOTHING;
  }

  /** As {@link #of}, for any text. */
  static int closely(CharSequence text) {
    int length = text.length();
    int longest = 0;
    int run = 0;
    int letters = 0;
    int letterRun = 0;
    boolean digitBefore = false;
    boolean within = false;
    int digitRun = 0;
    int digits = 0;
    boolean content = false;
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (isMask(c)) {
        digitBefore = run == 0 ? digitRun > 0 : digitBefore;
        run++;
        longest = Math.max(longest, run);
      } else {
        within |= run >= 2 && digitBefore && Character.isDigit(c);
        run = 0;
        content |= Character.isLetterOrDigit(c) || Character.isSurrogate(c);
      }
      digitRun = Character.isDigit(c) ? digitRun + 1 : 0;
      digits = Math.max(digits, digitRun);
      letterRun = c == 'x' || c == 'X' || c == '#' ? letterRun + 1 : 0;
      letters = Math.max(letters, letterRun);
    }
    if (digits >= 8 && !within) {
      return PLAIN;
    }
    if (longest >= 2 || letters >= 3 || longest == 1 && length <= 4) {
      return MASKED;
    }
    return content ? PLAIN : NOTHING;
  }

  /** Whether the last four characters are digits. */
  static boolean showsTail(CharSequence text) {
    int length = text.length();
    boolean digits = length >= 4;
    for (int i = length - 4; digits && i < length; i++) {
      digits = Character.isDigit(text.charAt(i));
    }
    return digits;
  }

  /** Whether a character stands for one that is not shown. */
  public static boolean isMask(char c) {
    switch (c) {
      case '*':
      case '\uff0a': // full-width asterisk
      case '\u2217': // asterisk operator
      case '\u2022': // bullet
      case '\u25cf': // black circle
      case '\u25cb': // white circle
      case '\u25a0': // black square
      case '\u25a1': // white square
      case '\u2588': // full block
      case '\u00d7': // multiplication sign
        return true;
      default:
        return false;
    }
  }
}
