package io.whoread.collector.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.whoread.collector.RunningCollector;
import io.whoread.collector.alert.AlertFilter;
import io.whoread.collector.alert.Alerts;
import io.whoread.collector.log.LocalLog;
import io.whoread.collector.log.Log;
import io.whoread.collector.log.v1.Entry;
import io.whoread.record.PseudonymKey;
import io.whoread.record.v1.Batch;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code import} into a stopped collector's folder and over HTTP into a running one. */
class ImportTest {
  @TempDir private Path dir;

  private Path data;
  private Path records;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void records() throws IOException {
    data = dir.resolve("data");
    Files.createDirectories(data);
    Files.writeString(data.resolve("key"), PseudonymKey.generate(1).toLine() + "\n");
    records = dir.resolve("records.csv");
    StringBuilder csv = new StringBuilder("time,actor,role,subject,operation,form\n");
    Instant night = Instant.parse("2026-03-02T18:00:00Z");
    for (int i = 0; i < 3_000; i++) {
      csv.append(night.plusSeconds(i)).append(",E7,staff,SO-").append(10_000 + i);
      csv.append(",GET /export,exported\n");
    }
    csv.append(night.plusSeconds(5_000))
        .append(",13900001111,customer,SO-1,GET /orders/{id},opened\n");
    Files.writeString(records, csv);
  }

  private int run(String... args) {
    CommandLine line = Whoread.commandLine();
    return line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true)).execute(args);
  }

  private int importIntoFolder() {
    return run(
        "import", "--records", records.toString(), "--service", "shop", "--data", data.toString());
  }

  @Test
  void aFileIsInTheTrailOnceHoweverOftenItIsImported() throws IOException {
    assertThat(importIntoFolder()).as(err.toString()).isZero();
    List<Entry> first = entries();
    assertThat(first.get(0).getImported().getFile()).isEqualTo("records.csv");
    assertThat(subjects(first)).isEqualTo(3_001);
    assertThat(importIntoFolder()).isZero();
    assertThat(entries()).hasSameSizeAs(first);
    assertThat(out.toString()).contains("3001 records in").contains("were there before");
  }

  @Test
  void nothingPersonalIsInTheTrail() throws IOException {
    importIntoFolder();
    for (Entry entry : entries()) {
      assertThat(entry.toByteString().toStringUtf8()).doesNotContain("SO-1", "13900001111");
    }
  }

  @Test
  void aRunningCollectorTakesTheFileOnceAndAlerts() throws IOException {
    try (RunningCollector collector = RunningCollector.start(data)) {
      assertThat(importIntoFolder()).isEqualTo(1);
      assertThat(err.toString()).contains("in use by a running collector");
      Path token = dir.resolve("token");
      Files.writeString(token, collector.token() + "\n");
      for (int time = 0; time < 2; time++) {
        assertThat(
                run(
                    "import",
                    "--records",
                    records.toString(),
                    "--service",
                    "shop",
                    "--collector",
                    collector.uri("/").toString(),
                    "--token-file",
                    token.toString(),
                    "--key-file",
                    data.resolve("key").toString()))
            .as(err.toString())
            .isZero();
      }
      Alerts alerts = collector.bean(Alerts.class);
      await()
          .untilAsserted(
              () ->
                  assertThat(alerts.list(AlertFilter.ANY.ofActor("E7"), null, 10))
                      .singleElement()
                      .satisfies(
                          row ->
                              assertThat(row.alert().getSignalsList())
                                  .anyMatch(s -> s.getRule().equals("bulk"))
                                  .anyMatch(s -> s.getRule().equals("off-hours"))));
      Files.writeString(token, "wrong\n");
      assertThat(
              run(
                  "import",
                  "--records",
                  records.toString(),
                  "--service",
                  "shop",
                  "--collector",
                  collector.uri("/").toString(),
                  "--token-file",
                  token.toString(),
                  "--key-file",
                  data.resolve("key").toString()))
          .isEqualTo(1);
      assertThat(err.toString()).contains("401: the token is not that of a service");
    }
    assertThat(subjects(entries())).isEqualTo(3_001);
  }

  @Test
  void whatIsMissingIsTold() throws IOException {
    Files.delete(data.resolve("key"));
    assertThat(importIntoFolder()).isEqualTo(1);
    assertThat(err.toString()).contains("`service add` makes a key");
    assertThat(run("import", "--records", records.toString(), "--service", "shop")).isEqualTo(2);
  }

  private static long subjects(List<Entry> entries) throws IOException {
    long subjects = 0;
    for (Entry entry : entries) {
      if (entry.hasBatch()) {
        Batch batch = Batch.parseFrom(entry.getBatch());
        subjects += batch.getAccessesList().stream().mapToLong(a -> a.getSubjectsCount()).sum();
      }
    }
    return subjects;
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
}
