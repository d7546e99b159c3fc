package io.whoread.collector.detect;

import io.whoread.collector.alert.v1.Alert;
import io.whoread.collector.log.v1.CanaryChange;
import io.whoread.collector.log.v1.Entry;
import io.whoread.collector.log.v1.PeopleChange;
import io.whoread.collector.settings.SettingsException;
import io.whoread.record.v1.Batch;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The detector of the live path over records of the past: the same stages, fed from a file instead
 * of the log, or from a log beside its collector, handing alerts to the caller instead of the log.
 */
public final class Backtest {
  private final Detection detection;
  private long position;

  /**
   * @param rules file over the rules shipped, or null
   * @param zone in place of the rules', or null
   * @param calendar name or file of a calendar in place of that of every role and team, or null
   * @param teams actor to team, beside those of the rules
   * @throws SettingsException for rules that cannot be used
   */
  public Backtest(Path rules, ZoneId zone, String calendar, Map<String, String> teams) {
    detection = new Detection(RulesFile.read(rules, zone, calendar).withTeams(teams));
  }

  /** The zone in which the rules reckon. */
  public ZoneId zone() {
    return detection.rules().zone();
  }

  /** Takes in a batch as if it had just come; alerts it raises are handed on in order. */
  public void accept(Batch batch, String service, Consumer<Alert> alerts) {
    detection.accept(batch, service, position++, Long.MAX_VALUE, alerts::accept);
  }

  /** Takes in what a register of people says anew, as if it had just come. */
  public void people(PeopleChange change) {
    detection.roster().change(change);
  }

  /** Takes in what is a canary from now on, or no more. */
  public void canaries(CanaryChange change, long receivedMs) {
    detection.canaries(detection.canaries().with(change, receivedMs));
  }

  /**
   * Takes in an entry of a trail, as the detector of the live path did when it lay at the end.
   * Rules that came into force meanwhile, and alerts that were told, are passed over.
   */
  public void accept(long at, Entry entry, Consumer<Alert> alerts) throws IOException {
    switch (entry.getContentCase()) {
      case BATCH ->
          detection.accept(
              Batch.parseFrom(entry.getBatch()),
              entry.getService(),
              at,
              entry.getReceivedMs(),
              alerts::accept);
      case PEOPLE_CHANGE -> people(entry.getPeopleChange());
      case CANARY_CHANGE -> canaries(entry.getCanaryChange(), entry.getReceivedMs());
      case IMPORTED -> detection.imported(entry.getService(), entry.getImported().getRun());
      case TICK -> detection.tick(entry.getReceivedMs(), at, alerts::accept);
      default -> {}
    }
  }

  /**
   * Lets time pass after the last entry, so that what waits for it is told.
   *
   * @param at position behind that entry
   * @param timeMs milliseconds since 1970
   */
  public void finish(long at, long timeMs, Consumer<Alert> alerts) {
    detection.tick(timeMs, at, alerts::accept);
  }

  /** Version of the rules, as alerts carry it. */
  public String rules() {
    return detection.rules().version();
  }

  /** Reads taken in so far. */
  public long reads() {
    return detection.count();
  }

  /**
   * What the detector holds.
   *
   * @param actors of how many anything is known
   * @param bytes about what of the heap is taken by what is known of them, and of groups and
   *     addresses
   * @param beside bytes of heap that are not of theirs: subjects, and what work looks like
   * @param spilled of how many actors, groups and addresses the state lies in a file
   */
  public record Held(int actors, long bytes, long beside, int spilled) {}

  /** What the detector holds as of the last batch. */
  public Held held() {
    Memory memory = detection.memory();
    return new Held(detection.known(), memory.held(), memory.beside(), memory.spilled());
  }

  /** Of these, how many came more than a day after later ones of their actor. */
  public long late() {
    return detection.late();
  }
}
