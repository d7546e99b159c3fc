package io.whoread.collector.coverage;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.Timestamps;
import io.whoread.collector.index.AccessScan;
import io.whoread.collector.index.LazyBatch;
import io.whoread.collector.log.Log;
import io.whoread.collector.log.SnapshotFile;
import io.whoread.collector.log.v1.Entry;
import io.whoread.collector.log.v1.MissingBatches;
import io.whoread.collector.log.v1.ServiceChange;
import io.whoread.collector.state.v1.CoverageState;
import io.whoread.collector.state.v1.ServiceState;
import io.whoread.record.PlainText;
import io.whoread.record.Roles;
import io.whoread.record.v1.Actor;
import io.whoread.record.v1.Coverage;
import io.whoread.record.v1.Exposure;
import io.whoread.record.v1.Fault;
import io.whoread.record.v1.Gap;
import io.whoread.record.v1.GuardedType;
import io.whoread.record.v1.Hook;
import io.whoread.record.v1.Unattributed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Coverage in memory, with a snapshot on disk. Both stay small: reads are counted by the hour, and
 * of runs that have ended only the newest keep their whole report.
 */
public final class LogCoverages implements Coverages {
  private static final int VERSION = 8;
  private static final String ORDER = "order";
  private static final String CUSTOMER = "customer";
  private static final int MAX_LIMIT = 1_000;
  private static final Duration DAY = Duration.ofHours(24);
  private static final long SNAPSHOT_MS = 30_000;

  private final SnapshotFile file;
  private final AccessScan scan = new AccessScan();
  private final Map<String, ServiceRecord> services = new TreeMap<>();
  private final Set<ByteString> imported = new HashSet<>();
  private long position;
  private long saved;
  private long lastSave = System.currentTimeMillis();

  private LogCoverages(Path file) {
    this.file = new SnapshotFile(file, VERSION);
  }

  public static LogCoverages open(Path file, Log log) throws IOException {
    LogCoverages coverages = new LogCoverages(file);
    byte[] bytes = coverages.file.read();
    if (bytes == null || !coverages.load(bytes, log)) {
      coverages = new LogCoverages(file);
      coverages.position = log.start();
    }
    return coverages;
  }

  private boolean load(byte[] bytes, Log log) {
    try {
      CoverageState state = CoverageState.parseFrom(bytes);
      if (!log.holds(state.getPosition())) {
        return false;
      }
      for (ServiceState service : state.getServicesList()) {
        services.put(service.getName(), ServiceRecord.restore(service));
      }
      imported.addAll(state.getImportedList());
      position = state.getPosition();
      saved = position;
      return true;
    } catch (InvalidProtocolBufferException e) {
      return false;
    }
  }

  @Override
  public String name() {
    return "coverage";
  }

  @Override
  public synchronized long position() {
    return position;
  }

  @Override
  public void apply(long at, Entry entry) throws IOException {
    take(at, entry);
    idle();
  }

  private synchronized void take(long at, Entry entry) throws IOException {
    switch (entry.getContentCase()) {
      case BATCH -> batch(at, entry);
      case MISSING -> {
        MissingBatches missing = entry.getMissing();
        of(missing.getService())
            .missing(
                at, missing.getRun(), missing.getFirst(), missing.getLast(), entry.getReceivedMs());
      }
      case SERVICE_CHANGE -> {
        ServiceChange change = entry.getServiceChange();
        ServiceRecord service = of(change.getName());
        service.added = true;
        service.removed = change.getRemoved();
      }
      case IMPORTED -> imported.add(entry.getImported().getRun());
      default -> {}
    }
    position = at + 1;
  }

  private ServiceRecord of(String name) {
    return services.computeIfAbsent(name, ServiceRecord::new);
  }

  /** But for framework work alone, such as saving what a client sent: it has no id before. */
  private static List<Unattributed> ofNobody(LazyBatch batch, int access) throws IOException {
    return batch.access(access).getUnattributedList().stream()
        .filter(
            each -> {
              Exposure exposure = batch.exposure(each.getExposure());
              return exposure.getTouchedCount() > 0 || exposure.getDisclosuresCount() > 0;
            })
        .toList();
  }

  /** The access that was read last. */
  private Counted counted(LazyBatch batch, List<Unattributed> ofNobody) {
    Actor actor = batch.caller(scan.caller()).getActor();
    boolean unknown = actor.getRole().equals(Roles.UNKNOWN);
    return new Counted(
        1 + scan.repeats(),
        scan.subjects(),
        unknown,
        unknown && actor.getId().isEmpty(),
        !ofNobody.isEmpty(),
        ofNobody.stream()
            .anyMatch(each -> batch.exposure(each.getExposure()).getDisclosuresCount() > 0),
        kinds(batch));
  }

