package io.whoread.collector.trace;

import io.whoread.collector.index.AccessRow;
import io.whoread.collector.index.Index;
import io.whoread.collector.trace.Mentions.Mention;
import io.whoread.collector.trace.VictimList.Fault;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What the numbers of a list are in the trail. A number is tried as every kind of subject; of a
 * customer's number, and of a phone for which a resolver named orders, those that were placed when
 * the list says so, of which the last before the fraud is traced: for each victim one subject, as
 * for all that it is compared with. Who read them is not asked when it is chosen.
 */
final class TrailVictims {
  private static final String CUSTOMER = "customer";
  private static final String ORDER = "order";

  /** What a number is taken for where it is several things. */
  private static final List<String> RANK =
      List.of(ORDER, "sub-order", "parent", "waybill", "after-sale");

  /** A list of a thousand victims, each read a hundred times. */
  private static final int MOST_READS = 100_000;

  private final Numbers numbers;
  private final ZoneId zone;
  private final Mentions all;
  private Mentions orders;

  private TrailVictims(Numbers numbers, ZoneId zone, Mentions all) {
    this.numbers = numbers;
    this.zone = zone;
    this.all = all;
  }

  /**
   * A victim as the trail knows it.
   *
   * @param kind of what is traced: "order" ...
   * @param pseudonyms of what is traced: one, or one for each key
   * @param candidates how many orders of a customer or phone there were to choose from; 1 for any
   *     other
   * @param reads of what is traced, each access that names it
   */
  record Found(
      Victim victim, String kind, List<byte[]> pseudonyms, int candidates, List<Mention> reads) {}

  /**
   * @param found those of whom something was read, each subject once in a case
   * @param unread those of whom nothing was
   */
  record Resolved(
      Map<Victim, Found> found, List<Victim> unread, List<VictimList.Problem> problems) {}

  /**
   * @param zone in which purchases are told by days
   * @throws TooManyReads where the list names what everybody reads
   */
  static Resolved resolve(Index index, Collection<List<Victim>> cases, Numbers numbers, ZoneId zone)
      throws IOException {
    List<byte[]> asked = new ArrayList<>();
    Stream.concat(
            numbers.made().values().stream(),
            numbers.resolved().values().stream().flatMap(List::stream).map(Candidate::kinds))
        .forEach(kinds -> kinds.values().forEach(asked::addAll));
    TrailVictims trail = new TrailVictims(numbers, zone, Mentions.of(index, asked, MOST_READS));
    return trail.resolve(index, cases);
  }

  private Resolved resolve(Index index, Collection<List<Victim>> cases) throws IOException {
    Map<Victim, List<Order>> bought = new HashMap<>();
    List<byte[]> chosen = new ArrayList<>();
    for (List<Victim> victims : cases) {
      for (Victim victim : victims) {
        List<Order> orders = ordersOf(victim.subject());
        if (orders != null) {
          bought.put(victim, orders);
          choice(victim, orders).forEach(order -> chosen.addAll(order.pseudonyms));
        }
      }
    }
    orders = Mentions.of(index, chosen, MOST_READS);
    Resolved resolved = new Resolved(new HashMap<>(), new ArrayList<>(), new ArrayList<>());
    for (List<Victim> victims : cases) {
      Set<ReadTable.Subject> met = new LinkedHashSet<>();
      for (Victim victim : victims) {
        take(victim, bought.get(victim), met, resolved);
      }
    }
    return resolved;
  }

  private void take(
      Victim victim, List<Order> bought, Set<ReadTable.Subject> met, Resolved resolved) {
    Found found;
    if (bought == null || bought.isEmpty()) {
      Map<String, List<byte[]>> kinds = numbers.made().getOrDefault(victim.subject(), Map.of());
      String kind = kind(kinds);
      if (kind == null) {
        resolved.unread.add(victim);
        return;
      }
      found = found(victim, kind, kinds.get(kind), 1, all);
    } else {
      List<Order> choice = choice(victim, bought);
      if (choice.isEmpty()) {
        resolved.problems.add(
            VictimList.leftOut(
                victim, Fault.NOTHING_BOUGHT, "this customer bought nothing then that was read"));
        return;
      }
      Order last = choice.getLast();
      Victim then =
          last.told == null
              ? victim
              : new Victim(
                  victim.line(),
                  victim.subject(),
                  last.told.from(),
                  last.told.to(),
                  victim.to(),
                  victim.knew());
      found = found(then, last.kind, last.pseudonyms, choice.size(), orders);
    }
    if (met.add(found.victim.subject())) {
      resolved.found.put(victim, found);
    } else {
      resolved.problems.add(
          VictimList.leftOut(victim, Fault.TWICE, "another line is about the same order"));
    }
  }

