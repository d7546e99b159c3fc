package io.whoread.collector.api;

import io.whoread.collector.csv.CsvException;
import io.whoread.collector.index.Index;
import io.whoread.collector.resolve.Order;
import io.whoread.collector.resolve.Question;
import io.whoread.collector.resolve.Resolver;
import io.whoread.collector.resolve.ResolverFailed;
import io.whoread.collector.trace.Candidate;
import io.whoread.collector.trace.Contact;
import io.whoread.collector.trace.Numbers;
import io.whoread.collector.trace.ReadTable;
import io.whoread.collector.trace.Victim;
import io.whoread.collector.trace.VictimList;
import io.whoread.record.PseudonymKey;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A list of victims and what was made of it, for the time of one request: what was typed is held
 * here and nowhere else.
 */
final class ListedVictims {
  /** Their pseudonyms are one entry of the log. */
  private static final int MOST = 1_000;

  private static final int LONGEST = 1_000_000;

  /** A shorter number stands in many a reason by chance; a name has two characters. */
  private static final int SHORTEST_TOLD = 4;

  private static final int SHORTEST_NAME = 2;
  private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");

  private final List<PseudonymKey> keys;
  private final Index index;
  private final Map<ReadTable.Subject, Map<String, List<byte[]>>> made = new HashMap<>();
  private final Map<ReadTable.Subject, List<Candidate>> resolved = new HashMap<>();
  private final List<String> written = new ArrayList<>();
  private VictimList.Parsed list;

  private ListedVictims(List<PseudonymKey> keys, Index index) {
    this.keys = keys;
    this.index = index;
  }

  /**
   * @param text CSV; see {@link VictimList}
   * @param zone of days and times without an offset
   * @param keys the newest first
   */
  static ListedVictims read(String text, ZoneId zone, List<PseudonymKey> keys, Index index)
      throws IOException {
    if (text == null || text.isBlank()) {
      throw Refusal.badRequest(
          "empty-list", "The list is empty: one victim a line, an order number is enough.");
    }
    if (text.length() > LONGEST) {
      throw Refusal.badRequest(
          "long-list",
          "The list is too long: at most %,d victims, %,d characters.".formatted(MOST, LONGEST));
    }
    ListedVictims listed = new ListedVictims(keys, index);
    try {
      listed.list = VictimList.read(new StringReader(text), zone, listed::subject);
    } catch (CsvException e) {
      throw new Refusal(
          400,
          "bad-list",
          "The list" + (e.line() > 0 ? ", line " + e.line() : "") + ": " + e.getMessage() + ".",
          e);
    }
    int victims = listed.victims().size();
    if (victims > MOST) {
      throw Refusal.badRequest(
          "too-many-victims",
          "The list names " + victims + " victims: at most " + MOST + " at a time.");
    }
    return listed;
  }

  private ReadTable.Subject subject(String number) {
    Map<String, List<byte[]>> kinds = LookupController.pseudonyms(number, keys, index);
    ReadTable.Subject subject = ReadTable.Subject.of(kinds.get("order").getFirst());
    made.put(subject, kinds);
    written.add(number);
    return subject;
  }

  /** A reason in which nothing of the list stands. */
  String reason(String text) {
    String reason = Openings.reason(text, null);
    Stream.concat(
            Stream.concat(written.stream(), contacts().map(Contact::phone))
                .filter(number -> number != null && number.length() >= SHORTEST_TOLD),
            contacts()
                .map(Contact::name)
                .filter(name -> name != null && name.length() >= SHORTEST_NAME))
        .forEach(each -> Openings.reason(text, each));
    return reason;
  }

  private Stream<Contact> contacts() {
    return list.contacts().values().stream();
  }

  VictimList.Parsed list() {
    return list;
  }

  List<Victim> victims() {
    return list.cases().values().stream().flatMap(List::stream).toList();
  }

