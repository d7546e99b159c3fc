package io.whoread.agent.ship;

import com.google.protobuf.CodedOutputStream;
import io.whoread.record.v1.Batch;
import java.io.IOException;

/** The table of words of the batch under way. */
final class Words {
  private final Table<String> table = new Table<>(Batch.WORDS_FIELD_NUMBER, Rows::word);

  void clear() {
    table.clear();
  }

  /**
   * @param rows where the word goes, if there must be a row
   * @return its place, from 1; 0 for none
   */
  int place(String word, CodedOutputStream rows) throws IOException {
    return word == null || word.isEmpty() ? 0 : table.place(cut(word), rows);
  }

  /** So that the table does not keep long strings alive. */
  private static String cut(String word) {
    return word.length() <= Rows.MAX_CHARS ? word : word.substring(0, Rows.MAX_CHARS);
  }
}
