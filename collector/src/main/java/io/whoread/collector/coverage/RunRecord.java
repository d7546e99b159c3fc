package io.whoread.collector.coverage;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.whoread.collector.coverage.Coverages.FaultRow;
import io.whoread.collector.coverage.Coverages.GapRow;
import io.whoread.collector.coverage.Coverages.InstanceStatus;
import io.whoread.collector.state.v1.FaultState;
import io.whoread.collector.state.v1.InstanceState;
import io.whoread.collector.state.v1.SkippedState;
import io.whoread.record.v1.Coverage;
import io.whoread.record.v1.Fault;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** One run of a sender: one process of a service. Guarded by its view. */
final class RunRecord {
  private static final int MAX_CLASSES = 20;
  private static final int MAX_FAULTS = 200;
  private static final int MAX_SKIPPED = 1_000;

  /** What comes of a run is no further apart, unless its clock was set. */
  private static final long LONGEST_PAUSE_MS = 7 * 86_400_000L;

  String instance = "";
  String sender = "";
  long firstMs;
  long lastMs;
  Coverage coverage;
  private final Sums counted = new Sums();

  // Where the run's batches stood, for the interval of those missing between them.
  long startMs;
  private long sequence;
  private final NavigableMap<Long, long[]> skipped = new TreeMap<>();

  private final TreeSet<String> unattributed = new TreeSet<>();
  private final Map<String, FaultState> faults = new LinkedHashMap<>();
  final LongRequests requests = new LongRequests();
  private long offSinceMs;
  private long offUntilMs;
  private long heardFromMs;
  private long heardToMs;
  // By the latest report; and by all since this was last asked for, and the one before them.
  private Set<Unseen.What> unseen = Set.of();
  private final Set<Unseen.What> unseenSince = new LinkedHashSet<>();

  /**
   * Takes note of a batch.
   *
   * @return false where later ones overtook it
   */
  boolean follows(long number, long batchStartMs) {
    if (number <= sequence) {
      return false;
    }
    if (number > sequence + 1 && sequence > 0) {
      skipped.put(sequence + 1, new long[] {startMs, batchStartMs});
      if (skipped.size() > MAX_SKIPPED) {
        skipped.pollFirstEntry();
      }
    }
    sequence = number;
    startMs = batchStartMs;
    return true;
  }

  /** Between which times batches are missing, from this one on; null where it is not known. */
  long[] skipped(long first) {
    Map.Entry<Long, long[]> entry = skipped.floorEntry(first);
    return entry == null ? null : entry.getValue();
  }

  /**
   * Takes note of a time of which something came: the run was alive since the one before.
   *
   * @return since when it is known to be, in one piece
   */
  long heard(long fromMs, long toMs) {
    boolean apart =
        heardToMs == 0
            || fromMs - heardToMs > LONGEST_PAUSE_MS
            || heardFromMs - toMs > LONGEST_PAUSE_MS;
    heardFromMs = apart ? fromMs : Math.min(heardFromMs, fromMs);
    heardToMs = apart ? toMs : Math.max(heardToMs, toMs);
    return heardFromMs;
  }

  long heardToMs() {
    return heardToMs;
  }

  /** What it did not look at since this was last asked for. */
  Set<Unseen.What> unseen() {
    Set<Unseen.What> since = new LinkedHashSet<>(unseenSince);
    unseenSince.clear();
    unseenSince.addAll(unseen);
    return since;
  }

  /**
   * Up to when what its last report says it does not look at may last, in milliseconds since 1970:
   * it is heard of every minute, but for pauses. 0 where it said that it ends, or looks now.
   */
  long lasts(Unseen.What what) {
    return unseen.contains(what) && !coverage.getStopping() ? heardToMs + Spans.APART_MS : 0;
  }

  void off(GapRow gap) {
    if (KnownGaps.isOnAgain(gap)) {
      offSinceMs = 0;
      return;
    }
    offSinceMs = offSinceMs == 0 ? gap.from().toEpochMilli() : offSinceMs;
    offUntilMs = Math.max(offUntilMs, gap.to().toEpochMilli());
  }

  /** An agent that is heard for longer without saying so is on again, though that did not come. */
  private Instant offSince() {
    return offSinceMs == 0 || heardToMs - offUntilMs > KnownGaps.LIVES_ON.toMillis()
        ? null
        : Instant.ofEpochMilli(offSinceMs);
  }

  void count(Sums more) {
    counted.add(more);
  }

  void unattributed(String className) {
    if (unattributed.size() < MAX_CLASSES) {
      unattributed.add(className);
    }
  }

