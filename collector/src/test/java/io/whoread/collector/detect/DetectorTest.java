package io.whoread.collector.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.util.Timestamps;
import io.whoread.collector.alert.v1.Alert;
import io.whoread.collector.log.v1.Entry;
import io.whoread.collector.log.v1.RulesChange;
import io.whoread.record.v1.Batch;
import io.whoread.record.v1.Form;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/** The detector as a view: whatever crashes and wherever, each alert is in the log once. */
class DetectorTest {
  private static final Instant MONDAY = Instant.parse("2026-03-01T16:00:00Z");

  /** Four days with a theft in bulk, one by night, and one that goes on for hours. */
  private static List<Batch> traffic(long seed) {
    return new Traffic(seed)
        .office(MONDAY, 4, 8, 25)
        .walk(
            MONDAY.plusSeconds(86_400 + 36_000),
            MONDAY.plusSeconds(86_400 + 39_000),
            "E1001",
            "staff",
            Form.FORM_EXPORTED,
            700,
            20)
        .walk(
            MONDAY.plusSeconds(2 * 86_400 + 3_600),
            MONDAY.plusSeconds(2 * 86_400 + 7_200),
            "E1002",
            "staff",
            Form.FORM_OPENED,
            150,
            1)
        .walk(
            MONDAY.plusSeconds(86_400 + 30_000),
            MONDAY.plusSeconds(86_400 + 70_000),
            "C5",
            "courier",
            Form.FORM_OPENED,
            600,
            4)
        .batches(5);
  }

  @Property(tries = 60, shrinking = ShrinkingMode.OFF)
  void afterCrashesTheLogHoldsTheAlertsOfAnUndisturbedRun(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    Path dir = Files.createTempDirectory("detector");
    List<Batch> batches = traffic(seed);
    CrashingLog log = new CrashingLog();
    Path state = dir.resolve("detect");
    Detector detector = open(null, state, log);
    long fed = 0;
    int next = 0;
    while (next < batches.size() || fed < log.end()) {
      switch (random.nextInt(40)) {
        case 0 -> {
          log.crash(random.nextInt(3));
          if (random.nextInt(8) == 0) {
            Files.deleteIfExists(state);
          } else if (random.nextInt(8) == 0) {
            damage(state, random);
          }
          detector = open(null, state, log);
          fed = detector.position();
        }
        case 1 -> detector.save();
        case 2, 3, 4 -> {
          log.passUntil(log.now() + random.nextInt(10_000));
          detector.idle();
        }
        default -> {
          if (next < batches.size() && random.nextInt(3) > 0) {
            // What is acknowledged is flushed; alerts may wait.
            log.flush();
            Batch batch = batches.get(next++);
            log.passUntil(end(batch));
            log.append(entry(batch));
            log.flush();
          }
          if (fed < log.end()) {
            detector.apply(fed, log.get(fed));
            fed++;
          }
        }
      }
    }
    // One last start, so that what a crash lost is written.
    log.flush();
    detector = open(null, state, log);
    fed = detector.position();
    do {
      for (; fed < log.end(); fed++) {
        detector.apply(fed, log.get(fed));
      }
      log.passUntil(log.now() + 60_000);
      detector.idle();
      log.flush();
    } while (fed < log.end());
    assertThat(alertsOf(log)).isEqualTo(undisturbed(log));
    assertThat(alertsOf(log)).extracting(Alert::getActor).contains("E1001", "E1002", "C5");
    deleteAll(dir);
  }

  @Example
  void saysOfHowManyTheStateLiesInAFile() throws IOException {
    Path dir = Files.createTempDirectory("detector");
    CrashingLog log = new CrashingLog();
    Detector detector =
        Detector.open(
            null,
            dir.resolve("detect"),
            log,
            30_000,
            1_000,
            () -> Instant.ofEpochMilli(log.now()),
            Runnable::run);
    for (Batch batch : traffic(1)) {
      log.passUntil(end(batch));
      log.append(entry(batch));
      log.flush();
    }
    feed(detector, log);
    assertThat(detector.spilled()).isBetween(8, 20);
    detector.close();
    assertThat(dir.resolve("detect")).exists();
    deleteAll(dir);
  }

  /** Nothing that lies half in the state comes into a snapshot. */
  @Example
  void whatFailedHalfWayIsNotSaved() throws IOException {
    Path dir = Files.createTempDirectory("detector");
    CrashingLog log = new CrashingLog();
    for (Batch batch : traffic(1)) {
      log.passUntil(end(batch));
      log.append(entry(batch));
      log.flush();
    }
    Detector failing = open(null, dir.resolve("detect"), new CrashingLog());
    failing.standing(
        alert -> {
          throw new IllegalStateException("a fault in a listener");
        });
    assertThatThrownBy(() -> feed(failing, log)).hasMessage("a fault in a listener");
    assertThat(failing.position()).isPositive();
    failing.close();
    assertThat(dir.resolve("detect")).doesNotExist();
    deleteAll(dir);
  }

