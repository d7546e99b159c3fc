package io.whoread.collector.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.whoread.record.v1.Form;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** The console in a real browser, against a real collector with a month of reads. */
class ConsoleTest {
  private static final String NUMBER = DemoData.order(5017);

  @TempDir static Path folder;
  private static CollectorProcess collector;
  private static Browser browser;

  @BeforeAll
  static void start() throws Exception {
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

  /** As the collector answers while its index is being made again: see CertaintyTest. */
  @Test
  void whatMayNotBeAllIsSaid() {
    browser.run(
        """
        const ask = window.fetch;
        window.fetch = async (...question) => {
          const answer = await ask(...question);
          const headers = new Headers(answer.headers);
          if (window.behind) {
            headers.set('Whoread-Indexed-Until', '2026-03-01T04:05:06Z');
          }
          return new Response(answer.body, {status: answer.status, headers});
        };
        window.behind = true;
        """);
    browser.find("nav a[href='/people']").click();
    browser.says(".notice", "已到 2026-03-01 12:05:06 收到的记录");
    browser.find(".switches .language").click();
    browser.says(".notice", "so far what was received until 2026-03-01 12:05:06");
    browser.run("window.behind = false");
    browser.find("nav a[href='/alerts']").click();
    await().until(() -> browser.count(".notice") == 0);
  }

  @Test
  void aWrongPasswordStaysOutside() {
    browser.find(".user summary").click();
    browser.find(".user button").click();
    browser.find(".log-in");
    assertThat(browser.driver().getCurrentUrl()).endsWith("/login");
    browser.logIn("admin", "not-the-password");
    browser.says("[role=alert]", "账号或密码不对。");
    browser.open(collector.address("/alerts"));
    browser.find(".log-in");
    browser.logIn("admin", collector.password());
    browser.says("h1", "告警");
  }

  @Test
  void theSessionIsOutOfReachOfScriptsAndOtherSites() {
    var cookie = browser.driver().manage().getCookieNamed("whoread-session");
    assertThat(cookie.isHttpOnly()).isTrue();
    assertThat(cookie.getSameSite()).isEqualTo("Strict");
    Object status =
        browser
            .driver()
            .executeAsyncScript(
                "const done = arguments[0]; fetch('/api/logout', {method: 'POST'})"
                    + ".then(r => done(r.status))");
    assertThat(status).isEqualTo(403L);
  }

  @Test
  void todayLeadsFromASentenceToEveryAccess() {
    browser.says(".people", DemoData.COURIER);
    browser.says(".people .sentence", "个订单，平时");
    assertThat(browser.count(".suspicion svg.strip rect.form-opened")).isPositive();
    assertThat(browser.find(".trust").getText()).contains("1 个留痕缺口", "1 个服务已接入");

    browser.find(".suspicion a[href*='actor=" + DemoData.COURIER + "']").click();
    browser.says("h1", DemoData.COURIER);
    browser.find("w-days canvas");
    browser.find("w-heatmap canvas");
    browser.says(".shift-key", "班次");
    browser.says(".trail .foot", "条，共");

    // Few lines stand in the document, whatever the length of the list; its end can be reached.
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> {
              browser.run("document.querySelector('.lines').scrollTop = 1e9");
              return browser.find(".trail .foot").getText().matches(".*–(\\d+) 条，共 \\1 条");
            });
    assertThat(browser.count(".trail .lines .line")).isLessThan(80);

    browser.run("document.querySelector('.lines').focus()");
    browser.press(Keys.HOME);
    browser.press(Keys.ARROW_DOWN);
    browser.press(Keys.ENTER);
    browser.says("dialog", "一次访问");
    browser.says("dialog .subjects", "客户");
    browser.press(Keys.ESCAPE);
    await().until(() -> browser.count("dialog") == 0);
  }

