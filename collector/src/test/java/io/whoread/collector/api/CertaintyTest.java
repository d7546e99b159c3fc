package io.whoread.collector.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.whoread.collector.Batches;
import io.whoread.collector.Followers;
import io.whoread.collector.RunningCollector;
import io.whoread.collector.api.login.Account;
import io.whoread.collector.api.login.AccountRole;
import io.whoread.collector.api.login.Accounts;
import io.whoread.collector.api.login.Passwords;
import io.whoread.record.PseudonymKey;
import io.whoread.record.Pseudonyms;
import io.whoread.record.v1.Batch;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.security.crypto.password.PasswordEncoder;

/** An index that does not hold the whole log is never asked for a proof that nobody read. */
class CertaintyTest {
  private static final String HEADER = "Whoread-Indexed-Until";
  private static final String BASIC =
      "Basic "
          + Base64.getEncoder().encodeToString("zhou:pass-word".getBytes(StandardCharsets.UTF_8));

  @TempDir private Path data;
  private PseudonymKey key;

  @Test
  void nothingIsFoundOnlyInAWholeIndex() throws Exception {
    PasswordEncoder encoder = Passwords.encoder();
    new Accounts(data, encoder)
        .put(new Account("zhou", encoder.encode("pass-word"), Set.of(AccountRole.RESPONDER), null));
    key = PseudonymKey.generate(1);
    Files.writeString(data.resolve("key"), key.toLine() + "\n");
    try (RunningCollector collector = RunningCollector.start(data)) {
      assertThat(collector.post(read(1, "20260301001", "E1001", Instant.now())).statusCode())
          .isEqualTo(204);
      await().untilAsserted(() -> found(collector, "20260301001", true));
      found(collector, "20260301002", false);
      // However long ago it was.
      Instant then = Instant.now().minus(Duration.ofDays(1_500));
      assertThat(collector.post(read(2, "20220101001", "E1001", then)).statusCode()).isEqualTo(204);
      await().untilAsserted(() -> found(collector, "20220101001", true));
      collector.bean(Followers.class).stop();
      assertThat(collector.post(read(3, "20260301002", "E1002", Instant.now())).statusCode())
          .isEqualTo(204);
      // What lies there for a second or two is what every index leaves.
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> behind(lookUp(collector, "20260301002")));
      behind(post(collector, "/api/search", "{\"text\":\"nobody here\"}"));
      behind(post(collector, "/api/actor/open", "{\"actor\":\"E1002\",\"reason\":\"case 7\"}"));
      behind(get(collector, "/api/people?actor=E1002"));
      behind(get(collector, "/api/readers?subject=" + name("20260301002")));
      behind(get(collector, "/api/trail?subject=" + name("20260301002")));
      // What is there is there; that it may not be all is told.
      found(collector, "20260301001", true);
      HttpResponse<String> people = get(collector, "/api/people");
      assertThat(people.body()).contains("E1001");
      assertThat(Instant.parse(people.headers().firstValue(HEADER).orElseThrow()))
          .isBetween(Instant.now().minusSeconds(60), Instant.now());
    }
    try (RunningCollector collector =
        RunningCollector.start(data, Map.of("whoread.reindex", "true"))) {
      await().untilAsserted(() -> found(collector, "20260301002", true));
      found(collector, "20260301003", false);
      assertThat(get(collector, "/api/people").headers().firstValue(HEADER)).isEmpty();
    }
  }

  /** A service may name kinds of its own, of the subject itself and of what it is linked with. */
  @Test
  void aNumberIsLookedUpAsEveryKindThatTheTrailHolds() throws Exception {
    PasswordEncoder encoder = Passwords.encoder();
    new Accounts(data, encoder)
        .put(new Account("zhou", encoder.encode("pass-word"), Set.of(AccountRole.RESPONDER), null));
    key = PseudonymKey.generate(1);
    Files.writeString(data.resolve("key"), key.toLine() + "\n");
    try (RunningCollector collector = RunningCollector.start(data)) {
      assertThat(collector.post(ownKinds("SH000009", "PAL-77")).statusCode()).isEqualTo(204);
      await().untilAsserted(() -> found(collector, "SH000009", true));
      found(collector, "sh000009", true);
      found(collector, "PAL-77", true);
      found(collector, "SH000010", false);
      assertThat(lookUp(collector, "SH000009").body())
          .contains(Subjects.names(List.of(new Pseudonyms(key).of("shipment", "SH000009"))));
    }
    // As after a restart, and without asking the records again.
    try (RunningCollector collector = RunningCollector.start(data)) {
      await().untilAsserted(() -> found(collector, "SH000009", true));
      found(collector, "PAL-77", true);
    }
  }

  private Batch ownKinds(String shipment, String pallet) {
    Pseudonyms pseudonyms = new Pseudonyms(key);
    Batch.Builder batch = Batches.one(7, 1, Instant.now(), 1);
    batch.getExposuresBuilder(0).setSubjectKind("shipment");
    batch.addWords("pallet of goods");
    batch
        .getAccessesBuilder(0)
        .getSubjectsBuilder(0)
        .setId(ByteString.copyFrom(pseudonyms.of("shipment", shipment)))
        .getLinksBuilder(0)
        .setKind(2)
        .setId(ByteString.copyFrom(pseudonyms.of("pallet of goods", pallet)));
    return batch.build();
  }

  private static void found(RunningCollector collector, String number, boolean found)
      throws Exception {
    HttpResponse<String> answer = lookUp(collector, number);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body()).contains("\"found\":" + found);
  }

  private static void behind(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
    assertThat(answer.body()).contains("index-behind");
    assertThat(answer.headers().firstValue(HEADER)).isPresent();
  }

  private static HttpResponse<String> lookUp(RunningCollector collector, String number)
      throws Exception {
    return post(collector, "/api/lookup", "{\"number\":\"" + number + "\",\"reason\":\"case 7\"}");
  }

  private static HttpResponse<String> get(RunningCollector collector, String path)
      throws Exception {
    return collector.get(path, "Authorization", BASIC);
  }

  private static HttpResponse<String> post(RunningCollector collector, String path, String json)
      throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
          HttpRequest.newBuilder(collector.uri(path))
              .header("Authorization", BASIC)
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(json))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  private String name(String number) {
    return Subjects.names(List.of(new Pseudonyms(key).of("order", number)));
  }

  private Batch read(int sequence, String number, String actor, Instant at) {
    Batch.Builder batch = Batches.one(1, sequence, at, 1);
    batch.getCallersBuilder(0).getActorBuilder().setId(actor);
    batch
        .getAccessesBuilder(0)
        .getSubjectsBuilder(0)
        .setId(ByteString.copyFrom(new Pseudonyms(key).of("order", number)));
    return batch.build();
  }
}
