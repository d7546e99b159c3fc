package io.whoread.collector.coverage;

import com.google.protobuf.ByteString;
import io.whoread.collector.coverage.Coverages.GapRow;
import io.whoread.collector.state.v1.GapState;
import io.whoread.record.v1.GapReason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** The gaps of one service, in the order in which they were told. Guarded by its view. */
final class KnownGaps {
  private static final int MAX = 10_000;

  private static final Duration TOUCHING = Duration.ofSeconds(1);

  /** In the words of the agent's last gap of an interval in which it was off. */
  private static final String ON_AGAIN = "switched on again";

  /**
   * An agent that is switched off says so every 20 s. One that is killed says no more: up to then
   * and no longer it may have lived on, with pauses as long as a JVM has them.
   */
  static final Duration LIVES_ON = Duration.ofMinutes(2);

  private final List<KnownGap> gaps = new ArrayList<>();

  /**
   * By instance, those in which it was off, of which more may come: of each, as in a container the
   * next process has the name of the one that was killed, and tells first what is its own.
   */
  private final Map<String, Deque<KnownGap>> off = new HashMap<>();

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
      return !next.from().isBefore(row.from()) && !next.from().isAfter(row.to().plus(TOUCHING));
    }
  }

  private static boolean isOff(GapRow row) {
    return row.reason() == GapReason.GAP_REASON_OFF_VALUE;
  }

  /** Whether an interval in which an agent was off ends with this piece of it. */
  static boolean isOnAgain(GapRow row) {
    return isOff(row) && row.detail().startsWith(ON_AGAIN);
  }

  void add(GapRow row) {
    KnownGap known = isOff(row) ? begun(row) : null;
    if (known == null) {
      add(new KnownGap(row, null, 0, 0));
    } else {
      known.row = known.to(row.to(), row.accesses(), row.detail());
    }
  }

  private KnownGap begun(GapRow next) {
    Iterator<KnownGap> latest =
        off.getOrDefault(next.instance(), new ArrayDeque<>()).descendingIterator();
    while (latest.hasNext()) {
      KnownGap known = latest.next();
      if (known.goesOnWith(next)) {
        return known;
      }
    }
    return null;
  }

  /** Batches of a run, from a number to a number, never came. */
  void missing(GapRow row, ByteString run, long first, long last) {
    add(new KnownGap(row, run, first, last));
  }

  private void add(KnownGap gap) {
    keep(gap);
    if (gaps.size() > MAX) {
      KnownGap first = gaps.removeFirst();
      if (isOff(first.row)) {
        off.computeIfPresent(first.row.instance(), (unused, its) -> without(first, its));
      }
      if (first.open()) {
        forgottenMs = Math.max(forgottenMs, first.atMost(Instant.MAX).to().toEpochMilli());
      }
    }
  }

  private void keep(KnownGap gap) {
    gaps.add(gap);
    if (isOff(gap.row)) {
      off.computeIfAbsent(gap.row.instance(), unused -> new ArrayDeque<>()).add(gap);
    }
  }

  private static Deque<KnownGap> without(KnownGap gap, Deque<KnownGap> its) {
    its.remove(gap);
    return its.isEmpty() ? null : its;
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
    states.forEach(state -> keep(restore(service, state)));
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
