package io.whoread.collector.api;

import io.whoread.collector.alert.AlertFilter;
import io.whoread.collector.alert.AlertRow;
import io.whoread.collector.alert.Alerts;
import io.whoread.collector.alert.v1.Severity;
import io.whoread.collector.index.ActorId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
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
  private final Actions actions;
  private final InstantSource clock;

  AlertController(Alerts alerts, AlertView.Teller teller, Actions actions, InstantSource clock) {
    this.alerts = alerts;
    this.teller = teller;
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
  AlertView one(@RequestParam String id, Authentication authentication) {
    AlertRow row =
        alerts
            .get(id)
            .orElseThrow(
                () -> Refusal.notFound("no-such-alert", "There is no alert of this number."));
    actions.openedAlert(
        Person.of(authentication), id, new ActorId(row.alert().getRole(), row.alert().getActor()));
    return teller.tell(row);
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