  /**
   * An agent counts its errors from its start on: when a count grows, that is news.
   *
   * @param atMs when the agent wrote it, by its clock
   */
  void report(Coverage report, long atMs, long nowMs) {
    coverage = report;
    unseen = Unseen.of(instance, report, heardFromMs == 0 ? 0 : atMs - heardFromMs);
    unseenSince.addAll(unseen);
    for (Fault fault : report.getFaultsList()) {
      String key = fault.getWhere() + '\n' + fault.getError();
      FaultState known = faults.get(key);
      if (known == null ? faults.size() < MAX_FAULTS : fault.getCount() > known.getCount()) {
        faults.put(
            key,
            FaultState.newBuilder()
                .setWhere(fault.getWhere())
                .setError(fault.getError())
                .setCount(fault.getCount())
                .setGrewMs(nowMs)
                .build());
      }
    }
  }

  /** Whether an agent said that it ends, or has not been heard since. */
  boolean hasEnded(long sinceMs) {
    return coverage != null && (coverage.getStopping() || lastMs < sinceMs);
  }

  void shortenReport() {
    coverage = coverage.toBuilder().clearTypes().clearHooks().clearFaults().build();
    faults.clear();
    requests.forget();
  }

  InstanceStatus status(ByteString run) {
    return new InstanceStatus(
        instance,
        HexFormat.of().formatHex(run.toByteArray()),
        sender,
        Instant.ofEpochMilli(firstMs),
        Instant.ofEpochMilli(lastMs),
        Instant.ofEpochMilli(heardToMs),
        coverage,
        offSince(),
        counted.accesses,
        counted.unknown,
        counted.nameless,
        counted.ofNobody,
        counted.partOfNobody,
        counted.together,
        counted.unlinked,
        List.copyOf(unattributed),
        faults.values().stream()
            .map(
                each ->
                    new FaultRow(
                        each.getWhere(),
                        each.getError(),
                        each.getCount(),
                        Instant.ofEpochMilli(each.getGrewMs())))
            .toList());
  }

  InstanceState save(ByteString run) {
    InstanceState.Builder state =
        InstanceState.newBuilder()
            .setInstance(instance)
            .setRun(run)
            .setSender(sender)
            .setFirstBatchMs(firstMs)
            .setLastBatchMs(lastMs)
            .setSequence(sequence)
            .setStartMs(startMs)
            .setAccesses(counted.accesses)
            .setUnknown(counted.unknown)
            .setNameless(counted.nameless)
            .setOfNobody(counted.ofNobody)
            .setPartOfNobody(counted.partOfNobody)
            .setTogether(counted.together)
            .setUnlinked(counted.unlinked)
            .addAllUnattributed(unattributed)
            .addAllFaults(faults.values())
            .addAllRequests(requests.save())
            .setOffSinceMs(offSinceMs)
            .setOffUntilMs(offUntilMs)
            .setHeardFromMs(heardFromMs)
            .setHeardToMs(heardToMs)
            .addAllUnseen(unseen.stream().map(each -> Unseen.save(each).build()).toList());
    skipped.forEach(
        (first, interval) ->
            state.addSkipped(
                SkippedState.newBuilder()
                    .setFirst(first)
                    .setFromMs(interval[0])
                    .setToMs(interval[1])));
    if (coverage != null) {
      state.setCoverage(coverage.toByteString());
    }
    return state.build();
  }

  static RunRecord restore(InstanceState state) throws InvalidProtocolBufferException {
    RunRecord run = new RunRecord();
    run.instance = state.getInstance();
    run.sender = state.getSender();
    run.firstMs = state.getFirstBatchMs();
    run.lastMs = state.getLastBatchMs();
    run.sequence = state.getSequence();
    run.startMs = state.getStartMs();
    run.counted.accesses = state.getAccesses();
    run.counted.unknown = state.getUnknown();
    run.counted.nameless = state.getNameless();
    run.counted.ofNobody = state.getOfNobody();
    run.counted.partOfNobody = state.getPartOfNobody();
    run.counted.together = state.getTogether();
    run.counted.unlinked = state.getUnlinked();
    run.unattributed.addAll(state.getUnattributedList());
    state
        .getFaultsList()
        .forEach(each -> run.faults.put(each.getWhere() + '\n' + each.getError(), each));
    run.requests.restore(state.getRequestsList());
    run.offSinceMs = state.getOffSinceMs();
    run.offUntilMs = state.getOffUntilMs();
    run.heardFromMs = state.getHeardFromMs();
    run.heardToMs = state.getHeardToMs();
    run.unseen = new LinkedHashSet<>(state.getUnseenList().stream().map(Unseen::restore).toList());
    run.unseenSince.addAll(run.unseen);
    state
        .getSkippedList()
        .forEach(
            each ->
                run.skipped.put(each.getFirst(), new long[] {each.getFromMs(), each.getToMs()}));
    if (state.hasCoverage()) {
      run.coverage = Coverage.parseFrom(state.getCoverage());
    }
    return run;
  }
}
