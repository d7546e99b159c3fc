package io.whoread.collector.api;

import com.google.protobuf.ByteString;
import io.whoread.collector.canary.Canaries;
import io.whoread.collector.canary.CanaryView;
import io.whoread.collector.coverage.Coverages;
import io.whoread.collector.index.Index;
import io.whoread.collector.log.Log;
import io.whoread.collector.log.v1.Canary;
import io.whoread.collector.resolve.Resolver;
import io.whoread.collector.resolve.ResolverFailed;
import io.whoread.collector.resolve.Resolvers;
import io.whoread.collector.sample.Sample;
import io.whoread.collector.settings.SettingsException;
import io.whoread.collector.trace.CaseJson;
import io.whoread.collector.trace.CaseResult;
import io.whoread.collector.trace.CaseText;
import io.whoread.collector.trace.SourceName;
import io.whoread.collector.trace.TooManyReads;
import io.whoread.collector.trace.TrailTrace;
import io.whoread.collector.trace.Victim;
import io.whoread.collector.trace.VictimList;
import io.whoread.collector.trace.WaysOut;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * From a list of victims to who read of them. The numbers come in a request's body, are turned into
 * pseudonyms here, and are kept nowhere; that the list was traced, by whom and why, is in the log
 * before anything is told.
 */
@RestController
class TraceController {
  private final Index index;
  private final Sample sample;
  private final Log log;
  private final Actions actions;
  private final Coverages coverages;
  private final Keys keys;
  private final OtherWays otherWays;
  private final CanaryView canaries;
  private final Resolvers resolvers;
  private final ZoneId zone;
  private final InstantSource clock;
  private final TrailTrace trail;

  /** A trace takes up to some hundred MB of memory. */
  private final Semaphore room = new Semaphore(1);

  TraceController(
      Index index,
      Sample sample,
      Log log,
      Actions actions,
      Coverages coverages,
      Keys keys,
      OtherWays otherWays,
      CanaryView canaries,
      Resolvers resolvers,
      ZoneId zone,
      InstantSource clock) {
    this.index = index;
    this.sample = sample;
    this.log = log;
    this.actions = actions;
    this.coverages = coverages;
    this.keys = keys;
    this.otherWays = otherWays;
    this.canaries = canaries;
    this.resolvers = resolvers;
    this.zone = zone;
    this.clock = clock;
    this.trail = new TrailTrace(index, sample, log);
  }

  /**
   * @param list CSV; see {@link VictimList}
   * @param reason why, or a case number
   * @param zone of days and times without an offset; null for that of the rules
   * @param about persons to be told of, as "staff/E1"; null for none
   */
  record Wanted(String list, String reason, String zone, List<String> about) {}

  /**
   * @param id by which it is found again; see {@link KeptTraces}
   * @param at when it was traced
   * @param cases each as {@link CaseJson} has it, with {@code text}, as the command line tells it,
   *     and {@code identities}, what its lines are in the trail
   * @param problems what was left out of the list, or passed over, by line
   * @param compared what the victims were compared with, by kind
   * @param cover how far the time from the first purchase to the last fraud is covered
   * @param ways how the other ways out stood in that time
   * @param canaries lines that are canaries
   * @param unnamed what was made of columns that the list does not name; null where it does
   */
  record Traced(
      String id,
      Instant at,
      String reason,
      List<Map<String, Object>> cases,
      List<Problem> problems,
      List<TrailTrace.Compared> compared,
      Cover cover,
      List<WayOut> ways,
      List<Bait> canaries,
      VictimList.Unnamed unnamed) {}

  /**
   * @param fault label of a {@link VictimList.Fault}
   * @param sentence the same in English
   */
  record Problem(long line, String fault, String sentence) {
    private static Problem of(VictimList.Problem problem) {
      return new Problem(problem.line(), problem.fault().label(), problem.sentence());
    }
  }

  /**
   * A line of the list that is a canary.
   *
   * @param channelKind to whom alone it was given: "seller", "courier", "team"; empty for nobody
   * @param channel who that is
   */
  record Bait(long line, String label, String channelKind, String channel) {
    private static Bait of(long line, Canary canary) {
      return new Bait(line, canary.getLabel(), canary.getChannelKind(), canary.getChannel());
    }
  }

