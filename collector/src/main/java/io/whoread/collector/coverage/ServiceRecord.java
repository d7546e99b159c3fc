package io.whoread.collector.coverage;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.whoread.collector.coverage.Coverages.GapRow;
import io.whoread.collector.coverage.Coverages.Hole.Why;
import io.whoread.collector.coverage.Coverages.InstanceStatus;
import io.whoread.collector.coverage.Coverages.LastAccess;
import io.whoread.collector.state.v1.HourState;
import io.whoread.collector.state.v1.InstanceState;
import io.whoread.collector.state.v1.LastAccessState;
import io.whoread.collector.state.v1.ServiceState;
import io.whoread.record.v1.Coverage;
import io.whoread.record.v1.Disclosure;
import io.whoread.record.v1.GapReason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** What is known of one service. Guarded by its view. */
final class ServiceRecord {
  static final long HOUR_MS = 3_600_000;

  private static final int MAX_HOURS = 24 * 800;
  private static final int MAX_INSTANCES = 1_000;

  /** So many of the runs that have ended, twice as many for a while, keep what they told. */
  private static final int WHOLE_REPORTS = 50;

  /** An agent reports every minute. */
  private static final long ENDED_MS = 600_000;

  final String name;
  boolean added;
  boolean removed;
  long lastBatchMs;
  LastAccess last;
  // Run and request that it is a part of; empty where it is whole.
  ByteString lastRequest = ByteString.EMPTY;
  final Heard heard = new Heard();
  final KnownGaps gaps = new KnownGaps();
  final Unseen unseen = new Unseen();
  // By hour since 1970.
  private final NavigableMap<Long, Sums> hours = new TreeMap<>();
  private final Map<ByteString, RunRecord> runs = new HashMap<>();
  // Since the view was opened.
  private long newRuns;
  private long firstReportMs;

  ServiceRecord(String name) {
    this.name = name;
  }

  /**
   * @param run that was heard
   * @param request that the access is a part of; empty where it is whole
   * @return what counts of the request, as far as it was told
   */
  Counted count(ByteString run, ByteString request, long atMs, Counted access) {
    RunRecord sending = runs.get(run);
    LongRequests.SoFar before = request.isEmpty() ? null : sending.requests.before(request);
    Counted whole = before == null ? access : before.counted().and(access);
    long firstMs = before == null ? atMs : before.atMs();
    if (!request.isEmpty()) {
      sending.requests.put(request, new LongRequests.SoFar(firstMs, whole));
    }
    Sums more = whole.sums();
    if (before != null) {
      more.subtract(before.counted().sums());
    }
    sending.count(more);
    add(firstMs, more);
    return whole;
  }

  /** Objects of a class were read whose subject is not known. */
  void unattributed(ByteString run, String className) {
    runs.get(run).unattributed(className);
  }

  /** What a file says was read is no sign that anything guarded it then. */
  void countImported(long atMs, long accesses) {
    Sums sums = new Sums();
    sums.imported = accesses;
    add(atMs, sums);
  }

  private void add(long atMs, Sums sums) {
    hours.computeIfAbsent(Math.floorDiv(atMs, HOUR_MS), unused -> new Sums()).add(sums);
    if (hours.size() > MAX_HOURS) {
      hours.pollFirstEntry();
    }
  }

  /** Takes note of a batch: who sent it, and whether it was overtaken. */
  void heard(
      ByteString run, String instance, String sender, long sequence, long startMs, long nowMs) {
    lastBatchMs = Math.max(lastBatchMs, nowMs);
    RunRecord sending = runs.get(run);
    if (sending == null) {
      sending = new RunRecord();
      sending.firstMs = nowMs;
      makeRoom();
      runs.put(run, sending);
      if (++newRuns % WHOLE_REPORTS == 0) {
        shortenReports(nowMs);
      }
    }
    sending.instance = instance;
    sending.sender = sender;
    sending.lastMs = nowMs;
    if (!sending.follows(sequence, startMs)) {
      gaps.late(run, sequence);
    }
  }

  /** What came of a run tells of times by its own clock, of which none is still to come. */
  void alive(ByteString run, long fromMs, long toMs, long nowMs) {
    RunRecord sending = runs.get(run);
    long before = sending.heardToMs();
    long first = Math.min(fromMs, nowMs);
    long from = sending.heard(first, Math.min(toMs, nowMs));
    heard.add(from, sending.heardToMs());
    long since = Math.max(from, Math.min(before, first));
    for (Unseen.What what : sending.unseen()) {
      // A class that was met stays met.
      unseen.add(what, what.why() == Why.UNGUARDED ? from : since, sending.heardToMs());
    }
  }

  /** Before a new run, which by the clock may be the oldest: clocks step back. */
  private void makeRoom() {
    if (runs.size() >= MAX_INSTANCES) {
      runs.entrySet().stream()
          .min(Comparator.comparingLong(each -> each.getValue().lastMs))
          .map(Map.Entry::getKey)
          .ifPresent(runs::remove);
    }
  }

  /**
   * A service that starts many short runs would keep the same long report a thousand times. Done
   * once for as many new runs as may keep theirs, so that a start costs little.
   */
  private void shortenReports(long nowMs) {
    runs.values().stream()
        .filter(each -> each.hasEnded(nowMs - ENDED_MS))
        .sorted(Comparator.comparingLong((RunRecord each) -> each.lastMs).reversed())
        .skip(WHOLE_REPORTS)
        .forEach(RunRecord::shortenReport);
  }

