package io.whoread.collector.coverage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.util.Timestamps;
import io.whoread.collector.Batches;
import io.whoread.record.v1.Batch;
import io.whoread.record.v1.Coverage;
import io.whoread.record.v1.Exposure;
import io.whoread.record.v1.Fault;
import io.whoread.record.v1.Gap;
import io.whoread.record.v1.GapReason;
import io.whoread.record.v1.GuardedType;
import io.whoread.record.v1.Hook;
import io.whoread.record.v1.Loaded;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

class CheckReportTest extends CheckedService {
  @Test
  void aCollectorThatCameUpLaterThanTheServiceIsNoFault() throws Exception {
    send(1, coverage().addFaults(fault("ship.post", "java.net.ConnectException", 12)));
    CheckReport report = report(Duration.ZERO);
    assertThat(report.ok()).as(report.text()).isTrue();
    assertThat(report.text())
        .contains("the collector did not answer 12 times; what waited on disk has come since");
  }

  @Test
  void aFaultInsideAnAgentThatRunsIs() throws Exception {
    send(1, coverage().addFaults(fault("property-begin", "java.lang.ClassCastException", 1)));
    CheckReport report = report(Duration.ZERO);
    assertThat(report.ok()).isFalse();
    assertThat(report.text())
        .contains(
            "  ! an error inside the agent of host-1/4711, in property-begin:"
                + " java.lang.ClassCastException, once, ");
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
        .contains("  gaps  ", "jackson2: unknown version, in host-1/4711")
        .doesNotContain("ClassCastException", "  ! ");
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
        .containsPattern(
            "  ! no agent runs, as far as is known: nothing is heard since .* \\(20 min ago\\),"
                + " when host-1/4711 fell silent. Where the service runs, .* standard error say"
                + " why")
        .doesNotContain("guards");
    send(1, coverage().setStopping(true));
    assertThat(report(Duration.ZERO).text())
        .containsPattern("nothing is heard since .* ago\\), when host-1/4711 ended in order");
  }

  @Test
  void oneThatMissedTwoReportsIsLate() throws Exception {
    send(1, coverage().setAccessesProduced(3).setAccessesAcked(2).setAccessesSpooled(1));
    assertThat(report(Duration.ofSeconds(120)).ok()).isTrue();
    CheckReport late = report(Duration.ofSeconds(170));
    assertThat(late.ok()).isFalse();
    assertThat(late.text())
        .contains("  ! host-1/4711 was last heard 2 min ago, and reports every minute")
        .contains("               lost nothing, by its own count\n")
        // It is of another moment than what the trail holds.
        .doesNotContain("waiting", "3 accesses");
  }

  /** The next process sends what a killed one left on disk. */
  @Test
  void whatADeadOneLeftDoesNotMakeItLive() throws Exception {
    Instant death = Instant.now().minus(Duration.ofMinutes(4));
    sent++;
    Coverage.Builder last = coverage().setAt(Timestamps.fromMillis(death.toEpochMilli()));
    post(Batches.one(1, 1, death, 5).addCoverage(last));
    send(2, coverage());
    assertThat(report(Duration.ZERO).text())
        .contains("  ! host-1/4711: its last report is of 4 min ago: it catches up, has died");
    CheckReport later = report(Duration.ofSeconds(90));
    assertThat(later.ok()).as(later.text()).isTrue();
    assertThat(later.text()).contains("ended        host-1/4711 fell silent 5 min ago");
  }

  @Test
  void misspeltMembersAskForAttention() throws Exception {
    String members = "com.example.Order has no receiverNme; com.example.Row has no orderNumber";
    send(
        1,
        coverage()
            .addHooks(Hook.newBuilder().setName("accessors").setInstalled(true).setProblem(members))
            .setAccessesProduced(1));
    CheckReport report = report(Duration.ZERO);
    assertThat(report.ok()).isFalse();
    assertThat(report.text())
        .contains("  ! the hook accessors: com.example.Order has no receiverNme\n")
        .contains("  ! the hook accessors: com.example.Row has no orderNumber\n")
        .contains("hooks        accessors");
  }

  @Test
  void aKindThatLooksMisspeltIsAskedAboutOnce() throws Exception {
    GuardedType kinds =
        ORDER.toBuilder().putFields("receiver", "nmae").putFields("a", "pet").build();
    send(1, coverage().clearTypes().addTypes(kinds));
    send(2, coverage().addTypes(kinds));
    CheckReport report = report(Duration.ZERO);
    assertThat(report.ok()).as(report.text()).isTrue();
    assertThat(report.text())
        .containsOnlyOnce(
            "  ? kind \"nmae\" under guard: in whoread.yaml is none of the usual ones; did you mean"
                + " \"name\"?\n")
        .contains("kinds of its own: nmae, pet")
        .doesNotContain("\"pet\"");
  }

