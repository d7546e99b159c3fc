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
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Detection as a view of the log that writes its alerts into the log.
 *
 * <p><b>Each alert once.</b> An alert that the stages raise is <em>due</em> until it is met in the
 * log. Live it is appended at once. After a crash the state of the last snapshot, its due alerts
 * included, is brought up to the end of the log first: the stages raise again what they raised
 * before, since they know neither clock nor chance, and what had reached the disk is met and struck
 * off. What is still due at the end never reached it, and is appended then. No alert is written
 * twice and none is lost, wherever the crash came.
 *
 * <p>Alerts reach the log in the order of the entries that caused them. So where the state had to
 * be made again from the start, or with other rules, nothing is written for an entry before that of
 * the last alert in the log: what was judged stays judged.
 */
public final class Detector implements View {
  private static final String RULES = "rules.yaml";
  private static final long SNAPSHOT_MS = 30_000;

  /** How often it is looked whether the rules have changed. */
  private static final long LOOK_MS = 1_000;

  /** A snapshot may take at most one part in so many of the time. */
  private static final int SNAPSHOT_SHARE = 20;

  /** Reading the clock for every entry would be too often. */
  private static final int ENTRIES_BETWEEN_CHECKS = 256;

  /** Alerts that wait to be met in the log: more than it takes in before a disk is full. */
  private static final int MOST_DUE = 100_000;

  private static final Logger LOGGER = LoggerFactory.getLogger(Detector.class);

  private record Revision(String id, int revision) {
    static Revision of(Alert alert) {
      return new Revision(alert.getId(), alert.getRevision());
    }
  }

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

  private final long snapshotMs;
  private final InstantSource clock;
  private final ZoneId zone;

  /**
   * Where the log ended when this object came to be: up to there others may have written alerts.
   */
  private final long replayEnd;

  private final Map<Revision, Alert> due = new LinkedHashMap<>();
  private volatile Consumer<Alert> standing = alert -> {};
  private boolean live;

  /** A tick was written and has not been met yet. */
  private boolean ticking;

  /** Likewise a change of the rules. */
  private boolean changing;

  private long nextLook;

  private long lastSource;
  private long position;
  private long saved;
  private long nextSave;
  private int year;
  private volatile int unsaved;
  private volatile long reads;
  private volatile long late;
  private volatile long raised;
  private volatile int spilled;

  private Detector(
      Log log,
      Path file,
      RulesWatch watch,
      long snapshotMs,
      long memoryBound,
      InstantSource clock) {
    this.memoryBound = memoryBound;
    this.snapshotMs = snapshotMs;
    this.clock = clock;
    this.log = log;
    this.file = file;
    this.watch = watch;
    this.zone = watch.rules().rules().zone();
    this.replayEnd = log.end();
    this.nextSave = clock.millis() + snapshotMs;
  }

  /**
   * Opens the detector with the state it had.
   *
   * @param data the collector's folder: holds {@code rules.yaml}, which need not be there, and the
   *     state
   * @throws SettingsException for rules that cannot be used
   */
  public static Detector open(Path data, Log log) throws IOException {
    return open(data.resolve(RULES), data.resolve("state").resolve("detect"), log);
  }

  static Detector open(Path rules, Path state, Log log) throws IOException {
    return open(rules, state, log, SNAPSHOT_MS, InstantSource.system());
  }

  /**
   * @param rules need not exist; null for those that come with the program
   * @param snapshotMs time from one snapshot to the next, at least
   * @param clock the one by which the log stamps its entries
   */
  static Detector open(Path rules, Path state, Log log, long snapshotMs, InstantSource clock)
      throws IOException {
    return open(rules, state, log, snapshotMs, Memory.BOUND, clock);
  }

  /**
   * @param memoryBound of the state, in bytes of heap; what is beyond lies in a file beside it
   */
  static Detector open(
      Path rules, Path state, Log log, long snapshotMs, long memoryBound, InstantSource clock)
      throws IOException {
    Detector detector =
        new Detector(log, state, new RulesWatch(rules), snapshotMs, memoryBound, clock);
    detector.load();
    detector.tellOfHolidays();
    return detector;
  }

