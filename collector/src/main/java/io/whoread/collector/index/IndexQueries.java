package io.whoread.collector.index;

import com.google.protobuf.ByteString;
import io.whoread.collector.index.Hits.Hit;
import io.whoread.collector.log.Log;
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
import java.util.TreeSet;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopFieldCollectorManager;

/**
 * Answers from the days of an index and the log. A day is searched by itself; its hits are then
 * read from the log in its order where the answer needs their subjects.
 */
final class IndexQueries {
  private static final int MAX_LIMIT = 1_000;

  /** Questions that read all that matches, at a time; each may take up to 100 MB of memory. */
  private static final int LARGE = 2;

  private static final long PATIENCE_SECONDS = 20;
  private static final int MAX_ACTORS = 100_000;
  private static final long MAX_SUBJECTS = 1_000_000;
  private static final DayDone NOTHING = behindMs -> {};
  private static final Sort LATEST_FIRST =
      new Sort(
          new SortField(Fields.TIME, SortField.Type.LONG, true),
          new SortField(Fields.REF, SortField.Type.LONG, true));

  private final NavigableMap<Long, DayIndex> days;
  private final Log log;
  private final Predicate<ByteString> imported;
  private final Semaphore room = new Semaphore(LARGE, true);

  IndexQueries(NavigableMap<Long, DayIndex> days, Log log, Predicate<ByteString> imported) {
    this.days = days;
    this.log = log;
    this.imported = imported;
  }

