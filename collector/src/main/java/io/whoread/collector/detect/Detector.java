package io.whoread.collector.detect;

import io.whoread.collector.alert.v1.Alert;
import io.whoread.collector.log.Log;
import io.whoread.collector.log.View;
import io.whoread.collector.log.v1.Entry;
import io.whoread.collector.log.v1.RulesChange;
import io.whoread.collector.log.v1.Tick;
import io.whoread.collector.people.Terms;
import io.whoread.collector.settings.SettingsException;
import io.whoread.record.v1.Batch;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Detection as a view of the log that writes its alerts into the log, each once: see {@link
 * DueAlerts}.
 */
public final class Detector implements View {
  private static final String RULES = "rules.yaml";
  private static final long SNAPSHOT_MS = 30_000;

  /** How often it is looked whether the rules have changed. */
  private static final long LOOK_MS = 1_000;

  /** Reading the clock for every entry would be too often. */
  private static final int ENTRIES_BETWEEN_CHECKS = 256;

  private static final Logger LOGGER = LoggerFactory.getLogger(Detector.class);
  private final Log log;
  private final Path file;
  private final RulesWatch watch;

  /** By the rules in force. */
  private volatile Detection detection;

  /** Takes its state. */
  private Memory memory;

  private final long memoryBound;

  /** As the log has them so far: those that come with the program, until it tells of others. */
  private RuleSet inForce;

  private final Snapshots snapshots;
  private final InstantSource clock;
  private final ZoneId zone;

  /**
   * Where the log ended when this object came to be: up to there others may have written alerts.
   */
  private final long replayEnd;

  /** What is before that end is not all taken in yet. */
  private boolean replaying;

  private final DueAlerts due;
  private volatile Consumer<Alert> standing = alert -> {};

  /** A tick was written and has not been met yet. */
  private boolean ticking;

  /** Likewise a change of the rules. */
  private boolean changing;

  private long nextLook;
  private long position;
  private int sinceCheck;

  /** Not while an entry is taken in: the state of one that failed half way must not be saved. */
  private boolean whole = true;

  private int year;
  private volatile long reads;
  private volatile long late;
  private volatile int spilled;

  private Detector(
      Log log,
      Path file,
      RulesWatch watch,
      long snapshotMs,
      long memoryBound,
      InstantSource clock,
      Executor publisher) {
    this.memoryBound = memoryBound;
    this.snapshots = new Snapshots(state, snapshotMs, clock, publisher);
    this.clock = clock;
    this.log = log;
    this.due = new DueAlerts(log);
    this.file = file;
    this.watch = watch;
    this.zone = watch.rules().rules().zone();
    this.replayEnd = log.end();
  }

  /**
   * Opens the detector with the state it had.
   *
   * @param data the collector's folder: holds {@code rules.yaml}, which need not be there, and the
   *     state
   * @throws SettingsException for rules that cannot be used
   */
  public static Detector open(Path data, Log log) throws IOException {
    Path state = data.resolve("state").resolve("detect");
    return open(
        data.resolve(RULES),
        state,
        log,
        SNAPSHOT_MS,
        Memory.BOUND,
        InstantSource.system(),
        ForkJoinPool.commonPool());
  }

  /**
   * @param rules need not exist; null for those that come with the program
   * @param snapshotMs time from one snapshot to the next, at least
   * @param memoryBound of the state, in bytes of heap; what is beyond lies in a file beside it
   * @param clock the one by which the log stamps its entries
   * @param publisher runs what waits for a snapshot to be on disk
   */
  static Detector open(
      Path rules,
      Path state,
      Log log,
      long snapshotMs,
      long memoryBound,
      InstantSource clock,
      Executor publisher)
      throws IOException {
    Detector detector =
        new Detector(log, state, new RulesWatch(rules), snapshotMs, memoryBound, clock, publisher);
    detector.load();
    detector.replaying = log.isBefore(detector.position, detector.replayEnd);
    detector.tellOfHolidays();
    return detector;
  }