  private static Found found(
      Victim victim, String kind, List<byte[]> pseudonyms, int candidates, Mentions mentions) {
    // In an access that names a subject under two keys it was read once.
    Map<AccessRow.Cursor, Mention> reads = new TreeMap<>(Trails.IN_TIME);
    mentions.each(pseudonyms, read -> reads.putIfAbsent(read.access().cursor(), read));
    Victim traced =
        new Victim(
            victim.line(),
            ReadTable.Subject.of(pseudonyms.getFirst()),
            victim.from(),
            victim.boughtBy(),
            victim.to(),
            victim.knew());
    return new Found(traced, kind, pseudonyms, candidates, List.copyOf(reads.values()));
  }

  /** What a number is; null where nothing was read of it. */
  private String kind(Map<String, List<byte[]>> kinds) {
    return kinds.entrySet().stream()
        .filter(each -> each.getValue().stream().anyMatch(one -> !all.of(one).isEmpty()))
        .map(Map.Entry::getKey)
        .min(Comparator.comparingInt(TrailVictims::rank).thenComparing(kind -> kind))
        .orElse(null);
  }

  private static int rank(String kind) {
    int known = RANK.indexOf(kind);
    return known >= 0 ? known : kind.equals(CUSTOMER) ? RANK.size() + 1 : RANK.size();
  }

  /**
   * @param pseudonyms one, or one for each key
   * @param placed the day; where neither a resolver nor the record tells, that of the first read
   * @param told what a resolver told of it, or null
   */
  private record Order(String kind, List<byte[]> pseudonyms, LocalDate placed, TimeText told) {}

  /**
   * What a victim may mean who is known by other than an order, in the order in which it was
   * placed; null of one who is.
   */
  private List<Order> ordersOf(ReadTable.Subject subject) {
    List<Candidate> candidates = numbers.resolved().get(subject);
    if (candidates == null) {
      Map<String, List<byte[]>> kinds = numbers.made().get(subject);
      return CUSTOMER.equals(kind(kinds)) ? ordersOf(kinds.get(CUSTOMER)) : null;
    }
    List<Order> orders = new ArrayList<>();
    for (Candidate candidate : candidates) {
      String kind = kind(candidate.kinds());
      if (CUSTOMER.equals(kind)) {
        orders.addAll(ordersOf(candidate.kinds().get(CUSTOMER)));
      } else if (kind != null) {
        orders.add(order(kind, candidate));
      }
    }
    orders.sort(Comparator.comparing(Order::placed));
    return orders;
  }

  private Order order(String kind, Candidate candidate) {
    List<byte[]> pseudonyms = candidate.kinds().get(kind);
    TimeText told = candidate.placed();
    LocalDate placed =
        told != null
            ? day(told.from())
            : pseudonyms.stream()
                .flatMap(each -> all.of(each).stream())
                .map(this::placed)
                .min(Comparator.naturalOrder())
                .orElseThrow();
    return new Order(kind, pseudonyms, placed, told);
  }

  /** What a customer bought, in the order in which it was placed: orders, or what else there is. */
  private List<Order> ordersOf(List<byte[]> customer) {
    Map<String, Order> orders = new TreeMap<>();
    all.each(
        customer,
        mention -> {
          AccessRow.SubjectRow subject = mention.subject();
          if (!subject.kind().equals(CUSTOMER)) {
            LocalDate placed = placed(mention);
            Order before = orders.get(subject.id());
            if (before == null || placed.isBefore(before.placed)) {
              byte[] pseudonym = HexFormat.of().parseHex(subject.id());
              orders.put(subject.id(), new Order(subject.kind(), List.of(pseudonym), placed, null));
            }
          }
        });
    boolean any = orders.values().stream().anyMatch(order -> order.kind.equals(ORDER));
    return orders.values().stream()
        .filter(order -> !any || order.kind.equals(ORDER))
        .sorted(Comparator.comparing(Order::placed))
        .toList();
  }

  private LocalDate placed(Mention mention) {
    Integer day = mention.subject().placedDay();
    return day == null ? day(mention.access().at()) : LocalDate.ofEpochDay(day);
  }

  /** Those that the list may mean. */
  private List<Order> choice(Victim victim, List<Order> orders) {
    LocalDate from = victim.from() == Victim.UNKNOWN ? LocalDate.MIN : day(victim.from());
    LocalDate by = victim.boughtBy() == Victim.UNKNOWN ? LocalDate.MAX : day(victim.boughtBy());
    LocalDate fraud = victim.to() == Victim.UNKNOWN ? LocalDate.MAX : day(victim.to());
    return orders.stream()
        .filter(order -> !order.placed.isBefore(from) && !order.placed.isAfter(by))
        .filter(order -> !order.placed.isAfter(fraud))
        .toList();
  }

  private LocalDate day(long ms) {
    return day(Instant.ofEpochMilli(ms));
  }

  private LocalDate day(Instant at) {
    return at.atZone(zone).toLocalDate();
  }
}
