package io.whoread.collector.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import io.whoread.collector.Batches;
import io.whoread.collector.coverage.Coverages.Hole;
import io.whoread.collector.coverage.Coverages.Hole.Why;
import io.whoread.collector.log.LocalLog;
import io.whoread.collector.log.v1.Entry;
import io.whoread.collector.log.v1.Imported;
import io.whoread.collector.log.v1.ServiceChange;
import io.whoread.record.v1.Batch;
import io.whoread.record.v1.Coverage;
import io.whoread.record.v1.Fault;
import io.whoread.record.v1.Gap;
import io.whoread.record.v1.GapReason;
import io.whoread.record.v1.GuardedType;
import io.whoread.record.v1.Hook;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was covered when, as a service's agents tell of it over hours and days. */
class CoverageOverTimeTest {
  private static final Instant START = Instant.parse("2026-03-02T00:00:00Z");

  private static final String HOST_1 = "host-1/4711";
  private static final String HOST_2 = "host-2/4711";

  @TempDir private Path temp;
  private LocalLog log;
  private LogCoverages coverages;
  private long sequence;

  @BeforeEach
  void open() throws IOException {
    log = LocalLog.open(temp.resolve("log"));
    coverages = LogCoverages.open(temp.resolve("coverage"), log);
  }

  @AfterEach
  void close() throws IOException {
    coverages.close();
    log.close();
  }

  @Test
  void aServiceThatIsSwitchedOffIsNotAttached() throws IOException {
    report(1, at(0));
    assertThat(state(at(1))).isEqualTo(Attachment.ATTACHED);
    off(1, at(10), at(10), "switched off");
    for (int minute = 11; minute <= 60; minute++) {
      off(1, at(minute - 1), at(minute), "switched off");
      report(1, at(minute));
    }
    assertThat(state(at(61))).isEqualTo(Attachment.OFF);
    assertThat(check(at(60).plusSeconds(20)))
        .contains("  ! host-1/4711 is switched off since 2026-03-02 00:10:00: nothing is recorded");
    // Fifty pieces of one interval are one gap.
    assertThat(coverages.gaps("shop", START, at(61), 100))
        .singleElement()
        .satisfies(gap -> assertThat(gap.from()).isEqualTo(at(10)))
        .satisfies(gap -> assertThat(gap.to()).isEqualTo(at(61)));
    off(1, at(60), at(61), "switched on again");
    assertThat(coverages.gaps("shop", START, at(70), 100))
        .singleElement()
        .satisfies(gap -> assertThat(gap.to()).isEqualTo(at(61)));
    assertThat(state(at(61))).isEqualTo(Attachment.ATTACHED);
  }

  /** Whoever reads this an hour after a kill must not take a dead JVM for one that is off. */
  @Test
  void aDeadOneIsToldAsSilentWithOneAgeAndNotAsSwitchedOff() throws IOException {
    report(1, at(0));
    off(1, at(0).plusSeconds(5), at(0).plusSeconds(5), "switched off");
    off(1, at(0).plusSeconds(5), at(0).plusSeconds(45), "switched off");
    for (int seconds : new int[] {15, 60, 149}) {
      // As long as it may be no more than an answer of the collector that was late.
      Instant now = at(0).plusSeconds(45 + seconds);
      assertThat(check(now))
          .contains(
              "  ! host-1/4711 is switched off since 2026-03-02 00:00:05: nothing is recorded")
          .doesNotContain("has it died");
      assertThat(state(now)).isEqualTo(Attachment.OFF);
      assertThat(offSince(now)).isEqualTo(at(0).plusSeconds(5));
    }
    for (int seconds : new int[] {150, 200, 299}) {
      Instant now = at(0).plusSeconds(45 + seconds);
      String text = check(now);
      String age = seconds / 60 + " min ago";
      assertThat(text)
          .contains("  ! host-1/4711 was last heard " + age + ", and reports every minute: has it")
          .contains("Then it was switched off, since 2026-03-02 00:00:05\n")
          .doesNotContain("is switched off");
      assertThat(Pattern.compile("\\d+ (?:s|min|h) ago").matcher(text).results())
          .extracting(MatchResult::group)
          .as(text)
          .containsOnly(age);
      assertThat(state(now)).isEqualTo(Attachment.SILENT);
      assertThat(offSince(now)).isNull();
    }
    assertThat(check(at(6))).doesNotContain("is switched off", "it was switched off");
    // The one that came in its place is not switched off.
    report(2, at(3));
    assertThat(state(at(3).plusSeconds(30))).isEqualTo(Attachment.ATTACHED);
  }

