package io.whoread.collector.detect;

/**
 * How a day compares with an actor's ordinary one, in steps of the fourth root of two. A group
 * counts its actors by step; the middle one says how busy everybody is. So a sale that multiplies
 * everyone's work moves everyone's limit, at a cost of a few numbers a group.
 */
final class Pace {
  /** Ratios from 1/4 and less to 256 and more. */
  static final int CLASSES = 41;

  private static final int ORDINARY = 8;

  /** So many actors are thought beside the real ones, that few do not rule. */
  private static final int IMAGINED = 5;

  private Pace() {}

  static int of(double count, double ordinary, double softening) {
    double ratio = (count + softening) / (ordinary + softening);
    long step = Math.round(4 * Math.log(ratio) / Math.log(2));
    return Math.clamp(step + ORDINARY, 0, CLASSES - 1);
  }

  /**
   * The group's pace, from 1.
   *
   * @param actors how many are in each class
   * @param before the same of the day before; null where there was none. Busy days come in a row:
   *     until enough are at work to tell, a day is thought to be like the one before, if that was
   *     busy
   * @param without the class of the one who is judged, who does not count; or -1
   */
  static double ofGroup(int[] actors, int[] before, int without) {
    int likely = before == null ? ORDINARY : Math.max(ORDINARY, middle(before, -1, ORDINARY));
    return Math.max(1, Math.pow(2, (middle(actors, without, likely) - ORDINARY) / 4.0));
  }

  private static int middle(int[] actors, int without, int imagined) {
    int total = IMAGINED;
    for (int n : actors) {
      total += n;
    }
    total -= without >= 0 ? 1 : 0;
    int seen = 0;
    for (int c = 0; c < CLASSES; c++) {
      seen += actors[c] - (c == without ? 1 : 0) + (c == imagined ? IMAGINED : 0);
      if (seen * 2 > total) {
        return c;
      }
    }
    return ORDINARY;
  }
}
