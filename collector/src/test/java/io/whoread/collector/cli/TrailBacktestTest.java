package io.whoread.collector.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.whoread.collector.Batches;
import io.whoread.collector.CollectorProcess;
import io.whoread.collector.alert.v1.Alert;
import io.whoread.collector.ingest.Services;
import io.whoread.collector.log.LogFiles;
import io.whoread.record.PseudonymKey;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Other rules over the trail of a collector that runs, side by side with its own. */
class TrailBacktestTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String HEAD =
      "time,actor,role,subject,subject_time,fields,service,operation";

  @TempDir private Path dir;
  private Path data;
  private Path alerts;
  private String token;

  @BeforeEach
  void trail() throws Exception {
    data = Files.createDirectories(dir.resolve("data"));
    alerts = dir.resolve("alerts.jsonl");
    Files.writeString(data.resolve("key"), PseudonymKey.generate(1).toLine() + "\n");
    token = Services.open(data).add("shop");
    Path records = dir.resolve("records.csv");
    Files.writeString(records, HEAD + "\n" + String.join("\n", BacktestTest.lines(1)) + "\n");
    Said imported =
        whoread("import", "--records", records + "", "--service", "shop", "--data", data + "");
    assertThat(imported.code).as(imported.err).isZero();
  }

  private record Said(int code, String out, String err) {}

  /** The command as a process of its own. */
  private Said whoread(String... words) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Whoread.class.getName()));
    command.addAll(Arrays.asList(words));
    File out = dir.resolve("command.out").toFile();
    File err = dir.resolve("command.err").toFile();
    Process process = new ProcessBuilder(command).redirectOutput(out).redirectError(err).start();
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    return new Said(
        process.exitValue(),
        Files.readString(out.toPath(), StandardCharsets.UTF_8),
        Files.readString(err.toPath(), StandardCharsets.UTF_8));
  }

  private Said backtest(String rules, String... more) throws Exception {
    Path file = Files.writeString(dir.resolve("new.yaml"), rules);
    List<String> words =
        new ArrayList<>(List.of("backtest", "--rules", file.toString(), "--data", data.toString()));
    words.addAll(List.of("--alerts", alerts.toString()));
    words.addAll(Arrays.asList(more));
    return whoread(words.toArray(String[]::new));
  }

  private List<Alert> told() throws IOException {
    List<Alert> told = new ArrayList<>();
    LogFiles.read(
        data.resolve("log"),
        Long.MAX_VALUE,
        (at, entry) -> {
          if (entry.hasAlert()) {
            told.add(entry.getAlert());
          }
        });
    return told;
  }

  @Test
  void whatBothSayIsToldSideBySideAndTheCollectorIsNotDisturbed() throws Exception {
    try (CollectorProcess collector = CollectorProcess.start(data, dir.resolve("out"))) {
      await()
          .until(
              () -> told().stream().map(Alert::getActor).distinct().sorted().toList(),
              List.of("E2", "E4")::equals);
      Said said =
          backtest(
              "rules: {bulk: {windows: {5m: 900, 1h: 900, 24h: 900}}}\n",
              "--from",
              "2026-03-01",
              "--to",
              "2026-03-31");
      assertThat(said.code).as(said.err).isZero();
      List<JsonNode> lines = Files.readAllLines(alerts).stream().map(JSON::readTree).toList();
      // By its own rules, revision by revision what the collector wrote.
      assertThat(lines.stream().filter(line -> line.get("by").asString().equals("current")))
          .extracting(line -> line.get("id").asString() + line.get("revision").asInt())
          .isEqualTo(told().stream().map(a -> a.getId() + a.getRevision()).toList());
      assertThat(lines.stream().filter(line -> line.get("by").asString().equals("new")))
          .isNotEmpty()
          .allMatch(line -> !line.get("signals").toString().contains("\"bulk\""))
          .extracting(line -> line.get("actor").asString())
          .contains("E4");
      List<String> rows = said.out.lines().toList();
      assertThat(rows.get(0)).contains("alerts from 2026-03-01T00:00+08:00 to 2026-04-01T00:00");
      assertThat(rows.get(1).strip().split("  +"))
          .containsExactly("rule", "current", "new", "only current", "only new");
      assertThat(row(rows, "bulk")).containsExactly("bulk", "2", "0", "2", "0");
      assertThat(row(rows, "off-hours")).containsExactly("off-hours", "1", "1", "0", "0");
      assertThat(said.out).doesNotContain("SO-", "Exception");
      // It goes on as before.
      byte[] batch = Batches.one(9, 1, Instant.now(), 5).build().toByteArray();
      assertThat(collector.post(batch, token)).isEqualTo(204);
      // Earlier, there is nothing to tell.
      said = backtest("rules: {bulk: {spreads: 3}}\n", "--to", "2026-03-01");
      assertThat(said.code).as(said.err).isZero();
      assertThat(row(said.out.lines().toList(), "alerts"))
          .containsExactly("alerts", "0", "0", "0", "0");
      assertThat(Files.readAllLines(alerts)).isEmpty();
      assertThat(collector.stop()).isEqualTo(143);
    }
    // At rest as well.
    Said said = backtest("rules: {bulk: {spreads: 3}}\n", "--from", "2026-03-01");
    assertThat(said.code).as(said.err).isZero();
  }

  private static String[] row(List<String> rows, String name) {
    return rows.stream()
        .filter(row -> row.startsWith(name + " "))
        .findFirst()
        .orElseThrow(() -> new AssertionError(String.join("\n", rows)))
        .strip()
        .split(" +");
  }

  @Test
  void whatIsAskedWronglyIsToldInOneLine() throws Exception {
    refused(1, "new.yaml:2: \"blk\" is not known here", backtest("rules:\n  blk: {spreads: 3}\n"));
    String good = "rules: {bulk: {spreads: 3}}\n";
    refused(1, "--from: expected a day such as 2026-09-01", backtest(good, "--from", "soon"));
    refused(1, "is not before --to", backtest(good, "--from", "2026-03-02", "--to", "2026-03-01"));
    refused(2, "--zone and --calendar go with --records", backtest(good, "--zone", "UTC"));
    refused(2, "Missing: --rules FILE", whoread("backtest", "--alerts", alerts + ""));
    refused(
        2,
        "--from and --to go with the trail",
        backtest(good, "--records", dir.resolve("records.csv") + "", "--from", "2026-03-02"));
    String none = dir.resolve("none") + "";
    refused(
        1,
        "none: no such file, or not readable",
        whoread("backtest", "--alerts", alerts + "", "--rules", none));
    String rules = dir.resolve("new.yaml") + "";
    refused(
        1,
        "no such folder",
        whoread("backtest", "--alerts", alerts + "", "--rules", rules, "--data", none));
    Files.writeString(data.resolve("rules.yaml"), "zone: Mars/North\n");
    refused(1, "rules.yaml:1: expected a time zone", backtest(good));
  }

  private static void refused(int code, String why, Said said) {
    assertThat(said.err).contains(why).hasLineCount(1);
    assertThat(said.code).isEqualTo(code);
    assertThat(said.out).isEmpty();
  }
}
