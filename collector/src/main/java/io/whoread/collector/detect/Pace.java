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

  private static final double MIDDLE = 0.5;
  private static final double BUSIEST = 0.9;

  /** So many classes above the middle is the busiest tenth on any day: twice as busy. */
  private static final int USUALLY = 4;

  /** So many must be as busy: in a small team one who takes everything is the busiest tenth. */
  private static final int FEWEST = 3;

  private Pace() {}

  static int of(double count, double ordinary, double softening) {
    double ratio = (count + softening) / (ordinary + softening);
    long step = Math.round(4 * Math.log(ratio) / Math.log(2));
    return Math.clamp(step + ORDINARY, 0, CLASSES - 1);
  }

  /**
   * The group's pace, from 1: that of the middle one; or where more, by how much the busiest tenth
   * is busier than such a tenth ever is. A sale multiplies the work of large shops by ten, and that
   * of those beside them by two.
   *
   * @param actors how many are in each class
   * @param before the same of the day before; null where there was none. Busy days come in a row:
   *     until enough are at work to tell, a day is thought to be like the one before, if that was
   *     busy
   * @param without the class of the one who is judged, who does not count; or -1
   */
  static double ofGroup(int[] actors, int[] before, int without) {
    int likely =
        before == null ? ORDINARY : Math.max(ORDINARY, place(before, -1, ORDINARY, MIDDLE));
    int middle = place(actors, without, likely, MIDDLE);
    int busiest = place(actors, without, likely, BUSIEST) - USUALLY;
    return Math.max(1, Math.pow(2, (Math.max(middle, busiest) - ORDINARY) / 4.0));
  }

  /** The class below which so large a share of the actors is, but for {@link #FEWEST} of them. */
  private static int place(int[] actors, int without, int imagined, double share) {
    int total = IMAGINED;
    for (int n : actors) {
      total += n;
    }
    total -= without >= 0 ? 1 : 0;
    double below = Math.min(total * share, total - FEWEST);
    int seen = 0;
    for (int c = 0; c < CLASSES; c++) {
      seen += actors[c] - (c == without ? 1 : 0) + (c == imagined ? IMAGINED : 0);
      if (seen > below) {
        return c;
      }
    }
    return ORDINARY;
  }
}
