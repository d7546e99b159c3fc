package io.whoread.collector.people;

import java.util.Map;

/**
 * A person of a register that was sent, or one more duty of a person.
 *
 * @param cells by column, without those that are empty
 */
record Row(Fault.Place place, Map<String, String> cells) {
  String get(String column) {
    return cells.getOrDefault(column, "");
  }

  boolean has(String column) {
    return cells.containsKey(column);
  }
}
