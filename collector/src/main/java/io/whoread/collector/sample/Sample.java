package io.whoread.collector.sample;

import com.google.protobuf.InvalidProtocolBufferException;
import io.whoread.collector.index.AccessScan;
import io.whoread.collector.index.LazyBatch;
import io.whoread.collector.ingest.Intake;
import io.whoread.collector.log.Log;
import io.whoread.collector.log.SnapshotFile;
import io.whoread.collector.log.View;
import io.whoread.collector.log.v1.Entry;
import io.whoread.collector.state.v1.SampleState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All reads of an evenly drawn part of all subjects, each link a subject of its own: what a trace
 * compares victims with. Who was not defrauded cannot be asked for by name, and no index finds
 * those that were placed in the same week.
 *
 * <p>Of each kind of subjects all are kept while there are few reads, then every second, every
 * fourth: what is in it stays complete from its first read on. A row is written each time an access
 * names the subject.
 *
 * <p>Files of rows, and a state that says up to where they reach: what lies behind is cut off at
 * the next start and taken from the log again. What is missing, damaged or of another log is made
 * again from the log.
 */
public final class Sample implements View {
  /** To be raised when the meaning of a row or of the state changes. */
  private static final int FORMAT = 1;

  /**
   * Reads of a kind. At eight reads a subject half of them are 62,000 subjects: 4,000 controls in
   * any 24 days of a year, which is what a trace asks for. They are read from the disk, 88 bytes
   * each, in every trace.
   */
  private static final long MOST_READS = 1_000_000;

  /** Of kinds. There are a few; a service that makes them up does not fill the disk. */
  private static final int MOST_KINDS = 64;

  private static final long COMMIT_MS = 30_000;
  private static final Logger LOGGER = LoggerFactory.getLogger(Sample.class);

  private final Path dir;
  private final SnapshotFile state;
  private final long mostReads;
  private final long commitMs;
  private final AccessScan scan = new AccessScan();
  private final List<SampledKind> kinds = new ArrayList<>();
  private final Map<String, SampledKind> byName = new HashMap<>();
  private volatile long position;
  private long committed;
  private long lastCommit = System.currentTimeMillis();
  private boolean lost;
  private boolean closed;

  private Sample(Path dir, long mostReads, long commitMs) {
    this.dir = dir;
    this.state = new SnapshotFile(dir.resolve("state"), FORMAT);
    this.mostReads = mostReads;
    this.commitMs = commitMs;
  }

  /** Opens the sample in a folder, which is made where it is missing. */
  public static Sample open(Path dir, Log log) throws IOException {
    return open(dir, log, MOST_READS, COMMIT_MS);
  }

  /**
   * @param mostReads of a kind, at which one half of its subjects is dropped
   */
  static Sample open(Path dir, Log log, long mostReads, long commitMs) throws IOException {
    Files.createDirectories(dir);
    Sample sample = new Sample(dir, mostReads, commitMs);
    try {
      SampleState state = sample.read();
      if (state != null && log.holds(state.getPosition())) {
        sample.load(state);
        return sample;
      }
    } catch (IOException e) {
      LOGGER.warn("making the sample again from the log: it is damaged", e);
      sample.closeFiles();
    }
    sample.position = log.start();
    // From now on a failure leads back to here.
    sample.commit();
    return sample;
  }

  private SampleState read() throws IOException {
    byte[] bytes = state.read();
    try {
      return bytes == null ? null : SampleState.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      return null;
    }
  }

  private void load(SampleState state) throws IOException {
    for (int i = 0; i < state.getKindsCount(); i++) {
      add(SampledKind.open(dir, state.getKinds(i), i));
    }
    position = state.getPosition();
    committed = position;
    deleteOthers();
  }

  private void add(SampledKind kind) {
    kinds.add(kind);
    byName.put(kind.name(), kind);
  }

  @Override
  public String name() {
    return "sample";
  }

  @Override
  public long position() {
    return position;
  }

  private interface Step {
    void run() throws IOException;
  }

  /** Where the disk fails, the sample goes back to what it has committed. */
  private synchronized void guarded(Step step) throws IOException {
    try {
      if (lost) {
        throw new IOException("the sample has not found back to what it has on disk");
      }
      step.run();
    } catch (IOException | UncheckedIOException e) {
      IOException failure = new IOException("the sample cannot be written", e);
      lost = true;
      try {
        closeFiles();
        SampleState last = read();
        if (last == null) {
          throw new IOException(dir + ": no state; a restart makes the sample again");
        }
        load(last);
        lost = false;
      } catch (IOException again) {
        failure.addSuppressed(again);
      }
      throw failure;
    }
  }

  @Override
  public void apply(long at, Entry entry) throws IOException {
    guarded(() -> take(at, entry));
  }

  @Override
  public void idle() throws IOException {
    guarded(this::commitInTime);
  }

  private void take(long at, Entry entry) throws IOException {
    if (entry.hasBatch()) {
      LazyBatch batch = LazyBatch.of(entry.getBatch());
      BatchKeys keys =
          new BatchKeys(
              batch,
              entry.getService(),
              batch.sender().startsWith(Intake.IMPORT_SENDER),
              this::kindOrNull);
      for (int i = 0; i < batch.size(); i++) {
        add(batch, keys, at, i);
      }
    }
    position = at + 1;
    halve();
    commitInTime();
  }

