package io.whoread.collector.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.whoread.record.v1.Form;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.support.ui.Select;

/** What people do about alerts, in the console. */
class LifeConsoleTest extends OpenConsole {
  private void as(String name, String password, String page) {
    browser.open(collector.address("/login"));
    browser.driver().manage().deleteAllCookies();
    browser.open(collector.address(page));
    browser.find(".log-in");
    browser.logIn(name, password);
    browser.find(".user");
  }

  private void openAlertOn(String actor) {
    browser.open(collector.address("/alerts?actor=" + actor));
    browser.find(".list .sentence").click();
    browser.find(".life .deeds");
  }

  private void press(String word) {
    var buttons = browser.driver().findElements(By.cssSelector(".life .deeds button"));
    var button =
        buttons.stream()
            .filter(each -> each.getDomProperty("textContent").strip().equals(word))
            .findFirst()
            .orElseThrow(() -> new AssertionError(word + " is not in " + browser.text()));
    if (!button.isDisplayed()) {
      browser.find(".life .more summary").click();
    }
    button.click();
  }

  /** Pictures for whoever wants to look: -Dwhoread.screenshots=FOLDER. */
  private static void picture(String name) throws IOException {
    String folder = System.getProperty("whoread.screenshots");
    if (folder != null) {
      Files.createDirectories(Path.of(folder));
      browser.screenshot(Path.of(folder, name + ".png"));
    }
  }

  @Test
  void anAlertGoesFromHandToHandUntilItIsExplained() throws Exception {
    String worker = collector.addUser("wang", "--role", "viewer", "--actor", "staff/E1042");
    openAlertOn(DemoData.CLERK);
    browser.says(".life", "待认领");
    picture("open");
    press("我来处理");
    browser.says(".life .standing", "处理中");
    browser.says(".life", "由 admin 处理");
    browser.says(".history", "认领");
    picture("claimed");

    press("询问");
    browser.says(".deed select", "wang");
    browser.type(".deed textarea", "昨晚为什么导出 600 个订单？");
    picture("ask");
    browser.find(".deed .buttons button").click();
    browser.says(".life .standing", "待答复");
    browser.type(".note input", "先等本人答复");
    browser.find(".note button").click();
    browser.says(".history", "先等本人答复");
    String alert = browser.driver().getCurrentUrl();

    as("wang", worker, "/");
    browser.says(".question", "昨晚为什么导出 600 个订单？");
    browser.says(".question", "关于您本人的访问");
    assertThat(browser.text()).doesNotContain("先等本人答复");
    picture("question");
    browser.type(".question textarea", "call 13812345678");
    browser.find(".question button").click();
    browser.says(".question [role=alert]", "请勿写入");
    browser.type(".question textarea", "月末对账，财务要的清单");
    browser.find(".question button").click();
    browser.says(".question", "已答复");
    browser.says(".talk", "月末对账，财务要的清单");
    picture("answered-own");

    as("admin", collector.password(), alert.substring(alert.indexOf("/alert?")));
    browser.says(".life .standing", "已答复");
    browser.says(".history", "月末对账，财务要的清单");
    press("说明为正常");
    browser.type(".deed textarea", "已与财务核实");
    browser.find(".deed .check input").click();
    browser.says(".deed .scope", "照常告警");
    browser.says(".deed .scope", "每天至多");
    picture("explain");
    browser.find(".deed .buttons button").click();
    browser.says(".life .standing", "已说明");
    // Nobody chose the whole group.
    browser.says(".exception", "加白：员工 E1042，");
    browser.says(".exception", "经由 GET /orders/export，每天至多 600 个");
    picture("explained");
    browser.open(collector.address("/"));
    browser.find(".triage");
    await().until(() -> !browser.find(".triage").getText().contains(DemoData.CLERK));
    browser.open(collector.address("/exceptions"));
    browser.says(".list", "员工 E1042");
    browser.says(".held", "0 人天");
    picture("exceptions");
    browser.find(".list a").click();
    browser.find(".exception button").click();
    browser.says(".history", "结束加白");
    assertThat(browser.count(".exception")).isZero();
    press("重新打开");
    browser.type(".deed textarea", "财务否认");
    browser.find(".deed .buttons button").click();
    browser.says(".life .standing", "处理中");
    browser.find(".switches .language").click();
    browser.says(".life", "with admin");
    picture("english");
  }