  private void load() throws IOException {
    memory = memory();
    Snapshot.Restored restored = Snapshot.read(file, memory);
    Snapshot.Head head = restored == null ? null : restored.head();
    if (head == null || !log.holds(head.position())) {
      memory.close();
      memory = memory();
      inForce = RulesFile.of(Map.of());
      detection = new Detection(inForce.rules(), memory);
      position = log.start();
      if (log.end() > log.start()) {
        LOGGER.info("making the detector's state again from the log");
      }
      return;
    }
    inForce = restored.rules();
    detection = restored.detection();
    position = head.position();
    snapshots.restored();
    due.restore(head.due(), head.lastSource());
  }

  private Memory memory() throws IOException {
    return new Memory(memoryBound, file.resolveSibling(file.getFileName() + ".scratch"));
  }

  /** The zone in which the rules reckon and alerts are told; the same for as long as it runs. */
  public ZoneId zone() {
    return zone;
  }

  /** What is wrong with the rules as they lie on disk; null where they are in force, or soon. */
  public String problem() {
    return watch.problem();
  }

  /**
   * @param shown zone in which the week is told
   * @param at in the week that is told: clocks change
   */
  public Workplace workplace(String actor, String role, ZoneId shown, Instant at) {
    return Workplace.of(detection.roster().post(role, actor), role, shown, at);
  }

  /** In which time an alert comes to weigh half in the risk of a person. */
  public Duration riskHalfLife() {
    return Duration.ofMillis(watch.rules().rules().risk().halfLifeMs());
  }

  /** What a register of people may name. */
  public Terms terms() {
    return watch.rules().rules().terms();
  }

  /**
   * The same for a collector that does not run.
   *
   * @param data its folder
   * @throws SettingsException for rules that cannot be used
   */
  public static Terms terms(Path data) {
    return RulesFile.read(data.resolve(RULES)).terms();
  }

  /** Version of the rules, as alerts carry it. */
  public String rules() {
    return detection.rules().version();
  }

  /** On how many days of an actor an exception held an alert back, by its id. */
  public int heldBack(String exception) {
    return detection.judgements().heldBack(exception);
  }

  /** Reads taken in since the start. */
  public long reads() {
    return reads;
  }

  /** Of these, how many came more than a day after later ones of their actor, and did not count. */
  public long late() {
    return late;
  }

  /** Of how many actors, groups and addresses the state lies in the scratch file. */
  public int spilled() {
    return spilled;
  }

  /** Alerts and revisions written since the start. */
  public long raised() {
    return due.written();
  }

  /**
   * Has a listener told, between the revisions that the log holds, how an alert stands by now: on
   * the thread that feeds this view, so it must be quick and not throw.
   */
  public void standing(Consumer<Alert> listener) {
    standing = listener;
  }

