package io.whoread.collector.coverage;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.whoread.collector.coverage.Coverages.GapRow;
import io.whoread.collector.coverage.Coverages.InstanceStatus;
import io.whoread.collector.coverage.Coverages.LastAccess;
import io.whoread.collector.state.v1.GapState;
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
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** What is known of one service. Guarded by its view. */
final class ServiceRecord {
  static final long HOUR_MS = 3_600_000;

  private static final int SUMS = 5;
  private static final int MAX_HOURS = 24 * 800;
  private static final int MAX_INSTANCES = 1_000;
  private static final int MAX_GAPS = 10_000;
  private static final int MAX_CLASSES = 20;

  /** So many of the runs that have ended, twice as many for a while, keep what they told. */
  private static final int WHOLE_REPORTS = 50;

  /** An agent reports every minute. */
  private static final long ENDED_MS = 600_000;

  final String name;
  boolean added;
  boolean removed;
  long lastBatchMs;
  LastAccess last;
  // Accesses, records, accesses of unknown actors, accesses that came from files, accesses to data
  // of nobody: by hour since 1970.
  private final NavigableMap<Long, long[]> hours = new TreeMap<>();
  private final Map<ByteString, Instance> instances = new HashMap<>();
  private final List<KnownGap> gaps = new ArrayList<>();
  // Since the view was opened.
  private long newRuns;

  private static final class Instance {
    private String instance;
    private String sender;
    private long firstMs;
    private long lastMs;
    private Coverage coverage;
    // Where the run's batches stood, for the interval of those missing between them.
    private long sequence;
    private long startMs;
    private final NavigableMap<Long, long[]> skipped = new TreeMap<>();
    private long accesses;
    private long unknown;
    private long ofNobody;
    private final TreeSet<String> unattributed = new TreeSet<>();
  }

  /** A gap; where batches are missing, also which, and how many of them came after all. */
  private static final class KnownGap {
    private final GapRow row;
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
  }

  ServiceRecord(String name) {
    this.name = name;
  }

  /**
   * @param run that was heard
   * @param unknown whether it is not known who read
   * @param ofNobody whether data was read, and it is not known of anybody whose
   */
  void count(
      ByteString run, long atMs, long accesses, long records, boolean unknown, boolean ofNobody) {
    Instance sending = instances.get(run);
    sending.accesses += accesses;
    sending.unknown += unknown ? accesses : 0;
    sending.ofNobody += ofNobody ? accesses : 0;
    add(atMs, accesses, records, unknown ? accesses : 0, 0, ofNobody ? accesses : 0);
  }

  /** Objects of a class were read whose subject is not known. */
  void unattributed(ByteString run, String className) {
    TreeSet<String> known = instances.get(run).unattributed;
    if (known.size() < MAX_CLASSES) {
      known.add(className);
    }
  }

  /** What a file says was read is no sign that anything guarded it then. */
  void countImported(long atMs, long accesses) {
    add(atMs, 0, 0, 0, accesses, 0);
  }

  private void add(long atMs, long... counts) {
    long[] hour = hours.computeIfAbsent(Math.floorDiv(atMs, HOUR_MS), unused -> new long[SUMS]);
    for (int i = 0; i < SUMS; i++) {
      hour[i] += counts[i];
    }
    if (hours.size() > MAX_HOURS) {
      hours.pollFirstEntry();
    }
  }

  /** Takes note of a batch: who sent it, and whether it was overtaken. */
  void heard(
      ByteString run, String instance, String sender, long sequence, long startMs, long nowMs) {
    lastBatchMs = Math.max(lastBatchMs, nowMs);
    Instance sending = instances.get(run);
    if (sending == null) {
      sending = new Instance();
      sending.firstMs = nowMs;
      makeRoom();
      instances.put(run, sending);
      if (++newRuns % WHOLE_REPORTS == 0) {
        shortenReports(nowMs);
      }
    }
    sending.instance = instance;
    sending.sender = sender;
    sending.lastMs = nowMs;
    if (sequence > sending.sequence) {
      if (sequence > sending.sequence + 1 && sending.sequence > 0) {
        sending.skipped.put(sending.sequence + 1, new long[] {sending.startMs, startMs});
        if (sending.skipped.size() > MAX_INSTANCES) {
          sending.skipped.pollFirstEntry();
        }
      }
      sending.sequence = sequence;
      sending.startMs = startMs;
    } else {
      late(run, sequence);
    }
  }

  /** Before a new run, which by the clock may be the oldest: clocks step back. */
  private void makeRoom() {
    if (instances.size() >= MAX_INSTANCES) {
      instances.entrySet().stream()
          .min(Comparator.comparingLong(each -> each.getValue().lastMs))
          .map(Map.Entry::getKey)
          .ifPresent(instances::remove);
    }
  }

  /**
   * A service that starts many short runs would keep the same long report a thousand times. Done
   * once for as many new runs as may keep theirs, so that a start costs little.
   */
  private void shortenReports(long nowMs) {
    instances.values().stream()
        .filter(each -> each.coverage != null)
        .filter(each -> each.coverage.getStopping() || each.lastMs < nowMs - ENDED_MS)
        .sorted(Comparator.comparingLong((Instance each) -> each.lastMs).reversed())
        .skip(WHOLE_REPORTS)
        .forEach(
            each ->
                each.coverage =
                    each.coverage.toBuilder().clearTypes().clearHooks().clearFaults().build());
  }

  private void late(ByteString run, long sequence) {
    for (KnownGap gap : gaps) {
      if (run.equals(gap.run) && gap.first <= sequence && sequence <= gap.last) {
        gap.come++;
      }
    }
  }

  void report(ByteString run, Coverage coverage) {
    instances.get(run).coverage = coverage;
  }