  /**
   * A way out that passes no service that is watched.
   *
   * @param name in the languages of the console, by their code
   * @param state the worst in which it stood: "uncovered", "imported", "covered", "none"
   * @param worst on how many days it stood so
   * @param days how many there are
   */
  record WayOut(String id, Map<String, String> name, String state, long worst, long days) {
    private static WayOut of(WaysOut.Standing way) {
      return new WayOut(
          way.id(),
          Map.of("en", way.en(), "zh", way.zh()),
          way.state().label(),
          way.worst(),
          way.days());
    }
  }

  @PostMapping("/api/trace")
  Traced trace(
      @RequestBody Wanted wanted, Authentication authentication, HttpServletRequest request)
      throws IOException {
    WaysOut ways = otherWays.now();
    ZoneId days = TimeRange.zone(wanted.zone(), zone);
    ListedVictims listed = ListedVictims.read(wanted.list(), days, keys.all(), index);
    List<SourceName> about = about(wanted.about());
    String reason = listed.reason(wanted.reason());
    if (!room.tryAcquire()) {
      throw new Refusal(503, "busy", "Another list is being traced: try again in a moment.");
    }
    try {
      Resolver resolver = resolver(listed);
      if (resolver == null) {
        listed.leaveOutWithoutNumber();
        if (!listed.victims().isEmpty()) {
          actions.traced(Person.of(authentication), listed.pseudonyms(), reason);
        }
      } else {
        resolve(listed, resolver, Person.of(authentication), reason);
      }
      if (listed.victims().isEmpty()) {
        return new Traced(
            null,
            clock.instant(),
            reason,
            List.of(),
            problems(listed.list().problems()),
            List.of(),
            null,
            List.of(),
            List.of(),
            listed.list().unnamed());
      }
      // Who is not found now may be found later, and so may what the others are compared with.
      Certainty.ofNothing(index);
      CaughtUp.await(sample, log);
      Traced traced =
          answer(
              listed,
              reason,
              trail.trace(listed.list().cases(), listed.numbers(), about, days),
              ways);
      KeptTraces.keep(request.getSession(false), traced);
      return traced;
    } catch (TooManyReads e) {
      throw Refusal.badRequest(
          "too-many-reads",
          "The list names what was read too often to be anybody's own order: leave such numbers"
              + " out.");
    } finally {
      room.release();
    }
  }

  /** A result that this session was given before. */
  @GetMapping("/api/trace")
  Traced again(@RequestParam String id, HttpServletRequest request) {
    Traced traced = KeptTraces.find(request.getSession(false), id);
    if (traced == null) {
      throw Refusal.notFound(
          "no-such-trace", "This result is no longer held: trace the list once more.");
    }
    return traced;
  }

  /** The one to ask for those without a number; null where there are none, or there is none. */
  private Resolver resolver(ListedVictims listed) {
    int lines = listed.withoutNumber().size();
    Resolver resolver = lines == 0 ? null : configured();
    if (resolver != null && lines > Resolver.MOST_QUESTIONS) {
      throw Refusal.badRequest(
          "too-many-questions",
          "%d lines of the list have no order number: at most %d at a time."
              .formatted(lines, Resolver.MOST_QUESTIONS));
    }
    return resolver;
  }

  private Resolver configured() {
    try {
      return resolvers.now().orElse(null);
    } catch (SettingsException e) {
      throw new Refusal(503, "bad-resolver", e.getMessage(), e);
    }
  }

  /** That it was asked is written down also where it does not answer. */
  private void resolve(ListedVictims listed, Resolver resolver, Person person, String reason) {
    int lines = listed.withoutNumber().size();
    try {
      listed.resolve(resolver, clock.instant());
    } catch (ResolverFailed e) {
      actions.traced(person, listed.pseudonyms(), reason, resolver.name(), lines);
      throw new Refusal(
          503,
          "resolver-failed",
          "Nothing was traced: the resolver %s %s. %d lines of the list have no order number; without them it can be traced."
              .formatted(resolver.name(), e.getMessage(), lines),
          e);
    }
    actions.traced(person, listed.pseudonyms(), reason, resolver.name(), lines);
  }