  /** Stricter, laxer, with windows that were not counted before, and as shipped. */
  private static final List<String> RULES =
      List.of(
          "rules: {bulk: {windows: {5m: 3, 1h: 3, 24h: 3}}}",
          "rules: {bulk: {windows: {5m: 300, 1h: 300, 24h: 300}}, off-hours: {spreads: 9}}",
          "rules: {bulk: {windows: {30m: 10}}, cold: {windows: {1h: 2}}, outside: {windows: {4h:"
              + " 5}}}",
          "roles: {staff: {rules: [cold]}, courier: {calendar: office}}",
          "normal: {days: 7, group-weight: 3}",
          "");

  /** Whatever crashes, each change of the rules is in the log once, and alerts are as they were. */
  @Property(tries = 15, shrinking = ShrinkingMode.OFF)
  void rulesChangeBetweenTheSameEntriesInEveryReplay(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    Path dir = Files.createTempDirectory("detector");
    Path rules = dir.resolve("rules.yaml");
    Path state = dir.resolve("detect");
    List<Batch> batches = traffic(seed);
    CrashingLog log = new CrashingLog();
    Detector detector = open(rules, state, log);
    long fed = 0;
    int next = 0;
    int written = 0;
    while (next < batches.size() || fed < log.end()) {
      switch (random.nextInt(60)) {
        case 0 -> {
          log.crash(random.nextInt(3));
          if (random.nextInt(4) == 0) {
            Files.deleteIfExists(state);
          }
          detector = open(rules, state, log);
          fed = detector.position();
        }
        case 1 -> detector.save();
        case 2 ->
            // A comment of another length each time: the clock of files is coarse.
            Files.writeString(
                rules, "#" + "x".repeat(written++) + "\n" + RULES.get(random.nextInt(6)) + "\n");
        case 3, 4, 5, 6 -> {
          log.passUntil(log.now() + random.nextInt(10_000));
          detector.idle();
          log.flush();
        }
        default -> {
          if (next < batches.size() && random.nextInt(3) > 0) {
            log.flush();
            Batch batch = batches.get(next++);
            log.passUntil(end(batch));
            log.append(entry(batch));
            log.flush();
          }
          if (fed < log.end()) {
            detector.apply(fed, log.get(fed));
            fed++;
          }
        }
      }
    }
    log.flush();
    detector = open(rules, state, log);
    fed = detector.position();
    do {
      for (; fed < log.end(); fed++) {
        detector.apply(fed, log.get(fed));
      }
      log.passUntil(log.now() + 60_000);
      detector.idle();
      log.flush();
    } while (fed < log.end());
    assertThat(alertsOf(log)).isEqualTo(undisturbed(log));
    List<RulesChange> changes = changesOf(log);
    for (int i = 1; i < changes.size(); i++) {
      assertThat(changes.get(i).getVersion()).isNotEqualTo(changes.get(i - 1).getVersion());
      assertThat(changes.get(i).getVersionBefore()).isEqualTo(changes.get(i - 1).getVersion());
    }
    assertThat(detector.rules()).isEqualTo(RulesFile.read(rules).version());
    deleteAll(dir);
  }

  private static List<RulesChange> changesOf(CrashingLog log) {
    List<RulesChange> changes = new ArrayList<>();
    for (long at = 0; at < log.end(); at++) {
      if (log.get(at).hasRulesChange()) {
        changes.add(log.get(at).getRulesChange());
      }
    }
    return changes;
  }

