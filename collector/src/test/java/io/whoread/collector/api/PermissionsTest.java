package io.whoread.collector.api;

import static io.whoread.collector.api.Answers.actions;
import static io.whoread.collector.api.Answers.json;
import static io.whoread.collector.api.Answers.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.whoread.collector.Visitor;
import io.whoread.record.v1.Form;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Who may ask the API what, against a real collector. */
class PermissionsTest {
  @TempDir static Path folder;
  private static CollectorProcess collector;

  @BeforeAll
  static void start() throws Exception {
    collector = new CollectorProcess(folder);
    collector.send(new DemoData(Instant.now()).incident(collector.key()));
    await()
        .untilAsserted(
            () -> assertThat(json(collector.get("/api/people")).at("/people")).isNotEmpty());
  }

  @AfterAll
  static void stop() throws IOException {
    collector.close();
  }

  @Test
  void nobodyComesInWithoutLogIn() throws Exception {
    for (String path :
        List.of("/api/events", "/api/today", "/api/trail?actor=C2017", "/api/nowhere")) {
      refused(collector.ask("", "", "GET", path, ""), 401, "log-in");
    }
    assertThat(collector.ask("", "", "GET", "/api/me", "").statusCode()).isEqualTo(204);
    HttpResponse<String> wrong = collector.ask("admin", "not-the-password", "GET", "/api/me", "");
    refused(wrong, 401, "wrong-password");
    assertThat(wrong.headers().firstValue("WWW-Authenticate")).isEmpty();
  }

  @Test
  void theFirstAccountHoldsNoThreeAdministrations() throws Exception {
    JsonNode me = json(collector.get("/api/me"));
    assertThat(me.at("/name").asString()).isEqualTo("admin");
    assertThat(me.at("/roles").toString()).isEqualTo("[\"system\",\"responder\"]");
    assertThat(me.at("/zone").asString()).isEqualTo("Asia/Shanghai");
  }

  @Test
  void aMonitoredPersonSeesTheOwnTrailAlone() throws Exception {
    String password = collector.addUser("li.wei", "--role", "viewer", "--actor", "staff/E1042");
    JsonNode own = json(collector.ask("li.wei", password, "GET", "/api/actor?actor=E1042", ""));
    assertThat(own.at("/subjects").asLong()).isEqualTo(600);
    for (String path :
        List.of("/api/actor?actor=C2017", "/api/trail?role=unknown", "/api/today", "/api/alerts")) {
      refused(collector.ask("li.wei", password, "GET", path, ""), 403, "not-allowed");
    }
    refused(
        collector.ask("li.wei", password, "POST", "/api/search", "{\"text\":\"C2017\"}"),
        403,
        "not-allowed");
  }

  @Test
  void anAccountWithABadNameIsRefusedAndTheOthersStay() throws Exception {
    assertThatThrownBy(() -> collector.addUser("li \"wei\"", "--role", "system"))
        .hasMessageContaining("name: expected 1 to 64 letters, digits, dots, dashes")
        .hasMessageNotContaining("Exception");
    assertThatThrownBy(() -> collector.addUser("li", "--role", "viewer", "--actor", "E1042"))
        .hasMessageContaining("--actor E1042: expected ROLE/ID such as staff/E1042");
    assertThat(json(collector.get("/api/me")).at("/name").asString()).isEqualTo("admin");
  }

