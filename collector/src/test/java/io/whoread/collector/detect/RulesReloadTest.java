package io.whoread.collector.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.whoread.collector.Batches;
import io.whoread.collector.CollectorProcess;
import io.whoread.collector.alert.v1.Alert;
import io.whoread.collector.api.login.Account;
import io.whoread.collector.api.login.AccountRole;
import io.whoread.collector.api.login.Accounts;
import io.whoread.collector.api.login.Passwords;
import io.whoread.collector.ingest.Services;
import io.whoread.collector.log.LocalLog;
import io.whoread.collector.log.Log;
import io.whoread.collector.log.v1.Entry;
import io.whoread.collector.log.v1.RulesChange;
import io.whoread.record.v1.Access;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.security.crypto.password.PasswordEncoder;

/** Rules that are changed while the collector runs, or between two runs of it. */
class RulesReloadTest {
  private static final String STRICT =
      "rules:\n  bulk: {windows: {5m: 2}}\nteam-file: teams.csv\nteams: {}\n";
  private static final String PASSWORD = "pass-word";

  @TempDir private Path dir;
  private Path data;
  private Path rules;
  private String token;
  private long sequence;

  @BeforeEach
  void folder() throws IOException {
    data = Files.createDirectories(dir.resolve("data"));
    rules = data.resolve("rules.yaml");
    token = Services.open(data).add("shop");
    PasswordEncoder encoder = Passwords.encoder();
    new Accounts(data, encoder)
        .put(new Account("chen", encoder.encode(PASSWORD), Set.of(AccountRole.RESPONDER), null));
  }

  /** Forty orders within a moment: an alert by strict rules alone. */
  private void read(CollectorProcess collector, String actor)
      throws IOException, InterruptedException {
    var batch = Batches.one(1, ++sequence, Instant.now(), (int) sequence * 100);
    batch.getCallersBuilder(0).getActorBuilder().setId(actor);
    Access access = batch.getAccesses(0);
    for (int i = 1; i < 40; i++) {
      var more = access.toBuilder();
      more.getSubjectsBuilder(0).setId(Batches.pseudonym((int) sequence * 100 + i));
      batch.addAccesses(more);
    }
    assertThat(collector.post(batch.build().toByteArray(), token)).isEqualTo(204);
  }

  private static String get(CollectorProcess collector, String path)
      throws IOException, InterruptedException {
    String basic =
        Base64.getEncoder().encodeToString(("chen:" + PASSWORD).getBytes(StandardCharsets.UTF_8));
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(collector.uri().resolve(path))
                .header("Authorization", "Basic " + basic)
                .build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  private static void awaitAlertOn(CollectorProcess collector, String actor) {
    await().until(() -> get(collector, "/api/alerts").contains("\"actor\":\"" + actor + "\""));
  }

  private static void awaitOutput(CollectorProcess collector, String text) {
    await().until(() -> collector.output().contains(text));
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

  @Test
  void eachChangeIsInTheLogAndAnErrorLeavesTheRulesBeforeInForce() throws Exception {
    Files.writeString(data.resolve("teams.csv"), "actor,team\nE2,returns\n");
    try (CollectorProcess collector = CollectorProcess.start(data, dir.resolve("first.out"))) {
      read(collector, "E1");
      Files.writeString(rules, STRICT);
      awaitOutput(collector, "in force from entry");
      read(collector, "E2");
      awaitAlertOn(collector, "E2");
      assertThat(get(collector, "/api/today")).contains("\"rules\":null");
      Files.writeString(rules, STRICT.replace("5m: 2", "5m: few"));
      awaitOutput(collector, "rules.yaml:2: expected a whole number from 1 to 1000000");
      assertThat(get(collector, "/api/today")).contains("rules.yaml:2: expected a whole number");
      assertThat(collector.get("/actuator/health").body()).contains("DOWN");
      read(collector, "E3");
      awaitAlertOn(collector, "E3");
      // A file that the rules name counts as they do.
      Files.writeString(rules, STRICT);
      await().until(() -> get(collector, "/api/today").contains("\"rules\":null"));
      Files.writeString(data.resolve("teams.csv"), "actor,team\nE2,returns\nE4,returns\n");
      await().until(() -> collector.output().split("in force from entry", -1).length == 3);
      read(collector, "E4");
      collector.kill();
    }
    Files.writeString(rules, "rules: {bulk: {windows: {5m: 900, 1h: 900, 24h: 900}}}\n");
    try (CollectorProcess collector = CollectorProcess.start(data, dir.resolve("second.out"))) {
      awaitOutput(collector, "rules.bulk.windows.5m 2 -> 900");
      read(collector, "E5");
      assertThat(collector.stop()).isEqualTo(143);
    }
    // What was due as it stopped is told after the start.
    try (CollectorProcess collector = CollectorProcess.start(data, dir.resolve("third.out"))) {
      awaitAlertOn(collector, "E4");
      assertThat(collector.stop()).isEqualTo(143);
    }
    List<Alert> alerts = entries().stream().filter(Entry::hasAlert).map(Entry::getAlert).toList();
    assertThat(alerts).doesNotHaveDuplicates();
    assertThat(alerts.stream().filter(alert -> alert.getRevision() == 1))
        .extracting(Alert::getActor)
        .containsExactly("E2", "E3", "E4");
    assertThat(alerts)
        .filteredOn(alert -> alert.getActor().equals("E4"))
        .allMatch(alert -> alert.getGroup().equals("returns"));
    List<RulesChange> changes =
        entries().stream().filter(Entry::hasRulesChange).map(Entry::getRulesChange).toList();
    assertThat(changes).hasSize(3);
    assertThat(changes.get(0).getFilesMap())
        .containsEntry("rules.yaml", STRICT)
        .containsKey("teams.csv");
    assertThat(changes.get(1).getDifferencesList())
        .singleElement()
        .satisfies(
            each -> {
              assertThat(each.getKey()).isEqualTo("teams.csv");
              assertThat(each.getIs()).startsWith("SHA-256 ");
            });
    assertThat(changes.get(2).getVersionBefore()).isEqualTo(changes.get(1).getVersion());
  }

  /** Days and nights of the console are those that it was started with. */
  @Test
  void anotherZoneTakesAStart() throws Exception {
    try (CollectorProcess collector = CollectorProcess.start(data, dir.resolve("first.out"))) {
      Files.writeString(rules, "zone: Europe/Berlin\n");
      awaitOutput(collector, "rules.yaml: another `zone` is taken at a start of the collector");
      assertThat(collector.stop()).isEqualTo(143);
    }
    try (CollectorProcess collector = CollectorProcess.start(data, dir.resolve("second.out"))) {
      awaitOutput(collector, "zone Asia/Shanghai -> Europe/Berlin");
      assertThat(collector.stop()).isEqualTo(143);
    }
  }

  @Test
  void rulesThatAreWrongAtTheStartAreToldAndNothingStarts() throws Exception {
    Files.writeString(rules, "rules:\n  blk: {windows: {5m: 2}}\n");
    assertThatThrownBy(() -> CollectorProcess.start(data, dir.resolve("first.out")).close())
        .hasMessageContaining("rules.yaml:2: \"blk\" is not known here");
  }
}