  /** A service has more classes than its last page used, and scan writes them all. */
  @Test
  void aClassThatWasNotUsedYetIsNoFault() throws Exception {
    send(
        1,
        coverage()
            .addTypes(ORDER.toBuilder().setName("com.example.Refund").setHooked(false))
            .setAccessesProduced(1));
    CheckReport report = report(Duration.ZERO);
    assertThat(report.ok()).as(report.text()).isTrue();
    assertThat(report.text())
        .containsPattern(
            "  not loaded   com\\.example\\.Refund \\(order\\): receiverName = name\n"
                + " +as of its last report, \\d+ s ago; these are guarded from their first use on,"
                + " and one that was used before that and still stands here is spelt in another"
                + " way\n");
  }

  @Test
  void whereRequestsWereAnsweredAndNoClassWasLoadedTheNamesAreWrong() throws Exception {
    send(
        1,
        coverage()
            .clearTypes()
            .addTypes(ORDER.toBuilder().setName("com.example.Odrer").setHooked(false))
            .setAccessesProduced(1));
    CheckReport report = report(Duration.ZERO);
    assertThat(report.ok()).isFalse();
    assertThat(report.text())
        .contains("  ! no class is guarded in host-1/4711, although it answered requests: are the");
  }

  /** Two that were killed right after their start, beside one that answers. */
  @Test
  void whatAnotherProcessAnsweredIsNoSignOfWrongNames() throws Exception {
    GuardedType notYet = ORDER.toBuilder().setHooked(false).build();
    for (int run = 2; run <= 3; run++) {
      Batch.Builder begun = Batches.one(run, 1, Instant.now(), 5).clearAccesses();
      begun.addCoverage(coverage().clearTypes().addTypes(notYet));
      assertThat(collector.post(begun.build()).statusCode()).isEqualTo(204);
    }
    send(1, coverage().setAccessesProduced(1));
    CheckReport report = report(Duration.ZERO);
    assertThat(report.text()).doesNotContain("no class is guarded").contains("not loaded ");
    assertThat(report.ok()).as(report.text()).isTrue();
  }

  /** Right after step 4 of the README nobody has opened a page. */
  @Test
  void thatNoRequestHasComeYetIsNeitherWellNorAFault() throws Exception {
    Batch.Builder begun = Batches.one(1, ++sent, Instant.now(), 5).clearAccesses();
    GuardedType notYet = ORDER.toBuilder().setHooked(false).build();
    collector.post(begun.addCoverage(coverage().clearTypes().addTypes(notYet)).build());
    await().until(() -> report(Duration.ZERO).text().contains("not loaded"));
    CheckReport report = report(Duration.ZERO);
    assertThat(report.verdict()).as(report.text()).isEqualTo(CheckReport.Verdict.WAITING);
    assertThat(report.text())
        .startsWith("shop: no request yet (times UTC)\n  . since ")
        .contains("open a page of the service that shows some, then check again")
        .doesNotContain("  ! ");
    collector.post(Batches.one(1, ++sent, Instant.now(), 5).addCoverage(coverage()).build());
    await().until(() -> report(Duration.ZERO).ok());
  }

  /** Yesterday's requests were understood by yesterday's settings. */
  @Test
  void afterARestartItIsTheNextRequestThatTells() throws Exception {
    Batch.Builder unknown = Batches.one(1, ++sent, Instant.now(), 5).addCoverage(coverage());
    unknown.getCallersBuilder(0).getActorBuilder().setId("").setRole("unknown").clearSource();
    post(unknown);
    assertThat(report(Duration.ZERO).verdict()).isEqualTo(CheckReport.Verdict.ATTENTION);
    send(1, coverage().setStopping(true));
    collector.post(
        Batches.one(2, 1, Instant.now(), 5).clearAccesses().addCoverage(coverage()).build());
    await()
        .untilAsserted(
            () ->
                assertThat(report(Duration.ZERO).verdict()).isEqualTo(CheckReport.Verdict.WAITING));
  }

