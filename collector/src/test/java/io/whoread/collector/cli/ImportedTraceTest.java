package io.whoread.collector.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.whoread.collector.CollectorProcess;
import io.whoread.collector.api.login.Account;
import io.whoread.collector.api.login.AccountRole;
import io.whoread.collector.api.login.Accounts;
import io.whoread.collector.api.login.Passwords;
import io.whoread.collector.ingest.Services;
import io.whoread.record.PseudonymKey;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a bastion host logged is imported; a list of victims is traced in it, by command. */
class ImportedTraceTest {
  private static final OffsetDateTime FIRST = OffsetDateTime.parse("2026-03-02T09:00:00+08:00");
  private static final int SOLD = 12;

  @TempDir private Path dir;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void whoIsNamedByImportedRecordsAloneIsNamedSo() throws Exception {
    Path data = Files.createDirectories(dir.resolve("data"));
    Files.writeString(data.resolve("key"), PseudonymKey.generate(1).toLine() + "\n");
    Path password = Files.writeString(dir.resolve("password"), "pass-word\n");
    Services.open(data).add("bastion");
    String hash = Passwords.encoder().encode("pass-word");
    new Accounts(data, Passwords.encoder())
        .put(new Account("ada", hash, Set.of(AccountRole.RESPONDER), null));
    Path records = dir.resolve("records.csv");
    Path victims = dir.resolve("victims.csv");
    write(records, victims);
    run("import", "--records", records.toString(), "--service", "bastion", "--data", "" + data);
    Path result = dir.resolve("result.jsonl");
    try (CollectorProcess collector = CollectorProcess.start(data, dir.resolve("out"))) {
      await()
          .untilAsserted(
              () -> {
                out.getBuffer().setLength(0);
                run(
                    "trace",
                    "--victims",
                    victims.toString(),
                    "--data",
                    data.toString(),
                    "--user",
                    "ada",
                    "--password-file",
                    password.toString(),
                    "--reason",
                    "case 2026-19",
                    "--result",
                    result.toString());
                assertThat(out.toString())
                    .contains("an internal source is supported, by imported records alone");
              });
      assertThat(collector.stop()).isEqualTo(143);
    }
    assertThat(out.toString())
        .containsPattern("staff/D3 .* supported; " + SOLD + " of them by imported records alone");
    JsonNode traced = new JsonMapper().readTree(Files.readString(result));
    assertThat(traced.path("verdict").asString()).isEqualTo("supported");
    assertThat(traced.path("imported_alone").asBoolean()).isTrue();
    JsonNode first = traced.path("suspects").path(0);
    assertThat(first.path("explained_imported").asInt()).isEqualTo(SOLD);
    assertThat(first.path("knew_met").asInt()).isZero();
    assertThat(first.path("knew_unknown").asInt()).isEqualTo(SOLD);
    assertThat(first.path("reads"))
        .allSatisfy(
            read -> {
              assertThat(read.path("imported").asBoolean()).isTrue();
              assertThat(read.path("plain").toString()).isEqualTo("[\"name\",\"phone\"]");
            });
  }

  /** Forty days of twenty orders, each read by two of twelve; D3 sold some of those it read. */
  private static void write(Path records, Path victims) throws Exception {
    Random random = new Random(4);
    StringBuilder lines = new StringBuilder("time,actor,role,subject,subject_time,fields\n");
    StringBuilder list = new StringBuilder("order,purchase,fraud,knew\n");
    int sold = 0;
    for (int order = 0; order < 800; order++) {
      OffsetDateTime placed = FIRST.plusDays(order / 20).plusMinutes(order % 20 * 30);
      int one = random.nextInt(12);
      for (int reader : new int[] {one, (one + 1 + random.nextInt(11)) % 12}) {
        lines.append(
            "%s,D%d,staff,SO-%d,%s,name;phone\n"
                .formatted(placed.plusHours(20 + random.nextInt(60)), reader, order, placed));
        if (reader == 3 && order % 5 == 0 && sold < SOLD) {
          sold++;
          list.append(
              "SO-%d,%s,%s,姓名、电话\n"
                  .formatted(order, placed.toLocalDate(), placed.toLocalDate().plusDays(9)));
        }
      }
    }
    Files.writeString(records, lines);
    Files.writeString(victims, list);
  }

  private void run(String... words) {
    int code =
        Whoread.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(words);
    assertThat(code).as(err::toString).isZero();
  }
}
