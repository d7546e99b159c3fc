package io.whoread.agent.capture.jdbc;

import io.whoread.record.PlainText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Takes the text of a statement apart into words, signs and places of values.
 *
 * <p>The one thing that must not happen is that a value is taken for a word. Databases differ in
 * what ends a text, and a reader that is wrong about one quote takes everything behind it for its
 * opposite. So wherever two databases would read on differently (a backslash before a quote, a
 * comment within a comment, two hyphens that may be two minuses), this one does not read on: what
 * follows is cut off.
 */
final class SqlReader {
  /** Characters of a statement that are looked at. */
  static final int MAX_READ = 16_384;

  private static final int MAX_NAME = 64;

  private final String sql;
  private final int end;
  private final Dialect dialect;
  private final List<Token> tokens = new ArrayList<>();
  private int at;
  private boolean space;
  private boolean cut;

  private SqlReader(String sql, Dialect dialect) {
    this.sql = sql;
    this.end = Math.min(sql.length(), MAX_READ);
    this.dialect = dialect;
    this.cut = end < sql.length();
  }

  /** A piece of a statement. */
  static final class Token {
    /** What stands for a value. */
    static final String VALUE = "?";

    static final String CUT = "...";

    /** A name or keyword in lower case, a sign, {@link #VALUE} or {@link #CUT}. */
    final String text;

    final boolean word;
    final boolean spaceBefore;

    Token(String text, boolean word, boolean spaceBefore) {
      this.text = text;
      this.word = word;
      this.spaceBefore = spaceBefore;
    }

    boolean is(String other) {
      return text.equals(other);
    }

    /** A word that was not quoted. */
    boolean isWord(String other) {
      return word && text.equals(other);
    }
  }

  /** The pieces; the last is {@link Token#CUT} where not all could be read. */
  static List<Token> read(String sql, Dialect dialect) {
    SqlReader reader = new SqlReader(sql, dialect);
    while (reader.at < reader.end) {
      reader.next();
    }
    if (reader.cut) {
      reader.tokens.add(new Token(Token.CUT, false, true));
    }
    return reader.tokens;
  }

  private void next() {
    char c = sql.charAt(at);
    if (c <= ' ' || Character.isWhitespace(c) || !PlainText.isPlain(c)) {
      space = true;
      at++;
    } else if (c == '-' && peek(1) == '-') {
      lineComment();
    } else if (c == '#' && dialect == Dialect.MYSQL) {
      toLineEnd();
    } else if (c == '/' && peek(1) == '*') {
      blockComment();
    } else if (c == '\'') {
      quotedValue();
    } else if (c == '"') {
      if (dialect.quotedNames) {
        quotedName('"');
      } else {
        quotedValue();
      }
    } else if (c == '`') {
      quotedName('`');
    } else if (c == '[' && dialect.brackets) {
      quotedName(']');
    } else if (c == '$') {
      dollar();
    } else if (c == '?') {
      at++;
      digits();
      value();
    } else if (c == ':' && isNamePart(peek(1))) {
      at++;
      name();
      value();
    } else if (Character.isDigit(c) || c == '.' && Character.isDigit(peek(1)) && !afterName()) {
      number();
    } else if (isNamePart(c)) {
      word();
    } else {
      if (c == ':' && peek(1) == ':') {
        add("::", false);
        at++;
      } else {
        sign(c);
      }
      at++;
    }
  }

  private char peek(int ahead) {
    return at + ahead < end ? sql.charAt(at + ahead) : 0;
  }

  /** Reads no further. */
  private void cut() {
    cut = true;
    at = end;
  }

  private void lineComment() {
    int from = at;
    char third = peek(2);
    toLineEnd();
    if (third > ' ' && holdsQuote(from)) {
      cut();
    }
  }

  private boolean holdsQuote(int from) {
    for (int i = from; i < at; i++) {
      char c = sql.charAt(i);
      if (c == '\'' || c == '"' || c == '`' || c == '$' || c == '/' || c == '*') {
        return true;
      }
    }
    return false;
  }

  private void toLineEnd() {
    int newLine = sql.indexOf('\n', at);
    at = newLine < 0 || newLine > end ? end : newLine;
    space = true;
  }

  private void blockComment() {
    int close = sql.indexOf("*/", at + 2);
    int inner = sql.indexOf("/*", at + 2);
    if (close < 0 || close + 2 > end || inner >= 0 && inner < close) {
      cut();
    } else {
      at = close + 2;
      space = true;
    }
  }

  private void quotedValue() {
    if (skipQuoted(sql.charAt(at)) >= 0) {
      value();
    }
  }