  void gap(GapRow row) {
    add(new KnownGap(row, null, 0, 0));
  }

  /** Batches never came: the interval is that between their neighbours, as far as it is known. */
  void missing(long position, ByteString run, long first, long last, long nowMs) {
    Instance sending = instances.get(run);
    Map.Entry<Long, long[]> skipped = sending == null ? null : sending.skipped.floorEntry(first);
    long from =
        skipped == null ? (sending == null ? nowMs : sending.firstMs) : skipped.getValue()[0];
    long to = skipped == null ? (sending == null ? nowMs : sending.startMs) : skipped.getValue()[1];
    add(
        new KnownGap(
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
            last));
  }

  private void add(KnownGap gap) {
    gaps.add(gap);
    if (gaps.size() > MAX_GAPS) {
      gaps.removeFirst();
    }
  }

  /**
   * Sums of the hours in {@code [fromHour, toHour)}: accesses, records, unknown, imported, of
   * nobody.
   */
  long[] sum(long fromHour, long toHour) {
    long[] sum = new long[SUMS];
    if (fromHour < toHour) {
      for (long[] hour : hours.subMap(fromHour, toHour).values()) {
        for (int i = 0; i < sum.length; i++) {
          sum[i] += hour[i];
        }
      }
    }
    return sum;
  }

  /** Gaps still open that overlap an interval, in the order in which they were told. */
  List<GapRow> gaps(Instant from, Instant to) {
    return gaps.stream()
        .filter(KnownGap::open)
        .map(gap -> gap.row)
        .filter(row -> row.from().isBefore(to) && !row.to().isBefore(from))
        .toList();
  }

  List<InstanceStatus> instances() {
    return instances.entrySet().stream()
        .map(
            each ->
                new InstanceStatus(
                    each.getValue().instance,
                    HexFormat.of().formatHex(each.getKey().toByteArray()),
                    each.getValue().sender,
                    Instant.ofEpochMilli(each.getValue().firstMs),
                    Instant.ofEpochMilli(each.getValue().lastMs),
                    each.getValue().coverage,
                    each.getValue().accesses,
                    each.getValue().unknown,
                    each.getValue().ofNobody,
                    List.copyOf(each.getValue().unattributed)))
        .sorted(Comparator.comparing(InstanceStatus::lastBatch).reversed())
        .toList();
  }

  ServiceState save() {
    ServiceState.Builder state =
        ServiceState.newBuilder()
            .setName(name)
            .setAdded(added)
            .setRemoved(removed)
            .setLastBatchMs(lastBatchMs);
    hours.forEach(
        (hour, sums) ->
            state.addHours(
                HourState.newBuilder()
                    .setHour(hour)
                    .setAccesses(sums[0])
                    .setRecords(sums[1])
                    .setUnknown(sums[2])
                    .setImported(sums[3])
                    .setOfNobody(sums[4])));
    instances.forEach((run, instance) -> state.addInstances(save(run, instance)));
    gaps.forEach(gap -> state.addGaps(save(gap)));
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
              .addAllLoaded(last.loaded());
      last.disclosures().forEach(each -> access.addDisclosures(each.toByteString()));
      state.setLast(access);
    }
    return state.build();
  }

  private static InstanceState save(ByteString run, Instance instance) {
    InstanceState.Builder state =
        InstanceState.newBuilder()
            .setInstance(instance.instance)
            .setRun(run)
            .setSender(instance.sender)
            .setFirstBatchMs(instance.firstMs)
            .setLastBatchMs(instance.lastMs)
            .setSequence(instance.sequence)
            .setStartMs(instance.startMs)
            .setAccesses(instance.accesses)
            .setUnknown(instance.unknown)
            .setOfNobody(instance.ofNobody)
            .addAllUnattributed(instance.unattributed);
    instance.skipped.forEach(
        (first, interval) ->
            state.addSkipped(
                io.whoread.collector.state.v1.SkippedState.newBuilder()
                    .setFirst(first)
                    .setFromMs(interval[0])
                    .setToMs(interval[1])));
    if (instance.coverage != null) {
      state.setCoverage(instance.coverage.toByteString());
    }
    return state.build();
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

  static ServiceRecord restore(ServiceState state) throws InvalidProtocolBufferException {
    ServiceRecord service = new ServiceRecord(state.getName());
    service.added = state.getAdded();
    service.removed = state.getRemoved();
    service.lastBatchMs = state.getLastBatchMs();
    for (HourState hour : state.getHoursList()) {
      long[] sums = {
        hour.getAccesses(),
        hour.getRecords(),
        hour.getUnknown(),
        hour.getImported(),
        hour.getOfNobody()
      };
      service.hours.put(hour.getHour(), sums);
    }
    for (InstanceState each : state.getInstancesList()) {
      Instance instance = new Instance();
      instance.instance = each.getInstance();
      instance.sender = each.getSender();
      instance.firstMs = each.getFirstBatchMs();
      instance.lastMs = each.getLastBatchMs();
      instance.sequence = each.getSequence();
      instance.startMs = each.getStartMs();
      instance.accesses = each.getAccesses();
      instance.unknown = each.getUnknown();
      instance.ofNobody = each.getOfNobody();
      instance.unattributed.addAll(each.getUnattributedList());
      each.getSkippedList()
          .forEach(
              skipped ->
                  instance.skipped.put(
                      skipped.getFirst(), new long[] {skipped.getFromMs(), skipped.getToMs()}));
      if (each.hasCoverage()) {
        instance.coverage = Coverage.parseFrom(each.getCoverage());
      }
      service.instances.put(each.getRun(), instance);
    }
    for (GapState gap : state.getGapsList()) {
      service.gaps.add(restore(state.getName(), gap));
    }
    if (state.hasLast()) {
      service.last = restore(state.getLast());
    }
    return service;
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
