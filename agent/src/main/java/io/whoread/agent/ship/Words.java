package io.whoread.agent.ship;

import com.google.protobuf.CodedOutputStream;
import io.whoread.record.v1.Batch;
import java.io.IOException;
import java.util.Arrays;

/** The table of words of the batch under way. */
final class Words {
  /** Uses of words that are told apart, because each has the same word many times in a row. */
  static final int USES = 8;

  private final Table<String> table = new Table<>(Batch.WORDS_FIELD_NUMBER, Rows::word);
  private final String[] last = new String[USES];
  private final int[] lastPlaces = new int[USES];

  void clear() {
    table.clear();
    Arrays.fill(last, null);
  }

  /** As {@link #place(String, CodedOutputStream)}, of one use among {@link #USES}. */
  int place(String word, int use, CodedOutputStream rows) throws IOException {
    if (word == null || word.isEmpty()) {
      return 0;
    }
    if (!word.equals(last[use])) {
      lastPlaces[use] = place(word, rows);
      last[use] = word;
    }
    return lastPlaces[use];
  }

  /**
   * @param rows where the word goes, if there must be a row
   * @return its place, from 1; 0 for none
   */
  int place(String word, CodedOutputStream rows) throws IOException {
    return word == null || word.isEmpty() ? 0 : table.place(cut(word), rows);
  }

  /** As {@link #place(String, CodedOutputStream)}, of a statement, which may be long. */
  int statement(String fingerprint, CodedOutputStream rows) throws IOException {
    int most = Rows.MAX_STATEMENT_CHARS;
    boolean whole = fingerprint.length() <= most;
    return table.place(whole ? fingerprint : fingerprint.substring(0, most), rows);
  }

  /** So that the table does not keep long strings alive. */
  private static String cut(String word) {
    return word.length() <= Rows.MAX_CHARS ? word : word.substring(0, Rows.MAX_CHARS);
  }
}
