package io.whoread.collector.api;

import io.whoread.collector.alert.AlertFilter;
import io.whoread.collector.alert.AlertRow;
import io.whoread.collector.alert.Alerts;
import io.whoread.collector.api.login.AccountRole;
import io.whoread.collector.coverage.Coverages;
import io.whoread.collector.detect.Detector;
import io.whoread.collector.detect.Workplace;
import io.whoread.collector.index.AccessFilter;
import io.whoread.collector.index.ActorId;
import io.whoread.collector.index.Index;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** A person's reads in pictures and totals, and who reads most. */
@RestController
class ActorController {
  private static final Duration USUAL = Duration.ofDays(30);
  private static final int MOST_ALERTS = 100;
  private static final int MOST_OPEN = 1_000;

  private final Index index;
  private final Alerts alerts;
  private final AlertView.Teller teller;
  private final Detector detector;
  private final Openings openings;
  private final Coverages coverages;
  private final InstantSource clock;
  private final ZoneId zone;

  ActorController(
      Index index,
      Alerts alerts,
      AlertView.Teller teller,
      Detector detector,
      Openings openings,
      Coverages coverages,
      InstantSource clock,
      ZoneId zone) {
    this.index = index;
    this.alerts = alerts;
    this.teller = teller;
    this.detector = detector;
    this.openings = openings;
    this.coverages = coverages;
    this.clock = clock;
    this.zone = zone;
  }

  /**
   * @param role may be left out where the actor's id stands for one person only
   */
  record Opening(String actor, String role, String reason) {}

  /**
   * @param actor empty for reads that are nobody's
   * @param team null where none is known, as for the days of work
   * @param firstDay of work
   * @param lastDay of work, for who has left
   * @param heatmap accesses by day of the week, Monday first, and hour
   * @param heatmapSubjects subjects likewise, each once an hour
   * @param shift the hours in which the person works, likewise in {@code zone}; null where there
   *     are none to keep to
   * @param shiftHours as the person's calendar has them: "09:00-18:00"; null likewise
   * @param shiftZone in which the calendar is in force; null likewise
   * @param cover how far the range of time is covered; null for the person themselves, who need not
   *     know when nobody is looking
   */
  record Actor(
      String actor,
      String role,
      String team,
      LocalDate firstDay,
      LocalDate lastDay,
      Instant from,
      Instant to,
      String zone,
      long accesses,
      long subjects,
      Instant first,
      Instant last,
      long[][] heatmap,
      long[][] heatmapSubjects,
      boolean[][] shift,
      String shiftHours,
      String shiftZone,
      List<TodayController.Day> days,
      List<AlertView> alerts,
      Cover cover) {}

  /**
   * @param more whether there are more people than these, the ones who read most
   * @param cover how far the range of time is covered
   */
  record People(Instant from, Instant to, boolean more, List<Reader> people, Cover cover) {}

  /**
   * @param alert id of the gravest of the person's alerts that are not settled; null where there is
   *     none
   * @param severity of it; null likewise
   * @param risk of the person now
   */
  record Reader(
      String actor,
      String role,
      long subjects,
      long accesses,
      Instant last,
      String alert,
      String severity,
      double risk) {}

  @PostMapping("/api/actor/open")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void open(@RequestBody Opening opening, Authentication authentication) throws IOException {
    openings.open(Person.of(authentication), opening.actor(), opening.role(), opening.reason());
  }

