package io.whoread.collector.api;

import com.google.protobuf.ByteString;
import io.whoread.collector.alert.AlertFilter;
import io.whoread.collector.alert.AlertRow;
import io.whoread.collector.alert.Alerts;
import io.whoread.collector.alert.v1.Alert;
import io.whoread.collector.alert.v1.Severity;
import io.whoread.collector.alert.v1.Signal;
import io.whoread.collector.alert.v1.SubjectRef;
import io.whoread.collector.api.login.AccountRole;
import io.whoread.collector.canary.Canaries;
import io.whoread.collector.canary.CanaryView;
import io.whoread.collector.detect.Detector;
import io.whoread.collector.index.AccessFilter;
import io.whoread.collector.index.AccessRow;
import io.whoread.collector.index.ActorId;
import io.whoread.collector.index.Index;
import io.whoread.collector.life.Standing;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Alerts, and one alert. */
@RestController
class AlertController {
  private static final Duration USUAL = Duration.ofDays(30);

  private final Alerts alerts;
  private final AlertView.Teller teller;
  private final Index index;
  private final CanaryView canaries;
  private final Actions actions;
  private final AlertSteps steps;
  private final Detector detector;
  private final InstantSource clock;

  AlertController(
      Alerts alerts,
      AlertView.Teller teller,
      Index index,
      CanaryView canaries,
      Actions actions,
      AlertSteps steps,
      Detector detector,
      InstantSource clock) {
    this.alerts = alerts;
    this.teller = teller;
    this.index = index;
    this.canaries = canaries;
    this.actions = actions;
    this.steps = steps;
    this.detector = detector;
    this.clock = clock;
  }

  /**
   * @param total of the alerts that the filter accepts
   * @param next cursor of the next page, null on the last
   */
  record Page(List<AlertView> alerts, int total, Long next) {}

  @GetMapping("/api/alerts")
  Page list(
      @RequestParam(required = false) String from,
      @RequestParam(required = false) String to,
      @RequestParam(required = false) String actor,
      @RequestParam(required = false) String role,
      @RequestParam(required = false) String rule,
      @RequestParam(required = false) String least,
      @RequestParam(required = false) String state,
      @RequestParam(required = false) String assignee,
      @RequestParam(required = false) Long before,
      @RequestParam(defaultValue = "100") int limit,
      Authentication authentication) {
    if (limit < 1 || limit > 1000) {
      throw Refusal.badRequest("bad-limit", "`limit` must be 1 to 1000.");
    }
    TimeRange range = TimeRange.of(from, to, USUAL, clock);
    AlertFilter filter =
        new AlertFilter(range.from(), range.to(), actor, role, rule, severity(least))
            .of(assignee)
            .notOn(Person.of(authentication).account().actor());
    if (state != null) {
      filter = filter.standing(standings(state));
    }
    List<AlertRow> rows = alerts.list(filter, before, limit);
    return new Page(
        rows.stream().map(teller::tell).toList(),
        alerts.count(filter),
        rows.size() < limit ? null : rows.getLast().position());
  }

  @GetMapping("/api/alert")
  AlertView one(@RequestParam String id, Authentication authentication) throws IOException {
    AlertRow row =
        alerts
            .get(id)
            .orElseThrow(
                () -> Refusal.notFound("no-such-alert", "There is no alert of this number."));
    Person person = Person.of(authentication);
    Alert alert = row.alert();
    if (steps.isOn(alert, person)) {
      throw AlertSteps.ownAlert();
    }
    actions.openedAlert(person, id, new ActorId(alert.getRole(), alert.getActor()));
    return view(row, person);
  }

  /** Takes a step, and answers with the alert as it then stands. */
  @PostMapping("/api/alert/{deed}")
  AlertView act(
      @PathVariable String deed, @RequestBody StepRequest request, Authentication authentication)
      throws IOException {
    Person person = Person.of(authentication);
    return view(steps.take(person, request.step(Deed.of(deed)), request), person);
  }