  @Test
  void onAPhoneNoPageIsWiderThanTheScreen() {
    browser.find(".suspicion .sentence a").click();
    browser.find(".signals");
    String alert = URI.create(browser.driver().getCurrentUrl()).getQuery();
    browser.phone();
    try {
      for (String address :
          List.of(
              "/",
              "/alerts",
              "/alerts?from=2020-01-01T00:00:00Z&to=2020-01-02T00:00:00Z",
              "/alert?" + alert,
              "/alert?id=0000000000000000",
              "/people?range=30d",
              "/person?actor=" + DemoData.COURIER + "&alert=" + alert.replace("id=", ""),
              "/lookup",
              "/services",
              "/service?name=shop")) {
        browser.open(collector.address(address));
        browser.find("main");
        await().until(() -> browser.count(".state.loading") == 0);
        assertThat(browser.overflow()).as(address).isLessThanOrEqualTo(0);
        // The menu is as wide as the screen: what stands in it can be reached.
        assertThat(browser.find(".user summary").getRect().getX()).as(address).isLessThan(390);
      }
    } finally {
      browser.desktop();
    }
  }

  @Test
  void anAlertShowsWhatWasNormalAndTheReads() {
    browser.find(".suspicion .sentence a").click();
    browser.says(".signals", "本人常态");
    browser.says(".signals", "告警线");
    browser.says("#trail .lines .line", "shop");
    String all = browser.text();
    browser.find(".switches .language").click();
    browser.says(".signals", "Own normal");
    assertThat(browser.text()).isNotEqualTo(all);
  }

  @Test
  void aTrailThatNoAlertOpensAsksForAReason() {
    browser.open(collector.address("/person?actor=E1007"));
    browser.says("form h1", "查看 E1007 的访问留痕");
    browser.type("[name=reason]", "客户 13800000000 投诉");
    browser.find("form.reason button").click();
    browser.says("[role=alert]", "请勿写入");
    browser.type("[name=reason]", "案件 2026-118");
    browser.find("form.reason button").click();
    browser.says("#trail .lines .line", "shop");
    browser.open(collector.address("/person?actor=E1007&form=revealed"));
    browser.says("#trail .lines .line", "查看明文");
    assertThat(browser.find("#trail .lines").getText()).doesNotContain("列表");
  }

  @Test
  void aNumberIsLookedUpAndStandsNowhere() throws Exception {
    browser.type(".search input", NUMBER);
    browser.find(".search button").click();
    browser.says("h1", "反查");
    assertThat(browser.find("[name=number]").getDomProperty("value")).isEqualTo(NUMBER);
    browser.type("[name=reason]", "投诉 77");
    browser.find(".look-up button").click();
    browser.says("#readers", DemoData.COURIER);
    // Whoever typed it sees it, with the reason, until the page is left or loaded anew.
    browser.says("h1", NUMBER);
    browser.says(".typed-why", "投诉 77");
    String answer = browser.driver().getCurrentUrl();
    assertThat(answer).contains("/order?subject=%7E").doesNotContain(NUMBER);
    assertThat(browser.driver().getTitle()).doesNotContain(NUMBER);
    assertThat(browser.run("return JSON.stringify([localStorage, sessionStorage, history.state])"))
        .asString()
        .doesNotContain(NUMBER);
    browser.says("#readers tbody tr", "详情");
    assertThat(browser.find("#readers .mark").getDomAttribute("href")).contains("/alert?id=");
    browser.find("nav a[href='/services']").click();
    browser.says("h1", "接入服务");
    browser.driver().navigate().back();
    browser.says("#readers", DemoData.COURIER);
    browser.says("h1", "~");
    assertThat(browser.run("return document.documentElement.outerHTML").toString())
        .doesNotContain(NUMBER);
    browser.open(URI.create(answer));
    browser.says("#readers", DemoData.COURIER);
    assertThat(browser.run("return document.documentElement.outerHTML").toString())
        .doesNotContain(NUMBER, "投诉 77");
    Disk.assertNowhere(NUMBER, collector.data().getParent(), "profile");

    browser.open(collector.address("/lookup"));
    browser.type("[name=number]", "20260000000000001");
    browser.type("[name=reason]", "投诉 78");
    browser.find(".look-up button").click();
    browser.says("[role=status]", "没有人");
  }

