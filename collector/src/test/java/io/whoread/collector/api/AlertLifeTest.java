package io.whoread.collector.api;

import static io.whoread.collector.api.Answers.json;
import static io.whoread.collector.api.Answers.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.util.Timestamps;
import io.whoread.collector.RunningCollector;
import io.whoread.collector.alert.v1.Alert;
import io.whoread.collector.alert.v1.Severity;
import io.whoread.collector.alert.v1.Signal;
import io.whoread.collector.api.login.Account;
import io.whoread.collector.api.login.AccountRole;
import io.whoread.collector.api.login.Accounts;
import io.whoread.collector.api.login.Passwords;
import io.whoread.collector.index.ActorId;
import io.whoread.collector.log.LocalLog;
import io.whoread.collector.log.Log;
import io.whoread.collector.log.v1.AlertStep;
import io.whoread.collector.log.v1.Entry;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.security.crypto.password.PasswordEncoder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The life of alerts, as scripts and the console work on it. */
class AlertLifeTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String PASSWORD = "pass-word";

  @TempDir static Path data;
  private static RunningCollector collector;
  private static int alerts;

  @BeforeAll
  static void start() throws Exception {
    PasswordEncoder encoder = Passwords.encoder();
    Accounts accounts = new Accounts(data, encoder);
    String hash = encoder.encode(PASSWORD);
    ActorId worker = new ActorId("staff", "E1");
    accounts.put(new Account("chen", hash, Set.of(AccountRole.RESPONDER), null));
    accounts.put(new Account("li", hash, Set.of(AccountRole.RESPONDER), null));
    accounts.put(new Account("shen", hash, Set.of(AccountRole.APPROVER), null));
    accounts.put(new Account("an", hash, Set.of(AccountRole.SECURITY), null));
    accounts.put(new Account("wang", hash, Set.of(AccountRole.VIEWER), worker));
    accounts.put(new Account("boss", hash, Set.of(AccountRole.VIEWER), new ActorId("staff", "E9")));
    // Two accounts of one person, who is of the same role as those looked at.
    ActorId both = new ActorId("staff", "E5");
    accounts.put(new Account("zhou", hash, Set.of(AccountRole.RESPONDER), both));
    accounts.put(new Account("zhou2", hash, Set.of(AccountRole.APPROVER), both));
    collector = RunningCollector.start(data);
  }

  @AfterAll
  static void stop() {
    collector.close();
  }

  private static String raise(String actor, int revision, String id, double count)
      throws Exception {
    Instant now = Instant.now();
    var from = Timestamps.fromMillis(now.minusSeconds(600).toEpochMilli());
    var to = Timestamps.fromMillis(now.toEpochMilli());
    Alert alert =
        Alert.newBuilder()
            .setId(id)
            .setRevision(revision)
            .setActor(actor)
            .setRole("staff")
            .setGroup("staff")
            .setFrom(from)
            .setTo(to)
            .setRaised(to)
            .setFirstRaised(to)
            .setSeverity(Severity.REVIEW)
            .setRisk(3)
            .addSignals(
                Signal.newBuilder()
                    .setRule("bulk")
                    .setFrom(from)
                    .setTo(to)
                    .setWindowSeconds(300)
                    .setObserved(count)
                    .addOperations("GET /orders/export"))
            .build();
    collector.bean(LocalLog.class).append(Entry.newBuilder().setAlert(alert).build()).join();
    await()
        .untilAsserted(
            () -> {
              JsonNode there = JSON.readTree(ask("chen", "GET", "/api/alert?id=" + id, "").body());
              assertThat(there.at("/revision").asInt()).isEqualTo(revision);
            });
    return id;
  }

  /** A new alert on somebody. */
  private static String raise(String actor) throws Exception {
    return raise(actor, 1, "%016x".formatted(0xa000 + ++alerts), 100);
  }

  private static HttpResponse<String> ask(String user, String method, String path, String json)
      throws IOException, InterruptedException {
    String basic =
        Base64.getEncoder()
            .encodeToString((user + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8));
    return HTTP.send(
        HttpRequest.newBuilder(collector.uri(path))
            .header("Authorization", "Basic " + basic)
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(json))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static JsonNode look(String user, String alert) throws Exception {
    return json(ask(user, "GET", "/api/alert?id=" + alert, ""));
  }

  /** Does something as one who has just looked. */
  private static HttpResponse<String> act(String user, String alert, String deed, String more)
      throws Exception {
    return act(user, look("chen", alert), deed, more);
  }

  private static HttpResponse<String> act(String user, JsonNode seen, String deed, String more)
      throws Exception {
    ObjectNode request = JSON.readValue("{" + more + "}", ObjectNode.class);
    request.set("alert", seen.at("/id"));
    request.set("revision", seen.at("/revision"));
    request.set("seen", seen.at("/life/seen"));
    return ask(user, "POST", "/api/alert/" + deed, JSON.writeValueAsString(request));
  }

  private static String standing(HttpResponse<String> response) {
    return json(response).at("/life/standing").asString();
  }

  private static JsonNode question(String user, String alert) throws Exception {
    for (JsonNode question : json(ask(user, "GET", "/api/questions", ""))) {
      if (question.at("/alert").asString().equals(alert)) {
        return question;
      }
    }
    return null;
  }

  private static HttpResponse<String> answer(String user, JsonNode question, String text)
      throws Exception {
    return ask(
        user,
        "POST",
        "/api/questions/answer",
        "{\"alert\":%s,\"revision\":%s,\"seen\":%s,\"text\":\"%s\"}"
            .formatted(
                question.at("/alert"), question.at("/revision"), question.at("/seen"), text));
  }

  private static List<AlertStep> steps(String alert) throws IOException {
    List<AlertStep> steps = new ArrayList<>();
    LocalLog log = collector.bean(LocalLog.class);
    try (Log.Cursor cursor = log.read(log.start())) {
      while (cursor.next()) {
        AlertStep step = cursor.entry().getAlertStep();
        if (step.getAlert().equals(alert)) {
          steps.add(step);
        }
      }
    }
    return steps;
  }

  private static String exception(String changes) {
    Instant until = Instant.now().plus(Duration.ofDays(30));
    ObjectNode wish =
        JSON.readValue(
            "{\"scope\":\"actor\",\"rules\":[\"bulk\"],\"operation\":\"\",\"atMost\":200,"
                + "\"until\":\""
                + until
                + "\"}",
            ObjectNode.class);
    wish.setAll(JSON.readValue("{" + changes + "}", ObjectNode.class));
    return "\"text\":\"月底对账\",\"exception\":" + JSON.writeValueAsString(wish);
  }

  @Test
  void anAlertIsClaimedAskedAboutAnsweredAndExplained() throws Exception {
    String alert = raise("E1");
    assertThat(question("wang", alert)).isNull();
    assertThat(standing(act("chen", alert, "claim", ""))).isEqualTo("claimed");
    JsonNode asked = json(act("chen", alert, "ask", "\"text\":\"昨晚为何导出？\""));
    assertThat(asked.at("/life/standing").asString()).isEqualTo("asked");
    assertThat(asked.at("/life/turn").asString()).isEqualTo("wang");
    assertThat(json(act("li", alert, "comment", "\"text\":\"疑点很大\""))).isNotEmpty();

    JsonNode question = question("wang", alert);
    assertThat(question.at("/open").asBoolean()).isTrue();
    assertThat(question.at("/said")).hasSize(1);
    assertThat(question.toString()).contains("昨晚为何导出").doesNotContain("疑点");
    JsonNode answered = json(answer("wang", question, "财务要求对账"));
    assertThat(answered.at("/open").asBoolean()).isFalse();
    assertThat(answered.at("/more").asBoolean()).isTrue();
    assertThat(json(ask("wang", "GET", "/api/actor?actor=E1", "")).at("/alerts")).hasSize(1);

    JsonNode seen = look("chen", alert);
    assertThat(seen.at("/life/standing").asString()).isEqualTo("answered");
    assertThat(seen.at("/life/turn").asString()).isEqualTo("chen");
    String operation = exception("\"operation\":\"GET /orders/export\"");
    JsonNode explained = json(act("chen", alert, "explain", operation));
    assertThat(explained.at("/life/standing").asString()).isEqualTo("explained");
    assertThat(explained.at("/life/exceptions/0/atMost").asInt()).isEqualTo(200);
    JsonNode live = json(ask("an", "GET", "/api/exceptions", ""));
    assertThat(live.toString()).contains(alert, "GET /orders/export", "\"by\":\"chen\"");
    assertThat(steps(alert))
        .extracting(AlertStep::getKind)
        .containsExactly(
            AlertStep.Kind.CLAIMED,
            AlertStep.Kind.ASKED,
            AlertStep.Kind.COMMENTED,
            AlertStep.Kind.ANSWERED,
            AlertStep.Kind.EXPLAINED);
    assertThat(steps(alert)).allMatch(step -> step.getAddress().equals("127.0.0.1"));
    // Too late: there is nothing to answer any more.
    refused(answer("wang", question, "补充一点"), 409, "not-now");

    String id = explained.at("/life/exceptions/0/id").asString();
    String ended = "{\"id\":\"" + id + "\"}";
    refused(ask("wang", "POST", "/api/exceptions/end", ended), 403, "not-allowed");
    assertThat(ask("li", "POST", "/api/exceptions/end", ended).statusCode()).isEqualTo(204);
    assertThat(look("li", alert).at("/life/exceptions")).isEmpty();
    assertThat(look("li", alert).at("/life/steps/5/kind").asString()).isEqualTo("exception-ended");
    refused(ask("li", "POST", "/api/exceptions/end", ended), 404, "no-such-exception");
    assertThat(standing(act("li", alert, "reopen", "\"text\":\"核对后不符\""))).isEqualTo("claimed");
  }

  @Test
  void aManagerAnswersForThePerson() throws Exception {
    String alert = raise("E3");
    refused(act("chen", alert, "ask", "\"text\":\"?\""), 400, "nobody-to-ask");
    refused(act("chen", alert, "ask", "\"text\":\"?\",\"assignee\":\"none\""), 400, "bad-assignee");
    refused(act("chen", alert, "ask", "\"text\":\"?\",\"assignee\":\"chen\""), 400, "bad-assignee");
    act("chen", alert, "ask", "\"text\":\"您知道吗\",\"assignee\":\"boss\"");
    JsonNode question = question("boss", alert);
    assertThat(question.at("/own").asBoolean()).isFalse();
    refused(answer("wang", question, "我来"), 403, "not-asked");
    assertThat(json(answer("boss", question, "是我安排的")).at("/said")).hasSize(2);
    refused(ask("boss", "GET", "/api/alert?id=" + alert, ""), 403, "not-allowed");
    refused(act("boss", alert, "comment", "\"text\":\"x\""), 403, "not-allowed");
    refused(act("boss", alert, "answer", "\"text\":\"x\""), 403, "not-allowed");
  }

  /** The register of people says whose an account is, and who the manager is. */
  @Test
  void theRegisterSaysWhomToAsk() throws Exception {
    refused(ask("chen", "PUT", "/api/people", "{\"people\": []}"), 403, "not-allowed");
    String register =
        """
        {"people": [{"role": "staff", "id": "E21", "manager": "boss", "account": "li"},
                    {"role": "staff", "id": "E22", "manager": "boss"},
                    {"role": "staff", "id": "E23", "manager": "nobody"}]}\
        """;
    assertThat(json(ask("an", "PUT", "/api/people", register)).at("/added").asInt()).isEqualTo(3);
    String alert = raise("E21");
    assertThat(look("chen", alert).at("/life/askable").toString()).isEqualTo("[\"li\"]");
    assertThat(look("chen", alert).at("/life/manager").asString()).isEqualTo("boss");
    // It is on the very person, whatever roles the account has.
    refused(ask("li", "GET", "/api/alert?id=" + alert, ""), 403, "own-alert");
    refused(act("chen", alert, "claim", "\"assignee\":\"li\""), 400, "bad-assignee");
    JsonNode asked = json(act("chen", alert, "ask", "\"text\":\"?\""));
    assertThat(asked.at("/life/turn").asString()).isEqualTo("li");
    assertThat(question("li", alert).at("/own").asBoolean()).isTrue();
    String other = raise("E22");
    asked = json(act("chen", other, "ask", "\"text\":\"?\""));
    assertThat(asked.at("/life/turn").asString()).isEqualTo("boss");
    String third = raise("E23");
    assertThat(look("chen", third).at("/life/manager").isNull()).isTrue();
    refused(act("chen", third, "ask", "\"text\":\"?\""), 400, "nobody-to-ask");
  }

  @Test
  void misuseTakesTwoPeople() throws Exception {
    String alert = raise("E2");
    refused(act("shen", alert, "propose", "\"text\":\"x\""), 403, "not-allowed");
    JsonNode proposed = json(act("chen", alert, "propose", "\"text\":\"无业务依据\""));
    assertThat(proposed.at("/life/standing").asString()).isEqualTo("proposed");
    assertThat(proposed.at("/life/second").asBoolean()).isTrue();
    assertThat(proposed.at("/life/allowed").toString()).doesNotContain("confirm", "reject");
    refused(act("chen", alert, "confirm", "\"text\":\"x\""), 403, "second-person");
    refused(act("chen", alert, "reject", "\"text\":\"x\""), 403, "second-person");
    refused(act("an", alert, "confirm", "\"text\":\"x\""), 403, "not-allowed");
    assertThat(standing(act("shen", alert, "reject", "\"text\":\"证据不足\""))).isEqualTo("claimed");
    act("chen", alert, "propose", "\"text\":\"有截图\",\"assignee\":\"shen\"");
    assertThat(json(ask("shen", "GET", "/api/alerts?assignee=shen", "")).toString())
        .contains(alert);
    refused(act("shen", alert, "confirm", ""), 400, "bad-text");
    assertThat(standing(act("shen", alert, "confirm", "\"text\":\"同意\""))).isEqualTo("confirmed");
    refused(act("li", alert, "claim", ""), 409, "not-now");
  }

  /** Two accounts of one person are no two people. */
  @Test
  void whoeverHasTwoAccountsIsOnePerson() throws Exception {
    String alert = raise("E4");
    act("zhou", alert, "propose", "\"text\":\"可疑\"");
    refused(act("zhou2", alert, "confirm", "\"text\":\"是\""), 403, "second-person");
    assertThat(standing(act("li", alert, "confirm", "\"text\":\"是\""))).isEqualTo("confirmed");
  }

  @Test
  void nobodyHandlesAnAlertOnThemselves() throws Exception {
    String alert = raise("E5");
    refused(ask("zhou", "GET", "/api/alert?id=" + alert, ""), 403, "own-alert");
    for (String deed : List.of("claim", "comment", "explain", "propose", "merge")) {
      refused(act("zhou", alert, deed, "\"text\":\"x\""), 403, "own-alert");
    }
    assertThat(ask("zhou", "GET", "/api/alerts", "").body()).doesNotContain(alert);
    assertThat(ask("zhou", "GET", "/api/today", "").body()).doesNotContain(alert);
    assertThat(ask("li", "GET", "/api/today", "").body()).contains(alert);
    refused(act("chen", alert, "claim", "\"assignee\":\"zhou\""), 400, "bad-assignee");
    // Nor lets through a group that may be the own.
    refused(
        act("zhou", raise("E6"), "explain", exception("\"scope\":\"group\"")), 403, "own-alert");
    act("chen", alert, "ask", "\"text\":\"为什么\",\"assignee\":\"zhou\"");
    assertThat(standing(act("chen", alert, "comment", "\"text\":\"等回复\""))).isEqualTo("asked");
    assertThat(json(answer("zhou", question("zhou", alert), "加班")).at("/own").asBoolean()).isTrue();
  }

  @Test
  void whoComesSecondIsToldWhatHappenedMeanwhile() throws Exception {
    String alert = raise("E7");
    JsonNode seen = look("chen", alert);
    assertThat(standing(act("li", seen, "claim", ""))).isEqualTo("claimed");
    HttpResponse<String> late = act("chen", seen, "explain", "\"text\":\"对账\"");
    refused(late, 409, "meanwhile");
    JsonNode meanwhile = JSON.readTree(late.body());
    assertThat(meanwhile.at("/steps")).hasSize(1);
    assertThat(meanwhile.at("/steps/0/user").asString()).isEqualTo("li");
    assertThat(meanwhile.at("/steps/0/kind").asString()).isEqualTo("claimed");
    assertThat(steps(alert)).hasSize(1);
    // A comment is never too late; a judgement on what has grown is.
    assertThat(act("chen", seen, "comment", "\"text\":\"看一下\"").statusCode()).isEqualTo(200);
    seen = look("chen", alert);
    raise("E7", 2, alert, 120);
    late = act("chen", seen, "explain", "\"text\":\"对账\"");
    refused(late, 409, "meanwhile");
    assertThat(JSON.readTree(late.body()).at("/revision").asInt()).isEqualTo(2);
    assertThat(standing(act("chen", alert, "explain", "\"text\":\"对账\""))).isEqualTo("explained");
    assertThat(ask("li", "GET", "/api/today", "").body()).doesNotContain(alert);

    raise("E7", 3, alert, 400);
    JsonNode again = look("chen", alert);
    assertThat(again.at("/life/standing").asString()).isEqualTo("open");
    assertThat(again.at("/life/reopened").asInt()).isEqualTo(3);
    assertThat(ask("li", "GET", "/api/today", "").body()).contains(alert);
  }

  @Test
  void ofManyAtOnceOneIsFirst() throws Exception {
    String alert = raise("E8");
    JsonNode seen = look("chen", alert);
    List<CompletableFuture<HttpResponse<String>>> claims = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      String user = i % 2 == 0 ? "chen" : "li";
      claims.add(
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return act(user, seen, "claim", "");
                } catch (Exception e) {
                  throw new IllegalStateException(e);
                }
              }));
    }
    assertThat(claims.stream().map(CompletableFuture::join).map(HttpResponse::statusCode))
        .filteredOn(status -> status == 200)
        .hasSize(1);
    assertThat(steps(alert)).hasSize(1);
  }

  @Test
  void whatIsWrongIsNamed() throws Exception {
    String alert = raise("E10");
    refused(act("chen", alert, "comment", ""), 400, "bad-text");
    refused(act("chen", alert, "comment", "\"text\":\"call 13812345678\""), 400, "personal-text");
    refused(
        act("chen", alert, "comment", "\"text\":\"" + "x".repeat(2001) + "\""), 400, "bad-text");
    refused(act("chen", alert, "dance", "\"text\":\"x\""), 404, "no-such-address");
    refused(act("chen", alert, "merge", ""), 400, "bad-into");
    refused(act("chen", alert, "reopen", "\"text\":\"x\""), 409, "not-now");
    refused(ask("chen", "POST", "/api/alert/claim", "{\"revision\":1}"), 400, "no-alert");
    refused(
        ask("chen", "POST", "/api/alert/claim", "{\"alert\":\"" + alert + "\"}"),
        400,
        "bad-revision");
    refused(
        ask("chen", "POST", "/api/alert/claim", "{\"alert\":\"0\",\"revision\":1}"),
        404,
        "no-such-alert");
    refused(ask("chen", "GET", "/api/alerts?state=lost", ""), 400, "bad-state");
    String past = Instant.now().minusSeconds(60).toString();
    String far = Instant.now().plus(Duration.ofDays(367)).toString();
    for (String[] wrong :
        new String[][] {
          {"scope", "\"me\""},
          {"rules", "[]"},
          {"rules", "[\"cold\"]"},
          {"operation", "\"GET /other\""},
          {"atMost", "0"},
          {"atMost", "1000001"},
          {"until", "\"tomorrow\""},
          {"until", "\"" + past + "\""},
          {"until", "\"" + far + "\""}
        }) {
      String wish = exception("\"" + wrong[0] + "\":" + wrong[1]);
      HttpResponse<String> response = act("chen", alert, "explain", wish);
      refused(response, 400, "bad-exception");
      assertThat(response.body()).contains("`exception." + wrong[0] + "`");
    }
    assertThat(steps(alert)).isEmpty();
    assertThat(look("chen", alert).at("/life/standing").asString()).isEqualTo("open");
  }

  @Test
  void alertsOnOnePersonMergeAndComeApart() throws Exception {
    String first = raise("E11");
    String second = raise("E11");
    refused(act("chen", second, "merge", "\"into\":\"" + raise("E12") + "\""), 400, "bad-into");
    refused(act("chen", second, "merge", "\"into\":\"" + second + "\""), 400, "bad-into");
    assertThat(standing(act("chen", second, "merge", "\"into\":\"" + first + "\"")))
        .isEqualTo("merged");
    assertThat(look("li", first).at("/life/parts/0/id").asString()).isEqualTo(second);
    assertThat(ask("li", "GET", "/api/alerts?actor=E11", "").body())
        .contains(first)
        .doesNotContain("\"id\":\"" + second);
    assertThat(ask("li", "GET", "/api/alerts?actor=E11&state=merged", "").body()).contains(second);
    act("li", first, "explain", "\"text\":\"盘点\"");
    raise("E11", 2, second, 500);
    assertThat(look("li", first).at("/life/standing").asString()).isEqualTo("open");
    assertThat(standing(act("chen", second, "reopen", "\"text\":\"另一件事\""))).isEqualTo("claimed");
    assertThat(look("li", first).at("/life/parts")).isEmpty();
  }

  @Test
  void listsAreNarrowedToHowAlertsStandAndWhoseTheyAre() throws Exception {
    String open = raise("E13");
    String taken = raise("E13");
    String done = raise("E13");
    act("chen", taken, "claim", "\"assignee\":\"li\"");
    act("chen", done, "explain", "\"text\":\"培训\"");
    String of = "/api/alerts?actor=E13&";
    assertThat(ids(of + "state=unsettled")).containsExactlyInAnyOrder(open, taken);
    assertThat(ids(of + "state=explained,claimed")).containsExactlyInAnyOrder(done, taken);
    assertThat(ids(of + "assignee=li")).containsExactly(taken);
    assertThat(ids(of + "assignee=chen")).containsExactly(done);
    // Nobody looks into the first: it stands before the others.
    JsonNode today = json(ask("chen", "GET", "/api/today", ""));
    for (JsonNode one : today.at("/people")) {
      if (one.at("/alert/actor").asString().equals("E13")) {
        assertThat(one.at("/alert/id").asString()).isEqualTo(open);
        assertThat(one.at("/alerts").asInt()).isEqualTo(2);
      }
    }
    assertThat(today.at("/people").toString()).contains("\"open\"");
    assertThat(standing(act("li", taken, "release", ""))).isEqualTo("open");
    refused(act("li", taken, "release", ""), 409, "not-now");
  }

  private static List<String> ids(String path) throws Exception {
    List<String> ids = new ArrayList<>();
    for (JsonNode alert : json(ask("li", "GET", path, "")).at("/alerts")) {
      ids.add(alert.at("/id").asString());
    }
    return ids;
  }
}
