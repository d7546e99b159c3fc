package io.whoread.collector.evidence;

import io.whoread.collector.index.AccessFilter;
import io.whoread.collector.index.AccessRow;
import io.whoread.collector.index.Channels;
import io.whoread.collector.index.Index;
import io.whoread.record.v1.Disclosure;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Whose data somebody, or something, read within a time, and which of it had left: those whom the
 * shop must warn. Subjects stand here as pseudonyms, which the shop alone can turn back.
 */
public final class BlastRadius {
  /** So many subjects are held in memory; a longer list is asked for in pieces of time. */
  public static final int MOST = 1_000_000;

  private static final int MOST_FIELDS = Long.SIZE;

  private final ZoneId zone;
  private final List<String> fields = new ArrayList<>();
  private final Map<String, Integer> bits = new HashMap<>();
  private final Map<Key, Reach> subjects = new HashMap<>();
  private final Map<LocalDate, Set<Key>> days = new TreeMap<>();
  private final Set<String> requests = new HashSet<>();
  private long accesses;
  private long ofNobody;

  private BlastRadius(ZoneId zone) {
    this.zone = zone;
  }

  private record Key(String kind, String id) {}

  /** What of one subject was read. */
  private static final class Reach {
    private long plain;
    private long masked;
    private long touched;
    private long untold;
    private long accesses;
    private long firstMs = Long.MAX_VALUE;
    private long lastMs = Long.MIN_VALUE;
    private boolean captured;
    private final Set<AccessRow.LinkRow> links = new HashSet<>(2);
  }

  /**
   * One whose data was read. A kind of data stands in one of the sets alone, the first that holds.
   *
   * @param kind order, customer ...
   * @param id pseudonym, lower-case hexadecimal
   * @param links its other identities, and the customer's
   * @param plain kinds of data that went to the reader in plain
   * @param masked kinds that went to the reader masked
   * @param touched kinds that code read and nothing saw going to the reader
   * @param untold kinds that a file says were read, and not how
   */
  public record Affected(
      String kind,
      String id,
      List<AccessRow.LinkRow> links,
      List<String> plain,
      List<String> masked,
      List<String> touched,
      List<String> untold,
      long accesses,
      Instant first,
      Instant last) {}

  /** How many subjects of which a kind of data was read, by the way it was. */
  public record FieldCount(String field, long plain, long masked, long touched, long untold) {}

  /**
   * @param subjects that were read on that day
   */
  public record DayCount(LocalDate day, long subjects) {}

  /** More subjects than can be held. */
  public static final class TooManyException extends RuntimeException {
    TooManyException() {
      super("more than " + MOST + " subjects");
    }
  }

  /**
   * @param filter of the accesses that count
   * @param also what else must hold of them
   * @param zone of days
   * @throws TooManyException where there are more subjects than {@link #MOST}
   */
  public static BlastRadius of(
      Index index, AccessFilter filter, Predicate<AccessRow> also, ZoneId zone) throws IOException {
    BlastRadius radius = new BlastRadius(zone);
    index.each(
        filter,
        row -> {
          if (also.test(row)) {
            radius.add(row);
          }
        });
    return radius;
  }

  private void add(AccessRow row) {
    if (row.request().isEmpty() || requests.add(row.service() + row.request())) {
      accesses += 1 + row.repeats();
    }
    ofNobody += row.unattributed().isEmpty() ? 0 : 1;
    LocalDate day = row.at().atZone(zone).toLocalDate();
    for (AccessRow.SubjectRow subject : row.subjects()) {
      Key key = new Key(subject.kind(), subject.id());
      Reach reach = subjects.computeIfAbsent(key, unused -> new Reach());
      if (subjects.size() > MOST) {
        throw new TooManyException();
      }
      add(reach, row, subject);
      days.computeIfAbsent(day, unused -> new HashSet<>()).add(key);
    }
  }

  private void add(Reach reach, AccessRow row, AccessRow.SubjectRow subject) {
    for (Disclosure left : subject.exposure().getDisclosuresList()) {
      if (Channels.isToReader(left.getChannel())) {
        reach.plain |= mask(left.getPlainList());
        reach.masked |= mask(left.getMaskedList());
      }
    }
    long touched = mask(subject.exposure().getTouchedList());
    if (row.imported()) {
      reach.untold |= touched;
    } else {
      reach.touched |= touched;
    }
    reach.captured |= !row.imported();
    reach.accesses += 1 + row.repeats();
    reach.firstMs = Math.min(reach.firstMs, row.at().toEpochMilli());
    reach.lastMs = Math.max(reach.lastMs, row.at().toEpochMilli());
    reach.links.addAll(subject.links());
  }

