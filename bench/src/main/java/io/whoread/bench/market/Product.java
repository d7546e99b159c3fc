package io.whoread.bench.market;

import com.google.protobuf.util.Timestamps;
import io.whoread.collector.alert.v1.Alert;
import io.whoread.collector.alert.v1.Signal;
import io.whoread.collector.detect.Backtest;
import io.whoread.collector.log.v1.CanaryChange;
import io.whoread.collector.log.v1.PeopleChange;
import io.whoread.record.v1.Batch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The product's own detector with the rules it comes with. What it is told beside the trail is what
 * any marketplace would tell it: calendars by its rules, and by its register of people who is in
 * which team, works by which calendar, is on call, came and left.
 */
final class Product implements Trail.Sink {
  private static final String CALENDARS =
      """
      calendars:
        service-desk: {days: mon-sun, hours: "07:00-23:00"}
        night-desk: {days: mon-sun, hours: "21:00-08:00"}
        warehouse-day: {days: mon-sun, hours: "05:30-23:00"}
      """;

  private final Backtest detector;
  private final Consumer<Told> told;

  /**
   * @param folder takes the rules' file
   */
  Product(Path folder, Consumer<Told> told) throws IOException {
    this.told = told;
    detector = new Backtest(rules(folder), null, null, Map.of());
  }

  /** Writes what a marketplace would declare: its calendars. */
  static Path rules(Path folder) throws IOException {
    Path rules = folder.resolve("rules.yaml");
    Files.writeString(rules, CALENDARS);
    return rules;
  }

  @Override
  public void people(PeopleChange change, long receivedMs) {
    detector.people(change);
  }

  @Override
  public void canaries(CanaryChange change, long receivedMs) {
    detector.canaries(change, receivedMs);
  }

  @Override
  public void batch(String service, Batch batch, long receivedMs) {
    detector.accept(batch, service, alert -> told.accept(told(alert)));
  }

  /** Reads taken in. */
  long reads() {
    return detector.reads();
  }

  /** What the detector holds of the heap, and beyond. */
  Backtest.Held held() {
    return detector.held();
  }

  private static Told told(Alert alert) {
    Set<String> rules = new LinkedHashSet<>();
    Set<String> addresses = new LinkedHashSet<>();
    Set<String> operations = new LinkedHashSet<>();
    addresses.add(alert.getAddress());
    for (Signal signal : alert.getSignalsList()) {
      rules.add(signal.getRule());
      addresses.addAll(signal.getAddressesList());
      operations.addAll(signal.getOperationsList());
    }
    return new Told(
        alert.getId(),
        Told.key(alert.getRole(), alert.getActor()),
        Timestamps.toMillis(alert.getFrom()),
        Timestamps.toMillis(alert.getTo()),
        Timestamps.toMillis(alert.getRaised()),
        alert.getSeverityValue(),
        alert.getRisk(),
        rules,
        addresses,
        operations);
  }
}
