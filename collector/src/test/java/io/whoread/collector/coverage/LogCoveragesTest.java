package io.whoread.collector.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.util.Timestamps;
import io.whoread.collector.Batches;
import io.whoread.collector.coverage.Coverages.ServiceStatus;
import io.whoread.collector.log.LocalLog;
import io.whoread.collector.log.v1.Entry;
import io.whoread.collector.log.v1.Imported;
import io.whoread.record.v1.Batch;
import io.whoread.record.v1.Coverage;
import io.whoread.record.v1.Disclosure;
import io.whoread.record.v1.Gap;
import io.whoread.record.v1.GapReason;
import io.whoread.record.v1.GuardedType;
import io.whoread.record.v1.Operation;
import io.whoread.record.v1.Unattributed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class LogCoveragesTest {
  private static final Instant NOW = Instant.parse("2026-03-02T04:00:00Z");

  /** Numbers of enums that only a later version knows are kept, and told as another word. */
  @Property(tries = 40)
  void numbersOfTomorrowAreKept(@ForAll Random random) throws Exception {
    Path dir = Files.createTempDirectory("whoread-coverage");
    int reason = number(random);
    int channel = number(random);
    Batch.Builder batch = Batches.one(1, 1, NOW, 1);
    batch.setOperations(
        0, Operation.newBuilder().setName("GET /orders").setFormValue(number(random)));
    batch
        .getExposuresBuilder(0)
        .addDisclosures(Disclosure.newBuilder().setChannelValue(channel).addPlain("address"));
    batch.addGaps(
        Gap.newBuilder()
            .setFrom(Timestamps.fromMillis(NOW.toEpochMilli() - 1))
            .setTo(Timestamps.fromMillis(NOW.toEpochMilli()))
            .setReasonValue(reason));
    try (LocalLog log = LocalLog.open(dir.resolve("log"))) {
      Entry entry =
          Entry.newBuilder().setService("shop").setBatch(batch.build().toByteString()).build();
      log.append(entry).join();
      try (LogCoverages coverages = LogCoverages.open(dir.resolve("coverage"), log)) {
        coverages.apply(0, entry.toBuilder().setReceivedMs(NOW.toEpochMilli()).build());
        isKept(coverages, reason, channel);
      }
      try (LogCoverages restored = LogCoverages.open(dir.resolve("coverage"), log)) {
        assertThat(restored.position()).isEqualTo(1);
        isKept(restored, reason, channel);
      }
    } finally {
      delete(dir);
    }
  }

  /** A service that starts a thousand runs a day costs no thousand reports. */
  @Example
  void reportsOfRunsThatEndedAreShortened() throws Exception {
    Path dir = Files.createTempDirectory("whoread-coverage");
    try (LocalLog log = LocalLog.open(dir.resolve("log"))) {
      LogCoverages coverages = LogCoverages.open(dir.resolve("coverage"), log);
      for (int run = 1; run <= 220; run++) {
        Instant at = NOW.plusSeconds(run);
        Coverage.Builder report =
            Coverage.newBuilder()
                .setAt(Timestamps.fromMillis(at.toEpochMilli()))
                .setAccessesProduced(run)
                .setStopping(run > 20)
                .addTypes(GuardedType.newBuilder().setName("shop.Order").setHooked(true));
        Entry entry =
            Entry.newBuilder()
                .setService("shop")
                .setReceivedMs(at.toEpochMilli())
                .setBatch(Batches.one(run, 1, at, 1).addCoverage(report).build().toByteString())
                .build();
        coverages.apply(run - 1, entry);
      }
      List<Coverages.InstanceStatus> runs =
          coverages.service("shop", NOW).orElseThrow().instances();
      assertThat(runs).hasSize(220);
      // Those that run on, and the newest of those that ended: 50, and twice as many for a while.
      assertThat(runs)
          .filteredOn(run -> run.coverage().getTypesCount() > 0)
          .hasSizeBetween(20 + 50, 20 + 2 * 50);
      assertThat(runs.subList(0, 50))
          .allSatisfy(run -> assertThat(run.coverage().getTypesCount()).isEqualTo(1));
      assertThat(runs.subList(50, 220))
          .allSatisfy(run -> assertThat(run.coverage().getAccessesProduced()).isPositive());
      coverages.close();
    } finally {
      delete(dir);
    }
  }

  /** What a file says was read yesterday does not say that an agent was there. */
  @Example
  void whatWasImportedCoversNothing() throws Exception {
    Path dir = Files.createTempDirectory("whoread-coverage");
    LocalDate today = LocalDate.ofInstant(NOW, ZoneOffset.UTC);
    try (LocalLog log = LocalLog.open(dir.resolve("log"));
        LogCoverages coverages = LogCoverages.open(dir.resolve("coverage"), log)) {
      Imported file = Imported.newBuilder().setRun(Batches.run(1)).build();
      coverages.apply(0, Entry.newBuilder().setImported(file).build());
      for (int day = 0; day < 2; day++) {
        Batch batch = Batches.one(1, day + 1, NOW.minus(Duration.ofDays(day)), 1).build();
        coverages.apply(1 + day, entry(batch));
      }
      assertThat(coverages.service("shop", NOW).orElseThrow().accesses24h()).isZero();
      assertThat(CheckReport.of("shop", coverages, NOW, ZoneOffset.UTC).text())
          .contains("! nothing has come yet");
      Coverage report =
          Coverage.newBuilder().setAt(Timestamps.fromMillis(NOW.toEpochMilli())).build();
      Batch live = Batches.one(2, 1, NOW, 1).clearAccesses().addCoverage(report).build();
      coverages.apply(3, entry(live));
      assertThat(CheckReport.of("shop", coverages, NOW, ZoneOffset.UTC).text())
          .contains("shop: no request yet");
      coverages.apply(4, entry(Batches.one(2, 2, NOW, 1).build()));
      assertThat(coverages.days(today.minusDays(2), today.plusDays(1), ZoneOffset.UTC))
          .containsExactly(
              new Coverages.DayStatus("shop", today.minusDays(1), 0, 0, 0, 1, 0),
              new Coverages.DayStatus("shop", today, 1, 1, 0, 1, 0));
    } finally {
      delete(dir);
    }
  }

  /** A long export is told in parts, in several batches: it is one access of so many orders. */
  @Property(tries = 20)
  void aRequestInPartsIsOneAccess(@ForAll Random random) throws Exception {
    Path dir = Files.createTempDirectory("whoread-coverage");
    List<Batch> batches = new ArrayList<>();
    for (int export = 0; export < 3; export++) {
      for (int part = 0; part < 3; part++) {
        Batch.Builder batch = Batches.one(1, 0, NOW.minusSeconds(60 * export), 10 * export + part);
        batch.getAccessesBuilder(0).setRequest(Batches.pseudonym(export).substring(0, 8));
        if (export == 1) {
          batch.getCallersBuilder(0).getActorBuilder().setRole("unknown").clearId();
        }
        if (export == 2 && part == 1) {
          // Of nobody known, in a part; the export is of orders that are known all the same.
          batch.getExposuresBuilder(0).clearSubjectKind();
          batch
              .getAccessesBuilder(0)
              .clearSubjects()
              .addUnattributed(Unattributed.newBuilder().setSource(1).setExposure(1).setCount(3));
        }
        if (export == 0 && part == 2) {
          batch.getExposuresBuilder(0).getDisclosuresBuilder(0).addPlain("address");
        }
        batches.add(batch.build());
      }
    }
    Collections.shuffle(batches, random);
    batches.add(Batches.one(1, 0, NOW.minusSeconds(600), 77).build());
    try (LocalLog log = LocalLog.open(dir.resolve("log"))) {
      for (int i = 0; i < batches.size(); i++) {
        Batch batch = batches.get(i).toBuilder().setSequence(i + 1).build();
        log.append(entry(batch)).join();
        // Between any two batches the collector may be started anew.
        try (LogCoverages coverages = LogCoverages.open(dir.resolve("coverage"), log)) {
          coverages.apply(i, entry(batch));
        }
      }
      try (LogCoverages coverages = LogCoverages.open(dir.resolve("coverage"), log)) {
        ServiceStatus shop = coverages.service("shop", NOW).orElseThrow();
        assertThat(shop.accesses24h()).isEqualTo(4);
        assertThat(shop.records24h()).isEqualTo(9);
        assertThat(shop.unknown24h()).isEqualTo(1);
        assertThat(shop.nameless24h()).isEqualTo(1);
        assertThat(shop.ofNobody24h()).isZero();
        assertThat(shop.partOfNobody24h()).isEqualTo(1);
        assertThat(shop.instances().getFirst().accesses()).isEqualTo(4);
        assertThat(shop.instances().getFirst().unknown()).isEqualTo(1);
        assertThat(shop.last().subjects()).isEqualTo(3);
        assertThat(shop.last().at()).isEqualTo(NOW);
        assertThat(CheckReport.of("shop", coverages, NOW, ZoneOffset.UTC).text())
            .contains("in 24 h 4 accesses with 9 records", "GET /orders/{id} (opened), 3 subjects");
      }
    } finally {
      delete(dir);
    }
  }

  private static Entry entry(Batch batch) {
    return Entry.newBuilder()
        .setService("shop")
        .setReceivedMs(NOW.toEpochMilli())
        .setBatch(batch.toByteString())
        .build();
  }

  /** Of a thousand runs the one that is new stays, whatever the collector's clock has done. */
  @Example
  void aRunIsHeardOfThoughTheClockHasSteppedBack() throws Exception {
    Path dir = Files.createTempDirectory("whoread-coverage");
    try (LocalLog log = LocalLog.open(dir.resolve("log"));
        LogCoverages coverages = LogCoverages.open(dir.resolve("coverage"), log)) {
      for (int run = 1; run <= 1_001; run++) {
        Instant at = run == 1_001 ? NOW.minusSeconds(3_600) : NOW.plusSeconds(run);
        Batch batch =
            Batches.one(run, 1, NOW, 1)
                .setInstance("run-" + run)
                .addCoverage(Coverage.newBuilder().setAccessesProduced(run))
                .build();
        Entry.Builder entry = Entry.newBuilder().setService("shop").setBatch(batch.toByteString());
        coverages.apply(run - 1, entry.setReceivedMs(at.toEpochMilli()).build());
      }
      assertThat(coverages.service("shop", NOW).orElseThrow().instances())
          .hasSize(1_000)
          .anySatisfy(
              run -> {
                assertThat(run.instance()).isEqualTo("run-1001");
                assertThat(run.coverage().getAccessesProduced()).isEqualTo(1_001);
              });
    } finally {
      delete(dir);
    }
  }

  private static void isKept(LogCoverages coverages, int reason, int channel) {
    assertThat(coverages.gaps("shop", NOW.minusSeconds(9), NOW.plusSeconds(9), 10))
        .singleElement()
        .satisfies(gap -> assertThat(gap.reason()).isEqualTo(reason));
    Coverages.LastAccess last = coverages.service("shop", NOW).orElseThrow().last();
    assertThat(last.disclosures())
        .anySatisfy(
            left -> {
              assertThat(left.getChannelValue()).isEqualTo(channel);
              assertThat(left.getPlainList()).contains("address");
            });
    String told = CheckReport.of("shop", coverages, NOW, ZoneOffset.UTC).text();
    assertThat(told).contains("address");
    if (GapReason.forNumber(reason) == null) {
      assertThat(told).contains("a reason that this version does not know (" + reason + ")");
    }
  }

  private static int number(Random random) {
    return random.nextInt(3) == 0 ? random.nextInt() : random.nextInt(20);
  }

  private static void delete(Path dir) throws IOException {
    try (Stream<Path> files = Files.walk(dir)) {
      List<Path> all = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : all) {
        Files.delete(file);
      }
    }
  }
}