  /**
   * @param atMs when the agent wrote it, by its clock
   */
  void report(ByteString run, Coverage coverage, long atMs, long nowMs) {
    runs.get(run).report(coverage, atMs, nowMs);
    firstReportMs = firstReportMs == 0 ? atMs : Math.min(firstReportMs, atMs);
  }

  /** As in {@link RunRecord#lasts}, of the process that it is about. */
  long lasts(Unseen.What what) {
    return runs.values().stream().mapToLong(run -> run.lasts(what)).max().orElse(0);
  }

  /** Since when agents say that they run, in milliseconds since 1970; 0 where none ever did. */
  long firstReportMs() {
    return firstReportMs;
  }

  void gap(ByteString run, GapRow row) {
    gaps.add(row);
    if (row.reason() == GapReason.GAP_REASON_OFF_VALUE && runs.containsKey(run)) {
      runs.get(run).off(row);
    }
  }

  /** Batches never came: the interval is that between their neighbours, as far as it is known. */
  void missing(long position, ByteString run, long first, long last, long nowMs) {
    RunRecord sending = runs.get(run);
    long[] skipped = sending == null ? null : sending.skipped(first);
    long from = skipped == null ? (sending == null ? nowMs : sending.firstMs) : skipped[0];
    long to = skipped == null ? (sending == null ? nowMs : sending.startMs) : skipped[1];
    gaps.missing(
        new GapRow(
            position,
            name,
            sending == null ? "" : sending.instance,
            Instant.ofEpochMilli(Math.min(from, to)),
            Instant.ofEpochMilli(Math.max(from, to)),
            GapReason.GAP_REASON_MISSING_VALUE,
            0,
            first == last ? "batch " + first : "batches " + first + " to " + last),
        run,
        first,
        last);
  }

  /** Sums of the hours in {@code [fromHour, toHour)}. */
  Sums sum(long fromHour, long toHour) {
    Sums sum = new Sums();
    if (fromHour < toHour) {
      hours.subMap(fromHour, toHour).values().forEach(sum::add);
    }
    return sum;
  }

  List<InstanceStatus> instances() {
    return runs.entrySet().stream()
        .map(each -> each.getValue().status(each.getKey()))
        .sorted(Comparator.comparing(InstanceStatus::lastBatch).reversed())
        .toList();
  }

  ServiceState save() {
    ServiceState.Builder state =
        ServiceState.newBuilder()
            .setName(name)
            .setAdded(added)
            .setRemoved(removed)
            .setLastBatchMs(lastBatchMs)
            .addAllHeard(heard.save())
            .setFirstReportMs(firstReportMs)
            .addAllGaps(gaps.save())
            .setForgottenMs(gaps.forgottenMs())
            .addAllUnseen(unseen.save());
    hours.forEach(
        (hour, sums) ->
            state.addHours(
                HourState.newBuilder()
                    .setHour(hour)
                    .setAccesses(sums.accesses)
                    .setRecords(sums.records)
                    .setUnknown(sums.unknown)
                    .setNameless(sums.nameless)
                    .setImported(sums.imported)
                    .setOfNobody(sums.ofNobody)
                    .setPartOfNobody(sums.partOfNobody)));
    runs.forEach((run, record) -> state.addInstances(record.save(run)));
    if (last != null) {
      LastAccessState.Builder access =
          LastAccessState.newBuilder()
              .setAtMs(last.at().toEpochMilli())
              .setOperation(last.operation())
              .setForm(last.form())
              .setActor(last.actor())
              .setRole(last.role())
              .setSource(last.actorSource())
              .setSubjects(last.subjects())
              .addAllTouched(last.touched())
              .setRows(last.rows())
              .addAllLoaded(last.loaded())
              .setRequest(lastRequest);
      last.disclosures().forEach(each -> access.addDisclosures(each.toByteString()));
      state.setLast(access);
    }
    return state.build();
  }

  static ServiceRecord restore(ServiceState state) throws InvalidProtocolBufferException {
    ServiceRecord service = new ServiceRecord(state.getName());
    service.added = state.getAdded();
    service.removed = state.getRemoved();
    service.lastBatchMs = state.getLastBatchMs();
    service.heard.restore(state.getHeardList());
    service.firstReportMs = state.getFirstReportMs();
    service.gaps.restore(state.getName(), state.getGapsList(), state.getForgottenMs());
    service.unseen.restore(state.getUnseenList());
    for (HourState hour : state.getHoursList()) {
      Sums sums = new Sums();
      sums.accesses = hour.getAccesses();
      sums.records = hour.getRecords();
      sums.unknown = hour.getUnknown();
      sums.nameless = hour.getNameless();
      sums.imported = hour.getImported();
      sums.ofNobody = hour.getOfNobody();
      sums.partOfNobody = hour.getPartOfNobody();
      service.hours.put(hour.getHour(), sums);
    }
    for (InstanceState each : state.getInstancesList()) {
      service.runs.put(each.getRun(), RunRecord.restore(each));
    }
    if (state.hasLast()) {
      service.last = restore(state.getLast());
      service.lastRequest = state.getLast().getRequest();
    }
    return service;
  }

  private static LastAccess restore(LastAccessState state) throws InvalidProtocolBufferException {
    List<Disclosure> disclosures = new ArrayList<>();
    for (ByteString each : state.getDisclosuresList()) {
      disclosures.add(Disclosure.parseFrom(each));
    }
    return new LastAccess(
        Instant.ofEpochMilli(state.getAtMs()),
        state.getOperation(),
        state.getForm(),
        state.getActor(),
        state.getRole(),
        state.getSource(),
        state.getSubjects(),
        state.getTouchedList(),
        disclosures,
        state.getRows(),
        state.getLoadedList());
  }
}
