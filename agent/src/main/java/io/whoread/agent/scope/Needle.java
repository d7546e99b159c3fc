package io.whoread.agent.scope;

import io.whoread.agent.boot.Shape;
import java.nio.charset.StandardCharsets;

/** A value that was read, or its beginning, to be found again in what leaves. */
final class Needle {
  /** What is longer is looked for by as many characters of its beginning. */
  static final int MAX_LENGTH = 64;

  /** The bit of a value that is not personal in itself: it tells whose the others are. */
  static final int OWN = -1;

  /** Under how many of its characters a value is filed. */
  static final int KEY = 4;

  /** As {@link #KEY}, for shorter ones. */
  static final int SHORT_KEY = 2;

  final Sum sum;
  final int bit;
  final String text;

  /** Of a value that is masked where it is kept, and so is masked wherever it is found. */
  final boolean masked;

  /**
   * Where the characters stand that it is filed under: those with the most digits, the last of
   * several, which differ more often than others do. In a long export all addresses end alike, and
   * what is filed in one place is compared one by one.
   */
  final int offset;

  /** What is looked for of it may be its beginning. */
  final String whole;

  /** Filed in the same place. */
  Needle next;

  Needle ofSameSum;

  private Needle(Sum sum, int bit, String whole, String text, boolean masked) {
    this.whole = whole;
    this.sum = sum;
    this.bit = bit;
    this.text = text;
    this.masked = masked;
    this.offset = offset();
  }

  private int offset() {
    int width = width();
    int most = 0;
    int best = text.indexOf('@') > 0 ? 0 : text.length() - width;
    int digits = 0;
    for (int end = 0; end < text.length(); end++) {
      digits += digit(end) - (end < width ? 0 : digit(end - width));
      if (end >= width - 1 && digits > 0 && digits >= most) {
        most = digits;
        best = end - width + 1;
      }
    }
    return best;
  }

  private int digit(int at) {
    char c = text.charAt(at);
    return c >= '0' && c <= '9' ? 1 : 0;
  }

  /** Null for a value that is too short to be told from others. */
  static Needle of(Sum sum, int bit, String value) {
    String text = beginning(value);
    return text.length() < (bit == OWN ? KEY : SHORT_KEY)
        ? null
        : new Needle(sum, bit, value, text, Shape.of(text) == Shape.MASKED);
  }

  /** What is looked for of a value. */
  static String beginning(String value) {
    return value.length() > MAX_LENGTH ? value.substring(0, MAX_LENGTH) : value;
  }

  Needle asMasked() {
    return new Needle(sum, bit, whole, text, true);
  }

  int width() {
    return text.length() < KEY ? SHORT_KEY : KEY;
  }

  boolean standsAt(char[] in, int from) {
    return stands(text, in, from);
  }

  /** Whether a value, or what is looked for of it, stands at a place, and does not go on there. */
  static boolean stands(String text, char[] in, int from) {
    int length = text.length();
    int to = from + length;
    if (from < 0 || to > in.length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (in[from + i] != text.charAt(i)) {
        return false;
      }
    }
    boolean goesOn =
        from > 0 && isWord(in[from - 1]) && isWord(in[from])
            || length < MAX_LENGTH && to < in.length && isWord(in[to]) && isWord(in[to - 1]);
    return !goesOn || isCounted(text, in, from);
  }

  /**
   * Whether the number of its bytes stands before the value, as serialisers put it, and what comes
   * after may be a letter that means something else. A line's end, which is such a number too, is
   * one only after another that no text has.
   */
  private static boolean isCounted(String text, char[] in, int from) {
    return from > 0
        && in[from - 1] == text.getBytes(StandardCharsets.UTF_8).length
        && (isControl(in[from - 1]) || from > 1 && isControl(in[from - 2]));
  }

  /** Of the characters that no text has: those below the blank, but for tabs and line ends. */
  static boolean isControl(char c) {
    return c < ' ' && c != '\n' && c != '\r' && c != '\t';
  }

  /** Chinese has no words that separators tell apart. */
  private static boolean isWord(char c) {
    return c < 128 && Character.isLetterOrDigit(c);
  }
}