  /** Those of whom the list has no order number, and who are not left out. */
  List<Victim> withoutNumber() {
    return victims().stream()
        .filter(victim -> list.contacts().containsKey(victim.subject()))
        .toList();
  }

  Numbers numbers() {
    return new Numbers(made, resolved);
  }

  /** Leaves out those of whom the list has no order number. */
  void leaveOutWithoutNumber() {
    list =
        list.withoutContacts(
            "has a phone or a name and no order number; no resolver is configured (docs/trace.md)");
  }

  /**
   * Asks for the orders of those of whom the list has no number, and leaves out those that the
   * resolver does not know, or of whom it knows too many.
   *
   * @param now the latest time of a purchase that is not told
   * @throws ResolverFailed where not all of them could be asked for: then nothing has changed
   */
  void resolve(Resolver resolver, Instant now) {
    List<Victim> asked = withoutNumber();
    List<List<Order>> orders =
        resolver.orders(asked.stream().map(victim -> question(victim, now)).toList());
    Map<Victim, VictimList.Problem> leftOut = new HashMap<>();
    for (int i = 0; i < asked.size(); i++) {
      Victim victim = asked.get(i);
      List<Order> each = orders.get(i);
      if (each.isEmpty()) {
        leftOut.put(
            victim,
            VictimList.leftOut(
                victim, VictimList.Fault.NOT_RESOLVED, resolver.name() + " knows no such order"));
      } else if (each.size() > Resolver.MOST_ORDERS) {
        leftOut.put(
            victim,
            VictimList.leftOut(
                victim,
                VictimList.Fault.TOO_MANY_ORDERS,
                "%s knows more than %d such orders: say more closely when it was bought"
                    .formatted(resolver.name(), Resolver.MOST_ORDERS)));
      } else {
        resolved.put(victim.subject(), candidates(each));
      }
    }
    list = list.without(leftOut::get);
  }

  private Question question(Victim victim, Instant now) {
    Contact contact = list.contacts().get(victim.subject());
    Instant to =
        Stream.of(victim.boughtBy(), victim.to())
            .filter(each -> each != Victim.UNKNOWN)
            .map(Instant::ofEpochMilli)
            .min(Instant::compareTo)
            .orElse(now);
    Instant from = victim.from() == Victim.UNKNOWN ? EARLIEST : Instant.ofEpochMilli(victim.from());
    return new Question(contact.phone(), contact.name(), from, to);
  }

  private List<Candidate> candidates(List<Order> orders) {
    // A query may tell an order once for each of its items.
    Map<String, Candidate> candidates = new LinkedHashMap<>();
    for (Order order : orders) {
      candidates.computeIfAbsent(
          order.number(),
          number ->
              new Candidate(LookupController.pseudonyms(number, keys, index), order.placed()));
    }
    return List.copyOf(candidates.values());
  }

  /** For the log: one pseudonym for each number, as if it were an order's, under the newest key. */
  List<byte[]> pseudonyms() {
    return victims().stream()
        .flatMap(
            victim ->
                list.contacts().containsKey(victim.subject())
                    ? resolved.getOrDefault(victim.subject(), List.of()).stream()
                        .map(each -> ReadTable.Subject.of(each.kinds().get("order").getFirst()))
                    : Stream.of(victim.subject()))
        .distinct()
        .map(ListedVictims::bytes)
        .toList();
  }

  private static byte[] bytes(ReadTable.Subject subject) {
    return ByteBuffer.allocate(16).putLong(subject.high()).putLong(subject.low()).array();
  }

  /** All that a victim may be in the trail. */
  Stream<byte[]> of(Victim victim) {
    Stream<Map<String, List<byte[]>>> kinds =
        list.contacts().containsKey(victim.subject())
            ? resolved.getOrDefault(victim.subject(), List.of()).stream().map(Candidate::kinds)
            : Stream.of(made.get(victim.subject()));
    return kinds.flatMap(each -> each.values().stream()).flatMap(List::stream);
  }
}