  @Override
  public String name() {
    return "detect";
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public void apply(long at, Entry entry) throws IOException {
    whole = false;
    switch (entry.getContentCase()) {
      case BATCH -> {
        Batch batch = Batch.parseFrom(entry.getBatch());
        detection.accept(batch, entry.getService(), at, entry.getReceivedMs(), alarm);
        reads = detection.count();
        late = detection.late();
      }
      case ALERT -> {
        due.met(entry.getAlert());
        detection.seen(entry.getAlert());
      }
      case ALERT_STEP -> detection.step(entry.getAlertStep(), at, entry.getReceivedMs());
      case PEOPLE_CHANGE -> detection.roster().change(entry.getPeopleChange());
      case CANARY_CHANGE ->
          detection.canaries(
              detection.canaries().with(entry.getCanaryChange(), entry.getReceivedMs()));
      case IMPORTED -> detection.imported(entry.getService(), entry.getImported().getRun());
      case RULES_CHANGE -> change(at, entry.getRulesChange());
      case TICK -> {
        ticking = false;
        detection.tick(entry.getReceivedMs(), at, alarm);
      }
      default -> {}
    }
    position = at + 1;
    whole = true;
    spilled = memory.spilled();
    replaying &= position != replayEnd;
    goLive();
    boolean check = ++sinceCheck == ENTRIES_BETWEEN_CHECKS;
    if (check) {
      sinceCheck = 0;
      lookAtRules();
      tickInTime();
    }
    if (check || snapshots.isUnderWay()) {
      snapshots.step();
    }
  }

  private final Alarm alarm =
      new Alarm() {
        @Override
        public void raise(Alert alert) {
          due.raise(alert);
        }

        @Override
        public void stand(Alert alert) {
          if (due.isLive()) {
            standing.accept(alert);
          }
        }
      };

  /** Once all is known that had been written before; never while another collector writes. */
  private void goLive() {
    if (!replaying && !due.isLive() && log.isWritten()) {
      due.goLive();
    }
  }

  @Override
  public void idle() {
    replaying = replaying && log.isBefore(position, replayEnd);
    goLive();
    lookAtRules();
    tickInTime();
    if (whole) {
      snapshots.step();
    }
  }

  /**
   * Where the rules on disk are others than those in force, the log is told: they come into force
   * when that is met there, and so do they in every replay, between the same entries.
   */
  private void lookAtRules() {
    long now = clock.millis();
    if (!due.isLive() || changing || now < nextLook) {
      return;
    }
    nextLook = now + LOOK_MS;
    tellOfHolidays();
    watch.look();
    RuleSet next = watch.rules();
    if (!next.version().equals(inForce.version())) {
      changing = true;
      log.append(Entry.newBuilder().setRulesChange(next.change(inForce)).build());
    }
  }

  /** From here on other rules are in force; what was learnt by those before stays. */
  private void change(long at, RulesChange change) {
    changing = false;
    RuleSet next;
    try {
      next = RulesFile.of(change.getFilesMap());
    } catch (SettingsException e) {
      // Written by a program that had other keys; what is in force now is told at the end.
      LOGGER.warn("the rules of entry {} cannot be used any more: {}", at, e.getMessage());
      return;
    }
    snapshots.cut();
    detection = detection.by(next.rules());
    inForce = next;
    LOGGER.info(
        "rules {} are in force from entry {} on: {}",
        next.version(),
        at,
        change.getDifferencesList().stream()
            .map(each -> each.getKey() + " " + each.getWas() + " -> " + each.getIs())
            .collect(Collectors.joining(", ")));
  }

  /**
   * Where an alarm is due by the clock and no record has told that time has come so far, the log is
   * told: the alarm goes off when the tick is met there, and so does it in every replay, between
   * the same entries.
   */
  private void tickInTime() {
    if (due.isLive() && !ticking && detection.firstAlarm() <= clock.millis()) {
      ticking = true;
      log.append(Entry.newBuilder().setTick(Tick.getDefaultInstance()).build());
    }
  }

  /** Once a year, and at the start. */
  private void tellOfHolidays() {
    int now = clock.instant().atZone(zone()).getYear();
    if (now != year) {
      year = now;
      for (String name : detection.rules().holidaysMissing(year)) {
        LOGGER.warn("holidays \"{}\" has no year {}: no day of it is off", name, year);
      }
    }
  }

  /** How many times in a row the state could not be saved; tried about every half minute. */
  public int unsaved() {
    return snapshots.failed();
  }

  private final Snapshots.State state =
      new Snapshots.State() {
        @Override
        public long position() {
          return position;
        }

        @Override
        public SnapshotWriter write() throws IOException {
          Snapshot.Head head = new Snapshot.Head(position, due.lastSource(), due.all());
          return new SnapshotWriter(file, head, inForce, detection);
        }
      };

  /** Writes a snapshot of the state as it is after the last entry. */
  void save() throws IOException {
    if (whole) {
      snapshots.save();
    }
  }

  @Override
  public void close() throws IOException {
    try {
      save();
    } finally {
      snapshots.close();
      memory.close();
    }
  }
}
