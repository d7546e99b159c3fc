package io.whoread.collector.api;

import io.whoread.collector.alert.AlertFilter;
import io.whoread.collector.alert.AlertRow;
import io.whoread.collector.alert.Alerts;
import io.whoread.collector.alert.v1.Alert;
import io.whoread.collector.alert.v1.Severity;
import io.whoread.collector.coverage.Coverages;
import io.whoread.collector.index.AccessFilter;
import io.whoread.collector.index.AccessRow;
import io.whoread.collector.index.ActorId;
import io.whoread.collector.index.Index;
import io.whoread.record.PersonalId;
import io.whoread.record.PseudonymKey;
import io.whoread.record.Pseudonyms;
import java.io.IOException;
import java.text.Normalizer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * From a real number to those who read it. The number comes in a request's body, is turned into
 * pseudonyms here, and is kept nowhere: what is written down, answered and put into addresses are
 * the pseudonyms. The look-up is in the log before any reader is named.
 */
@RestController
class LookupController {
  /**
   * What a number on a shipping label or in a complaint may identify, whatever the records name.
   */
  private static final List<String> KINDS =
      List.of("order", "waybill", "customer", "parent", "sub-order", "after-sale");

  private static final Duration USUAL = Duration.ofDays(90);
  static final int LONGEST_NUMBER = 128;
  private static final int MOST_READERS = 200;
  private static final int MOST_ALERTS = 1_000;
  private static final int PAGE = 200;
  private static final int MOST_DETAILED = 2_000;
  private static final Pattern ALERT = Pattern.compile("[0-9a-f]{16}");

  /** An IPv4 or IPv6 address, and no phone number. */
  static final Pattern ADDRESS =
      Pattern.compile("(\\d{1,3}\\.){3}\\d{1,3}|[0-9a-fA-F:]*:[0-9a-fA-F]*:[0-9a-fA-F:.]*");

  private static final Pattern NUMBER = Pattern.compile("(?=.*\\d)[\\p{Alnum}_./#-]{4,128}");

  private final Index index;
  private final Alerts alerts;
  private final Actions actions;
  private final Openings openings;
  private final Coverages coverages;
  private final Keys keys;
  private final InstantSource clock;

  LookupController(
      Index index,
      Alerts alerts,
      Actions actions,
      Openings openings,
      Coverages coverages,
      Keys keys,
      InstantSource clock) {
    this.index = index;
    this.alerts = alerts;
    this.actions = actions;
    this.openings = openings;
    this.coverages = coverages;
    this.keys = keys;
    this.clock = clock;
  }

  record Lookup(String number, String reason) {}

  /**
   * @param subject the pseudonyms to ask for readers with
   * @param things what the number is in the trail: it may be an order's and a customer's
   * @param found whether the trail holds a read of any of them
   * @param personal whether what was typed looks like a phone number, an e-mail address or an
   *     identity number: it is found only where a service takes such a value for an id
   * @param cover of all the time that was looked at, where it holds none; else null
   */
  record Found(String subject, List<Thing> things, boolean found, boolean personal, Cover cover) {}

  /**
   * @param kind "order", "customer" ...
   * @param subject its pseudonyms: one, or one for each key
   */
  record Thing(String kind, String subject) {}

  record Search(String text) {}

  /**
   * @param kind "actor", "alert", "address", "subject", "number", or "nothing"
   * @param id what was found; null for a number, which is not repeated
   * @param roles of an actor: where there are several, the id stands for as many people
   */
  record Hit(String kind, String id, List<String> roles) {
    private Hit(String kind, String id) {
      this(kind, id, List.of());
    }
  }

  /**
   * @param things what was asked for, kind by kind, as far as the latest accesses tell: where there
   *     are several, these readers are not all of one
   * @param detailed how many of the accesses, from the latest, the readers' forms and fields are
   *     told from: fewer than {@code accesses} where there are very many
   * @param more whether there are more readers than these
   * @param cover how far the range of time is covered; where a trail begins, only of services
   *     through which it was read
   */
  record Readers(
      String subject,
      List<Thing> things,
      Instant from,
      Instant to,
      long accesses,
      Instant first,
      Instant last,
      int detailed,
      boolean more,
      List<Reader> readers,
      Cover cover) {}

  /**
   * @param forms in which the subject was read: "listed", "opened" ...
   * @param plain kinds of its data that went to the reader in plain
   * @param masked kinds that went to the reader masked, and never in plain
   * @param elsewhere kinds that left in plain, and not to the reader: into a log, a cache, to
   *     another service
   * @param touched kinds that code read and nothing saw leaving: an export may hold them
   * @param untold kinds that a file says were read, and not whether in plain
   * @param through where none of these reads was of the subject itself: the kinds of those that
   *     were read and are linked with it, such as the orders of a customer
   * @param linked kinds of those that it names and that some of these fields were read of, such as
   *     the customer of an order
   * @param alert id of an urgent alert about this person in the range of time; null where none is
   */
  record Reader(
      String actor,
      String role,
      long accesses,
      Instant last,
      Set<String> forms,
      Set<String> plain,
      Set<String> masked,
      Set<String> elsewhere,
      Set<String> touched,
      Set<String> untold,
      Set<String> through,
      Set<String> linked,
      String alert) {}

