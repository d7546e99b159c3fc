package io.whoread.collector.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.whoread.record.v1.Form;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Canaries in the console: the list, and an alert that names the one that was read. */
class CanaryConsoleTest extends OpenConsole {
  @Test
  void anAlertNamesTheCanaryThatWasReadAndTheListHasIt() throws Exception {
    String password = collector.addUser("guard", "--role", "security");
    String number = DemoData.order(90_001);
    String given =
        """
        {"number": "%s", "kind": "order", "label": "退货台诱饵", "channelKind": "seller",
         "channel": "shop-7"}\
        """
            .formatted(number);
    assertThat(collector.ask("guard", password, "POST", "/api/canaries", given).statusCode())
        .isEqualTo(200);
    assertThat(collector.post("/api/canaries", given).statusCode()).isEqualTo(403);
    assertThat(collector.get("/api/canaries").statusCode()).isEqualTo(403);
    Reads reads = new Reads(collector.key());
    Instant now = Instant.now();
    reads.access(
        now, "E1066 staff 10.0.3.66", Form.FORM_OPENED, "GET /orders/{id}", List.of(number));
    collector.send(reads.coverage(now, 1));

    browser.open(collector.address("/alerts?actor=E1066&role=staff"));
    browser.says(".list", "蜜单");
    browser.find(".list .sentence").click();
    browser.says(".examples", "蜜单「退货台诱饵」，专属卖家 shop-7");
    browser.says("main", "（蜜单，无人有理由查阅）");
    assertThat(browser.count("a[href='/canaries']")).isZero();

    browser.open(collector.address("/login"));
    browser.driver().manage().deleteAllCookies();
    browser.open(collector.address("/alerts"));
    browser.find(".log-in");
    browser.logIn("guard", password);
    browser.find("a[href='/canaries']").click();
    browser.says(".canaries .list", "退货台诱饵");
    browser.says(".canaries .list", "卖家 shop-7");
    browser.find(".switches .language").click();
    browser.says(".canaries", "Given to");
    browser.says(".canaries .list", "seller shop-7");
    browser.find(".canaries .list button").click();
    browser.says(".canaries", "There are no canaries.");
    Disk.assertNowhere(number, collector.data(), "profile");
  }
}
