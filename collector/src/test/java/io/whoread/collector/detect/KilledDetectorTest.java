package io.whoread.collector.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.whoread.collector.Batches;
import io.whoread.collector.alert.v1.Alert;
import io.whoread.collector.log.Follower;
import io.whoread.collector.log.LocalLog;
import io.whoread.collector.log.Log;
import io.whoread.collector.log.v1.Entry;
import io.whoread.collector.log.v1.Imported;
import io.whoread.record.v1.Batch;
import io.whoread.record.v1.Form;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that writes batches and detects is killed, again and again, with {@code kill -9}. */
class KilledDetectorTest {
  private static final Instant MONDAY = Instant.parse("2026-03-01T16:00:00Z");
  private static final int KILLS = 5;

  /** So little that whoever does not read just now lies in the scratch file. */
  private static final long MEMORY = 1_000;

  @TempDir private Path data;

  private static List<Batch> traffic() {
    Traffic traffic = new Traffic(11).office(MONDAY, 5, 20, 30);
    for (int day = 0; day < 5; day++) {
      Instant nine = MONDAY.plusSeconds(day * 86_400 + 32_400);
      for (int thief = 0; thief < 6; thief++) {
        traffic.walk(
            nine, nine.plusSeconds(7_200), "T" + thief, "courier", Form.FORM_OPENED, 600, 10);
      }
    }
    return traffic.batches(3);
  }

  /** The process: goes on from where the log ends, and tells each batch that is on disk. */
  static final class Main {
    private Main() {}

    public static void main(String[] args) throws Exception {
      Path data = Path.of(args[0]);
      List<Batch> batches = traffic();
      try (LocalLog log = LocalLog.open(data.resolve("log"))) {
        Detector detector =
            Detector.open(
                null,
                data.resolve("detect"),
                log,
                50,
                MEMORY,
                InstantSource.system(),
                ForkJoinPool.commonPool());
        try (Follower follower = new Follower(log, detector)) {
          follower.start();
          int next = (int) batchesIn(log);
          if (next == 0) {
            // Months old, and to be believed.
            Imported imported = Imported.newBuilder().setRun(Batches.run(1)).build();
            log.append(Entry.newBuilder().setService("shop").setImported(imported).build()).join();
          }
          Random random = new Random(next);
          for (; next < batches.size(); next++) {
            log.append(
                    Entry.newBuilder()
                        .setService("shop")
                        .setBatch(batches.get(next).toByteString())
                        .build())
                .join();
            if (random.nextInt(50) == 0) {
              System.out.println("batch " + next);
            }
          }
          while (follower.lag() > 0) {
            log.await(log.end(), java.time.Duration.ofMillis(200));
          }
        }
        detector.close();
      }
      System.out.println("done");
    }
  }

  @Test
  void eachAlertIsInTheLogOnce() throws Exception {
    Random random = new Random(3);
    for (int kill = 0; kill < KILLS; kill++) {
      Process process = start();
      try (BufferedReader lines = process.inputReader()) {
        // Some progress first, then anywhere.
        for (int seen = 0; seen < 2 + random.nextInt(4); seen++) {
          assertThat(lines.readLine()).startsWith("batch");
        }
        process.destroyForcibly();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      }
    }
    Process last = start();
    try (BufferedReader lines = last.inputReader()) {
      assertThat(lines.lines().toList()).endsWith("done");
    }
    assertThat(last.waitFor()).isZero();
    assertThat(data.resolve("detect.scratch")).doesNotExist();
    try (LocalLog log = LocalLog.open(data.resolve("log"))) {
      assertThat(batchesIn(log)).isEqualTo(traffic().size());
      List<Alert> alerts = new ArrayList<>();
      List<Alert> expected = new ArrayList<>();
      Detection detection = new Detection(RulesFile.defaults());
      try (Log.Cursor cursor = log.read(0)) {
        while (cursor.next()) {
          Entry entry = cursor.entry();
          if (entry.hasAlert()) {
            alerts.add(entry.getAlert());
          } else if (entry.hasImported()) {
            detection.imported("shop", entry.getImported().getRun());
          } else if (entry.hasTick()) {
            detection.tick(entry.getReceivedMs(), cursor.position(), expected::add);
          } else {
            detection.accept(
                Batch.parseFrom(entry.getBatch()),
                "shop",
                cursor.position(),
                entry.getReceivedMs(),
                expected::add);
          }
        }
      }
      assertThat(alerts).hasSizeGreaterThan(30).isEqualTo(expected);
    }
  }

  private Process start() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            data.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static long batchesIn(Log log) throws IOException {
    long batches = 0;
    try (Log.Cursor cursor = log.read(log.start())) {
      while (cursor.next()) {
        batches += cursor.entry().hasBatch() ? 1 : 0;
      }
    }
    return batches;
  }
}