  @Test
  void misuseWaitsForASecondPerson() throws Exception {
    String second = collector.addUser("shen", "--role", "approver");
    openAlertOn(DemoData.COURIER);
    press("认定违规");
    browser.type(".deed textarea", "无业务依据");
    new Select(browser.find(".deed select")).selectByVisibleText("shen");
    picture("propose");
    browser.find(".deed .buttons button").click();
    browser.says(".life", "您认定违规，需要另一人复核，已请 shen 复核");
    assertThat(browser.count(".life .deeds > button.plain, .life .deeds > button:not(.plain)"))
        .isZero();
    String alert = browser.driver().getCurrentUrl();
    as("shen", second, "/alerts?assignee=shen");
    browser.says(".stands", "待复核");
    picture("list");
    browser.find(".list .sentence").click();
    browser.says(".life", "admin 认定违规，需要第二人复核");
    picture("second");
    press("确认违规");
    browser.type(".deed textarea", "同意，证据充分");
    browser.find(".deed .buttons button").click();
    browser.says(".life .standing", "确认违规");
    picture("confirmed");
    assertThat(browser.driver().getCurrentUrl()).isEqualTo(alert);
    browser.open(collector.address("/alerts?state=confirmed"));
    browser.says(".list", DemoData.COURIER);
  }

  /** What was typed stays, and who looks is told. */
  @Test
  void whoIsTooLateIsToldWhatHappened() throws Exception {
    Reads reads = new Reads(collector.key());
    for (int i = 0; i < 300; i++) {
      reads.access(
          Instant.now().minusMillis(300 - i),
          "C2031 courier 10.0.9.31",
          Form.FORM_OPENED,
          "GET /orders/{id}",
          List.of(DemoData.order(8_000 + i)));
    }
    collector.send(reads);
    await()
        .untilAsserted(
            () -> assertThat(collector.get("/api/alerts?actor=C2031").body()).contains("C2031"));
    String password = collector.addUser("li", "--role", "responder");
    openAlertOn("C2031");
    press("说明为正常");
    browser.type(".deed textarea", "培训");
    String id = browser.driver().getCurrentUrl().replaceAll(".*id=", "");
    // An alert may still be growing: whoever acts has the revision of the moment.
    await()
        .until(
            () -> {
              String told = collector.ask("li", password, "GET", "/api/alert?id=" + id, "").body();
              String revision = told.replaceAll("(?s).*\"revision\":(\\d+).*", "$1");
              String claim = "{\"alert\":\"" + id + "\",\"revision\":" + revision + "}";
              return collector.ask("li", password, "POST", "/api/alert/claim", claim).statusCode();
            },
            status -> status == 200);
    browser.find(".deed .buttons button").click();
    browser.says(".deed [role=alert]", "在您查看之后，这条告警有了变化");
    browser.says(".history", "li 认领");
    assertThat(browser.find(".deed textarea").getDomProperty("value")).isEqualTo("培训");
    picture("conflict");
    browser.find(".deed .buttons button").click();
    browser.says(".life .standing", "已说明");
  }

  @Test
  void onAPhoneTheLifeOfAnAlertFits() throws Exception {
    openAlertOn(DemoData.COURIER);
    String alert = browser.driver().getCurrentUrl();
    browser.phone();
    try {
      browser.open(URI.create(alert));
      browser.find(".life");
      assertThat(browser.overflow()).isLessThanOrEqualTo(0);
      picture("phone");
      for (String page : List.of("/exceptions", "/questions")) {
        browser.open(collector.address(page));
        browser.find("main h1");
        await().until(() -> browser.count(".state.loading") == 0);
        assertThat(browser.overflow()).as(page).isLessThanOrEqualTo(0);
      }
    } finally {
      browser.desktop();
    }
  }
}
