package io.whoread.collector.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.whoread.collector.Batches;
import io.whoread.collector.CollectorProcess;
import io.whoread.collector.RunningCollector;
import io.whoread.collector.alert.AlertFilter;
import io.whoread.collector.alert.Alerts;
import io.whoread.collector.alert.Sentences;
import io.whoread.collector.alert.v1.Alert;
import io.whoread.collector.alert.v1.Severity;
import io.whoread.collector.api.login.Account;
import io.whoread.collector.api.login.AccountRole;
import io.whoread.collector.api.login.Accounts;
import io.whoread.collector.api.login.Passwords;
import io.whoread.collector.ingest.Services;
import io.whoread.collector.log.LocalLog;
import io.whoread.collector.log.Log;
import io.whoread.collector.log.v1.Entry;
import io.whoread.collector.log.v1.PeopleChange;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.security.crypto.password.PasswordEncoder;

/** The register of people, by command and by HTTP, and what becomes of a leaver's reads. */
class PeopleCommandTest {
  private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
  private static final String PASSWORD = "pass-word";

  @TempDir private Path dir;
  private Path data;
  private Path file;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void folder() throws IOException {
    data = Files.createDirectories(dir.resolve("data"));
    file = dir.resolve("hr.csv");
  }

  private int run(String... args) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    return Whoread.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(args);
  }

  private int importFile(String csv, String... more) throws IOException {
    Files.writeString(file, csv);
    List<String> args =
        new ArrayList<>(List.of("people", "import", file.toString(), "--data", data.toString()));
    args.addAll(List.of(more));
    return run(args.toArray(String[]::new));
  }

  private List<Entry> entries() throws IOException {
    List<Entry> entries = new ArrayList<>();
    try (Log log = LocalLog.open(data.resolve("log"));
        Log.Cursor cursor = log.read(log.start())) {
      while (cursor.next()) {
        entries.add(cursor.entry());
      }
    }
    return entries;
  }

  private List<PeopleChange> changes() throws IOException {
    return entries().stream().filter(Entry::hasPeopleChange).map(Entry::getPeopleChange).toList();
  }

  @Test
  void aFileIsAllThatItsSourceTellsOf() throws IOException {
    String two = "role,id,team\nstaff,E1,desk\nstaff,E2,desk\n";
    assertThat(importFile(two)).as(err.toString()).isZero();
    assertThat(out.toString()).isEqualTo("hr.csv: 2 people; 2 added, 0 changed, 0 removed\n");
    assertThat(importFile(two)).isZero();
    assertThat(out.toString()).isEqualTo("hr.csv: 2 people; nothing new\n");
    assertThat(changes()).hasSize(1);
    assertThat(importFile("role,id,manager\nstaff,E2,chen\nstaff,E3,\n", "--source", "chiefs"))
        .isZero();
    assertThat(importFile("role,id,team\nstaff,E2,returns\n")).isZero();
    assertThat(out.toString()).isEqualTo("hr.csv: 1 person; 0 added, 1 changed, 1 removed\n");
    assertThat(changes()).hasSize(3);
    assertThat(changes().getLast().getSource()).isEqualTo("hr.csv");
    assertThat(changes().getLast().getUser()).isEmpty();
    assertThat(changes().getLast().getRemovedList())
        .singleElement()
        .satisfies(person -> assertThat(person.getId()).isEqualTo("E1"));
    // Another source says otherwise; an export that went wrong; a file that cannot be.
    assertThat(importFile("role,id,team\nstaff,E1,desk\nstaff,E2,desk\n", "--source", "other"))
        .isEqualTo(1);
    assertThat(err.toString())
        .contains("hr.csv:3: team: the source \"hr.csv\" says otherwise of this person")
        .contains("hr.csv: not taken, and nothing is changed: 1 fault");
    assertThat(importFile("role,id,team\n")).isEqualTo(1);
    assertThat(err.toString()).contains("hr.csv: it holds nobody; where all are to be removed");
    assertThat(importFile("role,id,team,joined\nstaff,E2,staff,soon\n")).isEqualTo(1);
    assertThat(err.toString())
        .contains("hr.csv:2: team: a team cannot be named like a role")
        .contains("hr.csv:2: joined: expected a day such as 2026-03-01")
        .contains("nothing is changed: 2 faults");
    assertThat(changes()).hasSize(3);
    assertThat(importFile("role,id,team\n", "--remove-all")).isZero();
    assertThat(out.toString()).isEqualTo("hr.csv: 0 people; 0 added, 0 changed, 1 removed\n");
  }

  private static byte[] read(String actor, long sequence, Instant at) {
    var batch = Batches.one(1, sequence, at, (int) sequence);
    batch.getCallersBuilder(0).getActorBuilder().setId(actor);
    return batch.build().toByteArray();
  }

  /**
   * Yesterday's leaver is told of, by webhook too; {@code kill -9} and a new start change nothing.
   */
  @Test
  void aLeaverIsToldOfOnceWhateverIsKilled() throws Exception {
    List<String> told = new CopyOnWriteArrayList<>();
    HttpServer peer =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    peer.createContext(
        "/",
        exchange -> {
          told.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    peer.start();
    try {
      Path secret = data.resolve("secret");
      Files.writeString(secret, "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
      Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
      Files.writeString(
          data.resolve("notify.yaml"),
          """
          channels:
            soc: {type: webhook, address: "http://127.0.0.1:%d/", secret-file: secret}
          routes:
            - {rules: [left], severity: urgent, to: [soc]}
          """
              .formatted(peer.getAddress().getPort()));
      String token = Services.open(data).add("shop");
      LocalDate yesterday = LocalDate.now(ZONE).minusDays(1);
      String csv = "role,id,team,left\nstaff,E9,desk," + yesterday + "\nstaff,E1,desk,\n";
      assertThat(importFile(csv)).as(err.toString()).isZero();
      try (CollectorProcess collector = CollectorProcess.start(data, dir.resolve("first.out"))) {
        Instant now = Instant.now();
        assertThat(collector.post(read("E1", 1, now), token)).isEqualTo(204);
        // Late: read on the last day.
        Instant before = yesterday.atTime(12, 0).atZone(ZONE).toInstant();
        assertThat(collector.post(read("E9", 2, before), token)).isEqualTo(204);
        assertThat(collector.post(read("E9", 3, now), token)).isEqualTo(204);
        await().until(() -> !told.isEmpty());
        collector.kill();
      }
      assertThat(told).hasSize(1);
      assertThat(told.getFirst()).contains("\"left\"", "desk").doesNotContain("E9");
      assertThat(importFile(csv)).isZero();
      assertThat(out.toString()).isEqualTo("hr.csv: 2 people; nothing new\n");
      try (CollectorProcess collector = CollectorProcess.start(data, dir.resolve("second.out"))) {
        // Behind this one everything of before has been taken in.
        assertThat(collector.post(read("E9", 3, Instant.now()), token)).isEqualTo(204);
        assertThat(collector.post(read("E8", 4, Instant.now()), token)).isEqualTo(204);
        await().until(() -> collector.get("/actuator/health/readiness").statusCode() == 200);
        assertThat(collector.stop()).isEqualTo(143);
      }
      List<Alert> alerts = entries().stream().filter(Entry::hasAlert).map(Entry::getAlert).toList();
      assertThat(alerts).extracting(Alert::getActor).containsOnly("E9");
      assertThat(alerts).extracting(Alert::getId).hasSameElementsAs(List.of(alerts.get(0).getId()));
      assertThat(alerts.get(0).getSeverity()).isEqualTo(Severity.URGENT);
      assertThat(alerts.get(0).getSignals(0).getRule()).isEqualTo("left");
      assertThat(new Sentences(Locale.ENGLISH, ZONE).sentence(alerts.get(0)))
          .startsWith(
              "Data of 1 order (1 opened; 1 with data in plain) was returned to staff member E9")
          .contains(", 1 day after the last day of work, " + yesterday);
    } finally {
      peer.stop(0);
    }
  }

  private HttpResponse<String> put(
      RunningCollector collector, String user, String path, String type, String body)
      throws IOException, InterruptedException {
    String basic =
        Base64.getEncoder()
            .encodeToString((user + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8));
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(collector.uri(path))
                .header("Authorization", "Basic " + basic)
                .header("Content-Type", type)
                .PUT(HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void aRunningCollectorTakesARegisterFromWhoAnswersForRules() throws Exception {
    PasswordEncoder encoder = Passwords.encoder();
    Accounts accounts = new Accounts(data, encoder);
    String hash = encoder.encode(PASSWORD);
    accounts.put(new Account("hr-sync", hash, Set.of(AccountRole.SECURITY), null));
    accounts.put(new Account("chen", hash, Set.of(AccountRole.RESPONDER), null));
    Path password = Files.writeString(dir.resolve("password"), PASSWORD + "\n");
    LocalDate today = LocalDate.now(ZONE);
    String json =
        """
        {"people": [{"role": "staff", "id": "E9", "team": "desk", "left": "%s"}]}\
        """
            .formatted(today.minusDays(1));
    try (RunningCollector collector = RunningCollector.start(data)) {
      assertThat(put(collector, "chen", "/api/people", "application/json", json).statusCode())
          .isEqualTo(403);
      assertThat(put(collector, "hr-sync", "/api/people", "text/plain", json).statusCode())
          .isEqualTo(415);
      HttpResponse<String> taken =
          put(collector, "hr-sync", "/api/people", "application/json", json);
      assertThat(taken.statusCode()).as(taken.body()).isEqualTo(200);
      assertThat(taken.body())
          .isEqualTo(
              "{\"source\":\"hr-sync\",\"people\":1,\"added\":1,\"changed\":0,\"removed\":0}");
      assertThat(put(collector, "hr-sync", "/api/people", "application/json", json).body())
          .contains("\"added\":0,\"changed\":0,\"removed\":0");
      HttpResponse<String> bad =
          put(
              collector,
              "hr-sync",
              "/api/people?source=couriers",
              "text/csv; charset=utf-8",
              "role,id,left\ncourier,C1,soon\nstaff,E9,2026-01-01\n");
      assertThat(bad.statusCode()).isEqualTo(400);
      assertThat(bad.body())
          .contains("\"code\":\"bad-register\"", "\"count\":1", "\"line\":2,\"item\":\"\"")
          .contains("\"column\":\"left\"");
      // By command: not beside it, but through it.
      assertThat(importFile("id\nE7\n")).isEqualTo(1);
      assertThat(err.toString()).contains("a collector runs on", "--user NAME --password-file");
      String[] running = {
        "--user",
        "hr-sync",
        "--password-file",
        password.toString(),
        "--collector",
        collector.uri("/").toString()
      };
      assertThat(importFile("role,id,calendar\ncourier,C1,moon\n", running)).isEqualTo(1);
      assertThat(err.toString()).contains("hr.csv:2: calendar: expected one of", "1 fault");
      assertThat(importFile("role,id,calendar\ncourier,C1,nights\n", running))
          .as(err.toString())
          .isZero();
      assertThat(out.toString()).isEqualTo("hr.csv: 1 person; 1 added, 0 changed, 0 removed\n");
      running[1] = "nobody";
      assertThat(importFile("role,id,calendar\ncourier,C1,nights\n", running)).isEqualTo(1);
      assertThat(err.toString()).contains("answered 401: Name or password is wrong.");
      // It counts from the next record on.
      byte[] batch = read("E9", 1, Instant.now());
      assertThat(
              collector
                  .post(batch, "application/x-protobuf", "Bearer " + collector.token())
                  .statusCode())
          .isEqualTo(204);
      Alerts alerts = collector.bean(Alerts.class);
      await()
          .untilAsserted(
              () ->
                  assertThat(alerts.list(AlertFilter.ANY.ofActor("E9"), null, 10))
                      .singleElement()
                      .satisfies(row -> assertThat(row.alert().getGroup()).isEqualTo("desk")));
      String alert = alerts.list(AlertFilter.ANY.ofActor("E9"), null, 1).get(0).alert().getId();
      String basic =
          Base64.getEncoder().encodeToString(("chen:" + PASSWORD).getBytes(StandardCharsets.UTF_8));
      await()
          .untilAsserted(
              () ->
                  assertThat(
                          collector
                              .get(
                                  "/api/actor?actor=E9&role=staff&alert=" + alert,
                                  "Authorization",
                                  "Basic " + basic)
                              .body())
                      .contains("\"team\":\"desk\"")
                      .contains("\"firstDay\":null,\"lastDay\":\"" + today.minusDays(1)));
    }
    assertThat(changes()).extracting(PeopleChange::getSource).containsExactly("hr-sync", "hr.csv");
    assertThat(changes()).extracting(PeopleChange::getUser).containsOnly("hr-sync");
    assertThat(changes()).extracting(PeopleChange::getAddress).containsOnly("127.0.0.1");
  }
}