  @Test
  void oneProcessThatIsSwitchedOffOfTwoIsAPart() throws IOException {
    report(1, at(0));
    off(1, at(0), at(1), "switched off");
    report(2, at(1));
    assertThat(state(at(2))).isEqualTo(Attachment.PARTLY);
  }

  @Test
  void signalsThatAreSwitchedOffAreNoWholeTrail() throws IOException {
    Coverage.Builder some = coverage(at(0)).addHooks(signal("touched"));
    apply(batch(1, at(0)).addCoverage(some), at(0));
    assertThat(state(at(1))).isEqualTo(Attachment.PARTLY);
    assertThat(check(at(1)))
        .contains("  ! host-1/4711 does not look for what is touched: signals: in whoread.yaml")
        .doesNotContain("could not be placed");
    Coverage.Builder none = some.addHooks(signal("loaded")).addHooks(signal("disclosed"));
    apply(batch(1, at(1)).addCoverage(none), at(1));
    assertThat(state(at(1))).isEqualTo(Attachment.OFF);
  }

  /** An agent counts for as long as its service runs; what it counted last week is over. */
  @Test
  void anErrorOfLastWeekIsNoFaultOfToday() throws IOException {
    Fault fault = Fault.newBuilder().setWhere("jackson2").setError("A").setCount(3).build();
    apply(batch(1, at(0)).addCoverage(coverage(at(0)).addFaults(fault)), at(0));
    Instant later = at(0).plus(Duration.ofDays(7));
    apply(batch(1, later).addCoverage(coverage(later).addFaults(fault)), later);
    assertThat(check(later))
        .startsWith("shop: all is well")
        .contains("an error inside the agent of host-1/4711, in jackson2: A, 3 times, last 168 h");
    Fault grown = fault.toBuilder().setCount(4).build();
    apply(batch(1, later).addCoverage(coverage(later).addFaults(grown)), later);
    assertThat(check(later)).contains("  ! an error inside the agent", "A, 4 times, last 0 s ago");
  }

  @Test
  void gapsThatLookAlikeAreOneLine() throws IOException {
    report(1, at(0));
    for (int i = 0; i < 40; i++) {
      gap(1, at(10 * i), at(10 * i + 1), GapReason.GAP_REASON_SPOOL, "disk full, try " + i);
    }
    gap(1, at(5), at(6), GapReason.GAP_REASON_HOOK, "jackson2");
    String text = check(at(500));
    assertThat(text)
        .contains("40 between 2026-03-02 00:00:00 and 2026-03-02 06:31:00: the spool")
        .contains("2026-03-02 00:05:00 to 2026-03-02 00:06:00: a hook failed, jack");
    assertThat(text.lines().filter(line -> line.contains("the spool was full"))).hasSize(1);
  }