  /**
   * Goes behind a quoted text, or cuts.
   *
   * @return where its last character stands behind; -1 where it was cut
   */
  private int skipQuoted(char close) {
    for (int i = at + 1; i < end; i++) {
      char c = sql.charAt(i);
      if (c == '\\') {
        char escaped = i + 1 < end ? sql.charAt(i + 1) : 0;
        if (escaped == close) {
          break;
        }
        i += escaped == '\\' ? 1 : 0;
      } else if (c == close) {
        if (i + 1 >= end || sql.charAt(i + 1) != close) {
          at = i + 1;
          return i;
        }
        i++;
      }
    }
    cut();
    return -1;
  }

  private void quotedName(char close) {
    int from = at + 1;
    int to = skipQuoted(close);
    if (to >= 0) {
      String name = sql.substring(from, to);
      if (isName(name)) {
        add(name, true);
      } else {
        value();
      }
    }
  }

  private static boolean isName(String name) {
    boolean letter = false;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (!isNamePart(c) || !PlainText.isPlain(c)) {
        return false;
      }
      letter |= !Character.isDigit(c);
    }
    return letter && name.length() <= MAX_NAME;
  }

  /** {@code $1}, or text between two {@code $tag$}. */
  private void dollar() {
    int tagEnd = at + 1;
    while (tagEnd < end && isNamePart(sql.charAt(tagEnd)) && sql.charAt(tagEnd) != '$') {
      tagEnd++;
    }
    if (tagEnd == end || sql.charAt(tagEnd) != '$') {
      at++;
      if (Character.isDigit(peek(0))) {
        digits();
        value();
      } else {
        sign('$');
      }
      return;
    }
    String tag = sql.substring(at, tagEnd + 1);
    int close = sql.indexOf(tag, tagEnd + 1);
    if (close < 0 || close + tag.length() > end || dialect != Dialect.STANDARD) {
      cut();
    } else {
      at = close + tag.length();
      value();
    }
  }

  private void digits() {
    while (at < end && Character.isDigit(sql.charAt(at))) {
      at++;
    }
  }

  private void name() {
    while (at < end && isNamePart(sql.charAt(at))) {
      at++;
    }
  }

  private void number() {
    while (at < end && (isNamePart(sql.charAt(at)) || sql.charAt(at) == '.')) {
      char c = sql.charAt(at++);
      boolean sign = peek(0) == '-' || peek(0) == '+';
      if ((c == 'e' || c == 'E') && sign && Character.isDigit(peek(1))) {
        at++;
      }
    }
    value();
  }

  private void word() {
    int from = at;
    name();
    String word = sql.substring(from, at);
    if (peek(0) == '\'') {
      prefixed(word);
    } else {
      add(word, true);
    }
  }

  /** A quote right behind a word: a kind of text, such as {@code N'...'}, or an alias. */
  private void prefixed(String word) {
    if (word.equalsIgnoreCase("q") || word.equalsIgnoreCase("nq")) {
      oracleQuote();
      return;
    }
    if (word.length() > 2 && !word.startsWith("_")) {
      add(word, true);
    }
    quotedValue();
  }

  private void oracleQuote() {
    char open = peek(1);
    int bracket = "[({<".indexOf(open);
    char close = bracket < 0 ? open : "])}>".charAt(bracket);
    int last = open == 0 ? -1 : sql.indexOf(close + "'", at + 2);
    if (last < 0 || last + 2 > end || dialect != Dialect.ORACLE) {
      cut();
    } else {
      at = last + 2;
      value();
    }
  }

  private static boolean isNamePart(char c) {
    return Character.isLetterOrDigit(c)
        || c == '_'
        || c == '$'
        || c == '#'
        || Character.isSurrogate(c);
  }

  private boolean afterName() {
    return !space && !tokens.isEmpty() && tokens.get(tokens.size() - 1).word;
  }

  private void add(String text, boolean word) {
    tokens.add(new Token(word ? text.toLowerCase(Locale.ROOT) : text, word, space));
    space = false;
  }

  /** One for several in a row; a sign before a number is part of it. */
  private void value() {
    if (tokens.size() >= 2 && (last(1).is("-") || last(1).is("+")) && opens(last(2))) {
      space = tokens.remove(tokens.size() - 1).spaceBefore;
    }
    if (tokens.size() >= 2 && last(1).is(",") && last(2).is(Token.VALUE)) {
      tokens.remove(tokens.size() - 1);
    } else {
      add(Token.VALUE, false);
    }
    space = false;
  }

  private static boolean opens(Token before) {
    return !before.word && !before.is(")") && !before.is(Token.VALUE);
  }

  /** Rows of values in a row are one. */
  private void sign(char c) {
    int size = tokens.size();
    boolean row =
        c == ')'
            && size >= 6
            && last(1).is(Token.VALUE)
            && last(2).is("(")
            && last(3).is(",")
            && last(4).is(")")
            && last(5).is(Token.VALUE)
            && last(6).is("(");
    if (row) {
      tokens.subList(size - 3, size).clear();
      space = false;
    } else {
      add(String.valueOf(c), false);
    }
  }

  private Token last(int back) {
    return tokens.get(tokens.size() - back);
  }
}
