package io.whoread.agent.ship;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.whoread.record.v1.Batch;
import io.whoread.record.v1.Coverage;
import io.whoread.record.v1.GapReason;
import io.whoread.record.v1.GuardedType;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written arrives, as it was meant, once. */
class ShipperTest {
  @TempDir Path dir;

  @Property(tries = 60)
  void whatIsWrittenArrivesAsItWasMeant(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 120) int accesses) throws Exception {
    Random random = new Random(seed);
    List<ReadAccess> meant = new ArrayList<>();
    Path spool = Files.createTempDirectory("whoread-spool");
    try (TestCollector collector = new TestCollector();
        Shipper shipper =
            Shipper.start(
                Drafts.config(spool.toFile())
                    .collector(collector.uri())
                    .keyEpoch(3)
                    .previousKeyEpoch(Drafts.PREVIOUS_EPOCH)
                    .build(),
                Drafts.FIELDS)) {
      for (int i = 0; i < accesses; i++) {
        AccessDraft draft = Drafts.any(random, i % 40 == 39 ? 4_000 : 30);
        assertThat(shipper.write(draft)).isTrue();
        meant.add(ReadAccess.of(draft, Drafts.FIELDS));
      }
      shipper.stopping();

      assertThat(collector.accesses()).containsExactlyElementsOf(meant);
      assertThat(collector.duplicates()).isZero();
      long sequence = 0;
      for (Batch batch : collector.batches()) {
        assertThat(batch.getSequence()).isEqualTo(++sequence);
        assertThat(batch.getSerializedSize()).isLessThanOrEqualTo(61_440);
        assertThat(batch.getAccessesCount()).isLessThanOrEqualTo(4_096);
        assertThat(batch.getKeyEpoch()).isEqualTo(3);
        assertThat(batch.getInstance()).isEqualTo("test-1");
        assertThat(batch.getSender()).isEqualTo("whoread-agent/test");
      }
    }
    assertThat(new File(spool.toFile(), "orders").list()).isEmpty();
    delete(spool);
  }

  static void delete(Path folder) throws Exception {
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    }
  }

  @Test
  void manySmallAccessesFillBatchesToTheirBounds() throws Exception {
    try (TestCollector collector = new TestCollector();
        Shipper shipper =
            Shipper.start(
                Drafts.config(dir.toFile())
                    .collector(collector.uri())
                    .firstPostAfterMs(600_000)
                    .build(),
                Drafts.FIELDS)) {
      AccessDraft draft = Drafts.numbered(1, 0);
      draft.traceId = null;
      for (int i = 0; i < 20_000; i++) {
        assertThat(shipper.write(draft)).isTrue();
      }
      shipper.stopping();

      assertThat(collector.batches().stream().mapToInt(Batch::getAccessesCount).sum())
          .isEqualTo(20_000);
      assertThat(collector.batches().get(0).getAccessesCount()).isBetween(4_000, 4_096);
    }
  }

  /** Of the library that a class was to come from, for example. */
  @Test
  void aReportThatFailsHoldsUpNoRecord() throws Exception {
    ShipConfig.Builder config =
        Drafts.config(dir.toFile())
            .coverage(
                () -> {
                  throw new NoClassDefFoundError("gone");
                });
    try (TestCollector collector = new TestCollector();
        Shipper shipper = Shipper.start(config.collector(collector.uri()).build(), Drafts.FIELDS)) {
      shipper.write(Drafts.numbered(1, 1));
      await().until(() -> collector.accesses().size() == 1);
      shipper.stopping();
      Coverage.Builder coverage = Coverage.newBuilder();
      shipper.faults().addTo(coverage);
      assertThat(coverage.getFaultsList())
          .extracting(fault -> fault.getWhere() + " " + fault.getError())
          .containsExactly("ship.coverage java.lang.NoClassDefFoundError");
    }
  }

  @Test
  void coverageTellsWhatIsGuardedAndTheBooks() throws Exception {
    ShipConfig.Builder config =
        Drafts.config(dir.toFile())
            .coverage(
                () ->
                    Coverage.newBuilder()
                        .setConfiguration("whoread.yaml")
                        .addTypes(GuardedType.newBuilder().setName("shop.Order").setHooked(true)));
    try (TestCollector collector = new TestCollector();
        Shipper shipper = Shipper.start(config.collector(collector.uri()).build(), Drafts.FIELDS)) {
      await().until(() -> collector.coverage().size() == 1);
      shipper.write(Drafts.numbered(1, 3));
      shipper.write(Drafts.numbered(2, 3));
      await().until(() -> collector.accesses().size() == 2);
      await().until(() -> shipper.books().acked() == 2);
      shipper.fault("capture.jackson2", new ArithmeticException("holds a value"));
      shipper.fault("capture.jackson2", new ArithmeticException("another value"));
      shipper.coverageChanged();
      await().until(() -> collector.coverage().size() == 2);
      shipper.stopping();

      List<Coverage> reports = collector.coverage();
      assertThat(reports).hasSize(3);
      assertThat(reports.get(0).getTypes(0).getName()).isEqualTo("shop.Order");
      assertThat(reports.get(0).getConfiguration()).isEqualTo("whoread.yaml");
      assertThat(reports.get(0).getAt().getSeconds()).isPositive();
      assertThat(reports.get(0).getStopping()).isFalse();
      assertThat(reports.get(1).getAccessesProduced()).isEqualTo(2);
      assertThat(reports.get(1).getAccessesAcked()).isEqualTo(2);
      assertThat(reports.get(1).getFaults(0).getWhere()).isEqualTo("capture.jackson2");
      assertThat(reports.get(1).getFaults(0).getError()).isEqualTo("java.lang.ArithmeticException");
      assertThat(reports.get(1).getFaults(0).getCount()).isEqualTo(2);
      assertThat(reports.get(2).getStopping()).isTrue();
    }
  }

  @Test
  void coverageThatIsTooLargeIsCutNotLost() throws Exception {
    Coverage.Builder much = Coverage.newBuilder().setJava("25");
    for (int i = 0; i < 5_000; i++) {
      much.addTypes(GuardedType.newBuilder().setName("shop.Type" + i));
    }
    try (TestCollector collector = new TestCollector();
        Shipper shipper =
            Shipper.start(
                Drafts.config(dir.toFile())
                    .collector(collector.uri())
                    .coverage(much::clone)
                    .build(),
                Drafts.FIELDS)) {
      await().until(() -> collector.coverage().size() == 1);
      assertThat(collector.coverage().get(0).getTypesCount()).isBetween(1_000, 4_999);
      assertThat(collector.coverage().get(0).getJava()).isEqualTo("25");
      assertThat(shipper.write(Drafts.numbered(1, 1))).isTrue();
    }
  }

  @Test
  void gapsAreTold() throws Exception {
    try (TestCollector collector = new TestCollector();
        Shipper shipper =
            Shipper.start(
                Drafts.config(dir.toFile()).collector(collector.uri()).build(), Drafts.FIELDS)) {
      shipper.gap(
          GapReason.GAP_REASON_LEDGER,
          1_790_000_001_000L,
          1_790_000_002_500L,
          7,
          "more than 4,096 subjects");
      await().until(() -> collector.gaps().size() == 1);
      assertThat(collector.gaps().get(0).getReason()).isEqualTo(GapReason.GAP_REASON_LEDGER);
      assertThat(collector.gaps().get(0).getFrom().getSeconds()).isEqualTo(1_790_000_001L);
      assertThat(collector.gaps().get(0).getTo().getNanos()).isEqualTo(500_000_000);
      assertThat(collector.gaps().get(0).getAccesses()).isEqualTo(7);
    }
  }

  @Test
  void aDraftThatIsNotAsItShouldBeIsDroppedAndToldAndHarmsNoOther() throws Exception {
    try (TestCollector collector = new TestCollector();
        Shipper shipper =
            Shipper.start(
                Drafts.config(dir.toFile()).collector(collector.uri()).build(), Drafts.FIELDS)) {
      assertThat(shipper.write(Drafts.numbered(1, 2))).isTrue();
      AccessDraft noCaller = Drafts.numbered(2, 2);
      noCaller.caller = null;
      assertThat(shipper.write(noCaller)).isFalse();
      AccessDraft shortId = Drafts.numbered(3, 2);
      shortId.operation = "seen here first";
      shortId.subjects.get(1).id = new byte[3];
      assertThat(shipper.write(shortId)).isFalse();
      AccessDraft unknownField = Drafts.numbered(4, 2);
      unknownField.subjects.get(1).exposure =
          new ExposureKey("order", 1L << 40, 0, new long[0], new long[0]);
      assertThat(shipper.write(unknownField)).isFalse();
      AccessDraft noTime = Drafts.numbered(6, 2);
      noTime.atMs = 0;
      assertThat(shipper.write(noTime)).isFalse();
      AccessDraft noPseudonym = Drafts.numbered(7, 2);
      noPseudonym.caller =
          new CallerInfo(
              new CallerInfo.ActorInfo("not a pseudonym", "customer", "session", true), null, null);
      assertThat(shipper.write(noPseudonym)).isFalse();
      AccessDraft good = Drafts.numbered(5, 2);
      good.operation = "seen here first";
      assertThat(shipper.write(good)).isTrue();
      assertThat(shipper.write(null)).isFalse();

      await().until(() -> shipper.books().acked() == 2);
      assertThat(collector.accesses())
          .containsExactly(
              ReadAccess.of(Drafts.numbered(1, 2), Drafts.FIELDS),
              ReadAccess.of(good, Drafts.FIELDS));
      await()
          .until(
              () ->
                  collector.gaps().stream()
                          .filter(gap -> gap.getReason() == GapReason.GAP_REASON_ERROR)
                          .mapToLong(gap -> gap.getAccesses())
                          .sum()
                      == 6);
      assertThat(shipper.books().produced()).isEqualTo(8);
    }
  }

  @Test
  void theEndWaitsForNoCollector() throws Exception {
    CountDownLatch open = new CountDownLatch(1);
    try (TestCollector collector =
        new TestCollector()
            .behave(
                (batch, exchange) -> {
                  try {
                    open.await();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                  return 503;
                })) {
      Shipper shipper =
          Shipper.start(
              Drafts.config(dir.toFile()).collector(collector.uri()).build(), Drafts.FIELDS);
      assertThat(shipper.write(Drafts.numbered(1, 1))).isTrue();
      await().until(() -> collector.requests() > 0);
      long start = System.nanoTime();
      shipper.close();
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
      open.countDown();
      collector.behave((batch, exchange) -> 200);
      try (Shipper next =
          Shipper.start(
              Drafts.config(dir.toFile()).collector(collector.uri()).build(), Drafts.FIELDS)) {
        await().until(() -> collector.accesses().size() == 1);
        assertThat(next.books().produced()).isZero();
        await().until(() -> collector.coverage().stream().anyMatch(Coverage::getStopping));
      }
    }
  }

  @Test
  void withoutACollectorAllStaysInTheSpool() throws Exception {
    try (Shipper shipper = Shipper.start(Drafts.config(dir.toFile()).build(), Drafts.FIELDS)) {
      assertThat(shipper.write(Drafts.numbered(1, 2))).isTrue();
    }
    try (TestCollector collector = new TestCollector();
        Shipper shipper =
            Shipper.start(
                Drafts.config(dir.toFile()).collector(collector.uri()).build(), Drafts.FIELDS)) {
      await().until(() -> collector.accesses().size() == 1);
      assertThat(shipper.books().produced()).isZero();
    }
  }
}
