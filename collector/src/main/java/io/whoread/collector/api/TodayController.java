package io.whoread.collector.api;

import io.whoread.collector.Followers;
import io.whoread.collector.alert.AlertFilter;
import io.whoread.collector.alert.AlertRow;
import io.whoread.collector.alert.Alerts;
import io.whoread.collector.alert.v1.Alert;
import io.whoread.collector.alert.v1.Severity;
import io.whoread.collector.coverage.Attachment;
import io.whoread.collector.coverage.Coverages;
import io.whoread.collector.detect.Detector;
import io.whoread.collector.index.AccessFilter;
import io.whoread.collector.index.ActorId;
import io.whoread.collector.index.Index;
import io.whoread.collector.life.Standing;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The first screen: whom to look at, and whether the trail can be trusted. */
@RestController
class TodayController {
  private static final int MOST_PEOPLE = 10;
  private static final int STRIP_DAYS = 30;
  private static final int ALERTS_AT_A_TIME = 1_000;

  private static final Duration DAY = Duration.ofHours(24);

  /** What was raised over a weekend or a holiday still waits on the next working day. */
  private static final Duration USUAL = Duration.ofDays(7);

  /** What is still to be done. */
  static final List<Standing> UNSETTLED =
      Arrays.stream(Standing.values()).filter(standing -> !standing.isSettled()).toList();

  private final Alerts alerts;
  private final AlertView.Teller teller;
  private final Index index;
  private final Coverages coverages;
  private final Followers followers;
  private final Detector detector;
  private final InstantSource clock;
  private final ZoneId zone;

  TodayController(
      Alerts alerts,
      AlertView.Teller teller,
      Index index,
      Coverages coverages,
      Followers followers,
      Detector detector,
      InstantSource clock,
      ZoneId zone) {
    this.alerts = alerts;
    this.teller = teller;
    this.index = index;
    this.coverages = coverages;
    this.followers = followers;
    this.detector = detector;
    this.clock = clock;
    this.zone = zone;
  }

  /**
   * @param waiting how many people have an alert that is not settled, of whom {@code people} are
   *     the foremost
   * @param halfLifeSeconds in which an alert comes to weigh half in a person's risk
   */
  record Today(
      Instant from,
      Instant to,
      int waiting,
      long halfLifeSeconds,
      List<Suspicion> people,
      Trust trust) {}

  /**
   * One person to look at.
   *
   * @param alert the foremost of the person's alerts: one that nobody looks into, or the weightiest
   * @param risk of the person now, by which the list is ranked
   * @param alerts how many there are
   */
  record Suspicion(AlertView alert, double risk, int alerts, List<Day> days) {}

  /** Subjects read on a day, by form. */
  record Day(LocalDate day, Map<String, Long> forms) {}

  /**
   * Whether the trail can be relied on, over the 24 hours before now.
   *
   * @param attached services of which something was heard within five minutes, other than that it
   *     ends
   * @param partly those of them of which a process or a signal is switched off
   * @param off services that are heard, and switched off
   * @param silent services that have sent before and are silent now
   * @param unknown accesses whose actor could not be named
   * @param manyUnknown whether those are many of any service's
   * @param cover how far the time is covered: as beside the answers about it
   * @param ofNobody accesses that read personal data, and of nobody who is known
   * @param partOfNobody accesses of which a part that left is of nobody who is known
   * @param still views that stand still: what they show, as of when they stopped
   * @param rules what is wrong with the rules on disk, while those before are in force; or null
   */
  record Trust(
      int attached,
      int partly,
      int off,
      int silent,
      int gaps,
      long accesses,
      long records,
      long unknown,
      boolean manyUnknown,
      long ofNobody,
      long partOfNobody,
      Cover cover,
      List<String> still,
      String rules) {}