  @Example
  void otherRulesDoNotJudgeAgainWhatWasJudgedAndKeepWhatWasLearnt() throws IOException {
    Path dir = Files.createTempDirectory("detector");
    CrashingLog log = new CrashingLog();
    Detector detector = open(null, dir.resolve("detect"), log);
    for (Batch batch : traffic(7)) {
      log.passUntil(end(batch));
      log.append(entry(batch));
    }
    log.flush();
    for (long at = 0; at < log.end(); at++) {
      detector.apply(at, log.get(at));
      log.flush();
    }
    detector.close();
    List<Alert> before = alertsOf(log);
    Path stricter = dir.resolve("rules.yaml");
    Files.writeString(stricter, "rules: {bulk: {windows: {5m: 3, 1h: 3, 24h: 3}}}\n");
    Detector again = open(stricter, dir.resolve("detect"), log);
    assertThat(again.position()).isEqualTo(log.end());
    again.idle();
    log.flush();
    RulesChange change = log.get(log.end() - 1).getRulesChange();
    assertThat(change.getDifferencesList())
        .extracting(each -> each.getKey() + ' ' + each.getWas() + ' ' + each.getIs())
        .containsExactly(
            "rules.bulk.windows.1h 25 3",
            "rules.bulk.windows.24h 30 3",
            "rules.bulk.windows.5m 20 3");
    assertThat(change.getFilesMap()).containsOnlyKeys("rules.yaml");
    again.apply(log.end() - 1, log.get(log.end() - 1));
    assertThat(again.rules()).isEqualTo(change.getVersion());
    // Where the state is made again from the start, nothing is judged that was.
    Files.delete(dir.resolve("detect"));
    Detector anew = open(stricter, dir.resolve("detect"), log);
    for (long at = 0; at < log.end(); at++) {
      anew.apply(at, log.get(at));
    }
    anew.idle();
    log.flush();
    assertThat(alertsOf(log)).isEqualTo(before);
    deleteAll(dir);
  }

  private static void damage(Path file, Random random) throws IOException {
    if (Files.exists(file)) {
      byte[] bytes = Files.readAllBytes(file);
      if (random.nextBoolean()) {
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      } else {
        bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
      }
      Files.write(file, bytes);
    }
  }

  @Example
  void aStateThatCannotBeSavedStopsNothingAndIsTriedAgain() throws IOException {
    Path dir = Files.createTempDirectory("detector");
    Path state = dir.resolve("detect");
    CrashingLog log = new CrashingLog();
    Detector detector = open(null, state, log);
    // In the place of the file that is written first.
    Path inTheWay = Files.createDirectory(dir.resolve("detect.new"));
    List<Batch> batches = traffic(3);
    for (int n = 1; n <= 4; n++) {
      log.passUntil(end(batches.get(n)) + n * 60_000);
      log.append(entry(batches.get(n)));
      log.flush();
      detector.apply(log.end() - 1, log.get(log.end() - 1));
      detector.idle();
      assertThat(detector.unsaved()).isEqualTo(n);
    }
    assertThat(open(null, state, log).position()).isZero();
    Files.delete(inTheWay);
    // Nothing has come since: what was not saved still counts as unsaved.
    log.passUntil(log.now() + 60_000);
    await()
        .untilAsserted(
            () -> {
              // As many steps as it takes.
              detector.idle();
              assertThat(detector.unsaved()).isZero();
            });
    assertThat(open(null, state, log).position()).isEqualTo(log.end());
    deleteAll(dir);
  }

  private static Detector open(Path rules, Path state, CrashingLog log) throws IOException {
    // With all state on the heap, or hardly any.
    long memory = log.end() % 5 == 0 ? 1_000 : Memory.BOUND;
    return Detector.open(
        rules, state, log, 30_000, memory, () -> Instant.ofEpochMilli(log.now()), Runnable::run);
  }

  private static void feed(Detector detector, CrashingLog log) throws IOException {
    for (long at = 0; at < log.end(); at++) {
      detector.apply(at, log.get(at));
    }
  }

  /** Time of a batch's last access. */
  private static long end(Batch batch) {
    return Timestamps.toMillis(batch.getStart())
        + batch.getAccesses(batch.getAccessesCount() - 1).getOffsetMs();
  }

  static Entry entry(Batch batch) {
    return Entry.newBuilder().setService("shop").setBatch(batch.toByteString()).build();
  }

  static List<Alert> alertsOf(CrashingLog log) {
    List<Alert> alerts = new ArrayList<>();
    for (long at = 0; at < log.end(); at++) {
      if (log.get(at).hasAlert()) {
        alerts.add(log.get(at).getAlert());
      }
    }
    return alerts;
  }

  /** What one detection that never stops finds in the batches of a log. */
  private static List<Alert> undisturbed(CrashingLog log) {
    Detection detection = new Detection(RulesFile.defaults());
    List<Alert> alerts = new ArrayList<>();
    try {
      for (long at = 0; at < log.end(); at++) {
        Entry entry = log.get(at);
        if (entry.hasBatch()) {
          detection.accept(
              Batch.parseFrom(entry.getBatch()),
              entry.getService(),
              at,
              entry.getReceivedMs(),
              alerts::add);
        } else if (entry.hasTick()) {
          detection.tick(entry.getReceivedMs(), at, alerts::add);
        } else if (entry.hasRulesChange()) {
          detection = detection.by(RulesFile.of(entry.getRulesChange().getFilesMap()).rules());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return alerts;
  }

  private static void deleteAll(Path dir) throws IOException {
    try (var files = Files.walk(dir)) {
      for (Path path : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
