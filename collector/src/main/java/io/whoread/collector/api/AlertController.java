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
import io.whoread.collector.index.AccessFilter;
import io.whoread.collector.index.AccessRow;
import io.whoread.collector.index.ActorId;
import io.whoread.collector.index.Index;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Alerts, and one alert. */
@RestController
class AlertController {
  private static final Duration USUAL = Duration.ofDays(30);

  private final Alerts alerts;
  private final AlertView.Teller teller;
  private final Index index;
  private final Actions actions;
  private final InstantSource clock;

  AlertController(
      Alerts alerts, AlertView.Teller teller, Index index, Actions actions, InstantSource clock) {
    this.alerts = alerts;
    this.teller = teller;
    this.index = index;
    this.actions = actions;
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
      @RequestParam(required = false) Long before,
      @RequestParam(defaultValue = "100") int limit) {
    if (limit < 1 || limit > 1000) {
      throw Refusal.badRequest("bad-limit", "`limit` must be 1 to 1000.");
    }
    TimeRange range = TimeRange.of(from, to, USUAL, clock);
    AlertFilter filter =
        new AlertFilter(range.from(), range.to(), actor, role, rule, severity(least));
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
    actions.openedAlert(person, id, new ActorId(alert.getRole(), alert.getActor()));
    return teller.tell(row, person.is(AccountRole.RESPONDER) ? told(alert) : Map.of());
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
          told.put(example.getId(), told(reads, example.getId().toByteArray()));
        }
      }
    }
    return told;
  }

  private AlertView.Told told(AccessFilter reads, byte[] pseudonym) throws IOException {
    List<AccessRow> rows = index.accesses(reads.ofSubjects(List.of(pseudonym)), null, 1);
    if (rows.isEmpty()) {
      return null;
    }
    String id = HexFormat.of().formatHex(pseudonym);
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
    return new AlertView.Told(rows.getFirst().at(), placed);
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
