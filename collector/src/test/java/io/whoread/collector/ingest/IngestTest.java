package io.whoread.collector.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.JsonFormat;
import io.whoread.collector.Batches;
import io.whoread.collector.RunningCollector;
import io.whoread.collector.coverage.Coverages;
import io.whoread.collector.index.AccessFilter;
import io.whoread.collector.index.AccessRow;
import io.whoread.collector.index.Index;
import io.whoread.record.v1.Access;
import io.whoread.record.v1.Batch;
import io.whoread.record.v1.Coverage;
import io.whoread.record.v1.Gap;
import io.whoread.record.v1.GuardedType;
import io.whoread.record.v1.Hook;
import io.whoread.record.v1.Link;
import io.whoread.record.v1.Operation;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class IngestTest {
  private static final Instant NOW = Instant.now();
  private static final AccessFilter ALL = AccessFilter.between(null, null);

  @TempDir private static Path data;
  private static RunningCollector collector;

  @BeforeAll
  static void start() throws Exception {
    collector = RunningCollector.start(data);
  }

  @AfterAll
  static void stop() {
    collector.close();
  }

  @Test
  void batchIsAcknowledgedFoundAndStoredOnce() throws Exception {
    Batch batch = Batches.one(1, 1, NOW, 11).build();
    for (int i = 0; i < 3; i++) {
      HttpResponse<String> answer = collector.post(batch);
      assertThat(answer.statusCode()).isEqualTo(204);
      assertThat(answer.headers().firstValue("Whoread-Batch"))
          .contains(i == 0 ? "stored" : "duplicate");
    }
    List<AccessRow> rows = readersOf(11);
    assertThat(rows).hasSize(1);
    AccessRow row = rows.getFirst();
    assertThat(row.actor()).isEqualTo("E1001");
    assertThat(row.service()).isEqualTo("shop");
    assertThat(row.form()).isEqualTo("opened");
    assertThat(row.at().toEpochMilli()).isEqualTo(NOW.toEpochMilli());
    assertThat(row.subjects().getFirst().links().getFirst().kind()).isEqualTo("customer");
    // The customer leads to the same access.
    assertThat(readersOf(1_000_011)).isEqualTo(rows);
  }

  @Test
  void jsonIsTakenAsProtobuf() throws Exception {
    String json = JsonFormat.printer().print(Batches.one(2, 1, NOW, 22));
    HttpResponse<String> answer = json(json);
    assertThat(answer.body()).isEmpty();
    assertThat(answer.statusCode()).isEqualTo(204);
    assertThat(readersOf(22)).hasSize(1);
  }

  @Test
  void unknownJsonFieldIsRefusedByName() throws Exception {
    HttpResponse<String> answer = json("{\"sequence\": 1, \"phoneNumber\": \"13800000000\"}");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(answer.body())
        .contains("phoneNumber: no such field in whoread.v1.Batch")
        .doesNotContain("13800000000");
  }

  @Test
  void brokenJsonIsToldByItsPlace() throws Exception {
    HttpResponse<String> answer = json("{\"sequence\": 1,\n \"run\": secret value}");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("line 2, column").doesNotContain("secret");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'operations': [{'name': 'a'}, {'form': 'SECRET'}]}"
            + " | operations[1].form: expected one of FORM_LISTED, FORM_OPENED,",
        "{'exposures': [{'disclosures': [{'channel': 'SECRET'}]}]}"
            + " | exposures[0].disclosures[0].channel: expected one of CHANNEL_RESPONSE,",
        "{'gaps': [{'reason': 'SECRET'}]} | gaps[0].reason: expected one of GAP_REASON_SPOOL,",
        "{'keyEpoch': 'SECRET'} | keyEpoch: expected a whole number from 0",
        "{'run': '###SECRET'} | run: expected bytes in base64",
        "{'start': 'SECRET'} | start: expected a time such as 2026-",
        "{'callers': {'SECRET': 1}} | callers: expected a list",
        "{'callers': ['SECRET']} | callers[0]: expected an object",
        "{'callers': [{'actor': {'pseudonymous': 'SECRET'}}]}"
            + " | callers[0].actor.pseudonymous: expected true or false",
        "{'callers': [{'actor': {'id': {'SECRET': 1}}}]} | callers[0].actor.id: expected a text"
      })
  void aWrongJsonValueIsToldByItsFieldAndWhatWouldBeRight(String body, String told)
      throws Exception {
    HttpResponse<String> answer = json(body.replace('\'', '"'));
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains(told).doesNotContain("SECRET");
  }

  static Stream<Arguments> faults() {
    return Stream.of(
        fault("run: 3 bytes, expected 16", b -> b.setRun(ByteString.copyFromUtf8("abc"))),
        fault("sequence: must be a number from 1", b -> b.setSequence(0)),
        fault("start: missing", Batch.Builder::clearStart),
        fault("start: before the year 2000", b -> b.setStart(Timestamp.newBuilder().setSeconds(1))),
        fault(
            "start: more than two days ahead of the collector",
            b ->
                b.setStart(
                    Timestamp.newBuilder()
                        .setSeconds(NOW.plus(Duration.ofDays(3)).getEpochSecond()))),
        fault("start: no valid timestamp", b -> b.getStartBuilder().setNanos(-1)),
        fault("key_epoch: must be a number from 1", b -> b.setKeyEpoch(0)),
        fault("instance: missing", b -> b.setInstance("")),
        fault(
            "instance: contains a control character or a mark of direction",
            b -> b.setInstance("a\0b")),
        fault("words[1]: contains a control", b -> b.addWords("\u001b[2J")),
        fault("words[1]: contains a control", b -> b.addWords("a\u009b2Jb")),
        fault(
            "callers[0].actor.alias: contains a control",
            b -> b.getCallersBuilder(0).getActorBuilder().setAlias("\u202e1001E")),
        fault("sender: 1025 characters, at most 1024", b -> b.setSender("x".repeat(1_025))),
        fault("words[1]: missing", b -> b.addWords("")),
        fault("operations[0].name: missing", b -> b.getOperationsBuilder(0).clearName()),
        fault(
            "callers[0].actor.role: missing",
            b -> b.getCallersBuilder(0).getActorBuilder().clearRole()),
        fault(
            "callers[0].actor.id: must be 32 lower-case hexadecimal digits, for it is pseudonymous",
            b -> b.getCallersBuilder(0).getActorBuilder().setPseudonymous(true)),
        fault(
            "callers[0].actor.previous_id: must be 32 lower-case hexadecimal digits",
            b -> b.getCallersBuilder(0).getActorBuilder().setPreviousId("E1001")),
        fault(
            "accesses[1].caller: 5, but the batch has 1 callers",
            b -> b.addAccesses(Access.newBuilder().setOperation(1).setCaller(5))),
        fault(
            "accesses[0].operation: missing; references count from 1",
            b -> b.getAccessesBuilder(0).setOperation(0)),
        fault(
            "accesses[0].caller: 4294967295, but the batch has 1 callers",
            b -> b.getAccessesBuilder(0).setCaller(-1)),
        fault(
            "accesses[0].purpose: 2, but the batch has 1 words",
            b -> b.getAccessesBuilder(0).setPurpose(2)),
        fault(
            "accesses[0].offset_ms: leads to no time of our days",
            b -> b.getAccessesBuilder(0).setOffsetMs(Duration.ofDays(4).toMillis())),
        fault(
            "accesses[0].trace_id: 5 bytes, expected 16",
            b -> b.getAccessesBuilder(0).setTraceId(ByteString.copyFromUtf8("trace"))),
        fault(
            "accesses[0].subjects[0].id: 2 bytes, expected 16",
            b ->
                b.getAccessesBuilder(0).getSubjectsBuilder(0).setId(ByteString.copyFromUtf8("id"))),
        fault(
            "accesses[0].subjects[0].exposure: missing; references count from 1",
            b -> b.getAccessesBuilder(0).getSubjectsBuilder(0).setExposure(0)),
        fault(
            "accesses[0].subjects[0].owner: 7, but the batch has 1 words",
            b -> b.getAccessesBuilder(0).getSubjectsBuilder(0).setOwner(7)),
        fault(
            "accesses[0].subjects[0].links[1].kind: missing; references count from 1",
            b ->
                b.getAccessesBuilder(0)
                    .getSubjectsBuilder(0)
                    .addLinks(Link.newBuilder().setId(Batches.pseudonym(1)))),
        fault("gaps[0].from: missing", b -> b.addGaps(Gap.getDefaultInstance())),
        fault("coverage[0].at: missing", b -> b.addCoverageBuilder()),
        fault("batch: 6", b -> b.addAllOperations(operations(1_000))));
  }

  private static List<Operation> operations(int count) {
    return Stream.generate(() -> Operation.newBuilder().setName("x".repeat(58)).build())
        .limit(count)
        .toList();
  }

  private static Arguments fault(String told, Consumer<Batch.Builder> change) {
    return Arguments.of(told, change);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("faults")
  void firstFaultIsNamed(String told, Consumer<Batch.Builder> change) throws Exception {
    Batch.Builder batch = Batches.one(3, 1, NOW, 33);
    change.accept(batch);
    HttpResponse<String> answer = collector.post(batch.build());
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("\"detail\":\"" + told);
  }

  /** A class may have any name: no read is refused for it, and no terminal fooled by it. */
  @Test
  void coverageIsShownInPlainText() throws Exception {
    Batch batch =
        Batches.one(8, 1, NOW, 88)
            .addCoverage(
                Coverage.newBuilder()
                    .setAt(Batches.one(8, 1, NOW, 88).getStart())
                    .setJava("21\u001b]0;owned\u0007")
                    .setConfiguration("whoread.yaml")
                    .addTypes(
                        GuardedType.newBuilder()
                            .setName("com.example.\u202eredrO")
                            .putFields("phone\n", "phone")
                            .setHooked(true))
                    .addHooks(Hook.newBuilder().setName("jackson2").setProblem("a\nb\u001b[31m")))
            .build();
    assertThat(collector.post(batch).statusCode()).isEqualTo(204);
    String authorization = "Bearer " + collector.token();
    await()
        .untilAsserted(
            () ->
                assertThat(
                        collector
                            .get("/v1/services/shop/check", "Authorization", authorization)
                            .body())
                    .contains("com.example.\uFFFDredrO")
                    .doesNotContain("\u001b", "\u202e", "\u0007"));
  }

  @Test
  void nonsenseIsRefused() throws Exception {
    HttpResponse<String> answer =
        collector.post(
            new byte[] {1, 2, 3}, "application/x-protobuf", "Bearer " + collector.token());
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("not an encoded whoread.v1.Batch");
  }

  @Test
  void tooLargeABodyIsRefused() throws Exception {
    HttpResponse<String> answer =
        collector.post(new byte[65_001], "application/x-protobuf", "Bearer " + collector.token());
    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(answer.body()).contains("at most 65000 bytes");
  }

  @Test
  void otherMediaTypesAreRefused() throws Exception {
    byte[] batch = Batches.one(4, 1, NOW, 44).build().toByteArray();
    for (String type : new String[] {"text/plain", "application/xml", null}) {
      assertThat(collector.post(batch, type, "Bearer " + collector.token()).statusCode())
          .isEqualTo(415);
    }
  }

  @Test
  void withoutAKnownTokenNothingIsTaken() throws Exception {
    byte[] batch = Batches.one(5, 1, NOW, 55).build().toByteArray();
    String[] wrong = {
      null,
      "Bearer",
      "Bearer ",
      "Bearer " + "x".repeat(43),
      "Basic " + collector.token(),
      collector.token(),
      "Bearer " + collector.token() + "x"
    };
    for (String authorization : wrong) {
      HttpResponse<String> answer = collector.post(batch, "application/x-protobuf", authorization);
      assertThat(answer.statusCode()).isEqualTo(401);
      assertThat(answer.headers().firstValue("WWW-Authenticate"))
          .hasValue("Bearer realm=\"whoread\"");
      assertThat(answer.body()).doesNotContain(collector.token());
    }
  }

  @Test
  void servicesComeAndGoWhileItRuns() throws Exception {
    Services services = Services.open(data);
    String token = services.add("billing");
    byte[] batch = Batches.one(6, 1, NOW, 66).build().toByteArray();
    await()
        .untilAsserted(
            () ->
                assertThat(
                        collector
                            .post(batch, "application/x-protobuf", "Bearer " + token)
                            .statusCode())
                    .isEqualTo(204));
    await()
        .untilAsserted(
            () ->
                assertThat(collector.bean(Coverages.class).service("billing", NOW))
                    .hasValueSatisfying(service -> assertThat(service.lastBatch()).isNotNull()));
    services.remove("billing");
    await()
        .untilAsserted(
            () ->
                assertThat(
                        collector
                            .post(batch, "application/x-protobuf", "Bearer " + token)
                            .statusCode())
                    .isEqualTo(401));
    await()
        .untilAsserted(
            () ->
                assertThat(collector.bean(Coverages.class).service("billing", NOW).get().removed())
                    .isTrue());
  }

  @Test
  void duplicatesAreKnownAfterARestart() throws Exception {
    Batch batch = Batches.one(7, 1, NOW, 77).build();
    assertThat(collector.post(batch).statusCode()).isEqualTo(204);
    assertThat(readersOf(77)).hasSize(1);
    String token = collector.token();
    collector.close();
    collector = RunningCollector.start(data, Map.of("whoread.reindex", "true"));
    assertThat(collector.token()).isNotEqualTo(token);
    assertThat(collector.post(batch).statusCode()).isEqualTo(204);
    assertThat(readersOf(77)).hasSize(1);
  }

  @Test
  void healthAndMetricsAreForThisMachine() throws Exception {
    assertThat(collector.get("/actuator/health/readiness").body()).contains("UP");
    assertThat(collector.get("/actuator/prometheus").body())
        .contains("whoread_view_lag{")
        .contains("whoread_ingest_ack_seconds_count");
    assertThat(collector.get("/actuator/prometheus", "X-Forwarded-For", "192.0.2.1").statusCode())
        .isIn(401, 403);
    assertThat(
            collector
                .get("/actuator/health/readiness", "X-Forwarded-For", "192.0.2.1")
                .statusCode())
        .isEqualTo(200);
  }

  private static HttpResponse<String> json(String json) throws Exception {
    return collector.post(
        json.getBytes(StandardCharsets.UTF_8), "application/json", "Bearer " + collector.token());
  }

  private static List<AccessRow> readersOf(int subject) {
    AccessFilter filter = ALL.ofSubjects(List.of(Batches.pseudonym(subject).toByteArray()));
    return await()
        .until(
            () -> collector.bean(Index.class).accesses(filter, null, 100), rows -> !rows.isEmpty());
  }
}
