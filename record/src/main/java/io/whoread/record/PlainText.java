package io.whoread.record;

/**
 * Text that can be shown in a terminal or on a page and is what it looks like: without control
 * characters, which move a terminal's cursor, and without the marks that turn the direction of
 * writing around, which make one name look like another.
 */
public final class PlainText {
  private PlainText() {}

  public static boolean isPlain(char c) {
    if (c < 0x7f) {
      return c >= ' ';
    }
    return c > 0x9f
        && c != 0x061c
        && (c < 0x200e || c > 0x200f)
        && (c < 0x2028 || c > 0x202e)
        && (c < 0x2066 || c > 0x2069);
  }

  public static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!isPlain(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /** The text with the replacement character (U+FFFD) for each that is not plain. */
  public static String of(String text) {
    if (isPlain(text)) {
      return text;
    }
    char[] chars = text.toCharArray();
    for (int i = 0; i < chars.length; i++) {
      if (!isPlain(chars[i])) {
        chars[i] = '\uFFFD';
      }
    }
    return new String(chars);
  }
}
