package io.whoread.collector.index;

import com.google.protobuf.ByteString;
import io.whoread.collector.log.Log;
import io.whoread.collector.log.View;
import io.whoread.record.v1.Actor;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * An index whose engine finds accesses, and which reads them from the log: that is most of what
 * makes it small and quick to write, and why every engine gives the same answers.
 */
public abstract class LogIndex implements Index, View {
  private static final int MAX_LIMIT = 1_000;

  /** Questions that read all that matches, at a time; each may take up to 100 MB of memory. */
  private static final int LARGE = 2;

  private static final long PATIENCE_SECONDS = 20;
  private static final int MAX_ACTORS = 100_000;
  private static final long MAX_SUBJECTS = 1_000_000;
  private static final TimeDone NOTHING = behindMs -> {};

  /** Runs whose batches came from a file. */
  protected final Set<ByteString> imported = ConcurrentHashMap.newKeySet();

  protected final Kinds kinds = new Kinds();
  protected final Progress progress;
  private final Log log;
  private final Semaphore room = new Semaphore(LARGE, true);

  protected LogIndex(Log log) {
    this.log = log;
    this.progress = new Progress(log);
  }

  /**
   * Where the accesses of a filter are, latest first. It may let too much through where subjects
   * share their first 8 bytes, and knows nothing of fields.
   *
   * @param after continue behind this one; null for the first
   * @return fewer than the limit only where there are no more
   */
  protected abstract List<AccessRow.Cursor> latest(
      AccessFilter filter, AccessRow.Cursor after, int limit) throws IOException;

  /**
   * Hands over where all accesses of a filter are, as {@link #latest} would, in stretches that
   * follow each other in time; within one mostly in the order of the log, so that reading it jumps
   * little.
   */
  protected abstract void find(AccessFilter filter, Place place, TimeDone done) throws IOException;

  /** Makes all that was applied visible now. */
  public abstract void refresh() throws IOException;

  /** Deletes what it keeps, once it is closed and another has taken its place. */
  public abstract void delete() throws IOException;

  /** Takes one place. */
  public interface Place {
    void accept(long atMs, long position, int ordinal) throws IOException;
  }

  /** Is told how far a walk has come. */
  public interface TimeDone {
    /**
     * @param behindMs first millisecond that the accesses handed over so far do not hold
     */
    void accept(long behindMs);
  }

