package io.whoread.collector.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.whoread.collector.CollectorProcess;
import io.whoread.collector.Parcels;
import io.whoread.collector.api.login.Account;
import io.whoread.collector.api.login.AccountRole;
import io.whoread.collector.api.login.Accounts;
import io.whoread.collector.api.login.Passwords;
import io.whoread.collector.ingest.Services;
import io.whoread.collector.log.LocalLog;
import io.whoread.collector.log.Log;
import io.whoread.collector.log.v1.Action;
import io.whoread.record.PseudonymKey;
import io.whoread.record.v1.Batch;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.security.crypto.password.PasswordEncoder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A list of victims is traced in what a running collector was sent: by HTTP and by command. */
class TrailTraceTest {
  private static final String PASSWORD = "pass-word";
  private static final JsonMapper JSON = new JsonMapper();
  private static final String REASON = "case 2026-17";

  @TempDir private Path dir;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Path data;
  private Path list;
  private Parcels parcels;
  private String token;

  @BeforeEach
  void aCollectorsFolder() throws Exception {
    data = Files.createDirectories(dir.resolve("data"));
    PseudonymKey key = PseudonymKey.generate(1);
    Files.writeString(data.resolve("key"), key.toLine() + "\n");
    Files.writeString(dir.resolve("password"), PASSWORD + "\n");
    token = Services.open(data).add("shop");
    PasswordEncoder encoder = Passwords.encoder();
    Accounts accounts = new Accounts(data, encoder);
    String hash = encoder.encode(PASSWORD);
    accounts.put(new Account("guard", hash, Set.of(AccountRole.SECURITY), null));
    accounts.put(new Account("ada", hash, Set.of(AccountRole.RESPONDER), null));
    parcels = new Parcels(key, 20);
    list = dir.getParent().resolve("victims-" + dir.getFileName() + ".csv");
    Files.writeString(list, victims());
  }

  /** One by the customer's number, one by the waybill's, one unknown, two that stand there. */
  private String victims() {
    StringBuilder text = new StringBuilder("订单号,下单时间,被骗时间\n");
    List<Parcels.Line> victims = parcels.victims();
    for (int i = 0; i < victims.size(); i++) {
      int order = victims.get(i).order();
      String number =
          i == 1
              ? parcels.customer(order)
              : i == 2 ? Parcels.waybill(order) : Parcels.number(order);
      text.append(victims.get(i).text(number));
    }
    Parcels.Line first = victims.getFirst();
    Parcels.Line second = victims.get(1);
    return text.append(first.text("SO-2026-999999"))
        .append(first.text(Parcels.number(first.order())))
        .append(second.text(Parcels.number(second.order())))
        .toString();
  }

  @Test
  void theCourierIsNamedByHttpAndByCommandAlsoAfterAKill() throws Exception {
    JsonNode answer;
    try (CollectorProcess collector = CollectorProcess.start(data, dir.resolve("first.out"))) {
      send(collector, parcels.batches().subList(0, 40));
      collector.kill();
    }
    try (CollectorProcess collector = CollectorProcess.start(data, dir.resolve("second.out"))) {
      send(collector, parcels.batches().subList(40, parcels.batches().size()));
      answer = answer(collector);
      assertAnswer(answer);
      assertThat(ask(collector, "guard", body(REASON)).statusCode()).isEqualTo(403);
      assertThat(ask(collector, "ada", body("")).body()).contains("bad-reason");
      HttpResponse<String> telling =
          ask(collector, "ada", body("order " + Parcels.number(parcels.victims().get(3).order())));
      assertThat(telling.statusCode()).isEqualTo(400);
      assertThat(telling.body()).contains("personal-reason");
      Path result = dir.resolve("result.jsonl");
      assertThat(run("--result", result.toString(), "--reason", REASON)).as(err::toString).isZero();
      assertThat(JSON.readTree(Files.readString(result))).isEqualTo(withoutText(answer));
      assertSaid();
      collector.kill();
    }
    try (CollectorProcess collector = CollectorProcess.start(data, dir.resolve("third.out"))) {
      JsonNode again = answer(collector);
      assertThat(again.path("cases")).isEqualTo(answer.path("cases"));
      assertThat(again.path("compared")).isEqualTo(answer.path("compared"));
      assertThat(collector.stop()).isEqualTo(143);
    }
    assertKept();
  }