  @GetMapping("/api/today")
  Today today(
      @RequestParam(required = false) String from,
      @RequestParam(required = false) String to,
      Authentication authentication)
      throws IOException {
    TimeRange range = TimeRange.of(from, to, USUAL, clock);
    Map<ActorId, List<AlertRow>> byActor = new LinkedHashMap<>();
    AlertFilter filter =
        new AlertFilter(range.from(), range.to(), null, null, null, Severity.REVIEW)
            .standing(UNSETTLED)
            .notOn(Person.of(authentication).account().actor());
    List<AlertRow> page;
    Long before = null;
    do {
      page = alerts.list(filter, before, ALERTS_AT_A_TIME);
      for (AlertRow row : page) {
        byActor.computeIfAbsent(whom(row.alert()), unused -> new ArrayList<>()).add(row);
        before = row.position();
      }
    } while (page.size() == ALERTS_AT_A_TIME);
    List<List<AlertRow>> people = new ArrayList<>(byActor.values());
    people.forEach(rows -> rows.sort(OPEN_FIRST));
    Duration halfLife = detector.riskHalfLife();
    Map<String, Double> risks = alerts.risks(range.to(), halfLife);
    people.sort(Comparator.comparing(List::getFirst, ranked(risks)));
    List<Suspicion> foremost = new ArrayList<>();
    for (List<AlertRow> rows : people.subList(0, Math.min(MOST_PEOPLE, people.size()))) {
      AlertRow first = rows.getFirst();
      foremost.add(
          new Suspicion(
              teller.tell(first),
              risks.getOrDefault(first.life().who(), 0.0),
              rows.size(),
              strip(first.alert(), range.to())));
    }
    return new Today(
        range.from(), range.to(), people.size(), halfLife.toSeconds(), foremost, trust());
  }

  /** Actors that could not be named are told apart by what stands for them. */
  private static ActorId whom(Alert alert) {
    return new ActorId(
        alert.getRole(),
        alert.getActor().isEmpty()
            ? alert.getService() + '\0' + alert.getAddress()
            : alert.getActor());
  }

  static final Comparator<AlertRow> BY_WEIGHT =
      Comparator.<AlertRow>comparingInt(row -> row.alert().getSeverityValue())
          .thenComparingDouble(row -> row.alert().getRisk())
          .thenComparingLong(AlertRow::position);

  private static final Comparator<AlertRow> WEIGHTIEST = BY_WEIGHT.reversed();

  private static final Comparator<AlertRow> BY_OPEN =
      Comparator.comparing(row -> row.life().standing() != Standing.OPEN);

  /** What nobody looks into yet stands before what somebody does. */
  private static final Comparator<AlertRow> OPEN_FIRST = BY_OPEN.thenComparing(WEIGHTIEST);

  /** People by their risk, again those foremost whom nobody looks into yet. */
  private static Comparator<AlertRow> ranked(Map<String, Double> risks) {
    return BY_OPEN
        .thenComparing(
            Comparator.<AlertRow>comparingDouble(row -> risks.getOrDefault(row.life().who(), 0.0))
                .reversed())
        .thenComparing(WEIGHTIEST);
  }

  private List<Day> strip(Alert alert, Instant to) throws IOException {
    LocalDate last = to.minusMillis(1).atZone(zone).toLocalDate();
    LocalDate first = last.minusDays(STRIP_DAYS - 1);
    AccessFilter filter = AlertView.reads(alert, first.atStartOfDay(zone).toInstant(), to);
    return days(index.days(filter, zone), first, last);
  }

  /** Every day from first to last, those without a read too. */
  static List<Day> days(Map<LocalDate, Index.FormCounts> counts, LocalDate first, LocalDate last) {
    return first
        .datesUntil(last.plusDays(1))
        .map(
            day -> {
              Index.FormCounts forms = counts.get(day);
              return new Day(day, forms == null ? Map.of() : forms.byForm());
            })
        .toList();
  }

  private Trust trust() {
    Instant now = clock.instant();
    Map<Attachment, Integer> count = new EnumMap<>(Attachment.class);
    int gaps = 0;
    long accesses = 0;
    long records = 0;
    long unknown = 0;
    boolean manyUnknown = false;
    long ofNobody = 0;
    long partOfNobody = 0;
    for (Coverages.ServiceStatus service : coverages.services(now)) {
      count.merge(Attachment.of(service, now), 1, Integer::sum);
      gaps += service.gaps24h();
      accesses += service.accesses24h();
      records += service.records24h();
      unknown += service.unknown24h();
      manyUnknown |= Coverages.areManyUnknown(service.unknown24h(), service.accesses24h());
      ofNobody += service.ofNobody24h();
      partOfNobody += service.partOfNobody24h();
    }
    int partly = count.getOrDefault(Attachment.PARTLY, 0);
    return new Trust(
        count.getOrDefault(Attachment.ATTACHED, 0) + partly,
        partly,
        count.getOrDefault(Attachment.OFF, 0),
        count.getOrDefault(Attachment.SILENT, 0),
        gaps,
        accesses,
        records,
        unknown,
        manyUnknown,
        ofNobody,
        partOfNobody,
        Cover.of(coverages, new TimeRange(now.minus(DAY), now), now),
        followers.standingStill(),
        detector.problem());
  }
}