  @Test
  void anAlertComesByItselfWhileOneLooks() throws Exception {
    assertThat(browser.text()).doesNotContain("C2031");
    browser.says(".live", "实时");
    Reads reads = new Reads(collector.key());
    for (int i = 0; i < 300; i++) {
      reads.access(
          Instant.now().minusMillis(300 - i),
          "C2031 courier 10.0.9.31",
          Form.FORM_OPENED,
          "GET /orders/{id}",
          List.of(DemoData.order(8000 + i)));
    }
    collector.send(reads);
    browser.says(".people", "C2031");
  }

  @Test
  void aPageThatDoesNotExistSaysSo() throws Exception {
    browser.open(collector.address("/nosuch"));
    browser.says("main h1", "没有这个页面。");
    browser.find(".switches .language").click();
    browser.says("main h1", "There is no such page.");
    Object status =
        browser
            .driver()
            .executeAsyncScript(
                "const done = arguments[0]; fetch('/nosuch', {headers: {Accept: 'text/html'}})"
                    + ".then(r => done(r.status))");
    assertThat(status).isEqualTo(404L);
    browser.find("main a[href='/']").click();
    browser.says("h1", "To look at");
  }

  /** Six exports of a hundred orders are six accesses, and the darkest hour nevertheless. */
  @Test
  void theHoursOfTheWeekShadeWhatWasReadAndNameTheZoneOfTheShift() {
    openAsAResponder(DemoData.CLERK);
    browser.says(".shift-key", "（Asia/Shanghai）");
    browser.says(".heat-key", "越多");
    assertThat(browser.run("return Math.max(...document.querySelector('w-heatmap').counts.flat())"))
        .isEqualTo(600L);
    browser.says(".field-key", "以脱敏形式返回");
  }

  private void openAsAResponder(String actor) {
    browser.open(collector.address("/person?actor=" + actor));
    browser.find("main.person h1");
    if (browser.count("form.reason") > 0) {
      browser.type("[name=reason]", "案件 2026-119");
      browser.find("form.reason button").click();
    }
    browser.find("w-heatmap canvas");
  }

  @Test
  void rowsThatCameByImportAreMarked() throws Exception {
    Reads reads = new Reads(collector.key()).fromAFile("march.csv");
    reads.access(
        Instant.now().minusSeconds(3_600),
        "E1099 staff 10.0.3.99",
        Form.FORM_OPENED,
        "GET /orders/{id}",
        List.of(DemoData.order(9_500)));
    collector.send(reads);
    await()
        .untilAsserted(
            () -> assertThat(collector.get("/api/people?range=24h").body()).contains("\"E1099\""));
    openAsAResponder("E1099");
    browser.says("#trail .lines .imported", "导入");
    openAsAResponder(DemoData.CLERK);
    browser.find("#trail .lines .line[role=row]");
    assertThat(browser.count("#trail .lines .imported")).isZero();
  }

  /** A verb claims what was done to all of them. */
  @Test
  void aHeadlineCountsAsExportedWhatWasExported() {
    String signal =
        "{rule: 'bulk', windowSeconds: 3600, observed: 5021, error: 0, ownNormal: 20, groupNormal:"
            + " null, facts: {}, examples: [{kind: 'order', id: '~0'}], forms: %s}";
    String mixed = signal.formatted("{exported: 5000, listed: 21}");
    assertThat(headline(mixed)).isEqualTo("1 小时内读取 5,021 个订单，平时约 20 个；其中导出 5,000 个");
    assertThat(headline(signal.formatted("{exported: 5021}"))).startsWith("1 小时内导出 5,021 个订单");
    browser.find(".switches .language").click();
    assertThat(headline(mixed))
        .isEqualTo("Read 5,021 orders, 5,000 of them by export, within 1 h; ordinarily about 20");
  }