  private Counted.Kinds kinds(LazyBatch batch) {
    boolean orders = false;
    boolean customers = false;
    boolean linked = false;
    for (int i = 0; i < scan.subjects(); i++) {
      String kind = batch.exposure(scan.exposure(i)).getSubjectKind();
      customers |= kind.equals(CUSTOMER);
      if (kind.equals(ORDER)) {
        orders = true;
        for (int link = scan.firstLink(i); link < scan.firstLink(i + 1) && !linked; link++) {
          linked = batch.word(scan.linkKind(link)).equals(CUSTOMER);
        }
      }
    }
    return new Counted.Kinds(orders, customers, linked);
  }

  private ByteString request() {
    return scan.isPart()
        ? ByteString.copyFrom(ByteBuffer.allocate(Long.BYTES).putLong(scan.request()).flip())
        : ByteString.EMPTY;
  }

  /** A request that is told in parts is one access, whether they come together or not. */
  private static void last(ServiceRecord service, LazyBatch batch, int last, int subjects)
      throws IOException {
    ByteString request = batch.access(last).getRequest();
    if (request.isEmpty()) {
      service.last = AccessReader.of(batch, last);
      service.lastRequest = ByteString.EMPTY;
      return;
    }
    ByteString whole = batch.run().concat(request);
    LastAccess access = service.lastRequest.equals(whole) ? service.last : null;
    for (int i = 0; i < batch.size(); i++) {
      if (batch.access(i).getRequest().equals(request)) {
        LastAccess part = AccessReader.of(batch, i);
        access = access == null ? part : AccessReader.together(access, part);
      }
    }
    service.last = access.of(subjects);
    service.lastRequest = whole;
  }

  private void batch(long at, Entry entry) throws IOException {
    LazyBatch batch = LazyBatch.of(entry.getBatch());
    ServiceRecord service = of(entry.getService());
    boolean live = !imported.contains(batch.run());
    if (live) {
      service.heard(
          batch.run(),
          batch.instance(),
          batch.sender(),
          batch.sequence(),
          batch.startMs(),
          entry.getReceivedMs());
    }
    long lastMs = Long.MIN_VALUE;
    int last = -1;
    int lastSubjects = 0;
    long aliveMs = batch.startMs();
    for (int i = 0; i < batch.size(); i++) {
      scan.read(batch, i);
      long atMs = batch.startMs() + scan.offsetMs();
      if (live) {
        List<Unattributed> ofNobody = scan.unattributed() ? ofNobody(batch, i) : List.of();
        Counted counted = service.count(batch.run(), request(), atMs, counted(batch, ofNobody));
        if (atMs >= lastMs) {
          lastSubjects = counted.subjects();
        }
        for (Unattributed each : ofNobody) {
          service.unattributed(batch.run(), batch.word(each.getSource()));
        }
      } else {
        service.countImported(atMs, 1 + scan.repeats());
      }
      if (atMs >= lastMs) {
        lastMs = atMs;
        last = i;
      }
    }
    if (live && last >= 0 && (service.last == null || lastMs >= service.last.at().toEpochMilli())) {
      last(service, batch, last, lastSubjects);
    }
    aliveMs = Math.max(aliveMs, lastMs);
    for (Coverage coverage : batch.coverage()) {
      if (live) {
        long writtenMs =
            coverage.hasAt() ? Timestamps.toMillis(coverage.getAt()) : entry.getReceivedMs();
        service.report(batch.run(), plain(coverage), writtenMs, entry.getReceivedMs());
        aliveMs = Math.max(aliveMs, writtenMs);
      }
    }
    if (live) {
      service.alive(batch.run(), batch.startMs(), aliveMs, entry.getReceivedMs());
    }
    for (Gap gap : batch.gaps()) {
      service.gap(
          batch.run(),
          new GapRow(
              at,
              service.name,
              batch.instance(),
              Instant.ofEpochMilli(Timestamps.toMillis(gap.getFrom())),
              Instant.ofEpochMilli(Timestamps.toMillis(gap.getTo())),
              gap.getReasonValue(),
              gap.getAccesses(),
              gap.getDetail()));
    }
  }

