package io.whoread.collector.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code backtest}, as a person runs it. */
class BacktestTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String HEAD =
      "time,actor,role,subject,subject_time,fields,service,operation";

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  /** Twelve office days of six people, one of whom steals in bulk and one by night on the last. */
  static List<String> lines(long seed) {
    Random random = new Random(seed);
    List<String> lines = new ArrayList<>();
    OffsetDateTime monday = OffsetDateTime.of(2026, 3, 2, 0, 0, 0, 0, ZoneOffset.ofHours(8));
    for (int day = 0; day < 12; day++) {
      OffsetDateTime midnight = monday.plusDays(day + day / 5 * 2);
      for (int person = 0; person < 6; person++) {
        int reads = 15 + random.nextInt(10) + (day == 11 && person == 2 ? 150 : 0);
        for (int i = 0; i < reads; i++) {
          lines.add(
              line(midnight.plusSeconds(32_400 + random.nextInt(30_000)), "E" + person, random));
        }
      }
    }
    OffsetDateTime night = monday.plusDays(15);
    for (int i = 0; i < 30; i++) {
      lines.add(line(night.plusSeconds(7_200 + random.nextInt(3_600)), "E4", random));
    }
    Collections.sort(lines);
    return lines;
  }

  private static String line(OffsetDateTime time, String actor, Random random) {
    return time
        + ","
        + actor
        + ",staff,SO-"
        + random.nextInt(1 << 20)
        + ","
        + time
        + ",name;phone,shop,open";
  }

  private List<JsonNode> backtest(List<String> lines) throws IOException {
    Path records = Files.createTempFile("records", ".csv");
    Path alerts = Files.createTempFile("alerts", ".jsonl");
    try {
      Files.writeString(records, HEAD + "\n" + String.join("\n", lines) + "\n");
      int exit =
          Whoread.commandLine()
              .setOut(new PrintWriter(out, true))
              .setErr(new PrintWriter(err, true))
              .execute("backtest", "--records", records.toString(), "--alerts", alerts.toString());
      assertThat(exit).as(err.toString()).isZero();
      return Files.readAllLines(alerts).stream().map(JSON::readTree).toList();
    } finally {
      Files.delete(records);
      Files.delete(alerts);
    }
  }

  @Property(tries = 15, shrinking = ShrinkingMode.OFF)
  void whatWasRaisedUntilThenDoesNotDependOnWhatComesAfter(@ForAll long seed) throws IOException {
    List<String> lines = lines(seed);
    Random random = new Random(seed);
    List<JsonNode> whole = backtest(lines);
    assertThat(whole).isNotEmpty();
    // Somewhere among the last days, where alerts are.
    int cut = lines.size() - random.nextInt(lines.size() / 5);
    OffsetDateTime until = time(lines.get(cut - 1));
    while (cut < lines.size() && time(lines.get(cut)).equals(until)) {
      cut++;
    }
    assertThat(backtest(lines.subList(0, cut)))
        .isEqualTo(
            whole.stream()
                .filter(a -> !OffsetDateTime.parse(a.get("raised").asString()).isAfter(until))
                .toList());
  }

  private static OffsetDateTime time(String line) {
    return OffsetDateTime.parse(line.substring(0, line.indexOf(',')));
  }

  @Example
  void findsTheTwoThievesAndNobodyElse() throws IOException {
    List<JsonNode> alerts = backtest(lines(1));
    assertThat(alerts).extracting(a -> a.get("actor").asString()).containsOnly("E2", "E4");
    for (JsonNode alert : alerts) {
      OffsetDateTime to = OffsetDateTime.parse(alert.get("to").asString());
      assertThat(OffsetDateTime.parse(alert.get("raised").asString())).isAfterOrEqualTo(to);
      assertThat(OffsetDateTime.parse(alert.get("from").asString())).isBeforeOrEqualTo(to);
      assertThat(alert.get("sentence").asString()).contains("returned to staff member E");
    }
  }

  @Example
  void theOrderOfTheLinesDoesNotMatter() throws IOException {
    List<String> lines = lines(2);
    List<JsonNode> sorted = backtest(lines);
    List<String> shuffled = new ArrayList<>(lines);
    Collections.reverse(shuffled);
    assertThat(backtest(shuffled))
        .extracting(a -> a.get("actor").asString() + a.get("revision"))
        .isEqualTo(
            sorted.stream().map(a -> a.get("actor").asString() + a.get("revision")).toList());
  }

  @Example
  void badLinesAreToldByNumberAndLeftOut() throws IOException {
    List<String> lines = new ArrayList<>(lines(3));
    int good = lines.size();
    lines.add(1, "2026-03-02 09:00,E1,staff,SO-1,,name,shop,open");
    lines.add(2, "2026-03-02T09:00:00+08:00,,staff,SO-1,,name,shop,open");
    lines.add(3, "2026-03-02T09:00:00+08:00,E1,staff,SO-1,yesterday,name,shop,open");
    lines.add(4, "2026-03-02T09:00:00+08:00,E1,staff");
    lines.add(5, "2999-03-02T09:00:00+08:00,E1,staff,SO-1,,name,shop,open");
    backtest(lines);
    assertThat(err.toString())
        .contains(".csv:3: left out: time: expected ISO-8601 with an offset")
        .contains(".csv:4: left out: no actor")
        .contains(".csv:5: left out: subject_time: expected")
        .contains(".csv:6: left out: expected 8 columns, found 3")
        .contains(".csv:7: left out: time: expected one from 2000 until now")
        .contains("5 lines left out, " + good + " taken")
        .doesNotContain("yesterday");
    assertThat(out.toString()).contains(good + " records");
  }

  @Example
  void theHeadIsChecked() throws IOException {
    Path records = Files.createTempFile("records", ".csv");
    Files.writeString(
        records, "\ufefftime,actor,subject,mood\n2026-03-02T09:00:00+08:00,E1,SO-1,good\n");
    Path alerts = Files.createTempFile("alerts", ".jsonl");
    String[] args = {"backtest", "--records", records.toString(), "--alerts", alerts.toString()};
    assertThat(Whoread.commandLine().setErr(new PrintWriter(err, true)).execute(args)).isZero();
    assertThat(err.toString()).contains(".csv:1: column 4 \"mood\" is not known");
    Files.writeString(records, "time,who\n");
    assertThat(Whoread.commandLine().setErr(new PrintWriter(err, true)).execute(args)).isEqualTo(1);
    assertThat(err.toString()).contains(".csv:1: no column \"actor\"");
    Files.delete(records);
    assertThat(Whoread.commandLine().setErr(new PrintWriter(err, true)).execute(args)).isEqualTo(1);
    assertThat(err.toString()).contains("no such file");
    Files.delete(alerts);
  }

  /** A file without a head: what stands in its first line is somebody's data. */
  @Example
  void cellsOfAHeadAreNotToldWhereTheyMayBeData() throws IOException {
    Path records = Files.createTempFile("records", ".csv");
    Files.writeString(records, "2026-03-02T09:00:00+08:00,E1,13900001111,Zhang San\n");
    assertThat(run(records)).isEqualTo(1);
    assertThat(err.toString())
        .contains(".csv:1: no column \"time\"")
        .doesNotContain("13900001111", "Zhang", "E1");
    err.getBuffer().setLength(0);
    Files.writeString(records, "time,actor,subject,13900001111,,Zhang,time\n");
    assertThat(run(records)).isEqualTo(1);
    assertThat(err.toString())
        .contains(".csv:1: column \"time\" stands there twice")
        .doesNotContain("13900001111", "Zhang");
    err.getBuffer().setLength(0);
    Files.writeString(records, "time,actor,subject,13900001111,,Zhang\n");
    assertThat(run(records)).isZero();
    assertThat(err.toString())
        .contains(".csv:1: column 4 is not known", "column 5 is", "column 6 is")
        .doesNotContain("13900001111", "Zhang");
    Files.delete(records);
  }

  @Example
  void aBrokenFileIsToldByLineAndQuotesNothing() throws IOException {
    Path records = Files.createTempFile("records", ".csv");
    String good = "time,actor,subject,status\n2026-03-02T09:00:00+08:00,E1,SO-1,\"a\nb\"\n\n";
    // A cell over two lines is told by the line on which its record begins; empty lines are passed
    // over.
    Files.writeString(records, good + "nonsense,E1,SO-1,\n");
    assertThat(run(records)).isZero();
    assertThat(err.toString())
        .contains(".csv:2: left out: status: expected", ".csv:5: left out: time:")
        .contains("2 lines left out");
    err.getBuffer().setLength(0);
    Files.writeString(records, good + "2026-03-02T09:00:00+08:00,E1,\"SO-1\"secret,\n");
    assertThat(run(records)).isEqualTo(1);
    assertThat(err.toString())
        .contains(".csv:5: a quotation mark is not closed, or stands within a cell")
        .doesNotContain("secret");
    err.getBuffer().setLength(0);
    Files.write(records, "time,actor,subject\n\u00fc".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(run(records)).isEqualTo(1);
    assertThat(err.toString()).contains(".csv: not UTF-8");
    Files.delete(records);
  }

  private int run(Path records) throws IOException {
    Path alerts = Files.createTempFile("alerts", ".jsonl");
    String[] args = {"backtest", "--records", records.toString(), "--alerts", alerts.toString()};
    try {
      return Whoread.commandLine().setErr(new PrintWriter(err, true)).execute(args);
    } finally {
      Files.delete(alerts);
    }
  }
}