  List<AccessRow> accesses(AccessFilter filter, AccessRow.Cursor after, int limit)
      throws IOException {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new IllegalArgumentException("limit: " + limit + ", expected 1 to " + MAX_LIMIT);
    }
    FieldDoc place =
        after == null ? null : place(after.atMs(), Fields.ref(after.position(), after.ordinal()));
    List<AccessRow> rows = new ArrayList<>();
    try (RowReader reader = new RowReader(log, imported)) {
      for (Map.Entry<Long, DayIndex> day : within(filter, after).descendingMap().entrySet()) {
        Query query = FilterQuery.of(filter, day.getKey());
        day.getValue()
            .search(
                searcher -> {
                  addRows(searcher, query, filter, place, limit, reader, rows);
                  return null;
                });
        if (rows.size() == limit) {
          break;
        }
      }
    }
    return rows;
  }

  private NavigableMap<Long, DayIndex> within(AccessFilter filter, AccessRow.Cursor after) {
    long from = Math.floorDiv(FilterQuery.fromMs(filter), FilterQuery.DAY_MS);
    long to = FilterQuery.toMs(filter);
    if (after != null) {
      to = Math.min(to, after.atMs() + 1);
    }
    long last = Math.floorDiv(to - 1, FilterQuery.DAY_MS);
    return last < from ? new TreeMap<>() : days.subMap(from, true, last, true);
  }

  private static FieldDoc place(long atMs, long ref) {
    // Time and reference together are unique: the document's number decides nothing.
    return new FieldDoc(Integer.MAX_VALUE, Float.NaN, new Object[] {atMs, ref});
  }

  private static void addRows(
      IndexSearcher searcher,
      Query query,
      AccessFilter filter,
      FieldDoc after,
      int limit,
      RowReader reader,
      List<AccessRow> rows)
      throws IOException {
    FieldDoc place = after;
    while (rows.size() < limit) {
      int wanted = limit - rows.size();
      ScoreDoc[] found =
          searcher.search(query, new TopFieldCollectorManager(LATEST_FIRST, wanted, place, 1))
              .scoreDocs;
      for (ScoreDoc each : found) {
        place = (FieldDoc) each;
        long ref = (long) place.fields[1];
        if (reader.matches(ref, filter)) {
          rows.add(reader.row(ref));
        }
        place = place((long) place.fields[0], ref);
      }
      if (found.length < wanted) {
        return;
      }
    }
  }

  void each(AccessFilter filter, Index.Visitor visitor) throws IOException {
    each(filter, (hit, reader) -> visitor.access(reader.row(hit.ref())), NOTHING);
  }

  Index.Totals totals(AccessFilter filter) throws IOException {
    DistinctSubjects subjects = new DistinctSubjects();
    Requests requests = new Requests();
    long[] ends = {Long.MAX_VALUE, Long.MIN_VALUE};
    eachSubjects(
        filter,
        (hit, run, access) -> {
          requests.add(run, access, hit.repeats());
          ends[0] = Math.min(ends[0], hit.atMs());
          ends[1] = Math.max(ends[1], hit.atMs());
          subjects.addAll(access);
        },
        NOTHING);
    return requests.count() == 0
        ? new Index.Totals(0, 0, null, null)
        : new Index.Totals(
            requests.count(),
            subjects.count(),
            Instant.ofEpochMilli(ends[0]),
            Instant.ofEpochMilli(ends[1]));
  }

  Index.Heatmap heatmap(AccessFilter filter, ZoneId zone) throws IOException {
    long[][] accesses = new long[7][24];
    long[][] subjects = new long[7][24];
    NavigableMap<LocalDateTime, Hour> open = new TreeMap<>();
    eachSubjects(
        filter,
        (hit, run, access) -> {
          LocalDateTime at =
              LocalDateTime.ofInstant(Instant.ofEpochMilli(hit.atMs()), zone)
                  .truncatedTo(ChronoUnit.HOURS);
          Hour hour = open.computeIfAbsent(at, unused -> new Hour());
          hour.requests.add(run, access, hit.repeats());
          hour.subjects.addAll(access);
        },
        // Hours that later days of the index cannot add to.
        behind -> {
          LocalDateTime begun =
              LocalDateTime.ofInstant(Instant.ofEpochMilli(behind), zone)
                  .truncatedTo(ChronoUnit.HOURS);
          count(open.headMap(begun), accesses, subjects);
        });
    count(open, accesses, subjects);
    return new Index.Heatmap(accesses, subjects);
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

  Map<LocalDate, Index.FormCounts> days(AccessFilter filter, ZoneId zone) throws IOException {
    NavigableMap<LocalDate, Map<String, DistinctSubjects>> open = new TreeMap<>();
    Map<LocalDate, Index.FormCounts> answer = new TreeMap<>();
    eachSubjects(
        filter,
        (hit, run, access) -> {
          LocalDate day = Instant.ofEpochMilli(hit.atMs()).atZone(zone).toLocalDate();
          open.computeIfAbsent(day, unused -> new TreeMap<>())
              .computeIfAbsent(hit.site().form(), unused -> new DistinctSubjects())
              .addAll(access);
        },
        // Days of the zone that later ones of the index cannot add to.
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

  private static Index.FormCounts counts(Map<String, DistinctSubjects> byForm) {
    Map<String, Long> numbers = new TreeMap<>();
    byForm.forEach((form, subjects) -> numbers.put(form, subjects.count()));
    return new Index.FormCounts(numbers);
  }

  List<Index.ActorTotal> actors(AccessFilter filter, int limit) throws IOException {
    ActorSums sums = new ActorSums(MAX_ACTORS, MAX_SUBJECTS);
    eachSubjects(filter, sums::add, NOTHING);
    return sums.most(limit);
  }

  Set<String> roles(String actor) throws IOException {
    Set<String> roles = new TreeSet<>();
    Query query = new TermQuery(new Term(Fields.ACTOR, actor));
    for (DayIndex day : days.values()) {
      day.search(
          searcher -> {
            Hits.each(searcher, query, hit -> roles.add(hit.who().role()));
            return null;
          });
    }
    return roles;
  }

  private void eachSubjects(AccessFilter filter, WithSubjects use, DayDone done)
      throws IOException {
    AccessScan scan = new AccessScan();
    each(
        filter,
        (hit, reader) -> {
          LazyBatch batch = reader.batch(hit.ref());
          use.accept(hit, batch.run(), scan.read(batch, Fields.ordinal(hit.ref())));
        },
        done);
  }

  private void each(AccessFilter filter, WithLog use, DayDone done) throws IOException {
    if (!acquire()) {
      throw new BusyException();
    }
    try (RowReader reader = new RowReader(log, imported)) {
      for (Map.Entry<Long, DayIndex> day : within(filter, null).entrySet()) {
        Query query = FilterQuery.of(filter, day.getKey());
        day.getValue()
            .search(
                searcher -> {
                  Hits.each(
                      searcher,
                      query,
                      hit -> {
                        if (reader.matches(hit.ref(), filter)) {
                          use.accept(hit, reader);
                        }
                      });
                  return null;
                });
        done.accept((day.getKey() + 1) * FilterQuery.DAY_MS);
      }
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
    void accept(Hit hit, RowReader reader) throws IOException;
  }

  private interface WithSubjects {
    void accept(Hit hit, ByteString run, AccessScan access) throws IOException;
  }

  private interface DayDone {
    /**
     * @param behindMs first millisecond that the days done so far do not hold
     */
    void accept(long behindMs);
  }
}