  private void load() throws IOException {
    memory = memory();
    Snapshot.Restored restored = Snapshot.read(file, memory);
    Snapshot.Head head = restored == null ? null : restored.head();
    if (head == null || head.position() > log.end() || head.position() < log.start()) {
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
    saved = position;
    lastSource = head.lastSource();
    head.due().forEach(alert -> due.put(Revision.of(alert), alert));
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
   * When somebody works, as the team's or the role's calendar has it.
   *
   * @param week the hours of a week without holidays, Monday first, by the clocks of the zone that
   *     was asked for
   * @param hours on the calendar's own clocks: "09:00-18:00"
   * @param zone in which the calendar is in force
   */
  public record Shift(boolean[][] week, String hours, ZoneId zone) {}

  /**
   * @param shown zone in which the week is told
   * @param at in the week that is told: clocks change
   * @return null where no hour is odd for the actor
   */
  public Shift shift(String actor, String role, ZoneId shown, Instant at) {
    WorkCalendar calendar = detection.roster().post(role, actor).calendar();
    return calendar == null
        ? null
        : new Shift(calendar.week(shown, at), calendar.hours(), calendar.zone());
  }

  /**
   * Where somebody works, and since and until when, as far as the register and the rules tell.
   *
   * @param team null where none is known
   * @param firstDay null where it is not known
   * @param lastDay null where it is not known, or has not come
   */
  public record Place(String team, LocalDate firstDay, LocalDate lastDay) {}

  public Place place(String actor, String role) {
    Post post = detection.roster().post(role, actor);
    return new Place(
        post.group().equals(role) ? null : post.group(), post.firstDay(), post.lastDay());
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
    return raised;
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
    switch (entry.getContentCase()) {
      case BATCH -> {
        Batch batch = Batch.parseFrom(entry.getBatch());
        detection.accept(batch, entry.getService(), at, entry.getReceivedMs(), alarm);
        reads = detection.count();
        late = detection.late();
      }
      case ALERT -> {
        Alert alert = entry.getAlert();
        due.remove(Revision.of(alert));
        lastSource = Math.max(lastSource, alert.getSourcePosition());
        dropJudged();
        detection.seen(alert);
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
    spilled = memory.spilled();
    goLive();
    if (position % ENTRIES_BETWEEN_CHECKS == 0) {
      lookAtRules();
      tickInTime();
      saveInTime();
    }
  }

  private final Alarm alarm =
      new Alarm() {
        @Override
        public void raise(Alert alert) {
          if (due.size() == MOST_DUE) {
            LOGGER.error("too many alerts wait for the log: the oldest is not written");
            due.remove(due.keySet().iterator().next());
          }
          due.put(Revision.of(alert), alert);
          if (live) {
            write(alert);
          }
        }

        @Override
        public void stand(Alert alert) {
          if (live) {
            standing.accept(alert);
          }
        }
      };

  /**
   * Once all is known that had been written before: writes what is due and did not reach the log.
   */
  private void goLive() {
    if (live || position < replayEnd) {
      return;
    }
    live = true;
    dropJudged();
    List.copyOf(due.values()).forEach(this::write);
  }

  /**
   * Alerts are written in the order of their sources: what is due for an entry before the last one
   * that the log has an alert for is never written.
   */
  private void dropJudged() {
    Iterator<Alert> oldest = due.values().iterator();
    while (oldest.hasNext() && oldest.next().getSourcePosition() < lastSource) {
      oldest.remove();
    }
  }

  private void write(Alert alert) {
    raised++;
    Entry entry = Entry.newBuilder().setAlert(alert).build();
    if (entry.getSerializedSize() > Log.MAX_ENTRY_BYTES) {
      LOGGER.error("alert {} is larger than an entry may be: not written", alert.getId());
      due.remove(Revision.of(alert));
      return;
    }
    log.append(entry)
        .whenComplete(
            (at, failure) -> {
              if (failure != null) {
                LOGGER.error(
                    "alert {} could not be written, and is due again after a restart",
                    alert.getId(),
                    failure);
              }
            });
  }

  @Override
  public void idle() {
    goLive();
    lookAtRules();
    tickInTime();
    saveInTime();
  }

  /**
   * Where the rules on disk are others than those in force, the log is told: they come into force
   * when that is met there, and so do they in every replay, between the same entries.
   */
  private void lookAtRules() {
    long now = clock.millis();
    if (!live || changing || now < nextLook) {
      return;
    }
    nextLook = now + LOOK_MS;
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
    if (live && !ticking && detection.firstAlarm() <= clock.millis()) {
      ticking = true;
      log.append(Entry.newBuilder().setTick(Tick.getDefaultInstance()).build());
    }
  }

  /** A snapshot that cannot be written costs time at the next start, and is tried again later. */
  private void saveInTime() {
    long now = clock.millis();
    if (now < nextSave) {
      return;
    }
    tellOfHolidays();
    try {
      save();
      unsaved = 0;
    } catch (IOException e) {
      unsaved++;
      LOGGER.warn("the detector's state could not be saved, {} times in a row", unsaved, e);
    }
    long took = clock.millis() - now;
    nextSave = now + Math.max(snapshotMs, took * SNAPSHOT_SHARE);
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
    return unsaved;
  }

  /** Writes a snapshot of the state as it is. */
  void save() throws IOException {
    if (saved != position) {
      Snapshot.write(
          file,
          new Snapshot.Head(position, lastSource, new ArrayList<>(due.values())),
          inForce,
          detection);
      saved = position;
    }
  }

  @Override
  public void close() throws IOException {
    try {
      save();
    } finally {
      memory.close();
    }
  }
}
