package io.whoread.collector.detect;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.util.Timestamps;
import io.whoread.collector.alert.v1.Alert;
import io.whoread.collector.log.v1.Entry;
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
    Rules rules = RulesFile.defaults();
    Path state = dir.resolve("detect");
    Detector detector = open(rules, state, log);
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
          detector = open(RulesFile.defaults(), state, log);
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
    detector = open(RulesFile.defaults(), state, log);
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
  void otherRulesDoNotJudgeAgainWhatWasJudged() throws IOException {
    Path dir = Files.createTempDirectory("detector");
    CrashingLog log = new CrashingLog();
    Detector detector = open(RulesFile.defaults(), dir.resolve("detect"), log);
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
    Detector again = open(RulesFile.read(stricter), dir.resolve("detect"), log);
    assertThat(again.position()).isZero();
    for (long at = 0; at < log.end(); at++) {
      again.apply(at, log.get(at));
    }
    again.idle();
    log.flush();
    long lastSource = before.stream().mapToLong(Alert::getSourcePosition).max().orElseThrow();
    assertThat(alertsOf(log).subList(before.size(), alertsOf(log).size()))
        .allMatch(alert -> alert.getSourcePosition() >= lastSource);
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
    Detector detector = open(RulesFile.defaults(), state, log);
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
    assertThat(open(RulesFile.defaults(), state, log).position()).isZero();
    Files.delete(inTheWay);
    // Nothing has come since: what was not saved still counts as unsaved.
    log.passUntil(log.now() + 60_000);
    detector.idle();
    assertThat(detector.unsaved()).isZero();
    assertThat(open(RulesFile.defaults(), state, log).position()).isEqualTo(log.end());
    deleteAll(dir);
  }

  private static Detector open(Rules rules, Path state, CrashingLog log) throws IOException {
    return Detector.open(rules, state, log, 30_000, () -> Instant.ofEpochMilli(log.now()));
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
