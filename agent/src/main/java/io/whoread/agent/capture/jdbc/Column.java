package io.whoread.agent.capture.jdbc;

import java.util.Locale;

/** A column of a result set, as far as it could be found out what it is. */
final class Column {
  /** As the result set has it: the alias, where there is one. */
  final String label;

  /** Of the table's column, in lower case; the label where that is not known. */
  final String name;

  /** In lower case and without its schema; empty where it is not known. */
  final String table;

  Column(String label, String name, String table) {
    this.label = label;
    this.name = name.toLowerCase(Locale.ROOT);
    this.table = table.toLowerCase(Locale.ROOT);
  }
}
