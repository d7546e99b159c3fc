package io.whoread.collector.api;

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
import io.whoread.collector.log.LocalLog;
import io.whoread.collector.log.v1.Entry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.security.crypto.password.PasswordEncoder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class TodayTest {
  private static final String BASIC =
      "Basic "
          + Base64.getEncoder().encodeToString("zhou:pass-word".getBytes(StandardCharsets.UTF_8));

  @TempDir private Path data;

  /** Also where more alerts wait than a page of them holds. */
  @Test
  void allWhoWaitAreCounted() throws Exception {
    PasswordEncoder encoder = Passwords.encoder();
    new Accounts(data, encoder)
        .put(new Account("zhou", encoder.encode("pass-word"), Set.of(AccountRole.RESPONDER), null));
    try (RunningCollector collector = RunningCollector.start(data)) {
      LocalLog log = collector.bean(LocalLog.class);
      for (int person = 0; person < 1_100; person++) {
        log.append(Entry.newBuilder().setAlert(alert(person)).build());
      }
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () ->
                  assertThat(collector.get("/api/today", "Authorization", BASIC).body())
                      .contains("\"waiting\":1100"));
    }
  }

  /** Two alerts weigh more than a heavier one; what is older weighs less. */
  @Test
  void peopleAreRankedByTheirRisk() throws Exception {
    PasswordEncoder encoder = Passwords.encoder();
    new Accounts(data, encoder)
        .put(new Account("zhou", encoder.encode("pass-word"), Set.of(AccountRole.RESPONDER), null));
    Instant now = Instant.now();
    try (RunningCollector collector = RunningCollector.start(data)) {
      LocalLog log = collector.bean(LocalLog.class);
      for (Alert alert :
          List.of(
              alert(1, 1, now).toBuilder().setRisk(5).build(),
              alert(2, 2, now).toBuilder().setRisk(3).build(),
              alert(3, 2, now).toBuilder().setRisk(3).build(),
              alert(4, 4, now.minus(Duration.ofDays(6))).toBuilder().setRisk(8).build())) {
        log.append(Entry.newBuilder().setAlert(alert).build());
      }
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () -> {
                JsonNode people =
                    new JsonMapper()
                        .readTree(collector.get("/api/today", "Authorization", BASIC).body())
                        .get("people");
                assertThat(people)
                    .extracting(one -> one.at("/alert/actor").asString())
                    .containsExactly("E2", "E1", "E4");
                assertThat(people.get(0).at("/risk").asDouble())
                    .isCloseTo(6, Percentage.withPercentage(0.1));
                assertThat(people.get(2).at("/risk").asDouble())
                    .isCloseTo(8 * Math.pow(0.5, 6 / 7.0), Percentage.withPercentage(0.1));
              });
    }
  }

  private static Alert alert(int person) {
    return alert(person, person, Instant.now());
  }

  private static Alert alert(int number, int person, Instant time) {
    var at = Timestamps.fromMillis(time.toEpochMilli());
    return Alert.newBuilder()
        .setId(String.format("%016x", number))
        .setRevision(1)
        .setActor("E" + person)
        .setRole("staff")
        .setGroup("staff")
        .setFrom(at)
        .setTo(at)
        .setRaised(at)
        .setFirstRaised(at)
        .setSeverity(Severity.REVIEW)
        .addSignals(
            Signal.newBuilder()
                .setRule("bulk")
                .setFrom(at)
                .setTo(at)
                .setWindowSeconds(300)
                .setObserved(50))
        .build();
  }
}