  @GetMapping("/api/actor")
  Actor actor(
      @RequestParam(required = false) String actor,
      @RequestParam(required = false) String role,
      @RequestParam(required = false) String alert,
      @RequestParam(required = false) String from,
      @RequestParam(required = false) String to,
      @RequestParam(name = "zone", required = false) String zoneName,
      Authentication authentication)
      throws IOException {
    Person person = Person.of(authentication);
    ActorId who = openings.require(person, actor, role, alert);
    TimeRange range = TimeRange.of(from, to, USUAL, clock);
    ZoneId zone = TimeRange.zone(zoneName, this.zone);
    AccessFilter filter = AccessFilter.between(range.from(), range.to()).ofActor(who);
    Index.Totals totals = index.totals(filter);
    if (totals.accesses() == 0) {
      Certainty.ofNothing(index);
    }
    LocalDate first = range.from().atZone(zone).toLocalDate();
    LocalDate last = range.to().minusMillis(1).atZone(zone).toLocalDate();
    Index.Heatmap heatmap = index.heatmap(filter, zone);
    Workplace place = detector.workplace(who.id(), who.role(), zone, range.to());
    Workplace.Shift shift = who.id().isEmpty() ? null : place.shift();
    return new Actor(
        who.id(),
        who.role(),
        place.team(),
        place.firstDay(),
        place.lastDay(),
        range.from(),
        range.to(),
        zone.getId(),
        totals.accesses(),
        totals.subjects(),
        totals.first(),
        totals.last(),
        heatmap.accesses(),
        heatmap.subjects(),
        shift == null ? null : shift.week(),
        shift == null ? null : shift.hours(),
        shift == null ? null : shift.zone().getId(),
        TodayController.days(index.days(filter, zone), first, last),
        alerts(person, who, range),
        person.is(AccountRole.RESPONDER) ? Cover.of(coverages, range, clock.instant()) : null);
  }

  /** About themselves people are told of the alerts that they were asked about, and no others. */
  private List<AlertView> alerts(Person person, ActorId who, TimeRange range) {
    if (who.id().isEmpty()) {
      return List.of();
    }
    AlertFilter filter =
        new AlertFilter(range.from(), range.to(), who.id(), who.role(), null, null);
    boolean own = who.equals(person.account().actor());
    List<AlertRow> rows =
        own ? alerts.asked(person.name(), filter) : alerts.list(filter, null, MOST_ALERTS);
    return rows.stream().map(teller::tell).toList();
  }

  @GetMapping("/api/people")
  People people(
      @RequestParam(required = false) String from,
      @RequestParam(required = false) String to,
      @RequestParam(required = false) String actor,
      @RequestParam(required = false) String role,
      @RequestParam(required = false) String service,
      @RequestParam(required = false) String operation,
      @RequestParam(required = false) String form,
      @RequestParam(required = false) String address,
      @RequestParam(required = false) String field,
      @RequestParam(defaultValue = "200") int limit,
      Authentication authentication)
      throws IOException {
    if (limit < 1 || limit > 1000) {
      throw Refusal.badRequest("bad-limit", "`limit` must be 1 to 1000.");
    }
    TimeRange range = TimeRange.of(from, to, Duration.ofDays(1), clock);
    List<Index.ActorTotal> people =
        index.actors(
            new AccessFilter(
                range.from(),
                range.to(),
                actor,
                role,
                service,
                operation,
                form,
                address,
                field,
                List.of()),
            limit + 1);
    if (people.isEmpty()) {
      Certainty.ofNothing(index);
    }
    boolean more = people.size() > limit;
    return new People(
        range.from(),
        range.to(),
        more,
        readers(more ? people.subList(0, limit) : people, Person.of(authentication)),
        Cover.of(coverages, range, clock.instant()));
  }

  /** Who reads most need not be who reads oddly: each with what there is against them. */
  private List<Reader> readers(List<Index.ActorTotal> people, Person asking) {
    AlertFilter open =
        AlertFilter.ANY.standing(TodayController.UNSETTLED).notOn(asking.account().actor());
    Map<ActorId, AlertRow> gravest = new HashMap<>();
    for (AlertRow row : alerts.list(open, null, MOST_OPEN)) {
      ActorId who = new ActorId(row.alert().getRole(), row.alert().getActor());
      gravest.merge(who, row, BinaryOperator.maxBy(TodayController.BY_WEIGHT));
    }
    gravest.keySet().removeIf(who -> who.id().isEmpty());
    Map<String, Double> risks = alerts.risks(clock.instant(), detector.riskHalfLife());
    return people.stream()
        .map(
            one -> {
              AlertRow row = gravest.get(new ActorId(one.role(), one.actor()));
              return new Reader(
                  one.actor(),
                  one.role(),
                  one.subjects(),
                  one.accesses(),
                  one.last(),
                  row == null ? null : row.alert().getId(),
                  row == null ? null : AlertView.severity(row.alert()),
                  row == null ? 0 : risks.getOrDefault(row.life().who(), 0.0));
            })
        .toList();
  }
}
