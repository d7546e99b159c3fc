package io.whoread.collector.detect.work;

import io.whoread.collector.detect.v1.DriftState;

/**
 * How surprising an actor's days have been one after the other, beyond what is usual for this
 * actor: what each adds, and again from nothing whenever they have come to speak for work. This is
 * Page's CUSUM (Biometrika, 1954), held against a reference of the actor's own: whose whole job is
 * unlike that of most of the role is surprising every day, and no less honest for it.
 *
 * @param surprise in nats; 0 where nothing has added up
 * @param days how many of the actor's days it is of
 * @param unexplained how many subjects of these days chance explains better than work does
 * @param from when the first of these was read, in milliseconds since 1970; 0 where there is none
 * @param usual mean surprise of the actor's days of late, in nats; a day that speaks for work is
 *     one of 0
 * @param spread mean distance of these from it
 * @param learnt how many days that is learnt from
 */
public record Drift(
    double surprise,
    int days,
    int unexplained,
    long from,
    double usual,
    double spread,
    int learnt) {
  public static final Drift NONE = new Drift(0, 0, 0, 0, 0, 0, 0);

  /** Before so many days nothing is usual, and nothing adds up. */
  private static final int FEWEST = 10;

  /** How many spreads beyond the usual a day is still taken to be it. */
  private static final double ALLOWED = 0.5;

  /**
   * With a day more.
   *
   * @param more by how much it is surprising, in nats
   * @param memory over about how many days what is usual is learnt
   */
  public Drift plus(WorkDay day, double more, int memory) {
    Drift sum = learnt < FEWEST ? this : add(day, more - usual - ALLOWED * spread);
    return sum.learn(Math.max(0, more), memory);
  }

  private Drift add(WorkDay day, double more) {
    double sum = surprise + more;
    return sum <= 0
        ? anew()
        : new Drift(
            sum,
            days + 1,
            unexplained + day.unexplained(),
            from == 0 ? day.from() : from,
            usual,
            spread,
            learnt);
  }

  private Drift learn(double more, int memory) {
    double weight = Math.max(1.0 / (learnt + 1), 1.0 / memory);
    return new Drift(
        surprise,
        days,
        unexplained,
        from,
        usual + weight * (more - usual),
        learnt == 0 ? 0 : spread + weight * (Math.abs(more - usual) - spread),
        Math.min(learnt + 1, memory));
  }

  /** With nothing added up: it has been told, or is known to be misuse. */
  public Drift anew() {
    return new Drift(0, 0, 0, 0, usual, spread, learnt);
  }

  public DriftState encode() {
    return DriftState.newBuilder()
        .setSurprise(surprise)
        .setDays(days)
        .setUnexplained(unexplained)
        .setFromMs(from)
        .setUsual(usual)
        .setSpread(spread)
        .setLearnt(learnt)
        .build();
  }

  public static Drift decode(DriftState state) {
    return new Drift(
        state.getSurprise(),
        state.getDays(),
        state.getUnexplained(),
        state.getFromMs(),
        state.getUsual(),
        state.getSpread(),
        state.getLearnt());
  }
}