  private static String headline(String signal) {
    return browser
        .driver()
        .executeAsyncScript(
            "const done = arguments[0]; import('/console/parts/headline.js')"
                + ".then(one => done(one.headline({signals: ["
                + signal
                + "]})))")
        .toString();
  }

  @Test
  void rangesThatDifferAreNamed() {
    browser.says(".trust h2", "近 24 小时");
    browser.says(".triage h1", "近 7 天");
    browser.says(".triage header", "近 30 天");
    browser.find(".range a[href*='range=30d']").click();
    browser.says(".triage h1", "近 30 天");
  }

  @Test
  void examplesOfAnAlertStandOnceAndWordsAreExplained() {
    browser.find(".suspicion .sentence a").click();
    browser.find(".examples .pseudonym");
    assertThat(browser.count(".signal .pseudonym")).isZero();
    Object twice =
        browser.run(
            "const all = [...document.querySelectorAll('.examples .pseudonym')].map(a => a.title);"
                + "return all.length - new Set(all).size");
    assertThat(twice).isEqualTo(0L);
    browser.open(collector.address("/people?range=30d"));
    assertThat(browser.find("th abbr").getDomAttribute("title")).contains("只计一次");
    browser.open(collector.address("/service?name=shop"));
    browser.says("main", "响应开始发出的时刻");
  }

  @Test
  void onAPhoneAnAlertBeginsWithItsSentence() {
    browser.phone();
    try {
      browser.open(collector.address("/alerts?range=7d"));
      var sentence = browser.find(".stacked .sentence").getRect();
      assertThat(sentence.getX() + sentence.getWidth()).isLessThanOrEqualTo(390);
      assertThat(sentence.getY()).isLessThan(browser.find(".stacked .severity").getRect().getY());
    } finally {
      browser.desktop();
    }
  }

  @Test
  void theLanguageIsRemembered() {
    browser.find(".switches .language").click();
    browser.says("h1", "To look at");
    browser.open(collector.address("/services"));
    browser.says("h1", "Services");
    assertThat(browser.run("return document.documentElement.lang")).isEqualTo("en");
  }

  @Test
  void everyPageStandsInBothLanguages() {
    for (String language : List.of("zh", "en")) {
      browser.run("localStorage.setItem('whoread.language', arguments[0])", language);
      for (String page :
          List.of(
              "/",
              "/alerts?range=90d",
              "/people?range=30d",
              "/people?address=10.0.9.17",
              "/person?role=unknown",
              "/lookup",
              "/services",
              "/service?name=shop")) {
        browser.open(collector.address(page));
        browser.find("main h1");
        await().until(() -> browser.count(".state.loading") == 0);
        assertThat(browser.count(".state.failed")).as(page).isZero();
        String text = browser.find("main").getText();
        assertThat(text).as(page).doesNotContain("undefined", "NaN", "[object");
        browser.assertNoComplaint();
      }
    }
  }

  @Test
  void nothingFoundAndNothingAnsweredAreSaid() {
    browser.open(collector.address("/alerts?from=2020-01-01T00:00:00Z&to=2020-01-02T00:00:00Z"));
    browser.says(".state.empty", "这段时间内没有告警。");
    browser.open(collector.address("/alert?id=0000000000000000"));
    browser.says(".state.failed", "没有这条告警。");
    browser.open(collector.address("/people?from=2020-01-02T00:00:00Z&to=2020-01-01T00:00:00Z"));
    browser.says(".state.failed", "时间范围不对");
    browser.open(collector.address("/service?name=nowhere"));
    browser.says(".state.failed", "没有这个服务。");
    browser.open(collector.address("/order?subject=~" + "0".repeat(32)));
    browser.says(".state.empty", "没有人读过");
  }
}
