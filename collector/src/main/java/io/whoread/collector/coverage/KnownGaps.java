package io.whoread.collector.coverage;

import com.google.protobuf.ByteString;
import io.whoread.collector.coverage.Coverages.GapRow;
import io.whoread.collector.state.v1.GapState;
import io.whoread.record.v1.GapReason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The gaps of one service, in the order in which they were told. Guarded by its view. */
final class KnownGaps {
  private static final int MAX = 10_000;

  /** Pieces of one interval follow each other at once, but for those of other processes. */
  private static final int NEAR = 200;

  private static final Duration TOUCHING = Duration.ofSeconds(1);

  /** In the words of the agent's last gap of an interval in which it was off. */
  private static final String ON_AGAIN = "switched on again";

  /**
   * An agent that is switched off says so every 20 s. One that is killed says no more: up to then
   * and no longer it may have lived on, with pauses as long as a JVM has them.
   */
  private static final Duration LIVES_ON = Duration.ofMinutes(2);

  private final List<KnownGap> gaps = new ArrayList<>();
  private long forgottenMs;

  /** A gap; where batches are missing, also which, and how many of them came after all. */
  private static final class KnownGap {
    private GapRow row;
    private final ByteString run;
    private final long first;
    private final long last;
    private long come;

    private KnownGap(GapRow row, ByteString run, long first, long last) {
      this.row = row;
      this.run = run;
      this.first = first;
      this.last = last;
    }

    private boolean open() {
      return run == null || come <= last - first;
    }

    /**
     * As far as it may reach. An agent that was switched off was not on again before it said so,
     * whatever became of its process.
     */
    private GapRow atMost(Instant end) {
      Instant to = row.to().plus(LIVES_ON);
      return isOff(row) && !isOnAgain(row) && row.to().isBefore(end)
          ? to(to.isBefore(end) ? to : end, 0, "not on again, as far as is known")
          : row;
    }

    private GapRow to(Instant to, long moreAccesses, String detail) {
      return new GapRow(
          row.position(),
          row.service(),
          row.instance(),
          row.from(),
          to.isAfter(row.to()) ? to : row.to(),
          row.reason(),
          row.accesses() + moreAccesses,
          detail);
    }

    /** An interval in which an agent is switched off is told piece by piece. */
    private boolean goesOnWith(GapRow next) {
      return isOff(row)
          && next.reason() == row.reason()
          && next.instance().equals(row.instance())
          && !next.from().isBefore(row.from())
          && !next.from().isAfter(row.to().plus(TOUCHING));
    }
  }

  private static boolean isOff(GapRow row) {
    return row.reason() == GapReason.GAP_REASON_OFF_VALUE;
  }

  /** Whether an interval in which an agent was off ends with this piece of it. */
  static boolean isOnAgain(GapRow row) {
    return row.detail().startsWith(ON_AGAIN);
  }

  void add(GapRow row) {
    for (int i = gaps.size() - 1; i >= Math.max(0, gaps.size() - NEAR); i--) {
      KnownGap known = gaps.get(i);
      if (known.goesOnWith(row)) {
        known.row = known.to(row.to(), row.accesses(), row.detail());
        return;
      }
    }
    add(new KnownGap(row, null, 0, 0));
  }

  /** Batches of a run, from a number to a number, never came. */
  void missing(GapRow row, ByteString run, long first, long last) {
    add(new KnownGap(row, run, first, last));
  }

  private void add(KnownGap gap) {
    gaps.add(gap);
    if (gaps.size() > MAX) {
      KnownGap first = gaps.removeFirst();
      if (first.open()) {
        forgottenMs = Math.max(forgottenMs, first.atMost(Instant.MAX).to().toEpochMilli());
      }
    }
  }

  /**
   * Up to when gaps are no longer known one by one, in milliseconds since 1970; 0 where all are.
   */
  long forgottenMs() {
    return forgottenMs;
  }

  /** A batch came after later ones: it may have been told as missing. */
  void late(ByteString run, long sequence) {
    for (KnownGap gap : gaps) {
      if (run.equals(gap.run) && gap.first <= sequence && sequence <= gap.last) {
        gap.come++;
      }
    }
  }

  /** Gaps still open that overlap an interval; of what may go on, nothing after its end. */
  List<GapRow> between(Instant from, Instant to) {
    return gaps.stream()
        .filter(KnownGap::open)
        .map(gap -> gap.atMost(to))
        .filter(row -> row.from().isBefore(to) && !row.to().isBefore(from))
        .toList();
  }

  List<GapState> save() {
    return gaps.stream().map(KnownGaps::save).toList();
  }

  private static GapState save(KnownGap gap) {
    GapState.Builder state =
        GapState.newBuilder()
            .setPosition(gap.row.position())
            .setInstance(gap.row.instance())
            .setFromMs(gap.row.from().toEpochMilli())
            .setToMs(gap.row.to().toEpochMilli())
            .setReason(gap.row.reason())
            .setAccesses(gap.row.accesses())
            .setDetail(gap.row.detail());
    if (gap.run != null) {
      state.setRun(gap.run).setFirst(gap.first).setLast(gap.last).setCome(gap.come);
    }
    return state.build();
  }

  void restore(String service, List<GapState> states, long forgottenToMs) {
    forgottenMs = forgottenToMs;
    states.forEach(state -> gaps.add(restore(service, state)));
  }

  private static KnownGap restore(String service, GapState state) {
    GapRow row =
        new GapRow(
            state.getPosition(),
            service,
            state.getInstance(),
            Instant.ofEpochMilli(state.getFromMs()),
            Instant.ofEpochMilli(state.getToMs()),
            state.getReason(),
            state.getAccesses(),
            state.getDetail());
    KnownGap gap =
        new KnownGap(
            row,
            state.getRun().isEmpty() ? null : state.getRun(),
            state.getFirst(),
            state.getLast());
    gap.come = state.getCome();
    return gap;
  }
}