  @Override
  public final List<AccessRow> accesses(AccessFilter filter, AccessRow.Cursor after, int limit)
      throws IOException {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new IllegalArgumentException("limit: " + limit + ", expected 1 to " + MAX_LIMIT);
    }
    List<AccessRow> rows = new ArrayList<>();
    AccessRow.Cursor place = after;
    try (RowReader reader = new RowReader(log, imported::contains)) {
      while (rows.size() < limit) {
        int wanted = limit - rows.size();
        List<AccessRow.Cursor> found = latest(filter, place, wanted);
        for (AccessRow.Cursor each : found) {
          if (reader.matches(each.position(), each.ordinal(), filter)) {
            rows.add(reader.row(each.position(), each.ordinal()));
          }
          place = each;
        }
        if (found.size() < wanted) {
          break;
        }
      }
    }
    return rows;
  }

  @Override
  public final void each(AccessFilter filter, Visitor visitor) throws IOException {
    each(
        filter,
        (atMs, position, ordinal, reader) -> visitor.access(reader.row(position, ordinal)),
        NOTHING);
  }

  @Override
  public final Totals totals(AccessFilter filter) throws IOException {
    DistinctSubjects subjects = new DistinctSubjects();
    Requests requests = new Requests();
    long[] ends = {Long.MAX_VALUE, Long.MIN_VALUE};
    eachScanned(
        filter,
        (atMs, batch, access) -> {
          requests.add(batch.run(), access);
          ends[0] = Math.min(ends[0], atMs);
          ends[1] = Math.max(ends[1], atMs);
          subjects.addAll(access);
        },
        NOTHING);
    return requests.count() == 0
        ? new Totals(0, 0, null, null)
        : new Totals(
            requests.count(),
            subjects.count(),
            Instant.ofEpochMilli(ends[0]),
            Instant.ofEpochMilli(ends[1]));
  }

  @Override
  public final Heatmap heatmap(AccessFilter filter, ZoneId zone) throws IOException {
    long[][] accesses = new long[7][24];
    long[][] subjects = new long[7][24];
    NavigableMap<LocalDateTime, Hour> open = new TreeMap<>();
    eachScanned(
        filter,
        (atMs, batch, access) -> {
          LocalDateTime at =
              LocalDateTime.ofInstant(Instant.ofEpochMilli(atMs), zone)
                  .truncatedTo(ChronoUnit.HOURS);
          Hour hour = open.computeIfAbsent(at, unused -> new Hour());
          hour.requests.add(batch.run(), access);
          hour.subjects.addAll(access);
        },
        // Hours that later stretches cannot add to.
        behind -> {
          LocalDateTime begun =
              LocalDateTime.ofInstant(Instant.ofEpochMilli(behind), zone)
                  .truncatedTo(ChronoUnit.HOURS);
          count(open.headMap(begun), accesses, subjects);
        });
    count(open, accesses, subjects);
    return new Heatmap(accesses, subjects);
  }

  private static final class Hour {
    private final Requests requests = new Requests();
    private final DistinctSubjects subjects = new DistinctSubjects();
  }

  /** Adds hours up, and lets them go. */
  private static void count(Map<LocalDateTime, Hour> hours, long[][] accesses, long[][] subjects) {
    hours.forEach(
        (at, hour) -> {
          accesses[at.getDayOfWeek().ordinal()][at.getHour()] += hour.requests.count();
          subjects[at.getDayOfWeek().ordinal()][at.getHour()] += hour.subjects.count();
        });
    hours.clear();
  }

  @Override
  public final Map<LocalDate, FormCounts> days(AccessFilter filter, ZoneId zone)
      throws IOException {
    NavigableMap<LocalDate, Map<String, DistinctSubjects>> open = new TreeMap<>();
    Map<LocalDate, FormCounts> answer = new TreeMap<>();
    eachScanned(
        filter,
        (atMs, batch, access) -> {
          LocalDate day = Instant.ofEpochMilli(atMs).atZone(zone).toLocalDate();
          open.computeIfAbsent(day, unused -> new TreeMap<>())
              .computeIfAbsent(
                  Forms.label(batch.operation(access.operation()).getForm()),
                  unused -> new DistinctSubjects())
              .addAll(access);
        },
        // Days of the zone that later stretches cannot add to.
        behind -> {
          LocalDate begun = Instant.ofEpochMilli(behind).atZone(zone).toLocalDate();
          while (!open.isEmpty() && open.firstKey().isBefore(begun)) {
            Map.Entry<LocalDate, Map<String, DistinctSubjects>> day = open.pollFirstEntry();
            answer.put(day.getKey(), counts(day.getValue()));
          }
        });
    open.forEach((day, byForm) -> answer.put(day, counts(byForm)));
    return answer;
  }

  private static FormCounts counts(Map<String, DistinctSubjects> byForm) {
    Map<String, Long> numbers = new TreeMap<>();
    byForm.forEach((form, subjects) -> numbers.put(form, subjects.count()));
    return new FormCounts(numbers);
  }

  @Override
  public final List<ActorTotal> actors(AccessFilter filter, int limit) throws IOException {
    ActorSums sums = new ActorSums(MAX_ACTORS, MAX_SUBJECTS);
    eachScanned(
        filter,
        (atMs, batch, access) -> {
          Actor actor = batch.caller(access.caller()).getActor();
          sums.add(new ActorId(actor.getRole(), actor.getId()), atMs, batch.run(), access);
        },
        NOTHING);
    return sums.most(limit);
  }

  @Override
  public final Set<String> kinds() {
    return kinds.all();
  }

  @Override
  public final Reach reach() {
    return progress.reach();
  }

  private void eachScanned(AccessFilter filter, Scanned use, TimeDone done) throws IOException {
    AccessScan scan = new AccessScan();
    each(
        filter,
        (atMs, position, ordinal, reader) -> {
          LazyBatch batch = reader.batch(position);
          use.accept(atMs, batch, scan.read(batch, ordinal));
        },
        done);
  }

  private void each(AccessFilter filter, WithLog use, TimeDone done) throws IOException {
    if (!acquire()) {
      throw new BusyException();
    }
    try (RowReader reader = new RowReader(log, imported::contains)) {
      find(
          filter,
          (atMs, position, ordinal) -> {
            if (reader.matches(position, ordinal, filter)) {
              use.accept(atMs, position, ordinal, reader);
            }
          },
          done);
    } finally {
      room.release();
    }
  }

  private boolean acquire() {
    try {
      return room.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private interface WithLog {
    void accept(long atMs, long position, int ordinal, RowReader reader) throws IOException;
  }

  private interface Scanned {
    void accept(long atMs, LazyBatch batch, AccessScan access) throws IOException;
  }
}