  private AlertView view(AlertRow row, Person person) throws IOException {
    return teller.tell(
        row,
        person.is(AccountRole.RESPONDER) ? told(row.alert()) : Map.of(),
        LifeView.whole(row, alerts, steps, person));
  }

  /** Those that have not run out: the newest first. */
  @GetMapping("/api/exceptions")
  List<LifeView.ExceptionView> exceptions() {
    Instant now = clock.instant();
    return alerts.exceptions().stream()
        .map(
            grant ->
                LifeView.ExceptionView.of(grant)
                    .heldBack(detector.heldBack(grant.exception().getId())))
        .filter(exception -> exception.until().isAfter(now))
        .sorted(Comparator.comparing(LifeView.ExceptionView::at).reversed())
        .toList();
  }

  /**
   * @param id of the exception
   */
  record Ending(String id) {}

  @PostMapping("/api/exceptions/end")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void endException(@RequestBody Ending ending, Authentication authentication) {
    steps.endException(Person.of(authentication), ending.id());
  }

  /** Who may be given an alert, or asked. */
  @GetMapping("/api/colleagues")
  List<AlertSteps.Colleague> colleagues(Authentication authentication) {
    return steps.colleagues(Person.of(authentication));
  }

  /** Of the examples, what the trail tells: only for those who may open it. */
  private Map<ByteString, AlertView.Told> told(Alert alert) throws IOException {
    AccessFilter reads =
        AlertView.reads(
            alert,
            AlertView.instant(alert.getFrom()),
            AlertView.instant(alert.getTo()).plusMillis(1));
    Map<ByteString, AlertView.Told> told = new HashMap<>();
    for (Signal signal : alert.getSignalsList()) {
      for (SubjectRef example : signal.getExamplesList()) {
        if (!told.containsKey(example.getId())) {
          told.put(example.getId(), told(reads, example.getId()));
        }
      }
    }
    return told;
  }

  private AlertView.Told told(AccessFilter reads, ByteString pseudonym) throws IOException {
    AlertView.CanaryTag canary =
        canaries
            .canaries()
            .of(pseudonym)
            .map(Canaries.Planted::canary)
            .map(c -> new AlertView.CanaryTag(c.getLabel(), c.getChannelKind(), c.getChannel()))
            .orElse(null);
    List<AccessRow> rows =
        index.accesses(reads.ofSubjects(List.of(pseudonym.toByteArray())), null, 1);
    if (rows.isEmpty()) {
      return new AlertView.Told(null, null, canary);
    }
    String id = HexFormat.of().formatHex(pseudonym.toByteArray());
    LocalDate placed =
        rows.getFirst().subjects().stream()
            .filter(
                subject ->
                    subject.id().equals(id)
                        || subject.links().stream().anyMatch(link -> link.id().equals(id)))
            .map(AccessRow.SubjectRow::placedDay)
            .filter(Objects::nonNull)
            .findFirst()
            .map(LocalDate::ofEpochDay)
            .orElse(null);
    return new AlertView.Told(rows.getFirst().at(), placed, canary);
  }

  private static Set<Standing> standings(String labels) {
    Set<Standing> standings = EnumSet.noneOf(Standing.class);
    for (String label : labels.split(",")) {
      if (label.equals("unsettled")) {
        standings.addAll(TodayController.UNSETTLED);
      } else {
        standings.add(
            Arrays.stream(Standing.values())
                .filter(standing -> standing.label().equals(label))
                .findFirst()
                .orElseThrow(
                    () ->
                        Refusal.badRequest(
                            "bad-state",
                            "`state` must be open, claimed, asked, answered, proposed, explained,"
                                + " confirmed or merged, several with commas between them, or"
                                + " unsettled.")));
      }
    }
    return standings;
  }

  private static Severity severity(String label) {
    if (label == null) {
      return null;
    }
    if (!Set.of("watch", "review", "urgent").contains(label)) {
      throw Refusal.badRequest("bad-severity", "`least` must be watch, review or urgent.");
    }
    return Severity.valueOf(label.toUpperCase(Locale.ROOT));
  }
}