  /** Staff 1001 and courier 1001 are two people. */
  @Test
  void anIdInTwoRolesIsTwoPeople() throws Exception {
    Reads reads = new Reads(collector.key());
    Instant at = Instant.now().minusSeconds(60);
    for (int i = 0; i < 7; i++) {
      reads.access(
          at,
          i < 3 ? "1001 staff 10.0.3.1" : "1001 courier 10.0.9.1",
          Form.FORM_OPENED,
          "GET /orders/{id}",
          List.of(DemoData.order(9000 + i)));
    }
    collector.send(reads.coverage(at, 7));
    await()
        .untilAsserted(
            () ->
                assertThat(json(collector.get("/api/people?actor=1001")).at("/people")).hasSize(2));
    JsonNode hit = json(collector.post("/api/search", "{\"text\":\"1001\"}"));
    assertThat(hit.at("/roles").toString()).isEqualTo("[\"courier\",\"staff\"]");
    refused(
        collector.post("/api/actor/open", "{\"actor\":\"1001\",\"reason\":\"case 11\"}"),
        400,
        "role-needed");
    refused(
        collector.post(
            "/api/actor/open", "{\"actor\":\"1001\",\"role\":\"\",\"reason\":\"case 11\"}"),
        400,
        "role-needed");
    assertThat(
            collector
                .post(
                    "/api/actor/open",
                    "{\"actor\":\"1001\",\"role\":\"courier\",\"reason\":\"case 11\"}")
                .statusCode())
        .isEqualTo(204);
    assertThat(json(collector.get("/api/actor?actor=1001&role=courier")).at("/accesses").asLong())
        .isEqualTo(4);
    assertThat(json(collector.get("/api/trail?actor=1001&role=courier")).at("/accesses"))
        .hasSize(4);
    for (String path : List.of("/api/actor?actor=1001", "/api/trail?actor=1001")) {
      refused(collector.get(path), 400, "role-needed");
      refused(collector.get(path + "&role="), 400, "role-needed");
      refused(collector.get(path + "&role=staff"), 403, "reason-needed");
    }
    String password = collector.addUser("wang", "--role", "viewer", "--actor", "courier/1001");
    for (String path : List.of("/api/actor?actor=1001", "/api/actor?actor=1001&role=")) {
      JsonNode own = json(collector.ask("wang", password, "GET", path, ""));
      assertThat(own.at("/accesses").asLong()).isEqualTo(4);
    }
    refused(
        collector.ask("wang", password, "GET", "/api/trail?actor=1001&role=staff", ""),
        403,
        "not-allowed");
    assertThat(actions(collector.data()))
        .anyMatch(a -> a.getActor().equals("1001") && a.getRole().equals("courier"))
        .noneMatch(a -> a.getActor().equals("1001") && a.getRole().equals("staff"));
  }

  @Test
  void onlyAPersonThatTheTrailKnowsIsOpened() throws Exception {
    String typed = "2026118800451177";
    for (String role : List.of("", ",\"role\":\"staff\"")) {
      refused(
          collector.post(
              "/api/actor/open",
              "{\"actor\":\"" + typed + "\"" + role + ",\"reason\":\"case 10\"}"),
          404,
          "no-such-person");
    }
    refused(collector.get("/api/actor?actor=" + typed), 404, "no-such-person");
    Disk.assertNowhere(typed, folder, "profile");
  }

  @Test
  void whoIsRemovedIsOutAtOnceAndASuccessorOfThatNameBeginsAnew() throws Exception {
    String password = collector.addUser("zhao", "--role", "responder");
    String open = "{\"actor\":\"E1042\",\"reason\":\"case 12\"}";
    String trail = "/api/trail?actor=E1042";
    try (Visitor zhao = new Visitor(collector.address("/"))) {
      assertThat(zhao.post("/api/login", "name=zhao&password=" + password).statusCode())
          .isEqualTo(204);
      collector.ask("zhao", password, "POST", "/api/actor/open", open);
      json(collector.ask("zhao", password, "GET", trail, ""));
      json(zhao.get(trail));

      assertThat(collector.command("user", "remove", "zhao")).contains("zhao may log in no more");
      refused(zhao.get(trail), 401, "log-in");
      refused(collector.ask("zhao", password, "GET", trail, ""), 401, "wrong-password");
      assertThatThrownBy(() -> collector.command("user", "remove", "zhao"))
          .hasMessageContaining("there is no account zhao");
      assertThatThrownBy(() -> collector.command("user", "remove", "admin"))
          .hasMessageContaining("admin is the last account that administers the system");

      String other = collector.addUser("zhao", "--role", "responder");
      refused(zhao.get(trail), 401, "log-in");
      refused(collector.ask("zhao", other, "GET", trail, ""), 403, "reason-needed");
    }
  }
}
