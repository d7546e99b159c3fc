package io.whoread.agent.scan;

import io.whoread.agent.guess.ClassFile;
import io.whoread.agent.guess.Guess;
import io.whoread.agent.guess.Member;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What SQL files that lie beside the classes say of tables: comments of columns and how long texts
 * may be, from {@code create table} and {@code comment on column}. Nothing is run, and of anything
 * else in them nothing is taken.
 */
final class Schema {
  /** Begin what stands among the columns and is none. */
  private static final Set<String> NO_COLUMNS =
      new HashSet<>(
          Arrays.asList(
              "primary key unique constraint index foreign check fulltext spatial exclude like"
                  .split(" ")));

  private final Map<String, Map<String, Column>> tables = new LinkedHashMap<>();

  Schema(List<byte[]> files) {
    for (byte[] file : files) {
      new Reader(new SqlTokens(new String(file, StandardCharsets.UTF_8))).read();
    }
  }

  /**
   * Notes at a class's members what their columns are. Of a class of no table only what people log
   * in with, where all tables that are not staff's and have such a column say the same.
   *
   * @param table or null
   */
  void describe(ClassFile file, String table) {
    Map<String, Column> columns = table == null ? null : tables.get(flat(table));
    for (Member member : file.members.values()) {
      Column column =
          columns != null
              ? columns.get(flat(member.column() == null ? member.name : member.column()))
              : table == null && Guess.isLoginName(member.name) ? common(flat(member.name)) : null;
      if (column != null) {
        member.columnComment = column.comment;
        member.columnLength = column.length;
      }
    }
  }

  private Column common(String name) {
    Column found = null;
    for (Map.Entry<String, Map<String, Column>> table : tables.entrySet()) {
      Column column = table.getValue().get(name);
      if (column != null && !Guess.isOfStaff(column.table)) {
        if (found != null && !found.isLike(column)) {
          return null;
        }
        found = column;
      }
    }
    return found;
  }

  /** Names are compared without case, marks and schema. */
  private static String flat(String name) {
    return name.substring(name.lastIndexOf('.') + 1)
        .replace("_", "")
        .replaceAll("[`\"\\[\\]]", "")
        .toLowerCase(Locale.ROOT);
  }

  private static final class Column {
    final String table;
    String comment;

    /** In characters; 0 where none is said. */
    int length;

    Column(String table) {
      this.table = table;
    }

    boolean isLike(Column other) {
      return length == other.length && String.valueOf(comment).equals(other.comment + "");
    }
  }

  private final class Reader {
    private final SqlTokens tokens;

    Reader(SqlTokens tokens) {
      this.tokens = tokens;
    }

    void read() {
      while (tokens.next()) {
        if (tokens.is("table") && tokens.before("create", "temporary", "global", "unlogged")) {
          table();
        } else if (tokens.is("column") && tokens.before("on")) {
          comment();
        }
      }
    }

    private void table() {
      tokens.next();
      while (tokens.is("if") || tokens.is("not") || tokens.is("exists")) {
        tokens.next();
      }
      String name = name();
      if (name == null || !tokens.is("(")) {
        return;
      }
      Map<String, Column> columns = tables.computeIfAbsent(flat(name), each -> new HashMap<>());
      int depth = 1;
      boolean begins = true;
      Column column = null;
      while (depth > 0 && tokens.next()) {
        if (begins) {
          boolean is = tokens.isName() && !NO_COLUMNS.contains(tokens.plainWord());
          column = is ? new Column(name) : null;
          if (is) {
            columns.put(flat(tokens.text()), column);
          }
          begins = false;
        } else if (tokens.is("(")) {
          depth++;
          length(column, depth);
        } else if (tokens.is(")")) {
          depth--;
        } else if (tokens.is(",") && depth == 1) {
          begins = true;
        } else if (tokens.isText() && column != null && tokens.before("comment")) {
          column.comment = tokens.text();
        }
      }
    }

    /** {@code varchar(11)}, {@code varchar2(11 char)}. */
    private void length(Column column, int depth) {
      if (column == null || depth != 2 || !tokens.beforeEndsWith("char", "varchar2", "varying")) {
        return;
      }
      if (tokens.peek().matches("[0-9]{1,6}") && column.length == 0) {
        column.length = Integer.parseInt(tokens.peek());
      }
    }

    /** {@code comment on column shop.t_user.login_name is '...'}. */
    private void comment() {
      tokens.next();
      String whole = name();
      int dot = whole == null ? -1 : whole.lastIndexOf('.');
      if (dot < 0 || !tokens.is("is") || !tokens.next() || !tokens.isText()) {
        return;
      }
      String table = whole.substring(0, dot);
      tables
              .computeIfAbsent(flat(table), each -> new HashMap<>())
              .computeIfAbsent(flat(whole), each -> new Column(table))
              .comment =
          tokens.text();
    }

    /** A name with its schema, the token behind which is the current one then; or null. */
    private String name() {
      StringBuilder name = new StringBuilder();
      while (tokens.isName()) {
        name.append(tokens.text());
        if (!tokens.next() || !tokens.is(".")) {
          break;
        }
        name.append('.');
        tokens.next();
      }
      return name.length() == 0 ? null : name.toString();
    }
  }
}