  /** What a text typed into the search box means, by its shape and by what there is. */
  @PostMapping("/api/search")
  Hit search(@RequestBody Search search) throws IOException {
    String text =
        search.text() == null
            ? ""
            : Normalizer.normalize(search.text(), Normalizer.Form.NFKC).strip();
    if (text.isEmpty() || text.length() > LONGEST_NUMBER) {
      throw Refusal.badRequest("bad-search", "Type 1 to 128 characters.");
    }
    if (ALERT.matcher(text).matches() && alerts.get(text).isPresent()) {
      return new Hit("alert", text);
    }
    if (Subjects.isName(text)) {
      return new Hit("subject", text);
    }
    if (ADDRESS.matcher(text).matches()) {
      return new Hit("address", text);
    }
    for (String id :
        new LinkedHashSet<>(
            List.of(text, text.toUpperCase(Locale.ROOT), text.toLowerCase(Locale.ROOT)))) {
      List<String> roles = List.copyOf(index.roles(id));
      if (!roles.isEmpty()) {
        return new Hit("actor", id, roles);
      }
    }
    if (NUMBER.matcher(text).matches()) {
      return new Hit("number", null);
    }
    Certainty.ofNothing(index);
    return new Hit("nothing", null);
  }

  @PostMapping("/api/lookup")
  Found lookUp(@RequestBody Lookup lookup, Authentication authentication) throws IOException {
    String number = lookup.number() == null ? "" : lookup.number().strip();
    if (number.isEmpty() || number.length() > LONGEST_NUMBER) {
      throw Refusal.badRequest("bad-number", "Type the order or waybill number.");
    }
    String reason = Openings.reason(lookup.reason(), number);
    Map<String, List<byte[]>> made = pseudonyms(number, keys.all(), index);
    actions.lookedUp(
        Person.of(authentication), made.values().stream().flatMap(List::stream).toList(), reason);
    Map<String, List<byte[]>> read = new LinkedHashMap<>();
    for (Map.Entry<String, List<byte[]>> each : made.entrySet()) {
      for (byte[] pseudonym : each.getValue()) {
        if (!index.accesses(ever().ofSubjects(List.of(pseudonym)), null, 1).isEmpty()) {
          read.computeIfAbsent(each.getKey(), unused -> new ArrayList<>()).add(pseudonym);
        }
      }
    }
    boolean found = !read.isEmpty();
    if (!found) {
      Certainty.ofNothing(index);
    }
    return new Found(
        Subjects.names(
            found ? read.values().stream().flatMap(List::stream).toList() : made.get("order")),
        read.entrySet().stream()
            .map(each -> new Thing(each.getKey(), Subjects.names(each.getValue())))
            .toList(),
        found,
        PersonalId.holdsPersonal(number),
        found ? null : Cover.of(coverages, TimeRange.ever(clock), clock.instant()));
  }

  /**
   * A number as everything that it may be: by kind, the pseudonyms under each key.
   *
   * @param keys the newest first
   */
  static Map<String, List<byte[]>> pseudonyms(String number, List<PseudonymKey> keys, Index index) {
    // A service may have kinds of its own: it takes all of them to say that there is no read.
    Set<String> kinds = new LinkedHashSet<>(KINDS);
    kinds.addAll(index.kinds());
    Map<String, List<byte[]>> made = new LinkedHashMap<>();
    for (PseudonymKey key : keys) {
      Pseudonyms with = new Pseudonyms(key);
      kinds.forEach(
          kind ->
              made.computeIfAbsent(kind, unused -> new ArrayList<>()).add(with.of(kind, number)));
    }
    return made;
  }

  /** Who read a subject, the latest first. */
  @GetMapping("/api/readers")
  Readers readers(
      @RequestParam String subject,
      @RequestParam(required = false) String from,
      @RequestParam(required = false) String to,
      Authentication authentication)
      throws IOException {
    List<byte[]> pseudonyms = Subjects.parse(subject);
    TimeRange range = TimeRange.of(from, to, USUAL, clock);
    openings.follow(Person.of(authentication), pseudonyms);
    AccessFilter filter = AccessFilter.between(range.from(), range.to()).ofSubjects(pseudonyms);
    Index.Totals totals = index.totals(filter);
    if (totals.accesses() == 0) {
      Certainty.ofNothing(index);
    }
    Ways ways = Ways.of(index, filter, Subjects.hex(pseudonyms));
    List<Index.ActorTotal> readers = index.actors(filter, MOST_READERS + 1);
    Map<ActorId, String> urgent = urgent(range);
    return new Readers(
        subject,
        ways.things(),
        range.from(),
        range.to(),
        totals.accesses(),
        totals.first(),
        totals.last(),
        ways.rows,
        readers.size() > MOST_READERS,
        readers.stream()
            .limit(MOST_READERS)
            .map(one -> ways.reader(one, urgent.get(new ActorId(one.role(), one.actor()))))
            .sorted(Comparator.comparing(Reader::last).reversed())
            .toList(),
        // Where another service's trail begins says nothing about what it never had.
        Cover.of(
            coverages,
            range,
            clock.instant(),
            hole -> hole.isDoubt() || ways.mayBeThrough(hole.service(), totals.accesses())));
  }