  @Test
  void whereNobodyWatchedItIsTold() throws IOException {
    report(1, at(600));
    report(1, at(660));
    gap(1, at(630), at(640), GapReason.GAP_REASON_SPOOL, "");
    // A restart takes a while; a night takes longer.
    report(2, at(663));
    report(2, at(700));
    report(3, at(1_000));
    Hole before = new Hole("shop", Why.BEFORE, 0, START, at(600), 1, 0, "", "");
    Hole silent = new Hole("shop", Why.SILENT, 0, at(700), at(1_000), 1, 0, "", "");
    Hole full =
        new Hole(
            "shop", Why.GAP, GapReason.GAP_REASON_SPOOL_VALUE, at(630), at(640), 1, 0, HOST_1, "");
    assertThat(coverages.holes(START, at(2_000), at(1_001)))
        .containsExactlyInAnyOrder(before, silent, full);
    // Of the window that is asked for, and of no time to come.
    assertThat(coverages.holes(at(710), at(720), at(1_001)))
        .containsExactly(new Hole("shop", Why.SILENT, 0, at(710), at(720), 1, 0, "", ""));
    assertThat(coverages.holes(at(641), at(690), at(1_001))).isEmpty();
    assertThat(coverages.holes(at(10), at(20), at(1_001)))
        .containsExactly(new Hole("shop", Why.BEFORE, 0, at(10), at(20), 1, 0, "", ""));
    assertThat(coverages.holes(at(990), at(2_000), at(1_100)))
        .containsExactly(new Hole("shop", Why.SILENT, 0, at(990), at(1_100), 2, 0, "", ""));
  }

  /** An agent that looks at nothing lives, and loses nothing. */
  @Test
  void whatAnAgentDidNotLookAtIsTold() throws IOException {
    report(1, at(0));
    apply(batch(1, at(1)).addCoverage(coverage(at(1)).addHooks(signal("loaded"))), at(1));
    report(1, at(2));
    // What it told is of the time since the report before, up to the next.
    Hole unlooked = new Hole("shop", Why.LOADED, 0, at(0), at(2), 1, 0, HOST_1, "");
    for (int minute = 3; minute <= 20; minute++) {
      report(1, at(minute));
    }
    assertThat(coverages.holes(START, at(20), at(20))).containsExactly(unlooked);
    assertThat(coverages.holes(at(3), at(20), at(20))).isEmpty();
    Hook.Builder failed = Hook.newBuilder().setName("jackson2").setProblem("unknown version");
    apply(batch(1, at(21)).addCoverage(coverage(at(21)).addHooks(failed)), at(21));
    // It goes on, for all that is known, though no report has come yet.
    assertThat(coverages.holes(at(22), at(23), at(23)))
        .containsExactly(
            new Hole(
                "shop", Why.HOOK, 0, at(22), at(23), 1, 0, HOST_1, "jackson2: unknown version"));
    // A library that is not there is no hook that fails.
    Coverage.Builder absent = coverage(at(60)).addHooks(Hook.newBuilder().setName("dubbo"));
    apply(batch(2, at(60)).addCoverage(absent), at(60));
    report(2, at(61));
    assertThat(coverages.holes(at(60), at(62), at(62))).isEmpty();
  }

  /**
   * What an ended process did not look at is no fault of those that run: whoever asks later is told
   * when it was, what it was, and in which process; and all who ask are told the same.
   */
  @Test
  void aProblemOfAProcessEndsWithIt() throws IOException {
    Hook.Builder accessors = Hook.newBuilder().setName("accessors").setInstalled(true);
    accessors.setProblem("com.example.Order has no member receiverFone");
    for (int minute = 0; minute <= 40; minute++) {
      report(1, at(minute));
      if (minute == 10 || minute == 11) {
        Coverage.Builder blind = coverage(at(minute)).addHooks(accessors);
        apply(batch(2, at(minute)).addCoverage(blind.setStopping(minute == 11)), at(minute));
      }
      if (minute == 10) {
        assertThat(coverages.holes(at(10), at(11), at(11)))
            .as("while it runs it goes on")
            .singleElement()
            .satisfies(hole -> assertThat(hole.to()).isEqualTo(at(11)));
      }
    }
    String problem = "accessors: com.example.Order has no member receiverFone";
    Hole blind = new Hole("shop", Why.HOOK, 0, at(10), at(11), 1, 0, HOST_2, problem);
    for (int asked = 12; asked <= 40; asked++) {
      assertThat(coverages.holes(START, at(asked), at(asked))).containsExactly(blind);
    }
    assertThat(coverages.holes(at(12), at(40), at(40))).isEmpty();
    assertThat(coverages.service("shop", at(40)).orElseThrow().gaps24h()).isEqualTo(1);
    assertThat(check(at(40)))
        .startsWith("shop: all is well, but see the lines with ?")
        .contains(
            "  ? the trail of the last 24 h is not whole: see the gaps below. What made them is"
                + " over; they are told until 2026-03-03 00:11:00\n")
        .contains(
            "  gaps         2026-03-02 00:10:00 to 2026-03-02 00:11:00: a hook did not work, or not"
                + " wholly, "
                + problem
                + ", in host-2/4711\n");
  }

