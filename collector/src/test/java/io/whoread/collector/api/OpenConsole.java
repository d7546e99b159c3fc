package io.whoread.collector.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The console in a real browser, against a real collector with a month of reads. */
abstract class OpenConsole {
  /** The shop has been here for a month; all of it comes at once, and it would be learnt anew. */
  private static final String LEARNT =
      "rules: {bulk: {learn: 0d}, off-hours: {learn: 0d}, cold: {learn: 0d}}\n";

  @TempDir static Path folder;
  static CollectorProcess collector;
  static Browser browser;

  @BeforeAll
  static void start() throws Exception {
    Path data = Files.createDirectories(folder.resolve("data"));
    Files.writeString(data.resolve("rules.yaml"), LEARNT);
    collector = new CollectorProcess(folder);
    DemoData town = new DemoData(Instant.now());
    collector.send(town.history(collector.key()));
    collector.send(town.incident(collector.key()));
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                assertThat(collector.get("/api/today").body())
                    .contains(DemoData.COURIER, DemoData.CLERK));
    browser = new Browser(Files.createTempDirectory(folder, "profile"), "zh-CN");
  }

  @AfterAll
  static void stop() throws IOException {
    try (CollectorProcess ended = collector;
        Browser closed = browser) {
      assertThat(ended).isNotNull();
      assertThat(closed).isNotNull();
    }
  }

  @BeforeEach
  void logIn() {
    browser.open(collector.address("/login"));
    browser.driver().manage().deleteAllCookies();
    browser.run("localStorage.clear()");
    browser.open(collector.address("/"));
    browser.find(".log-in");
    browser.logIn("admin", collector.password());
    browser.find(".trust");
  }

  @AfterEach
  void nothingWasRefused() {
    browser.assertNoComplaint();
  }

  void openAsAResponder(String actor) {
    browser.open(collector.address("/person?actor=" + actor));
    browser.find("main.person h1");
    if (browser.count("form.reason") > 0) {
      browser.type("[name=reason]", "案件 2026-119");
      browser.find("form.reason button").click();
    }
    browser.find("w-heatmap canvas");
  }
}