  private long mask(Collection<String> names) {
    long mask = 0;
    for (String name : names) {
      Integer bit = bits.get(name);
      if (bit == null) {
        // Kinds that a configuration adds beyond so many are told together.
        String kept = fields.size() < MOST_FIELDS - 1 ? name : "other";
        bit = bits.computeIfAbsent(kept, each -> fields.size());
        if (bit == fields.size()) {
          fields.add(kept);
        }
        bits.put(name, bit);
      }
      mask |= 1L << bit;
    }
    return mask;
  }

  /** How many accesses; one that is told in parts counts once. */
  public long accesses() {
    return accesses;
  }

  /** How many of them read, in part at least, data of which it is not known whose it is. */
  public long ofNobody() {
    return ofNobody;
  }

  /** How many subjects are known to be read by imported records alone. */
  public long importedAlone() {
    return subjects.values().stream().filter(reach -> !reach.captured).count();
  }

  /** How many subjects of each kind. */
  public Map<String, Long> kinds() {
    Map<String, Long> kinds = new TreeMap<>();
    subjects.keySet().forEach(key -> kinds.merge(key.kind, 1L, Long::sum));
    return kinds;
  }

  /** Those of most subjects in plain first. */
  public List<FieldCount> fields() {
    long[][] counts = new long[fields.size()][4];
    for (Reach reach : subjects.values()) {
      long[] ways = ways(reach);
      for (int way = 0; way < ways.length; way++) {
        for (long rest = ways[way]; rest != 0; rest &= rest - 1) {
          counts[Long.numberOfTrailingZeros(rest)][way]++;
        }
      }
    }
    return Stream.iterate(0, i -> i < fields.size(), i -> i + 1)
        .map(
            i ->
                new FieldCount(
                    fields.get(i), counts[i][0], counts[i][1], counts[i][2], counts[i][3]))
        .sorted(
            Comparator.comparingLong(FieldCount::plain)
                .thenComparingLong(FieldCount::masked)
                .reversed()
                .thenComparing(FieldCount::field))
        .toList();
  }

  /** Plain, masked, touched, untold: each kind of data in the first of them that holds. */
  private static long[] ways(Reach reach) {
    long masked = reach.masked & ~reach.plain;
    long touched = reach.touched & ~reach.plain & ~reach.masked;
    return new long[] {
      reach.plain, masked, touched, reach.untold & ~reach.plain & ~reach.masked & ~reach.touched
    };
  }

  public List<DayCount> days() {
    return days.entrySet().stream()
        .map(day -> new DayCount(day.getKey(), day.getValue().size()))
        .toList();
  }

  public int size() {
    return subjects.size();
  }

  /** All of them, those read last first. */
  public Stream<Affected> affected() {
    return subjects.entrySet().stream()
        .sorted(
            Comparator.<Map.Entry<Key, Reach>>comparingLong(each -> each.getValue().lastMs)
                .reversed()
                .thenComparing(each -> each.getKey().id))
        .map(each -> affected(each.getKey(), each.getValue()));
  }

  private Affected affected(Key key, Reach reach) {
    long[] ways = ways(reach);
    return new Affected(
        key.kind,
        key.id,
        reach.links.stream()
            .sorted(
                Comparator.comparing(AccessRow.LinkRow::kind).thenComparing(AccessRow.LinkRow::id))
            .toList(),
        names(ways[0]),
        names(ways[1]),
        names(ways[2]),
        names(ways[3]),
        reach.accesses,
        Instant.ofEpochMilli(reach.firstMs),
        Instant.ofEpochMilli(reach.lastMs));
  }

  private List<String> names(long mask) {
    List<String> names = new ArrayList<>();
    for (long rest = mask; rest != 0; rest &= rest - 1) {
      names.add(fields.get(Long.numberOfTrailingZeros(rest)));
    }
    names.sort(Comparator.naturalOrder());
    return names;
  }
}