  /** Apart by a quarter of an hour, they are two. */
  @Test
  void whatTwoProcessesDidNotLookAtIsToldApart() throws IOException {
    Hook.Builder failed = Hook.newBuilder().setName("jackson2").setProblem("unknown version");
    for (int run = 1; run <= 5; run++) {
      Instant at = at(20 * run);
      apply(batch(run, at).addCoverage(coverage(at).addHooks(failed).setStopping(true)), at);
      List<Hole> told =
          coverages.holes(START, at.plusSeconds(1), at.plusSeconds(1)).stream()
              .filter(hole -> hole.why() == Why.HOOK)
              .toList();
      assertThat(told).hasSize(run <= 3 ? run : 1);
      assertThat(told.stream().mapToInt(Hole::count).sum()).isEqualTo(run);
    }
  }

  /** A person did that, and undid it: nothing is left to be done. */
  @Test
  void thatItWasSwitchedOffForAWhileAsksForNoAttention() throws IOException {
    report(1, at(0));
    off(1, at(1), at(2), "switched off");
    assertThat(check(at(2))).startsWith("shop: needs attention");
    off(1, at(2), at(3), "switched on again");
    report(1, at(3));
    assertThat(check(at(4)))
        .startsWith("shop: all is well, but see the lines with ?")
        .contains("they are told until 2026-03-03 00:03:00\n")
        .contains("00:01:00 to 2026-03-02 00:03:00: the agent was switched off, switched on again");
    gap(1, at(4), at(5), GapReason.GAP_REASON_SPOOL, "");
    assertThat(check(at(6)))
        .startsWith("shop: needs attention")
        .contains("records may be missing: see the gaps below. What made them is over");
  }

  /** Where a trail begins is no gap in it. */
  @Test
  void beforeItWasAttachedIsNoGap() throws IOException {
    report(1, at(0));
    assertThat(check(at(1)))
        .startsWith("shop: all is well (")
        .contains("  gaps         none since 2026-03-02 00:00:00, when it was attached\n");
    assertThat(coverages.service("shop", at(1)).orElseThrow().gaps24h()).isZero();
    for (int minute = 3; minute <= 24 * 60 + 3; minute += 4) {
      report(1, at(minute));
    }
    assertThat(check(at(24 * 60 + 3))).contains("  gaps         none in 24 h\n");
  }

  /** After a kill -9 the next one runs. */
  @Test
  void oneThatFellSilentAsAnotherBeganAsksForNoAttention() throws IOException {
    report(1, at(0));
    for (int minute = 1; minute <= 3; minute++) {
      report(2, at(minute));
    }
    assertThat(check(at(3)))
        .startsWith("shop: all is well, but see the lines with ?")
        .contains("  ? host-1/4711 was last heard 3 min ago, and host-2/4711 has begun since: if");
    report(1, at(3));
    report(2, at(6));
    assertThat(check(at(6))).contains("  ! host-1/4711 was last heard 3 min ago, and reports");
  }