  private SampledKind kindOrNull(String name) {
    SampledKind known = byName.get(name);
    if (known != null || name.isEmpty() || kinds.size() == MOST_KINDS) {
      return known;
    }
    try {
      SampledKind fresh = SampledKind.create(dir, name, kinds.size());
      add(fresh);
      return fresh;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void add(LazyBatch batch, BatchKeys keys, long at, int ordinal) throws IOException {
    scan.read(batch, ordinal);
    for (int s = 0; s < scan.subjects(); s++) {
      SampledKind kind = keys.subjectKind(scan.exposure(s));
      if (kind != null && kind.holds(scan.subjectHigh(s))) {
        ByteBuffer row = kind.add().putLong(scan.subjectHigh(s)).putLong(scan.subjectLow(s));
        fill(row, s, batch, keys, at, ordinal);
      }
      int end = endOfLinks(s);
      for (int l = scan.firstLink(s); l < end; l++) {
        SampledKind linked = keys.linkKind(scan.linkKind(l));
        if (linked != null && linked.holds(scan.linkHigh(l))) {
          ByteBuffer row = linked.add().putLong(scan.linkHigh(l)).putLong(scan.linkLow(l));
          fill(row, s, batch, keys, at, ordinal);
        }
      }
    }
  }

  private int endOfLinks(int subject) {
    return subject + 1 < scan.subjects() ? scan.firstLink(subject + 1) : scan.links();
  }

  /** The rest of a row, in the order of {@link SampledReads}. */
  private void fill(
      ByteBuffer row, int subject, LazyBatch batch, BatchKeys keys, long at, int ordinal) {
    BatchKeys.Callers caller = keys.caller(scan.caller());
    BatchKeys.Call call = keys.operation(scan.operation());
    boolean own = caller.customer() != null && isOwn(caller.customer(), subject, keys);
    row.putLong(batch.startMs() + scan.offsetMs())
        .putLong(SourceKey.place(at, ordinal))
        .putLong(keys.request(scan))
        .putLong(caller.person())
        .putLong(keys.owner(scan.owner(subject)))
        .putLong(caller.address())
        .putLong(caller.session())
        .putInt(call.operation())
        .putInt(keys.service())
        .putInt(keys.fields(scan.exposure(subject)))
        .putShort((short) placedDay(scan.placedDay(subject)))
        .put(call.form())
        .put((byte) (caller.flags() | (own ? SampledReads.OWN : 0)));
  }

  /** Whether a subject is a customer, or names one, who is this one; or no customer at all. */
  private boolean isOwn(String customer, int subject, BatchKeys keys) {
    boolean told = keys.isCustomer(scan.exposure(subject));
    if (told && customer.equals(hex(scan.subjectHigh(subject), scan.subjectLow(subject)))) {
      return true;
    }
    for (int l = scan.firstLink(subject); l < endOfLinks(subject); l++) {
      if (keys.isCustomerLink(scan.linkKind(l))) {
        told = true;
        if (customer.equals(hex(scan.linkHigh(l), scan.linkLow(l)))) {
          return true;
        }
      }
    }
    return !told;
  }

  private static String hex(long high, long low) {
    return HexFormat.of().toHexDigits(high) + HexFormat.of().toHexDigits(low);
  }

  /** Beyond the year 2149 none is known. */
  private static int placedDay(int day) {
    return day <= 0xffff ? day : 0;
  }

  private void halve() throws IOException {
    boolean halved = false;
    for (SampledKind kind : kinds) {
      while (kind.rows() > mostReads && kind.canHalve()) {
        kind.halve();
        halved = true;
      }
    }
    if (halved) {
      commit();
    }
  }

  private void commitInTime() throws IOException {
    if (System.currentTimeMillis() - lastCommit >= commitMs) {
      if (committed != position) {
        commit();
      }
      lastCommit = System.currentTimeMillis();
    }
  }

  private void commit() throws IOException {
    SampleState.Builder reached = SampleState.newBuilder().setPosition(position);
    for (SampledKind kind : kinds) {
      reached.addKinds(kind.commit());
    }
    state.write(reached.build().toByteArray());
    committed = position;
    deleteOthers();
  }

  /** What no state tells of: files that were halved, and those of a sample that was damaged. */
  private void deleteOthers() throws IOException {
    Set<Path> own = new HashSet<>();
    kinds.forEach(kind -> own.add(kind.file()));
    List<Path> all;
    try (Stream<Path> files = Files.list(dir)) {
      all = files.toList();
    }
    for (Path file : all) {
      if (!own.contains(file) && !file.getFileName().toString().startsWith("state")) {
        Files.delete(file);
      }
    }
  }

  /** The kinds of which it holds subjects. */
  public synchronized Collection<String> kinds() {
    return kinds.stream().map(SampledKind::name).toList();
  }

  /** What it holds of a kind, to be closed; empty where it knows no such kind. */
  public synchronized Optional<SampledReads> reads(String kind) throws IOException {
    SampledKind known = byName.get(kind);
    return known == null ? Optional.empty() : Optional.of(known.read());
  }

  private void closeFiles() throws IOException {
    for (SampledKind kind : kinds) {
      kind.close();
    }
    kinds.clear();
    byName.clear();
  }

  /** Commits and closes; to be called when nothing is applied any more. */
  @Override
  public synchronized void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try {
      if (!lost) {
        commit();
      }
    } finally {
      closeFiles();
    }
  }
}
