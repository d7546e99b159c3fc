package io.whoread.agent.capture.jdbc;

import io.whoread.agent.boot.RowPlan;
import io.whoread.agent.capture.bean.GuardedTypes;
import io.whoread.agent.capture.jdbc.SqlText.Item;
import io.whoread.agent.config.Config;
import io.whoread.agent.config.GuardRule;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The plans of result sets: made once for a statement, found again by its text, and by its
 * fingerprint where values stand in the text.
 *
 * <p>A text that lists its columns yields the same ones each time. Where it does not ({@code select
 * *}, a procedure), or is not known, the labels of each result set are compared.
 */
public final class Plans {
  /** Plans that are kept; then all are made anew. */
  private static final int MAX_PLANS = 2_048;

  private static final int MAX_TEXTS = 1_024;

  /** Longer texts are found by their fingerprint alone: values make each another. */
  private static final int MAX_TEXT_CHARS = 2_048;

  /** Drivers that ask the database for the table of a column. */
  private static final String[] ASKING = {
    "org.postgresql.",
    "com.kingbase8.",
    "org.opengauss.",
    "com.huawei.",
    "com.highgo.",
    "com.amazon.redshift.",
  };

  private final Planner planner;
  private final Statements statements = new Statements();
  private final Map<String, Entry> byText = new ConcurrentHashMap<>();
  private final Map<String, Entry> byFingerprint = new ConcurrentHashMap<>();

  public Plans(Config config, GuardedTypes types) {
    planner = new Planner(config, types);
  }

  /** Notes what a statement of a driver says. */
  public void prepared(Object statement, String sql) {
    statements.put(statement, sql);
  }

  /** Forgets a statement of a driver that is closed. */
  public void closed(Object statement) {
    statements.remove(statement);
  }

  /** Has it told from now on when rows were met that a rule is for, the first of each. */
  public void whenMet(Runnable told) {
    planner.whenMet(told);
  }

  /** Whether rows were met that a rule is for. */
  public boolean isMet(GuardRule rule) {
    return planner.isMet(rule);
  }

  /** What a driver's result set is; {@link RowPlan#NONE} where nothing in it is personal. */
  public RowPlan of(Object resultSet) {
    ResultSet rows = (ResultSet) resultSet;
    String sql = sql(rows);
    try {
      Entry known = sql == null ? null : byText.get(sql);
      if (known != null && known.fits(rows)) {
        return known.plan;
      }
      return find(rows, sql);
    } catch (SQLException e) {
      // It is of no use to its reader either.
      return RowPlan.NONE;
    }
  }

  private String sql(ResultSet rows) {
    try {
      Statement statement = rows.getStatement();
      return statement == null ? null : statements.get(statement);
    } catch (SQLException e) {
      return null;
    }
  }

  private RowPlan find(ResultSet rows, String sql) throws SQLException {
    Dialect dialect = Dialect.of(rows.getClass().getName());
    SqlText text = SqlText.of(sql == null ? "" : sql, dialect);
    String fingerprint = text.fingerprint();
    String key = sql == null ? String.join(",", labels(rows)) : fingerprint;
    Entry entry = byFingerprint.get(key);
    if (entry == null || !entry.fits(rows)) {
      entry = entry(rows, text, fingerprint);
      keep(byFingerprint, MAX_PLANS, key, entry);
    }
    if (sql != null && sql.length() <= MAX_TEXT_CHARS) {
      keep(byText, MAX_TEXTS, sql, entry);
    }
    return entry.plan;
  }

  private static String[] labels(ResultSet rows) throws SQLException {
    ResultSetMetaData meta = rows.getMetaData();
    String[] labels = new String[meta.getColumnCount()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = text(meta.getColumnLabel(i + 1));
    }
    return labels;
  }

  private static void keep(Map<String, Entry> in, int most, String key, Entry entry) {
    if (in.size() >= most) {
      in.clear();
    }
    in.put(key, entry);
  }

  private Entry entry(ResultSet rows, SqlText text, String fingerprint) throws SQLException {
    ResultSetMetaData meta = rows.getMetaData();
    boolean asks = startsWith(rows.getClass().getName(), ASKING);
    int count = meta.getColumnCount();
    List<Item> items = text.items(count);
    List<Column> columns = new ArrayList<>(count);
    for (int i = 1; i <= count; i++) {
      Item item = items == null ? null : items.get(i - 1);
      String label = text(meta.getColumnLabel(i));
      String name = text(meta.getColumnName(i));
      if (item != null && item.column != null && (name.isEmpty() || name.equals(label))) {
        name = item.column;
      }
      String table = asks ? "" : table(meta, i);
      columns.add(new Column(label, name.isEmpty() ? label : name, table(table, item, text)));
    }
    String statement = fingerprint.isEmpty() ? unknown(columns) : fingerprint;
    return new Entry(labels(rows), text.listsColumns(), planner.plan(statement, columns));
  }

  /** Of a column; where the driver does not tell, as the statement says. */
  private static String table(String told, Item item, SqlText text) {
    String named = told.isEmpty() ? null : text.table(told);
    if (named != null || !told.isEmpty()) {
      return named == null ? told : named;
    }
    if (item != null && item.column == null) {
      return "";
    }
    String qualified = item == null || item.qualifier == null ? null : text.table(item.qualifier);
    String only = text.onlyTable();
    return qualified != null ? qualified : only != null ? only : "";
  }

  private static String table(ResultSetMetaData meta, int column) {
    try {
      return text(meta.getTableName(column));
    } catch (SQLException | RuntimeException e) {
      // Some drivers have it so that they do not know.
      return "";
    }
  }

  private static String text(String text) {
    return text == null ? "" : text;
  }

  private static String unknown(List<Column> columns) {
    Set<String> tables = new TreeSet<>();
    columns.forEach(column -> tables.add(column.table));
    tables.remove("");
    return ("statement not seen " + String.join(", ", tables)).trim();
  }

  private static boolean startsWith(String className, String[] prefixes) {
    for (String prefix : prefixes) {
      if (className.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }

  /** A plan and the result sets that it is for. */
  private static final class Entry {
    private final String[] labels;

    /** Whether the text of the statement says all of its columns. */
    private final boolean sure;

    final RowPlan plan;

    Entry(String[] labels, boolean sure, RowPlan plan) {
      this.labels = labels;
      this.sure = sure;
      this.plan = plan;
    }

    boolean fits(ResultSet rows) throws SQLException {
      if (sure) {
        return true;
      }
      ResultSetMetaData meta = rows.getMetaData();
      boolean same = meta.getColumnCount() == labels.length;
      for (int i = 0; same && i < labels.length; i++) {
        same = labels[i].equals(meta.getColumnLabel(i + 1));
      }
      return same;
    }
  }
}
