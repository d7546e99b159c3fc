package io.whoread.agent.scope;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** What forms and addresses write for a character, read as that character again. */
final class Percent {
  private Percent() {}

  /** Null where nothing in a text is written so: its sequences are two hex digits each. */
  static char[] decoded(char[] text) {
    boolean form = false;
    boolean spaced = false;
    boolean any = false;
    for (int at = 0; at < text.length; at++) {
      char c = text[at];
      form |= c == '=';
      spaced |= c == ' ';
      any |= c == '+' || c == '%' && hex(text, at) >= 0;
    }
    // A plus is a blank in a form alone, which has no other.
    return any && form ? decode(text, !spaced) : null;
  }

  private static char[] decode(char[] text, boolean plus) {
    StringBuilder decoded = new StringBuilder(text.length);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int at = 0; at < text.length; at++) {
      int hex = text[at] == '%' ? hex(text, at) : -1;
      if (hex >= 0) {
        bytes.write(hex);
        at += 2;
      } else {
        append(bytes, decoded);
        decoded.append(plus && text[at] == '+' ? ' ' : text[at]);
      }
    }
    append(bytes, decoded);
    return decoded.toString().toCharArray();
  }

  private static void append(ByteArrayOutputStream bytes, StringBuilder to) {
    if (bytes.size() > 0) {
      to.append(new String(bytes.toByteArray(), StandardCharsets.UTF_8));
      bytes.reset();
    }
  }

  /** The byte that the two digits after a place mean, or -1. */
  private static int hex(char[] text, int at) {
    if (at + 2 >= text.length) {
      return -1;
    }
    int high = Character.digit(text[at + 1], 16);
    int low = Character.digit(text[at + 2], 16);
    return high < 0 || low < 0 ? -1 : high << 4 | low;
  }
}
