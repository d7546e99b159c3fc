package io.whoread.collector.coverage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.util.Timestamps;
import io.whoread.collector.Batches;
import io.whoread.collector.RunningCollector;
import io.whoread.record.v1.Batch;
import io.whoread.record.v1.Coverage;
import io.whoread.record.v1.Fault;
import io.whoread.record.v1.Gap;
import io.whoread.record.v1.GapReason;
import io.whoread.record.v1.GuardedType;
import io.whoread.record.v1.Hook;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckReportTest {
  private static final GuardedType ORDER =
      GuardedType.newBuilder()
          .setName("com.example.Order")
          .setSubjectKind("order")
          .putFields("receiverName", "name")
          .setHooked(true)
          .build();

  @TempDir private Path temp;
  private RunningCollector collector;
  private long sent;

  @BeforeEach
  void start() throws Exception {
    collector = RunningCollector.start(temp);
  }

  @AfterEach
  void stop() {
    collector.close();
  }

  @Test
  void aCollectorThatCameUpLaterThanTheServiceIsNoFault() throws Exception {
    send(1, coverage().addFaults(fault("ship.post", "java.net.ConnectException", 12)));
    CheckReport report = report(Duration.ZERO);
    assertThat(report.ok()).as(report.text()).isTrue();
    assertThat(report.text())
        .contains("the collector did not answer 12 times; records wait on disk meanwhile");
  }

  @Test
  void aFaultInsideAnAgentThatRunsIs() throws Exception {
    send(1, coverage().addFaults(fault("property-begin", "java.lang.ClassCastException", 1)));
    CheckReport report = report(Duration.ZERO);
    assertThat(report.ok()).isFalse();
    assertThat(report.text())
        .contains(
            "  ! an error inside the agent of host-1/4711, in property-begin:"
                + " java.lang.ClassCastException, once");
  }

  @Test
  void agentsThatHaveEndedAreCountedAndNoMore() throws Exception {
    send(
        1,
        coverage()
            .addFaults(fault("property-begin", "java.lang.ClassCastException", 1))
            .addHooks(Hook.newBuilder().setName("jackson2").setProblem("unknown version"))
            .setStopping(true));
    send(2, coverage());
    CheckReport report = report(Duration.ZERO);
    assertThat(report.ok()).as(report.text()).isTrue();
    assertThat(report.text())
        .containsOnlyOnce("guards ")
        .contains("ended        host-1/4711 ended in order 0 s ago")
        .doesNotContain("ClassCastException", "unknown version");
  }

  @Test
  void copiesOfAServiceThatGuardTheSameAreToldOnce() throws Exception {
    send(1, coverage());
    send(2, coverage());
    assertThat(report(Duration.ZERO).text())
        .containsOnlyOnce("com.example.Order")
        .contains("guards       the same as the one above");
  }

  @Test
  void whereNoAgentRunsAnyMoreItIsSaidHowTheLastOneEnded() throws Exception {
    send(1, coverage());
    CheckReport silent = report(Duration.ofMinutes(20));
    assertThat(silent.ok()).isFalse();
    assertThat(silent.text())
        .contains("  ! no agent runs: the last one fell silent 20 min ago")
        .doesNotContain("guards");
    send(1, coverage().setStopping(true));
    assertThat(report(Duration.ZERO).text())
        .contains("  ! no agent runs: the last one ended in order 0 s ago");
  }

  @Test
  void hooksLossesAndGapsAskForAttention() throws Exception {
    Instant now = Instant.now();
    send(
        1,
        coverage()
            .addHooks(Hook.newBuilder().setName("jackson2").setProblem("unknown version"))
            .addTypes(ORDER.toBuilder().setName("com.example.Odrer").setHooked(false))
            .setAccessesDropped(3),
        Gap.newBuilder()
            .setFrom(Timestamps.fromMillis(now.minusSeconds(60).toEpochMilli()))
            .setTo(Timestamps.fromMillis(now.minusSeconds(30).toEpochMilli()))
            .setReason(GapReason.GAP_REASON_SPOOL)
            .setAccesses(3)
            .build());
    assertThat(report(Duration.ZERO).text())
        .startsWith("shop: needs attention\n")
        .contains("  ! records may be missing: see the gaps below")
        .contains(" +00:00: the spool was full or could not be written, 3 accesses\n")
        .contains("  ! the hook jackson2 could not be placed: unknown version")
        .contains("  ! host-1/4711 lost 3 accesses")
        .containsPattern("its own count \\d+ s ago: 0 accesses recorded, .* 3 lost\n")
        .contains("not loaded   com.example.Odrer (order): receiverName = name");
  }

  @Test
  void aSenderThatIsNoAgentNeedNotReportEveryMinute() throws Exception {
    collector.post(Batches.one(1, 1, Instant.now(), 5).build());
    awaitBatches(1);
    CheckReport report = report(Duration.ofHours(2));
    assertThat(report.ok()).as(report.text()).isTrue();
    assertThat(report.text()).contains("none has reported; records were sent by test/1");
  }

  @Test
  void timesAreToldWithTheirOffset() throws Exception {
    send(1, coverage());
    Instant now = Instant.now();
    String shanghai =
        CheckReport.of("shop", collector.bean(Coverages.class), now, ZoneId.of("Asia/Shanghai"))
            .text();
    assertThat(shanghai)
        .containsPattern("last access  \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d \\+08:00: GET");
  }

  private static Coverage.Builder coverage() {
    return Coverage.newBuilder()
        .setAt(Timestamps.now())
        .setJava("21.0.3")
        .setConfiguration("whoread.yaml")
        .addTypes(ORDER);
  }

  private static Fault fault(String where, String error, long count) {
    return Fault.newBuilder().setWhere(where).setError(error).setCount(count).build();
  }

  private void send(int run, Coverage.Builder coverage, Gap... gaps) throws Exception {
    sent++;
    Batch.Builder batch = Batches.one(run, run == 1 ? sent : 1, Instant.now(), 5);
    for (Gap gap : gaps) {
      batch.addGaps(gap);
    }
    assertThat(collector.post(batch.addCoverage(coverage).build()).statusCode()).isEqualTo(204);
    awaitBatches(sent);
  }

  private void awaitBatches(long count) {
    Coverages coverages = collector.bean(Coverages.class);
    await()
        .until(
            () ->
                coverages
                    .service("shop", Instant.now())
                    .filter(service -> service.accesses24h() >= count)
                    .isPresent());
  }

  private CheckReport report(Duration later) {
    return CheckReport.of(
        "shop", collector.bean(Coverages.class), Instant.now().plus(later), ZoneOffset.UTC);
  }
}
