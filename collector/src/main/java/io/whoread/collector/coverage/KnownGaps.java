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

    /** An interval in which an agent is switched off is told piece by piece. */
    private boolean goesOnWith(GapRow next) {
      return row.reason() == GapReason.GAP_REASON_OFF_VALUE
          && next.reason() == row.reason()
          && next.instance().equals(row.instance())
          && !next.from().isBefore(row.from())
          && !next.from().isAfter(row.to().plus(TOUCHING));
    }
  }

  void add(GapRow row) {
    for (int i = gaps.size() - 1; i >= Math.max(0, gaps.size() - NEAR); i--) {
      KnownGap known = gaps.get(i);
      if (known.goesOnWith(row)) {
        GapRow before = known.row;
        known.row =
            new GapRow(
                before.position(),
                before.service(),
                before.instance(),
                before.from(),
                row.to().isAfter(before.to()) ? row.to() : before.to(),
                before.reason(),
                before.accesses() + row.accesses(),
                row.detail());
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
        forgottenMs = Math.max(forgottenMs, first.row.to().toEpochMilli());
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

  /** Gaps still open that overlap an interval. */
  List<GapRow> between(Instant from, Instant to) {
    return gaps.stream()
        .filter(KnownGap::open)
        .map(gap -> gap.row)
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