  /** The line is pasted under {@code roles:} of what {@code service add} wrote. */
  @ParameterizedTest
  @CsvSource({
    "E1, E*, those are",
    "kf-02, kf-*, those are",
    "1001, 1001, that is",
    "zhang.san, zhang.san, that is",
    "wang, wang, that is",
    "张三, 张三, that is",
  })
  void whoseRoleIsNotKnownIsNamedWithTheLineThatSaysIt(String id, String pattern, String who)
      throws Exception {
    String text = reportOnUnknown(id);
    assertThat(text)
        .contains("    actor      " + id + ", named by principal, in a role that is not known\n")
        .contains(
            "  ! who acted is named, and the role is not known, in 100% of accesses since the"
                + " agents started that run now. Where "
                + who
                + " staff, this line under roles: in whoread.yaml says so")
        .contains("  actors       not named in 0, in a role that is not known in 1, of 1 access")
        .doesNotContain("could be named", "could not be named");
    String line = text.lines().filter(each -> each.contains("{role: ")).findFirst().orElseThrow();
    String courier = "  - {role: courier, authority: ROLE_COURIER}\n";
    String settings;
    try (InputStream in = CheckReport.class.getResourceAsStream("../cli/whoread.yaml")) {
      settings = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    assertThat(settings).contains(courier);
    Map<String, List<Map<String, String>>> read =
        new Yaml().load(settings.replace(courier, courier + line + "\n").replace('@', '_'));
    assertThat(read.get("roles"))
        .hasSize(4)
        .last()
        .isEqualTo(Map.of("role", "staff", "id", pattern));
  }

  /** Neither a pseudonym nor what would fit others is any rule of the agent's. */
  @ParameterizedTest
  @ValueSource(strings = {"0123456789abcdef0123456789abcdef", "*", "a\"b", "a\\b"})
  void whereNoIdMakesARuleNoneIsOffered(String id) throws Exception {
    assertThat(reportOnUnknown(id))
        .contains(
            "Lines under roles: in whoread.yaml say who they are, by authority, path or id.\n")
        .doesNotContain("{role:");
  }

  private String reportOnUnknown(String id) throws Exception {
    Batch.Builder unknown = Batches.one(1, ++sent, Instant.now(), 5).addCoverage(coverage());
    unknown.getCallersBuilder(0).getActorBuilder().setId(id).setRole("unknown");
    unknown.getCallersBuilder(0).getActorBuilder().setSource("principal");
    post(unknown);
    return report(Duration.ZERO).text();
  }

  @Test
  void whoIsNotKnownCouldNotBeNamed() throws Exception {
    Batch.Builder unknown = Batches.one(1, ++sent, Instant.now(), 5).addCoverage(coverage());
    unknown.getCallersBuilder(0).getActorBuilder().setId("").setRole("unknown").clearSource();
    post(unknown);
    assertThat(report(Duration.ZERO).text())
        .contains("    actor      could not be named: see actors: in whoread.yaml\n");
  }

  @Test
  void accessesThatNameNobodyAskForAttention() throws Exception {
    Batch.Builder batch = Batches.one(1, 1, Instant.now(), 5).addCoverage(coverage());
    batch.getAccessesBuilder(0).clearSubjects();
    sent++;
    assertThat(collector.post(batch.build()).statusCode()).isEqualTo(204);
    awaitBatches(sent);
    assertThat(report(Duration.ZERO).ok()).isFalse();
    assertThat(report(Duration.ZERO).text())
        .contains("  ! none of these accesses names whose data was read: ");
  }

  /** Step 5 of the README: correct whoread.yaml until it is right, and start the service again. */
  @Test
  void whatWasWrongBeforeTheServiceWasStartedAgainIsNoFaultOfToday() throws Exception {
    Batch.Builder unknown = Batches.one(1, ++sent, Instant.now(), 5).addCoverage(coverage());
    unknown.getCallersBuilder(0).getActorBuilder().setId("").setRole("unknown").clearSource();
    post(unknown);
    assertThat(report(Duration.ZERO).text())
        .contains(
            "  ! nobody could be named in 100% of accesses since the agents started that run now."
                + " `./whoread scan` of the service writes the line actors: ")
        .contains(" begins at the left edge: actors: [{session: user.id}]\n");
    send(1, coverage().setStopping(true));
    send(2, coverage());
    CheckReport report = report(Duration.ZERO);
    assertThat(report.ok()).as(report.text()).isTrue();
    assertThat(report.text())
        .contains("in 24 h 3 accesses")
        .contains(
            "  actors       not named in 0, in a role that is not known in 0, of 1 access since the"
                + " agents started that run now\n");
  }

  /** A service that is killed says nothing of its end, and is there again in ten seconds. */
  @Test
  void whatWasWrongBeforeAKillIsNoFaultOfToday() throws Exception {
    Batch.Builder unknown = Batches.one(1, ++sent, Instant.now(), 5).addCoverage(coverage());
    unknown.getCallersBuilder(0).getActorBuilder().setId("E7").setRole("unknown");
    post(unknown);
    assertThat(report(Duration.ZERO).ok()).isFalse();
    collector.post(
        Batches.one(2, 1, Instant.now(), 5).clearAccesses().addCoverage(coverage()).build());
    await()
        .untilAsserted(
            () ->
                assertThat(report(Duration.ZERO).text())
                    .startsWith("shop: no request yet")
                    .contains("1 subject, before the service was last started\n"));
    sent++;
    post(Batches.one(2, 2, Instant.now(), 5).addCoverage(coverage()));
    CheckReport report = report(Duration.ZERO);
    assertThat(report.ok()).as(report.text()).isTrue();
    assertThat(report.text())
        .contains("in a role that is not known in 0, of 1 access since")
        .doesNotContain("before the service");
  }

  /** A configuration may have kinds of its own: they are shown, so that a misspelt one is seen. */
  @Test
  void kindsThatAreNotOursAreShown() throws Exception {
    send(1, coverage());
    assertThat(report(Duration.ZERO).text()).doesNotContain("kinds of its own");
    send(1, coverage().addTypes(ORDER.toBuilder().putFields("a", "nam").putFields("b", "fone")));
    CheckReport report = report(Duration.ZERO);
    assertThat(report.ok()).as(report.text()).isTrue();
    assertThat(report.text()).contains("               kinds of its own: fone, nam\n");
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
        .startsWith("shop: needs attention (times UTC)\n")
        .contains("  ! records may be missing: see the gaps below")
        .contains(": the spool was full or could not be written, 3 accesses\n")
        .contains("  ! the hook jackson2 could not be placed: unknown version")
        .contains("  ! host-1/4711 lost 3 accesses, by its own count since its start\n")
        .contains("not loaded   com.example.Odrer (order): receiverName = name");
  }

  @Test
  void aSenderThatIsNoAgentNeedNotReportEveryMinute() throws Exception {
    collector.post(Batches.one(1, 1, Instant.now(), 5).build());
    awaitBatches(1);
    CheckReport report = report(Duration.ofHours(2));
    assertThat(report.ok()).as(report.text()).isTrue();
    assertThat(report.text())
        .contains("none has reported; records were sent by test/1")
        .startsWith("shop: all is well, but see the lines with ? ")
        .contains("  ? silent since ", "does it send still?");
    assertThat(report(Duration.ofMinutes(4)).text()).doesNotContain("silent");
  }

  @Test
  void theOffsetOfTimesIsToldOnceAndWhereItIsAnother() throws Exception {
    send(1, coverage());
    String shanghai = in(Instant.now(), "Asia/Shanghai");
    assertThat(shanghai)
        .startsWith("shop: all is well (times UTC+08:00)\n")
        .containsPattern("last access  \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d: GET")
        .containsOnlyOnce("UTC");
    // Seven months later another time is in force there, or was.
    assertThat(in(Instant.now().plus(Duration.ofDays(210)), "Europe/Berlin"))
        .containsPattern("last access  .{19} UTC\\+0[12]:00: GET");
  }

  private String in(Instant now, String zone) {
    return CheckReport.of("shop", collector.bean(Coverages.class), now, ZoneId.of(zone)).text();
  }

  @Test
  void whatTheLastAccessLoadedIsTold() throws Exception {
    sent++;
    Batch.Builder batch = Batches.one(1, sent, Instant.now(), 5).addCoverage(coverage());
    batch.addExposures(Exposure.newBuilder().addTouched("phone").addTouched("email"));
    int exposure = batch.getExposuresCount();
    batch.getAccessesBuilder(0).addLoaded(Loaded.newBuilder().setRows(1_200).setExposure(exposure));
    batch.getAccessesBuilder(0).addLoaded(Loaded.newBuilder().setRows(5).setExposure(exposure));
    assertThat(collector.post(batch.build()).statusCode()).isEqualTo(204);
    awaitBatches(sent);
    assertThat(report(Duration.ZERO).text())
        .contains("loaded     1,205 rows with email, phone from a database");
  }

  private static Fault fault(String where, String error, long count) {
    return Fault.newBuilder().setWhere(where).setError(error).setCount(count).build();
  }
}