  /** Another process of it does: whose request came to which of them is not known. */
  @Test
  void oneOfTwoThatDoesNotLookIsTold() throws IOException {
    for (int minute = 0; minute <= 30; minute++) {
      report(1, at(minute));
      Coverage.Builder blind = coverage(at(minute)).addHooks(signal("touched"));
      apply(batch(2, at(minute)).addCoverage(blind.addHooks(signal("disclosed"))), at(minute));
    }
    assertThat(coverages.holes(at(10), at(20), at(30)))
        .containsExactly(
            new Hole("shop", Why.TOUCHED, 0, at(10), at(20), 1, 0, HOST_2, ""),
            new Hole("shop", Why.DISCLOSED, 0, at(10), at(20), 1, 0, HOST_2, ""));
  }

  /** Names under guard: that are spelt wrongly, or a service without a class of that kind. */
  @Test
  void whereNoClassIsGuardedItIsTold() throws IOException {
    Coverage.Builder none = coverage(at(0));
    none.getTypesBuilder(0).setHooked(false);
    for (int minute = 0; minute <= 5; minute++) {
      apply(batch(1, at(minute)).addCoverage(none.setAt(timestamp(at(minute)))), at(minute));
    }
    // Classes are met when they are first used.
    assertThat(coverages.holes(START, at(6), at(6))).isEmpty();
    apply(batch(1, at(6)).addCoverage(none.setAt(timestamp(at(6)))), at(6));
    assertThat(coverages.holes(START, at(6), at(6)))
        .containsExactly(new Hole("shop", Why.UNGUARDED, 0, START, at(6), 1, 0, HOST_1, ""));
    none.setAt(timestamp(at(60))).setAccessesProduced(1);
    apply(batch(2, at(60)).addCoverage(none), at(60));
    assertThat(coverages.holes(at(60), at(61), at(61)))
        .containsExactly(new Hole("shop", Why.UNGUARDED, 0, at(60), at(61), 1, 0, HOST_2, ""));
  }

  /** So many are kept; that there were more is. */
  @Test
  void gapsThatAreNoLongerKeptAreNoCover() throws IOException {
    report(1, at(0));
    int kept = 10_000;
    for (int i = 1; i <= kept + 7; i++) {
      log.append(Entry.getDefaultInstance());
    }
    log.append(Entry.getDefaultInstance()).join();
    for (int i = 1; i <= kept + 5; i++) {
      gap(1, at(i - 1), at(i), GapReason.GAP_REASON_SPOOL, "");
    }
    report(1, at(kept + 100));
    Hole forgotten = new Hole("shop", Why.FORGOTTEN, 0, at(2), at(3), 1, 0, "", "");
    assertThat(coverages.holes(at(2), at(3), at(kept + 100))).containsExactly(forgotten);
    assertThat(coverages.holes(at(6), at(7), at(kept + 100)))
        .extracting(Hole::why)
        .containsExactly(Why.GAP);
    coverages.close();
    coverages = LogCoverages.open(temp.resolve("coverage"), log);
    assertThat(coverages.holes(at(2), at(3), at(kept + 100))).containsExactly(forgotten);
  }

  @Test
  void aServiceThatWasRemovedIsNoneOfThoseAttached() throws IOException {
    report(1, at(0));
    assertThat(coverages.attached()).isEqualTo(1);
    ServiceChange removed = ServiceChange.newBuilder().setName("shop").setRemoved(true).build();
    coverages.apply(coverages.position(), Entry.newBuilder().setServiceChange(removed).build());
    assertThat(coverages.attached()).isZero();
  }

