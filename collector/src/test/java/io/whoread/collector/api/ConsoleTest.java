package io.whoread.collector.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.whoread.record.v1.Form;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** Ways through the console. */
class ConsoleTest extends OpenConsole {
  private static final String NUMBER = DemoData.order(5017);

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

  /** Another try would be answered the same. */
  @Test
  void whoMayNotSeeATrailIsNotToldToTryAgain() throws Exception {
    String password = collector.addUser("qian", "--role", "viewer", "--actor", "staff/E1042");
    browser.driver().manage().deleteAllCookies();
    browser.open(collector.address("/login"));
    browser.logIn("qian", password);
    browser.find("w-heatmap canvas");
    browser.open(collector.address("/person?actor=" + DemoData.COURIER));
    browser.says(".state.failed", "这个账号没有相应的角色。");
    assertThat(browser.count(".state.failed button")).isZero();
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
    browser.says("dialog .subjects", "下单日期 20");
    browser.press(Keys.ESCAPE);
    await().until(() -> browser.count("dialog") == 0);
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
    browser.says("#readers tbody tr .field.touched", "地址");
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

  /** Whoever opens a link, or loads a page anew, asks the collector for it, and not the console. */
  @Test
  void eachViewHasItsAddress() {
    Object answers =
        browser
            .driver()
            .executeAsyncScript(
                """
                const done = arguments[0];
                const status = async path =>
                  path + ' ' + (await fetch(path, {headers: {Accept: 'text/html'}})).status;
                fetch('/console/app.js')
                  .then(app => app.text())
                  .then(code => code.match(/const VIEWS = \\{([^]*?)\\n\\};/)[1].match(/\\/[a-z]*(?=')/g))
                  .then(views => Promise.all(views.map(status)))
                  .then(answers => done(answers.join('\\n')));
                """);
    assertThat(answers.toString().lines().toList())
        .contains("/ 200", "/canaries 200")
        .allMatch(answer -> answer.endsWith(" 200"));
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

  @Test
  void anAccessShowsWhatItsRequestLoaded() throws Exception {
    Reads reads = new Reads(collector.key());
    String statement = "select * from t_order where id in (?)";
    reads
        .access(
            Instant.now().minusSeconds(60),
            "E1098 staff 10.0.3.98",
            Form.FORM_LISTED,
            "GET /raw",
            List.of())
        .loaded(statement, 1_250, "phone")
        .loaded("select address from t_order where id = ?", 1, "address");
    collector.send(reads);
    await()
        .untilAsserted(
            () -> assertThat(collector.get("/api/people?range=24h").body()).contains("\"E1098\""));
    openAsAResponder("E1098");
    browser.find("#trail .lines .line[role=row]").click();
    browser.says("dialog .statement", statement);
    assertThat(browser.find("dialog").getText()).contains("从数据库加载", "1,250 行", "手机");
    browser.driver().executeScript("document.querySelector('.switches .language').click()");
    browser.says("dialog", "1,250 rows");
    assertThat(browser.find("dialog").getText()).containsPattern("\\b1 row\\b");
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
    reads.access(
        Instant.now().minus(Duration.ofDays(50)),
        "E1099 staff 10.0.3.99",
        Form.FORM_OPENED,
        "GET /orders/{id}",
        List.of(DemoData.order(9_501)));
    collector.send(reads);
    await()
        .untilAsserted(
            () -> assertThat(collector.get("/api/people?range=24h").body()).contains("\"E1099\""));
    openAsAResponder("E1099");
    browser.says("#trail .lines .imported", "导入");
    openAsAResponder(DemoData.CLERK);
    browser.find("#trail .lines .line[role=row]");
    assertThat(browser.count("#trail .lines .imported")).isZero();
    // Of a day that is known from a file alone it is not said that it was covered.
    browser.open(collector.address("/services?range=90d"));
    browser.find(".calendar .day.imported");
    assertThat(browser.count(".calendar .day.imported")).isOne();
  }
}
