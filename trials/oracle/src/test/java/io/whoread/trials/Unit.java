package io.whoread.trials;

import java.util.ArrayList;
import java.util.List;

/**
 * What stands together in something that left: the values of one JSON object, one line of a file,
 * one row of a sheet. It is what tells which of two people with the same phone is meant.
 *
 * @param within what holds this; null for the whole
 */
record Unit(List<String> texts, Unit within) {
  static Unit of(String... texts) {
    return new Unit(List.of(texts), null);
  }

  /** An empty one within this. */
  static Unit inside(Unit within) {
    return new Unit(new ArrayList<>(), within);
  }
}