  /** The latest urgent alert about each person. */
  private Map<ActorId, String> urgent(TimeRange range) {
    AlertFilter filter =
        new AlertFilter(range.from(), range.to(), null, null, null, Severity.URGENT);
    Map<ActorId, String> urgent = new HashMap<>();
    for (AlertRow row : alerts.list(filter, null, MOST_ALERTS)) {
      Alert alert = row.alert();
      if (!alert.getActor().isEmpty()) {
        urgent.putIfAbsent(new ActorId(alert.getRole(), alert.getActor()), alert.getId());
      }
    }
    return urgent;
  }

  /** How each reader came to see a subject, from the latest accesses. */
  private static final class Ways {
    private final Map<ActorId, Set<String>> forms = new HashMap<>();
    private final Map<ActorId, Set<String>> plain = new HashMap<>();
    private final Map<ActorId, Set<String>> masked = new HashMap<>();
    private final Map<ActorId, Set<String>> elsewhere = new HashMap<>();
    private final Map<ActorId, Set<String>> touched = new HashMap<>();
    private final Map<ActorId, Set<String>> untold = new HashMap<>();
    private final Map<ActorId, Set<String>> through = new HashMap<>();
    private final Map<ActorId, Set<String>> linked = new HashMap<>();
    private final Set<ActorId> itself = new HashSet<>();
    private final Set<String> services = new HashSet<>();
    // Pseudonyms by kind.
    private final Map<String, Set<String>> named = new TreeMap<>();
    private int rows;

    private static Ways of(Index index, AccessFilter filter, Set<String> pseudonyms)
        throws IOException {
      Ways ways = new Ways();
      List<AccessRow> page;
      AccessRow.Cursor after = null;
      do {
        page = index.accesses(filter, after, PAGE);
        for (AccessRow row : page) {
          ways.add(AccessView.of(row, pseudonyms));
          row.subjects().forEach(subject -> ways.name(subject, pseudonyms));
          ways.services.add(row.service());
          after = row.cursor();
        }
        ways.rows += page.size();
      } while (page.size() == PAGE && ways.rows < MOST_DETAILED);
      return ways;
    }

    /** Whether a subject may have been read through a service, for all that its accesses tell. */
    private boolean mayBeThrough(String service, long accesses) {
      return accesses == 0 || rows < accesses || services.contains(service);
    }

    private void add(AccessView access) {
      ActorId who = new ActorId(access.role(), access.actor());
      of(forms, who).add(access.form());
      of(plain, who).addAll(access.plain());
      of(masked, who).addAll(access.masked());
      of(elsewhere, who).addAll(access.elsewhere());
      of(access.imported() ? untold : touched, who).addAll(access.touched());
      of(through, who).addAll(access.through());
      of(linked, who).addAll(access.linked());
      if (access.through().isEmpty()) {
        itself.add(who);
      }
    }

    private void name(AccessRow.SubjectRow subject, Set<String> pseudonyms) {
      if (pseudonyms.contains(subject.id())) {
        named.computeIfAbsent(subject.kind(), unused -> new TreeSet<>()).add(subject.id());
      }
      for (AccessRow.LinkRow link : subject.links()) {
        if (pseudonyms.contains(link.id())) {
          named.computeIfAbsent(link.kind(), unused -> new TreeSet<>()).add(link.id());
        }
      }
    }

    private List<Thing> things() {
      return named.entrySet().stream()
          .map(
              each ->
                  new Thing(
                      each.getKey(),
                      each.getValue().stream()
                          .map(Subjects::name)
                          .collect(Collectors.joining(","))))
          .toList();
    }

    private Reader reader(Index.ActorTotal one, String alert) {
      ActorId who = new ActorId(one.role(), one.actor());
      of(masked, who).removeAll(of(plain, who));
      of(touched, who).removeAll(of(plain, who));
      of(touched, who).removeAll(of(masked, who));
      of(elsewhere, who).removeAll(of(plain, who));
      of(touched, who).removeAll(of(elsewhere, who));
      of(untold, who).removeAll(of(plain, who));
      of(untold, who).removeAll(of(masked, who));
      return new Reader(
          one.actor(),
          one.role(),
          one.accesses(),
          one.last(),
          of(forms, who),
          of(plain, who),
          of(masked, who),
          of(elsewhere, who),
          of(touched, who),
          of(untold, who),
          itself.contains(who) ? Set.of() : of(through, who),
          of(linked, who),
          alert);
    }

    private static Set<String> of(Map<ActorId, Set<String>> ways, ActorId who) {
      return ways.computeIfAbsent(who, unused -> new TreeSet<>());
    }
  }

  private AccessFilter ever() {
    TimeRange ever = TimeRange.ever(clock);
    return AccessFilter.between(ever.from(), ever.to());
  }
}
