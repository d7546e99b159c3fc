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

/**
 * What the numbers of a list are in the trail. A number is tried as every kind of subject; of a
 * customer's number the orders that were placed when the list says so, of which the last before the
 * fraud is traced: for each victim one subject, as for all that it is compared with.
 */
final class TrailVictims {
  private static final String CUSTOMER = "customer";
  private static final String ORDER = "order";

  /** What a number is taken for where it is several things. */
  private static final List<String> RANK =
      List.of(ORDER, "sub-order", "parent", "waybill", "after-sale");

  /** A list of a thousand victims, each read a hundred times. */
  private static final int MOST_READS = 100_000;

  private final ZoneId zone;
  private final Mentions all;
  private Mentions orders;

  private TrailVictims(ZoneId zone, Mentions all) {
    this.zone = zone;
    this.all = all;
  }

  /**
   * A victim as the trail knows it.
   *
   * @param kind of what is traced: "order" ...
   * @param pseudonyms of what is traced: one, or one for each key
   * @param candidates how many orders of a customer there were to choose from; 1 for any other
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
   * @param numbers what was made of the numbers: by the victim's subject, of each kind the
   *     pseudonyms
   * @param zone in which purchases are told by days
   * @throws TooManyReads where the list names what everybody reads
   */
  static Resolved resolve(
      Index index,
      Collection<List<Victim>> cases,
      Map<ReadTable.Subject, Map<String, List<byte[]>>> numbers,
      ZoneId zone)
      throws IOException {
    List<byte[]> asked = new ArrayList<>();
    numbers.values().forEach(kinds -> kinds.values().forEach(asked::addAll));
    TrailVictims trail = new TrailVictims(zone, Mentions.of(index, asked, MOST_READS));
    return trail.resolve(index, cases, numbers);
  }

  private Resolved resolve(
      Index index,
      Collection<List<Victim>> cases,
      Map<ReadTable.Subject, Map<String, List<byte[]>>> numbers)
      throws IOException {
    Map<Victim, List<Order>> bought = new HashMap<>();
    List<byte[]> chosen = new ArrayList<>();
    for (List<Victim> victims : cases) {
      for (Victim victim : victims) {
        Map<String, List<byte[]>> kinds = numbers.get(victim.subject());
        if (CUSTOMER.equals(kind(kinds))) {
          List<Order> orders = ordersOf(kinds.get(CUSTOMER));
          bought.put(victim, orders);
          choice(victim, orders).forEach(order -> chosen.add(order.pseudonym));
        }
      }
    }
    orders = Mentions.of(index, chosen, MOST_READS);
    Resolved resolved = new Resolved(new HashMap<>(), new ArrayList<>(), new ArrayList<>());
    for (List<Victim> victims : cases) {
      Set<ReadTable.Subject> met = new LinkedHashSet<>();
      for (Victim victim : victims) {
        take(victim, numbers.get(victim.subject()), bought.get(victim), met, resolved);
      }
    }
    return resolved;
  }

  private void take(
      Victim victim,
      Map<String, List<byte[]>> kinds,
      List<Order> bought,
      Set<ReadTable.Subject> met,
      Resolved resolved) {
    String kind = kind(kinds);
    if (kind == null) {
      resolved.unread.add(victim);
      return;
    }
    Found found;
    if (bought == null || bought.isEmpty()) {
      found = found(victim, kind, kinds.get(kind), 1, all);
    } else {
      List<Order> choice = choice(victim, bought);
      if (choice.isEmpty()) {
        leftOut(
            resolved,
            victim,
            Fault.NOTHING_BOUGHT,
            "this customer bought nothing then that was read");
        return;
      }
      found =
          found(
              victim,
              choice.getLast().kind,
              List.of(choice.getLast().pseudonym),
              choice.size(),
              orders);
    }
    if (met.add(found.victim.subject())) {
      resolved.found.put(victim, found);
    } else {
      leftOut(resolved, victim, Fault.TWICE, "another line is about the same order");
    }
  }

  private static void leftOut(Resolved resolved, Victim victim, Fault fault, String why) {
    resolved.problems.add(new VictimList.Problem(victim.line(), fault, "left out: " + why));
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
   * @param placed the day; where the record does not tell that of the first read
   */
  private record Order(String kind, byte[] pseudonym, LocalDate placed) {}

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
              orders.put(subject.id(), new Order(subject.kind(), pseudonym, placed));
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
