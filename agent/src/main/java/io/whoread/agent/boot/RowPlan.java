package io.whoread.agent.boot;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the columns of a result set are to the trail, worked out once for all result sets of a
 * statement. Of interest are columns that are personal and those that say whose the row is; each
 * has a place in the {@link Row}s. Immutable but for what it learns of the names that it is asked
 * for.
 */
public class RowPlan {
  /** Of result sets of which no column is personal. */
  public static final RowPlan NONE = new RowPlan(new String[0], new int[1], new long[0]);

  /** Spellings of column names that are remembered; more come from no code. */
  private static final int MAX_SPELLINGS = 256;

  private static final int UNKNOWN = -1;

  /** Place by the number of the column, from 1; -1 for what is of no interest. */
  private final int[] places;

  /** By place: the bit of the kind of personal data, 0 for what only says whose the row is. */
  final long[] bits;

  private final String[] labels;
  private final Map<String, Integer> byLabel = new HashMap<>();
  private final Map<String, Integer> spellings = new ConcurrentHashMap<>();

  /**
   * @param labels of the columns, as the result set has them
   * @param places by the number of the column from 1, so that the first is of nothing; -1 for none
   * @param bits by place
   */
  protected RowPlan(String[] labels, int[] places, long[] bits) {
    this.labels = labels;
    this.places = places;
    this.bits = bits;
    for (int i = labels.length; i > 0; i--) {
      // The first of a name holds.
      byLabel.put(labels[i - 1], places[i]);
    }
  }

  /** Places of a row. */
  public final int size() {
    return bits.length;
  }

  /** The bit of the kind of personal data at a place; 0 for none. */
  public final long bit(int place) {
    return bits[place];
  }

  final int place(int column) {
    return column > 0 && column < places.length ? places[column] : UNKNOWN;
  }

  final int place(String label) {
    Integer place = byLabel.get(label);
    if (place == null) {
      place = spellings.get(label);
    }
    return place == null ? find(label) : place;
  }

  /** Case does not count, and a table's name may stand before. */
  private int find(String label) {
    String column = label.substring(label.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    int place = UNKNOWN;
    for (int i = labels.length; i > 0; i--) {
      if (labels[i - 1].toLowerCase(Locale.ROOT).equals(column)) {
        place = places[i];
      }
    }
    if (spellings.size() < MAX_SPELLINGS) {
      spellings.put(label, place);
    }
    return place;
  }
}