  /** What a service's JVM tells of itself, made fit to be shown. */
  private static Coverage plain(Coverage coverage) {
    Coverage.Builder plain = coverage.toBuilder();
    plain.setConfiguration(PlainText.of(plain.getConfiguration()));
    plain.setJava(PlainText.of(plain.getJava()));
    for (GuardedType.Builder type : plain.getTypesBuilderList()) {
      Map<String, String> fields = new TreeMap<>();
      type.getFieldsMap()
          .forEach((name, kind) -> fields.put(PlainText.of(name), PlainText.of(kind)));
      type.setName(PlainText.of(type.getName()))
          .setSubjectKind(PlainText.of(type.getSubjectKind()))
          .clearFields()
          .putAllFields(fields);
    }
    for (Hook.Builder hook : plain.getHooksBuilderList()) {
      hook.setName(PlainText.of(hook.getName())).setProblem(PlainText.of(hook.getProblem()));
    }
    for (Fault.Builder fault : plain.getFaultsBuilderList()) {
      fault.setWhere(PlainText.of(fault.getWhere())).setError(PlainText.of(fault.getError()));
    }
    return plain.build();
  }

  /** Also called while entries keep coming: there may be no pause for days. */
  @Override
  public void idle() throws IOException {
    long now = System.currentTimeMillis();
    if (now - lastSave >= SNAPSHOT_MS) {
      save();
      lastSave = now;
    }
  }

  private void save() throws IOException {
    CoverageState.Builder state = CoverageState.newBuilder();
    synchronized (this) {
      if (saved == position) {
        return;
      }
      state.setPosition(position).addAllImported(imported);
      services.values().forEach(service -> state.addServices(service.save()));
    }
    file.write(state.build().toByteArray());
    saved = state.getPosition();
  }

  @Override
  public void close() throws IOException {
    save();
  }

  /** Services that the log says were added and not removed again. */
  public synchronized Set<String> registered() {
    Set<String> names = new TreeSet<>();
    services.values().stream()
        .filter(service -> service.added && !service.removed)
        .forEach(service -> names.add(service.name));
    return names;
  }

  @Override
  public synchronized List<ServiceStatus> services(Instant now) {
    return services.values().stream().map(service -> status(service, now)).toList();
  }

  @Override
  public synchronized int attached() {
    return (int) services.values().stream().filter(service -> !service.removed).count();
  }

  @Override
  public synchronized Optional<ServiceStatus> service(String name, Instant now) {
    return Optional.ofNullable(services.get(name)).map(service -> status(service, now));
  }

  private static ServiceStatus status(ServiceRecord service, Instant now) {
    // By whole hours: the one of now and the 23 before it.
    long hour = Math.floorDiv(now.toEpochMilli(), ServiceRecord.HOUR_MS);
    Sums sum = service.sum(hour - 23, hour + 1);
    return new ServiceStatus(
        service.name,
        service.removed,
        service.lastBatchMs == 0 ? null : Instant.ofEpochMilli(service.lastBatchMs),
        sum.accesses,
        sum.records,
        sum.unknown,
        sum.nameless,
        sum.ofNobody,
        sum.partOfNobody,
        doubts(service, now.minus(DAY), now),
        service.instances(),
        service.last);
  }

  private static int doubts(ServiceRecord service, Instant from, Instant now) {
    return Holes.of(service, from, now, now).stream()
        .filter(Hole::isDoubt)
        .mapToInt(Hole::count)
        .sum();
  }

  @Override
  public synchronized List<DayStatus> days(LocalDate from, LocalDate to, ZoneId zone) {
    List<DayStatus> rows = new ArrayList<>();
    for (ServiceRecord service : services.values()) {
      for (LocalDate day = from; day.isBefore(to); day = day.plusDays(1)) {
        Instant start = day.atStartOfDay(zone).toInstant();
        Instant end = day.plusDays(1).atStartOfDay(zone).toInstant();
        Sums sum = service.sum(nearestHour(start), nearestHour(end));
        int gaps = service.gaps.between(start, end).size();
        if (sum.accesses > 0 || sum.imported > 0 || gaps > 0) {
          rows.add(
              new DayStatus(
                  service.name, day, sum.accesses, sum.records, sum.unknown, sum.imported, gaps));
        }
      }
    }
    return rows;
  }

  private static long nearestHour(Instant instant) {
    return Math.floorDiv(instant.toEpochMilli() + ServiceRecord.HOUR_MS / 2, ServiceRecord.HOUR_MS);
  }

  @Override
  public synchronized List<GapRow> gaps(String service, Instant from, Instant to, int limit) {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new IllegalArgumentException("limit: " + limit + ", expected 1 to " + MAX_LIMIT);
    }
    return services.values().stream()
        .filter(each -> service == null || each.name.equals(service))
        .flatMap(each -> each.gaps.between(from, to).stream())
        .sorted(Comparator.comparing(GapRow::from).thenComparing(GapRow::position).reversed())
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized List<Hole> holes(Instant from, Instant to, Instant now) {
    return services.values().stream()
        .flatMap(service -> Holes.of(service, from, to, now).stream())
        .toList();
  }
}
