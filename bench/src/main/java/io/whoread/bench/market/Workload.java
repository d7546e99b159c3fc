package io.whoread.bench.market;

import java.util.List;

/** Deals a day's work out to those on duty, and over the hours of their shifts. */
final class Workload {
  private static final long MINUTE_MS = 60_000L;

  /** Whatever begins this long before the end of a shift is done within it. */
  static final long LAST_MS = 20 * MINUTE_MS;

  /** How people's days differ: the gamma part of a negative binomial number. */
  private static final int SHAPE = 5;

  /** Who had an order on the desk has it again, where there, in so many cases. */
  private static final double SAME_AGAIN = 0.5;

  private final World world;

  Workload(World world) {
    this.world = world;
  }

  /** For each on duty, the orders dealt; faster people and better days take more. */
  Ints[] deal(Ints orders, List<Person> duty, int day, Dice dice) {
    Ints[] dealt = new Ints[duty.size()];
    double[] upTo = new double[duty.size()];
    int[] place = new int[world.everybody().size()];
    double sum = 0;
    for (int i = 0; i < dealt.length; i++) {
      dealt[i] = new Ints();
      place[duty.get(i).index] = i + 1;
      sum += world.rate(duty.get(i), day) * dice.gamma(SHAPE);
      upTo[i] = sum;
    }
    for (int i = 0; i < orders.size(); i++) {
      int order = orders.get(i);
      int known = place[whoKnows(order, duty.getFirst().job(day))] - 1;
      dealt[known >= 0 && dice.chance(SAME_AGAIN) ? known : pick(upTo, dice.share() * sum)].add(
          order);
    }
    return dealt;
  }

  /** Index of the person in a job who handles whatever comes up about an order, when there. */
  private int whoKnows(int order, Job job) {
    List<Person> ofJob = world.people.of(job);
    return ofJob.get((int) Math.floorMod(Dice.hash(world.seed, "desk", order), (long) ofJob.size()))
        .index;
  }

  private static int pick(double[] upTo, double share) {
    int low = 0;
    int high = upTo.length - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (upTo[middle] < share) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /**
   * Ascending times within a shift, in clumps: one thing follows another at once, then there is a
   * pause.
   */
  static long[] times(Shift shift, int n, Dice dice) {
    long[] times = new long[n];
    double[] gaps = new double[n + 1];
    double sum = 0;
    for (int i = 0; i <= n; i++) {
      sum += dice.exponential(dice.chance(0.7) ? 0.3 : 2.6);
      gaps[i] = sum;
    }
    for (int i = 0; i < n; i++) {
      times[i] = shift.from() + (long) (gaps[i] / sum * (shift.to() - LAST_MS - shift.from()));
    }
    return times;
  }
}
