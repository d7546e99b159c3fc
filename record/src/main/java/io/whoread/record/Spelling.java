package io.whoread.record;

import java.util.Collection;
import java.util.TreeSet;

/** What a word that is not known may have been meant for. */
public final class Spelling {
  private Spelling() {}

  /**
   * The known word that is most like another, the first by the alphabet of several; null where none
   * is like it.
   *
   * @param most letters that may be changed, added, left out or swapped with the one beside them
   */
  public static String likest(String word, Collection<String> known, int most) {
    String best = null;
    int least = most + 1;
    for (String each : new TreeSet<>(known)) {
      int changes = changes(word, each);
      if (changes < least) {
        least = changes;
        best = each;
      }
    }
    return best;
  }

  /** The distance of Damerau and Levenshtein, of which no letter is changed twice. */
  private static int changes(String one, String other) {
    int[][] rows = new int[one.length() + 1][other.length() + 1];
    for (int i = 0; i <= one.length(); i++) {
      for (int j = 0; j <= other.length(); j++) {
        if (i == 0 || j == 0) {
          rows[i][j] = i + j;
          continue;
        }
        int replaced = rows[i - 1][j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        rows[i][j] = Math.min(replaced, 1 + Math.min(rows[i - 1][j], rows[i][j - 1]));
        if (i > 1
            && j > 1
            && one.charAt(i - 1) == other.charAt(j - 2)
            && one.charAt(i - 2) == other.charAt(j - 1)) {
          rows[i][j] = Math.min(rows[i][j], rows[i - 2][j - 2] + 1);
        }
      }
    }
    return rows[one.length()][other.length()];
  }
}