  /** The same after the collector's restart. */
  @Test
  void whatIsKnownOfThePastIsKeptInTheSnapshot() throws IOException {
    for (int i = 0; i < 5; i++) {
      log.append(Entry.getDefaultInstance()).join();
    }
    report(1, at(0));
    off(1, at(5), at(6), "switched off");
    report(1, at(6));
    apply(batch(2, at(400)).addCoverage(coverage(at(400)).addHooks(signal("touched"))), at(400));
    List<Hole> holes = coverages.holes(START, at(410), at(410));
    List<Coverages.ServiceStatus> services = coverages.services(at(7));
    assertThat(holes).hasSize(3);
    coverages.close();
    coverages = LogCoverages.open(temp.resolve("coverage"), log);
    assertThat(coverages.holes(START, at(410), at(410))).isEqualTo(holes);
    assertThat(coverages.services(at(7))).isEqualTo(services);
    // And what its agents do not look at, though the next that comes is no report.
    apply(batch(2, at(406)), at(406));
    assertThat(coverages.holes(at(405), at(406), at(406)))
        .containsExactly(new Hole("shop", Why.TOUCHED, 0, at(405), at(406), 1, 0, HOST_2, ""));
  }

  /** Scripts and other languages send when there is something to send. */
  @Test
  void aSenderThatIsNoAgentMayBeSilent() throws IOException {
    apply(Batches.one(1, 1, at(0), 1), at(0));
    apply(Batches.one(2, 1, at(5_000), 1), at(5_000));
    assertThat(coverages.holes(START, at(9_000), at(9_000))).isEmpty();
  }

  @Test
  void whatWasImportedOrOnlyAddedIsNotCovered() throws IOException {
    ServiceChange added = ServiceChange.newBuilder().setName("shop").build();
    coverages.apply(0, Entry.newBuilder().setServiceChange(added).build());
    Imported file = Imported.newBuilder().setRun(Batches.run(1)).build();
    coverages.apply(1, Entry.newBuilder().setImported(file).build());
    apply(Batches.one(1, 1, at(0), 1), at(0));
    assertThat(coverages.holes(START, at(10), at(10)))
        .containsExactly(new Hole("shop", Why.NEVER, 0, START, at(10), 1, 0, "", ""));
  }

  private static Instant at(int minute) {
    return START.plus(Duration.ofMinutes(minute));
  }

  private Attachment state(Instant now) {
    return Attachment.of(coverages.service("shop", now).orElseThrow(), now);
  }

  private Instant offSince(Instant now) {
    return Attachment.offSince(
        coverages.service("shop", now).orElseThrow().instances().getFirst(), now);
  }

  private String check(Instant now) {
    return CheckReport.of("shop", coverages, now, ZoneOffset.UTC).text();
  }

  private void report(int run, Instant now) throws IOException {
    apply(batch(run, now).addCoverage(coverage(now)), now);
  }

  private void off(int run, Instant from, Instant to, String detail) throws IOException {
    gap(run, from, to, GapReason.GAP_REASON_OFF, detail);
  }

  private void gap(int run, Instant from, Instant to, GapReason reason, String detail)
      throws IOException {
    Gap.Builder gap = Gap.newBuilder().setReason(reason).setDetail(detail);
    apply(batch(run, to).addGaps(gap.setFrom(timestamp(from)).setTo(timestamp(to))), to);
  }

  private Batch.Builder batch(int run, Instant now) {
    Batch.Builder batch = Batches.one(run, ++sequence, now, 1);
    return batch.setInstance("host-" + run + "/4711");
  }

  private static Coverage.Builder coverage(Instant now) {
    return Coverage.newBuilder()
        .setAt(timestamp(now))
        .setConfiguration("whoread.yaml")
        .addTypes(GuardedType.newBuilder().setName("com.example.Order").setHooked(true));
  }

  private static Hook.Builder signal(String name) {
    return Hook.newBuilder().setName(name).setProblem("switched off by signals: in whoread.yaml");
  }

  private static Timestamp timestamp(Instant at) {
    return Timestamps.fromMillis(at.toEpochMilli());
  }

  private void apply(Batch.Builder batch, Instant now) throws IOException {
    coverages.apply(
        coverages.position(),
        Entry.newBuilder()
            .setService("shop")
            .setReceivedMs(now.toEpochMilli())
            .setBatch(batch.build().toByteString())
            .build());
  }
}