  private void assertAnswer(JsonNode answer) {
    JsonNode traced = answer.path("cases").path(0);
    JsonNode first = traced.path("suspects").path(0);
    assertThat(first.path("actor").asString()).isEqualTo("C3");
    assertThat(first.path("role").asString()).isEqualTo("courier");
    assertThat(first.path("supported").asBoolean()).isTrue();
    assertThat(first.path("explained").asInt()).isGreaterThanOrEqualTo(Parcels.SOLD);
    // One in six reads any order.
    assertThat(first.path("expected").asDouble()).isBetween(1.5, 3.5);
    assertThat(traced.path("victims").asInt()).isEqualTo(parcels.victims().size());
    int lines = parcels.victims().size();
    assertThat(traced.path("untraced").toString()).isEqualTo("[" + (lines + 2) + "]");
    assertThat(answer.path("problems"))
        .extracting(each -> each.path("line").asInt() + " " + each.path("sentence").asString())
        .containsExactly(
            lines + 3 + " left out: stands in the list already",
            lines + 4 + " left out: another line is about the same order");
    assertThat(traced.path("identities"))
        .extracting(each -> each.path("line").asInt() + " " + each.path("kind").asString())
        .contains("2 order", "3 order", "4 waybill");
    assertThat(answer.path("compared"))
        .extracting(each -> each.path("kind").asString() + " " + each.path("share").asDouble())
        .containsExactlyInAnyOrder("order 1.0", "waybill 1.0");
    assertThat(answer.path("compared").path(0).path("reads").asInt()).isEqualTo(3_600);
    assertThat(traced.path("excluded").path("persons").toString())
        .contains("\"role\":\"courier\"")
        .doesNotContain("\\u0001");
    assertThat(answer.path("cover").path("services").asInt()).isEqualTo(1);
  }

  private void assertSaid() {
    int lines = parcels.victims().size();
    assertThat(out.toString())
        .contains(lines + " victims: an internal source is supported")
        .containsPattern("courier/C3 +read \\d+ of " + lines);
    assertThat(err.toString())
        .contains(":" + (lines + 2) + ": left out: no read of this order")
        .contains(":" + (lines + 3) + ": left out: stands in the list already")
        .doesNotContain("SO-2026");
  }

  /** That it was done, by whom and why; and no number anywhere. */
  private void assertKept() throws IOException {
    List<Action> traced = new ArrayList<>();
    try (Log log = LocalLog.open(data.resolve("log"));
        Log.Cursor cursor = log.read(log.start())) {
      while (cursor.next()) {
        if (cursor.entry().getAction().getKind() == Action.Kind.TRACED) {
          traced.add(cursor.entry().getAction());
        }
      }
    }
    assertThat(traced).hasSizeGreaterThanOrEqualTo(3);
    assertThat(traced)
        .allSatisfy(
            action -> {
              assertThat(action.getUser()).isEqualTo("ada");
              assertThat(action.getReason()).isEqualTo(REASON);
              assertThat(action.getSubjectsCount()).isEqualTo(parcels.victims().size() + 2);
            });
    try (Stream<Path> files = Files.walk(dir)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
            .as(file.toString())
            .doesNotContain("SO-2026-", "YT77", "CU-7");
      }
    }
  }

  @Test
  void withoutRecordsAndWithoutACollectorItSaysWhatWouldBeRight() {
    assertThat(run("--reason", REASON)).isEqualTo(1);
    assertThat(err.toString()).contains("no collector runs on").doesNotContain("\tat ");
    err.getBuffer().setLength(0);
    assertThat(execute("--victims", list.toString())).isEqualTo(1);
    assertThat(err.toString()).contains("say where the reads are: --records FILE, or");
  }

  private static JsonNode withoutText(JsonNode answer) {
    return ((tools.jackson.databind.node.ObjectNode) answer.path("cases").path(0).deepCopy())
        .without("text");
  }

  private void send(CollectorProcess collector, List<Batch> batches) throws Exception {
    for (Batch batch : batches) {
      assertThat(collector.post(batch.toByteArray(), token)).isEqualTo(204);
    }
  }

  /** Once all that was sent is found. */
  private JsonNode answer(CollectorProcess collector) {
    JsonNode[] answer = new JsonNode[1];
    await()
        .untilAsserted(
            () -> {
              HttpResponse<String> told = ask(collector, "ada", body(REASON));
              assertThat(told.statusCode()).as(told::body).isEqualTo(200);
              answer[0] = JSON.readTree(told.body());
              assertThat(answer[0].path("cases").path(0).path("victims").asInt())
                  .isEqualTo(parcels.victims().size());
            });
    return answer[0];
  }

  private String body(String reason) throws IOException {
    return JSON.writeValueAsString(
        Map.of("list", Files.readString(list), "reason", reason, "zone", "UTC"));
  }

  private static HttpResponse<String> ask(CollectorProcess collector, String user, String body)
      throws Exception {
    URI uri = collector.uri().resolve("/api/trace");
    String basic = user + ":" + PASSWORD;
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
          HttpRequest.newBuilder(uri)
              .header("Content-Type", "application/json")
              .header(
                  "Authorization",
                  "Basic "
                      + Base64.getEncoder().encodeToString(basic.getBytes(StandardCharsets.UTF_8)))
              .POST(HttpRequest.BodyPublishers.ofString(body))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  private int run(String... more) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "--victims",
                list.toString(),
                "--zone",
                "UTC",
                "--user",
                "ada",
                "--password-file",
                dir.resolve("password").toString(),
                "--data",
                data.toString()));
    words.addAll(List.of(more));
    return execute(words.toArray(String[]::new));
  }

  private int execute(String... words) {
    List<String> all = new ArrayList<>(List.of("trace"));
    all.addAll(List.of(words));
    // As on a terminal: what is not flushed is never seen.
    return Whoread.commandLine()
        .setOut(new PrintWriter(new BufferedWriter(out), true))
        .setErr(new PrintWriter(err, true))
        .execute(all.toArray(String[]::new));
  }
}
