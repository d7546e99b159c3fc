package io.whoread.collector.people;

/**
 * What is wrong with a register that was sent.
 *
 * @param line of the file, from 1; 0 where it has none
 * @param item of a JSON list: "people[3]"; empty where it has none
 * @param column or field; empty where it is the line as a whole
 * @param sentence what would be right; holds nothing that was sent but names of columns
 */
public record Fault(long line, String item, String column, String sentence) {
  /** Where somebody stands in what was sent. */
  public record Place(long line, String item) {
    Fault wrong(String column, String sentence) {
      return new Fault(line, item, column, sentence);
    }
  }

  /** "line 12, joined: expected a day such as 2026-03-01". */
  @Override
  public String toString() {
    String where = line > 0 ? "line " + line : item;
    String at = where.isEmpty() || column.isEmpty() ? where + column : where + ", " + column;
    return at.isEmpty() ? sentence : at + ": " + sentence;
  }
}
