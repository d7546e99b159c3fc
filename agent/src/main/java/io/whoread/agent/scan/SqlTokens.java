package io.whoread.agent.scan;

import java.util.Locale;

/**
 * The words, names, texts and signs of an SQL script, one after the other, without its comments. It
 * knows the quotes of MySQL, PostgreSQL, Oracle and SQL Server, and never fails: what is not closed
 * ends with the script.
 */
final class SqlTokens {
  private enum Kind {
    WORD,
    QUOTED,
    TEXT,
    SIGN
  }

  private final String sql;
  private int at;
  private Kind kind = Kind.SIGN;
  private String text = "";

  /** The one before, if it was a word; else empty. */
  private String before = "";

  SqlTokens(String sql) {
    this.sql = sql;
  }

  /** False behind the last one. */
  boolean next() {
    before = kind == Kind.WORD ? text.toLowerCase(Locale.ROOT) : "";
    skip();
    if (at >= sql.length()) {
      kind = Kind.SIGN;
      text = "";
      return false;
    }
    char c = sql.charAt(at);
    if (c == '\'') {
      quoted('\'', Kind.TEXT);
    } else if (c == '`' || c == '"') {
      quoted(c, Kind.QUOTED);
    } else if (c == '[') {
      quoted(']', Kind.QUOTED);
    } else if (Character.isLetterOrDigit(c) || c == '_') {
      int from = at;
      while (at < sql.length() && isPart(sql.charAt(at))) {
        at++;
      }
      kind = Kind.WORD;
      text = sql.substring(from, at);
    } else {
      at++;
      kind = Kind.SIGN;
      text = String.valueOf(c);
    }
    return true;
  }

  private static boolean isPart(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '$' || c == '#';
  }

  private void skip() {
    while (at < sql.length()) {
      if (sql.startsWith("--", at) || sql.charAt(at) == '#') {
        at = behind("\n");
      } else if (sql.startsWith("/*", at)) {
        at = behind("*/");
      } else if (Character.isWhitespace(sql.charAt(at)) || sql.charAt(at) == '\ufeff') {
        at++;
      } else {
        return;
      }
    }
  }

  private int behind(String end) {
    int found = sql.indexOf(end, at);
    return found < 0 ? sql.length() : found + end.length();
  }

  /** Doubled it stands for itself; in texts so does whatever follows a backslash. */
  private void quoted(char end, Kind of) {
    StringBuilder found = new StringBuilder();
    for (at++; at < sql.length(); at++) {
      char c = sql.charAt(at);
      boolean more = at + 1 < sql.length();
      if (c == end && more && sql.charAt(at + 1) == end || c == '\\' && of == Kind.TEXT && more) {
        at++;
        found.append(sql.charAt(at));
      } else if (c == end) {
        break;
      } else {
        found.append(c);
      }
    }
    at = Math.min(at + 1, sql.length());
    kind = of;
    text = found.toString();
  }

  String text() {
    return text;
  }

  /** In lower case where it is a word without quotes; else empty. */
  String plainWord() {
    return kind == Kind.WORD ? text.toLowerCase(Locale.ROOT) : "";
  }

  boolean isName() {
    return kind == Kind.QUOTED || kind == Kind.WORD && !Character.isDigit(text.charAt(0));
  }

  boolean isText() {
    return kind == Kind.TEXT;
  }

  /** Whether it is a word, in lower case here, or a sign. */
  boolean is(String wordOrSign) {
    return (kind == Kind.WORD || kind == Kind.SIGN) && text.equalsIgnoreCase(wordOrSign);
  }

  boolean before(String... words) {
    for (String word : words) {
      if (before.equals(word)) {
        return true;
      }
    }
    return false;
  }

  boolean beforeEndsWith(String... ends) {
    for (String end : ends) {
      if (before.endsWith(end)) {
        return true;
      }
    }
    return false;
  }

  /** The digits that come next; empty where none do. */
  String peek() {
    skip();
    int to = at;
    while (to < sql.length() && Character.isDigit(sql.charAt(to))) {
      to++;
    }
    return sql.substring(at, to);
  }
}