  private static List<SourceName> about(List<String> persons) {
    List<SourceName> about = new ArrayList<>();
    for (String person : persons == null ? List.<String>of() : persons) {
      int end = person == null ? -1 : person.indexOf('/');
      if (end < 1 || end == person.length() - 1) {
        throw Refusal.badRequest(
            "bad-about", "`about` must be roles and ids, each such as staff/E1.");
      }
      about.add(new SourceName(person.substring(0, end), person.substring(end + 1)));
    }
    return about;
  }

  private Traced answer(
      ListedVictims listed, String reason, TrailTrace.Answer answer, WaysOut ways) {
    List<Victim> victims = listed.victims();
    List<Map<String, Object>> cases = new ArrayList<>();
    Instant now = clock.instant();
    for (CaseResult traced : answer.cases()) {
      CaseResult each = traced.watched(partly(traced, now));
      Map<String, Object> json = CaseJson.of(each);
      StringWriter text = new StringWriter();
      List<TrailTrace.Identity> identities = answer.identities().get(each.name());
      CaseText teller = new CaseText(new PrintWriter(text));
      teller.print(each);
      teller.resolved(identities);
      json.put("text", text.toString());
      json.put("identities", identities.stream().map(TraceController::identity).toList());
      cases.add(json);
    }
    long from =
        victims.stream()
            .mapToLong(Victim::from)
            .filter(each -> each != Victim.UNKNOWN)
            .min()
            .orElse(TimeRange.ever(clock).from().toEpochMilli());
    long to =
        victims.stream()
            .mapToLong(Victim::to)
            .map(each -> each == Victim.UNKNOWN ? now.toEpochMilli() : each)
            .max()
            .orElseThrow();
    TimeRange range =
        new TimeRange(Instant.ofEpochMilli(from), Instant.ofEpochMilli(Math.max(from + 1, to)));
    return new Traced(
        UUID.randomUUID().toString(),
        now,
        reason,
        cases,
        problems(
            Stream.concat(listed.list().problems().stream(), answer.problems().stream()).toList()),
        answer.compared(),
        Cover.of(coverages, range, now),
        ways
            .over(
                range.from().atZone(zone).toLocalDate(),
                range.to().minusMillis(1).atZone(zone).toLocalDate())
            .stream()
            .map(WayOut::of)
            .toList(),
        baits(listed),
        listed.list().unnamed());
  }

  private static List<Problem> problems(List<VictimList.Problem> problems) {
    return problems.stream()
        .sorted(Comparator.comparingLong(VictimList.Problem::line))
        .map(Problem::of)
        .toList();
  }

  /** Lines of the victims in whose times not all services were watched. */
  private Set<Long> partly(CaseResult traced, Instant now) {
    // Several victims may have the same time.
    Map<TimeRange, Boolean> known = new HashMap<>();
    return traced.windows().stream()
        .filter(
            window ->
                !known.computeIfAbsent(
                    new TimeRange(
                        Instant.ofEpochMilli(window.from()), Instant.ofEpochMilli(window.to() + 1)),
                    time -> coverages.holes(time.from(), time.to(), now).isEmpty()))
        .map(window -> window.victim().line())
        .collect(Collectors.toSet());
  }

  /** Who has a canary that was given to one alone has it from there. */
  private List<Bait> baits(ListedVictims listed) {
    Canaries known = canaries.canaries();
    List<Bait> baits = new ArrayList<>();
    for (Victim victim : listed.victims()) {
      listed
          .of(victim)
          .flatMap(each -> known.of(ByteString.copyFrom(each)).stream())
          .findFirst()
          .ifPresent(canary -> baits.add(Bait.of(victim.line(), canary.canary())));
    }
    return baits;
  }

  private static Map<String, Object> identity(TrailTrace.Identity identity) {
    return Map.of(
        "line", identity.line(),
        "kind", identity.kind(),
        "subject", Subjects.names(identity.pseudonyms()),
        "candidates", identity.candidates(),
        "resolved", identity.resolved());
  }
}
