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
import io.whoread.record.Pseudonyms;
import io.whoread.record.v1.Batch;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
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

  private int importOver(URI collector, Path token, String... more) {
    List<String> args = new ArrayList<>();
    args.addAll(List.of("import", "--records", records.toString(), "--service", "shop"));
    args.addAll(List.of("--collector", collector.toString(), "--token-file", token.toString()));
    args.addAll(List.of("--key-file", data.resolve("key").toString()));
    args.addAll(List.of(more));
    return run(args.toArray(String[]::new));
  }

  @Test
  void aFileIsInTheTrailOnceHoweverOftenItIsImported() throws IOException {
    assertThat(importIntoFolder()).as(err.toString()).isZero();
    List<Entry> first = entries();
    assertThat(first.get(0).getImported().getFile()).isEqualTo("records.csv");
    assertThat(subjects(first)).isEqualTo(3_001);
    assertThat(importIntoFolder()).isZero();
    assertThat(entries()).hasSameSizeAs(first);
    assertThat(out.toString().lines())
        .containsExactly(
            "3001 records in 4 batches are in the trail",
            "nothing new: 3001 records in 4 batches were in the trail before");
  }

  @Test
  void nothingPersonalIsInTheTrail() throws IOException {
    Files.writeString(
        records,
        """
        time,actor,role,subject,operation,owner,status,address
        2026-03-02T18:00:00Z,13900001111,customer,SO-1,GET /orders/{id},,,10.0.0.1
        2026-03-02T18:00:01Z,0571-88888888,seller,SO-1,GET /orders/{id},0571-88888888,sent,
        2026-03-02T18:00:02Z,E7,staff,SO-1,GET /orders/13900001111,shop of 13900001111,call 13900001111,
        2026-03-02T18:00:03Z,+49 151 23456789,staff,SO-1,GET /,li@example.org,asks +49 151 23456789,
        2026-03-02T18:00:04Z,E7,staff,SO-1,GET /,13900001111,13900001111,7 Long Street
        """);
    assertThat(importIntoFolder()).as("a line was left out").isEqualTo(1);
    assertThat(err.toString())
        .contains("1 line left out, 4 taken", "into a file of their own, and import that");
    List<Entry> entries = entries();
    assertThat(subjects(entries)).isEqualTo(4);
    for (Entry entry : entries) {
      assertThat(entry.toByteString().toStringUtf8())
          .doesNotContain("SO-1", "13900001111", "88888888", "23456789", "example", "Street");
    }
    assertThat(batch(entries).getWordsList()).contains("sent", "call #", "asks #");
    assertThat(err.toString()).contains(".csv:6: left out: address: expected").doesNotContain("7 ");
  }

  /** The agent too goes by record's ClearText; its ServiceIT holds what becomes of a customer. */
  @Test
  void aPersonIsTheSameActorAsInLiveRecords() throws IOException {
    Files.writeString(
        records,
        """
        time,actor,role,subject,owner
        2026-03-02T18:00:00Z,buyer-7,customer,SO-1,S-1
        2026-03-02T18:00:01Z,+49 151 23456789,staff,SO-1,0571-88888888
        2026-03-02T18:00:02Z,E7,staff,SO-1,
        """);
    assertThat(importIntoFolder()).as(err.toString()).isZero();
    Batch batch = batch(entries());
    Pseudonyms made = new Pseudonyms(PseudonymKey.read(data.resolve("key")).get(0));
    HexFormat hex = HexFormat.of();
    assertThat(batch.getCallersList().stream().map(caller -> caller.getActor().getId()))
        .containsExactly(
            hex.formatHex(made.of("customer", "buyer-7")),
            hex.formatHex(made.of("actor", "+49 151 23456789")),
            "E7");
    assertThat(batch.getCallersList().stream().map(caller -> caller.getActor().getPseudonymous()))
        .containsExactly(true, true, false);
    assertThat(batch.getWordsList())
        .containsExactly("S-1", hex.formatHex(made.of("actor", "0571-88888888")));
  }

  @Test
  void aDryRunWritesNothing() throws IOException {
    Files.writeString(records, Files.readString(records) + "yesterday,E7,staff,SO-1,,\n");
    assertThat(
            run(
                "import",
                "--records",
                records.toString(),
                "--service",
                "shop",
                "--data",
                data.toString(),
                "--dry-run"))
        .isEqualTo(1);
    assertThat(err.toString()).contains("left out: time: expected ISO-8601");
    assertThat(out.toString()).contains("3001 records can be taken; nothing is written");
    assertThat(data.resolve("log")).doesNotExist();
  }

  /** A file says which fields were read, and not whether they were shown in plain. */
  @Test
  void whatAFileDoesNotSayIsNotClaimed() throws IOException {
    Files.writeString(
        records, "time,actor,subject,fields\n2026-03-02T18:00:00Z,E7,SO-1,name;phone\n");
    assertThat(importIntoFolder()).as(err.toString()).isZero();
    assertThat(batch(entries()).getExposures(0).getTouchedList()).containsExactly("name", "phone");
    assertThat(batch(entries()).getExposures(0).getDisclosuresList()).isEmpty();
  }

  @Test
  void onlyTheRequiredColumnsAreNeeded() throws IOException {
    Files.writeString(records, "time,actor,subject\n2026-03-02T18:00:00Z,E7,SO-1\n");
    assertThat(importIntoFolder()).as(err.toString()).isZero();
    assertThat(batch(entries()).getOperations(0).getName()).isEqualTo("unmatched");
  }

  @Test
  void theServiceHasANameThatServicesHave() {
    assertThat(run("import", "--records", "x.csv", "--service", "a b", "--data", "x")).isEqualTo(2);
    assertThat(err.toString()).contains("--service: expected 1 to 63 letters");
  }

  @Test
  void aRunningCollectorTakesTheFileOnceAndAlerts() throws IOException {
    try (RunningCollector collector = RunningCollector.start(data)) {
      assertThat(importIntoFolder()).isEqualTo(1);
      assertThat(err.toString()).contains("in use by a running collector");
      Path token = dir.resolve("token");
      Files.writeString(token, collector.token() + "\n");
      for (int time = 0; time < 2; time++) {
        assertThat(importOver(collector.uri("/"), token)).as(err.toString()).isZero();
      }
      assertThat(out.toString().lines())
          .containsExactly(
              "3001 records in 4 batches are in the trail",
              "nothing new: 3001 records in 4 batches were in the trail before");
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
      assertThat(importOver(collector.uri("/"), token)).isEqualTo(1);
      assertThat(err.toString()).contains("401: the token is not that of a service");
      Files.writeString(token, collector.token() + "\nsecond\n");
      assertThat(importOver(collector.uri("/"), token)).isEqualTo(1);
      assertThat(err.toString())
          .contains(token + ": expected one line with the service's token")
          .doesNotContain(collector.token());
      // Told before a long file is read.
      Files.delete(records);
      err.getBuffer().setLength(0);
      assertThat(importIntoFolder()).isEqualTo(1);
      assertThat(err.toString()).contains("in use by a running collector").hasLineCount(1);
    }
    assertThat(subjects(entries())).isEqualTo(3_001);
  }

  @Test
  void whereNoCollectorAnswersItIsSaid() throws IOException {
    Path token = Files.writeString(dir.resolve("token"), "x".repeat(43));
    assertThat(importOver(URI.create("http://127.0.0.1:1"), token)).isEqualTo(1);
    assertThat(err.toString()).contains("whoread: nobody listens at http://127.0.0.1:1/");
    assertThat(importOver(URI.create("http://no-such-host.invalid:1"), token)).isEqualTo(1);
    assertThat(err.toString()).contains("no host is known by the name of no-such-host.invalid");
    assertThat(importOver(URI.create("127.0.0.1"), token)).isEqualTo(2);
    assertThat(err.toString()).contains("expected an address such as https://");
  }

  @Test
  void whatIsMissingIsTold() throws IOException {
    Files.delete(data.resolve("key"));
    assertThat(importIntoFolder()).isEqualTo(1);
    assertThat(err.toString()).contains("`service add` makes a key");
    assertThat(run("import", "--records", records.toString(), "--service", "shop")).isEqualTo(2);
  }

  private static Batch batch(List<Entry> entries) throws IOException {
    return Batch.parseFrom(
        entries.stream().filter(Entry::hasBatch).findFirst().orElseThrow().getBatch());
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
