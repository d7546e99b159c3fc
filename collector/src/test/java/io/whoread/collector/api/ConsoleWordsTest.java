package io.whoread.collector.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.whoread.record.v1.Form;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** How the console reads: its words, languages and empty pages, and on a phone. */
class ConsoleWordsTest extends OpenConsole {
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
              "/trace",
              "/services",
              "/service?name=shop")) {
        browser.open(collector.address(address));
        browser.find("main");
        await().until(() -> browser.count(".state.loading") == 0);
        assertThat(browser.overflow()).as(address).isLessThanOrEqualTo(0);
        // The menu is as wide as the screen: what stands in it can be reached.
        assertThat(browser.find(".user summary").getRect().getX()).as(address).isLessThan(390);
        // In the language with the longer words too, and nothing lies on them.
        browser.run("localStorage.setItem('whoread.language', 'en')");
        browser.open(collector.address(address));
        browser.find("main");
        await().until(() -> browser.count(".state.loading") == 0);
        assertThat(browser.overflow()).as(address).isLessThanOrEqualTo(0);
        Object beyond =
            browser.run(
                "return [...document.querySelectorAll('.bar nav a, .figure, h2 .legend, .hole')]"
                    + ".filter(one => one.getBoundingClientRect().right > 390)"
                    + ".map(one => one.textContent).join()");
        assertThat(beyond).as(address).isEqualTo("");
        browser.run("localStorage.setItem('whoread.language', 'zh')");
      }
    } finally {
      browser.desktop();
    }
  }

  /** A verb claims what was done to all of them. */
  @Test
  void aHeadlineCountsAsExportedWhatWasExported() {
    String signal =
        "{rule: 'bulk', windowSeconds: 3600, observed: 5021, error: 0, ownNormal: 20, groupNormal:"
            + " null, facts: {}, kinds: {order: 5021}, examples: [], forms: %s}";
    String mixed = signal.formatted("{exported: 5000, listed: 21}");
    assertThat(headline(mixed)).isEqualTo("1 小时内读取 5,021 个订单，平时约 20 个；其中导出 5,000 个");
    assertThat(headline(signal.formatted("{exported: 5021}"))).startsWith("1 小时内导出 5,021 个订单");
    // As the sentence on the alert's page has it.
    String estimated = signal.replace("observed: 5021", "observed: 269312");
    assertThat(headline(estimated.formatted("{listed: 1}").replace("error: 0", "error: 0.004")))
        .startsWith("1 小时内读取 269,312 个订单");
    assertThat(headline(estimated.formatted("{listed: 1}").replace("error: 0", "error: 0.02")))
        .startsWith("1 小时内读取 约 269,000 个订单");
    browser.find(".switches .language").click();
    assertThat(headline(mixed))
        .isEqualTo("Read 5,021 orders, 5,000 of them by export, within 1 h; usually about 20");
    // Kinds are not added up under the name of one.
    String kinds = signal.replace("{order: 5021}", "{customer: 200, order: 200}");
    assertThat(headline(kinds.formatted("{exported: 400}").replace("20, group", "null, group")))
        .isEqualTo(
            "Exported 200 customers and 200 orders within 1 h; there is too little yet to compare"
                + " it with");
  }

  /** How long after the last day, or before the first; what is usual says nothing there. */
  @Test
  void aHeadlineSaysForHowLongSomebodyHadLeft() {
    String signal =
        "{rule: 'left', windowSeconds: 300, observed: 3, error: 0, ownNormal: null, groupNormal:"
            + " null, facts: {%s}, kinds: {order: 3}, examples: [], forms: {exported: 3}}";
    String left = signal.formatted("'last-day': '2026-11-20', 'days-away': '12'");
    String early = signal.formatted("'first-day': '2026-11-20', 'days-away': '1'");
    assertThat(headline(left)).isEqualTo("末个工作日之后 12 天导出 3 个订单");
    assertThat(headline(early)).isEqualTo("入职日之前 1 天导出 3 个订单");
    browser.find(".switches .language").click();
    assertThat(headline(left)).isEqualTo("Exported 3 orders 12 days after the last day of work");
    assertThat(headline(early)).isEqualTo("Exported 3 orders 1 day before the first day of work");
  }

  /** The whole sentence has some eighty words, and stands on the alert's page. */
  @Test
  void everyRuleHasAShortHeadline() {
    String signal =
        "{rule: '%s', windowSeconds: 3600, observed: 400, error: 0, ownNormal: null, groupNormal:"
            + " null, facts: {}, kinds: {waybill: 400}, examples: [], forms: {opened: 400}}";
    String all = ", {rule: 'bulk', windowSeconds: 3600, ownNormal: 4.2}";
    assertThat(headline(signal.formatted("outside") + all))
        .isEqualTo("打开 400 个运单，均非本人业务，平时总共约 4 个");
    browser.find(".switches .language").click();
    assertThat(headline(signal.formatted("outside") + all))
        .isEqualTo("Opened 400 waybills that are not the reader’s own; usually about 4 in all");
    for (String rule : List.of("enumeration", "shared", "reused", "logged", "canary")) {
      assertThat(headline(signal.formatted(rule))).contains("400 waybills").hasSizeLessThan(120);
    }
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
    // So that a person can tell them apart: when they were read, and how old the orders are.
    browser.says(".examples th", "读取时间");
    assertThat(browser.find(".examples tbody tr").getText())
        .matches("订单 ~[0-9a-f]{8}… \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d \\d{4}-\\d\\d-\\d\\d");
    browser.find(".examples .pseudonym").click();
    browser.find("#readers tbody tr");
    browser.open(collector.address("/service?name=shop"));
    browser.says("main", "响应开始发出的时刻");
  }

  /** By keyboard, and by a finger, which hovers over nothing. */
  @Test
  void wordsTellWhatTheyMean() {
    browser.open(collector.address("/people?range=30d"));
    browser.find("th .term");
    assertThat(browser.count(".meaning:popover-open")).isZero();
    browser.run("document.querySelector('th .term').focus()");
    browser.press(Keys.ENTER);
    browser.says(".meaning:popover-open", "只计一次");
    browser.press(Keys.ESCAPE);
    await().until(() -> browser.count(".meaning:popover-open") == 0);
    browser.phone();
    try {
      browser.open(collector.address("/"));
      browser.find(".rule .term").click();
      var open = browser.find(".meaning:popover-open");
      assertThat(open.getText()).contains("访问");
      var meaning = open.getRect();
      assertThat(meaning.getX()).isNotNegative();
      assertThat(meaning.getX() + meaning.getWidth()).isLessThanOrEqualTo(390);
      browser.find("h1").click();
      await().until(() -> browser.count(".meaning:popover-open") == 0);
      // The number still leads to what it counts.
      browser.find(".trust .figure a[href*='/people']").click();
      browser.says("h1", "访问者");
    } finally {
      browser.desktop();
    }
  }

  /** That nothing was seen leaving would be read as that nothing left. */
  @Test
  void ofAPrintItIsNotSaidThatNothingLeft() throws Exception {
    Reads reads = new Reads(collector.key());
    List<String> orders =
        IntStream.range(0, 300).mapToObj(i -> DemoData.order(11_000 + i)).toList();
    reads.access(
        Instant.now().minusSeconds(5),
        "E1077 staff 10.0.3.77",
        Form.FORM_PRINTED,
        "GET /labels",
        orders);
    collector.send(reads.coverage(Instant.now(), 1));
    browser.open(collector.address("/alerts?actor=E1077&role=staff"));
    browser.find(".stacked .sentence").click();
    browser.says(".signals", "打印的内容不跟踪");
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

  /** A number behind the edge of the screen is not read. */
  @Test
  void onAPhoneEachPersonAndServiceHasItsNumbersInSight() {
    browser.phone();
    try {
      for (String page : List.of("/people?range=30d", "/services", orderRead())) {
        browser.open(collector.address(page));
        browser.find(".stacked tbody tr");
        Object beyond =
            browser.run(
                "return [...document.querySelectorAll('.stacked td')]"
                    + ".filter(cell => cell.getBoundingClientRect().right > 390).length");
        assertThat(beyond).as(page).isEqualTo(0L);
        Object labels =
            browser.run(
                "return [...document.querySelectorAll('.stacked tbody tr:first-child td.n')]"
                    + ".map(cell => getComputedStyle(cell, '::before').content).join(' ')");
        assertThat(labels.toString()).as(page).contains("访问");
      }
    } finally {
      browser.desktop();
    }
  }

  /** Address of the readers of an order that the first alert on the screen is about. */
  private static String orderRead() {
    browser.open(collector.address("/alerts?range=7d"));
    browser.find(".stacked .sentence").click();
    return browser.find(".examples .pseudonym").getDomAttribute("href");
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
              "/trace",
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
}
