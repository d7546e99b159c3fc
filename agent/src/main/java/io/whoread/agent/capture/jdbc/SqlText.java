package io.whoread.agent.capture.jdbc;

import io.whoread.agent.capture.jdbc.SqlReader.Token;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A statement without its values: its fingerprint, the tables that it names, and which column of
 * which table stands where in its list. Not all drivers tell the latter (PostgreSQL's asks the
 * database for it, Oracle's leaves tables out), and none tells it behind an alias.
 *
 * <p>Read by its words alone, without a grammar: what is not understood is left open.
 */
final class SqlText {
  /** Characters of a fingerprint. */
  static final int MAX_CHARS = 1_024;

  /** A list of columns is left out where the whole would be longer. */
  private static final int LONG = 400;

  private static final Set<String> NO_ALIAS =
      words(
          "where on inner left right full cross join natural order group limit having union set"
              + " using for partition use force ignore with when offset fetch connect start window"
              + " straight_join lateral except intersect minus returning values select final sample"
              + " prewhere tablesample outer as");
  private static final Set<String> BEFORE_LIST =
      words(
          "distinct all distinctrow straight_join sql_calc_found_rows sql_no_cache high_priority");

  private final List<Token> tokens;

  /** Alias, or the table's own name, to table; without schemas. */
  private final Map<String, String> tables = new LinkedHashMap<>();

  /** Those that the outermost list is from. */
  private final Set<String> outermost = new LinkedHashSet<>();

  private final List<Item> items = new ArrayList<>();
  private boolean star;
  private int listFrom;
  private int listTo;

  private SqlText(List<Token> tokens) {
    this.tokens = tokens;
    list();
    findTables();
  }

  /** One of what a query lists. */
  static final class Item {
    /** Null where it is no mere column. */
    final String column;

    /** What stands before the column; null for nothing. */
    final String qualifier;

    Item(String column, String qualifier) {
      this.column = column;
      this.qualifier = qualifier;
    }
  }

  static SqlText of(String sql, Dialect dialect) {
    return new SqlText(SqlReader.read(sql, dialect));
  }

  private static Set<String> words(String text) {
    return new HashSet<>(Arrays.asList(text.split(" ")));
  }

  /** What stands in a list of so many columns; null where that is not known of each. */
  List<Item> items(int columns) {
    return !star && items.size() == columns ? items : null;
  }

  /** Whether its text alone says which columns it yields. */
  boolean listsColumns() {
    return !star && !items.isEmpty();
  }

  /** The table that an alias stands for, or a table's own name for itself; null for neither. */
  String table(String alias) {
    return tables.get(alias.toLowerCase(Locale.ROOT));
  }

  /** All tables that are named anywhere. */
  Set<String> tables() {
    return new LinkedHashSet<>(tables.values());
  }

  /** The only table that the outermost list is from; null where there are several, or none. */
  String onlyTable() {
    return outermost.size() == 1 ? outermost.iterator().next() : null;
  }

  private void list() {
    int at = outermostSelect();
    if (at < 0) {
      return;
    }
    while (at < tokens.size() && BEFORE_LIST.contains(tokens.get(at).text)) {
      at++;
    }
    listFrom = at;
    int depth = 0;
    int from = at;
    for (; at < tokens.size(); at++) {
      Token token = tokens.get(at);
      depth += token.is("(") ? 1 : token.is(")") ? -1 : 0;
      boolean end = depth == 0 && (token.isWord("from") || token.isWord("into"));
      if (end || depth < 0) {
        break;
      }
      if (depth == 0 && token.is(",")) {
        item(from, at);
        from = at + 1;
      }
    }
    item(from, at);
    listTo = at;
  }

  /** Behind the word; -1 where there is none. */
  private int outermostSelect() {
    int depth = 0;
    for (int i = 0; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      if (depth == 0 && token.isWord("select")) {
        return i + 1;
      }
      if (i == 0 && !token.isWord("with") && !token.is("(")) {
        return -1;
      }
      depth += token.is("(") && i > 0 ? 1 : token.is(")") ? -1 : 0;
    }
    return -1;
  }

  private void item(int from, int to) {
    if (from >= to || tokens.get(to - 1).is("*") || tokens.get(to - 1).is(Token.CUT)) {
      star = true;
      return;
    }
    String qualifier = null;
    String column = tokens.get(from).word ? tokens.get(from).text : null;
    int at = from + 1;
    while (column != null && at + 1 < to && tokens.get(at).is(".") && tokens.get(at + 1).word) {
      qualifier = column;
      column = tokens.get(at + 1).text;
      at += 2;
    }
    boolean alias =
        at < to
            && tokens.get(to - 1).word
            && (at == to - 1 || at == to - 2 && tokens.get(at).isWord("as"));
    boolean mere = at == to || alias;
    items.add(mere ? new Item(column, qualifier) : new Item(null, null));
  }

  private void findTables() {
    int depth = 0;
    boolean list = false;
    for (int i = 0; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      depth += token.is("(") ? 1 : token.is(")") ? -1 : 0;
      boolean from = token.isWord("from") && !(i > 0 && tokens.get(i - 1).isWord("distinct"));
      boolean update = token.isWord("update") && i == 0;
      if (from || update || token.isWord("join") || token.isWord("into")) {
        list = from;
        i = table(i + 1, depth) - 1;
      } else if (list && token.is(",")) {
        i = table(i + 1, depth) - 1;
      } else if (token.word || token.is("(") || token.is(")")) {
        list &= token.isWord("as");
      }
    }
  }

  /** Takes in a table and its alias; returns where it goes on. */
  private int table(int at, int depth) {
    if (at >= tokens.size() || !tokens.get(at).word || NO_ALIAS.contains(tokens.get(at).text)) {
      return at;
    }
    int next = at + 1;
    String table = tokens.get(at).text;
    while (next + 1 < tokens.size() && tokens.get(next).is(".") && tokens.get(next + 1).word) {
      table = tokens.get(next + 1).text;
      next += 2;
    }
    if (next < tokens.size() && tokens.get(next).is("(")) {
      // A function.
      return next;
    }
    tables.putIfAbsent(table, table);
    if (depth == 0) {
      outermost.add(table);
    }
    if (next < tokens.size() && tokens.get(next).isWord("as")) {
      next++;
    }
    if (next < tokens.size()
        && tokens.get(next).word
        && !NO_ALIAS.contains(tokens.get(next).text)) {
      tables.put(tokens.get(next).text, table);
      next++;
    }
    return next;
  }

  /** At most {@value #MAX_CHARS} characters, no value among them. */
  String fingerprint() {
    String whole = join(0, 0);
    String text = whole.length() > LONG && listTo > listFrom ? join(listFrom, listTo) : whole;
    return text.length() <= MAX_CHARS ? text : text.substring(0, MAX_CHARS - 3) + "...";
  }

  private String join(int leftOutFrom, int leftOutTo) {
    StringBuilder text = new StringBuilder();
    boolean opened = true;
    for (int i = 0; i < tokens.size() && text.length() <= MAX_CHARS; i++) {
      if (i == leftOutFrom && leftOutTo > leftOutFrom) {
        text.append(" ").append(items.size()).append(star ? " and more columns" : " columns");
        i = leftOutTo - 1;
        continue;
      }
      Token token = tokens.get(i);
      boolean closes = token.is(",") || token.is(")");
      if (token.spaceBefore && !opened && !closes) {
        text.append(' ');
      }
      opened = token.is("(");
      text.append(token.word ? withoutNumbers(token.text) : token.text);
    }
    return text.toString();
  }

  /** Of {@code t_order_20240101} each day would be another statement. */
  private static String withoutNumbers(String name) {
    int run = 0;
    boolean found = false;
    for (int i = 0; i < name.length() && !found; i++) {
      run = Character.isDigit(name.charAt(i)) ? run + 1 : 0;
      found = run == 4;
    }
    return found ? name.replaceAll("\\p{Nd}{4,}", "#") : name;
  }
}
