package io.whoread.agent.scope;

import java.util.Arrays;

/**
 * Text as its reader sees it: what JSON, HTML and XML write for a character is that character
 * again.
 *
 * <p>Nobody says which of the three a text is in, nor whether one stands in another, and it does
 * not matter: what is no escape stays as it is. Once is enough for a page, twice for JSON within a
 * JSON string.
 */
final class Unescaped {
  private static final String[] NAMED = {"amp", "lt", "gt", "quot", "apos", "nbsp"};
  private static final String MEANT = "&<>\"'\u00a0";

  /** Of {@code &#x10ffff;}, without its end. */
  private static final int LONGEST_ENTITY = 9;

  private Unescaped() {}

  /** The very same text where nothing in it is escaped. */
  static char[] of(char[] text) {
    for (char c : text) {
      if (c == '\\' || c == '&') {
        return unescape(text);
      }
    }
    return text;
  }

  private static char[] unescape(char[] text) {
    char[] into = new char[text.length];
    int length = 0;
    int at = 0;
    while (at < text.length) {
      char c = text[at];
      if (c == '\\' && at + 1 < text.length) {
        int code = text[at + 1] == 'u' ? hex(text, at + 2, at + 6) : -1;
        into[length++] = code >= 0 ? (char) code : plain(text[at + 1]);
        at += code >= 0 ? 6 : 2;
      } else if (c == '&') {
        int end = end(text, at);
        int code = end < 0 ? -1 : entity(text, at + 1, end);
        if (code >= 0) {
          length += Character.toChars(code, into, length);
          at = end + 1;
        } else {
          into[length++] = c;
          at++;
        }
      } else {
        into[length++] = c;
        at++;
      }
    }
    return Arrays.copyOf(into, length);
  }

  private static char plain(char escaped) {
    switch (escaped) {
      case 'n':
        return '\n';
      case 't':
        return '\t';
      case 'r':
        return '\r';
      default:
        return escaped;
    }
  }

  /** Where the semicolon of an entity stands, or -1. */
  private static int end(char[] text, int from) {
    int last = Math.min(text.length, from + LONGEST_ENTITY + 1);
    for (int i = from + 2; i < last; i++) {
      if (text[i] == ';') {
        return i;
      }
    }
    return -1;
  }

  private static int entity(char[] text, int from, int to) {
    if (text[from] != '#') {
      int known = Arrays.asList(NAMED).indexOf(new String(text, from, to - from));
      return known < 0 ? -1 : MEANT.charAt(known);
    }
    boolean hex = text[from + 1] == 'x' || text[from + 1] == 'X';
    int code = hex ? hex(text, from + 2, to) : decimal(text, from + 1, to);
    return Character.isValidCodePoint(code) ? code : -1;
  }

  private static int hex(char[] text, int from, int to) {
    return number(text, from, to, 16);
  }

  private static int decimal(char[] text, int from, int to) {
    return number(text, from, to, 10);
  }

  private static int number(char[] text, int from, int to, int radix) {
    if (to > text.length || from >= to) {
      return -1;
    }
    int number = 0;
    for (int i = from; i < to; i++) {
      int digit = Character.digit(text[i], radix);
      if (digit < 0) {
        return -1;
      }
      number = number * radix + digit;
    }
    return number;
  }
}
