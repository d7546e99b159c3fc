package io.whoread.collector.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.whoread.collector.ingest.Services;
import io.whoread.record.v1.Form;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That every screen and `check` say the same of whether the trail is whole, from its start on. */
class WholeTrailTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String NUMBER = DemoData.order(5017);

  @TempDir private Path folder;
  private CollectorProcess collector;
  private Browser browser;

  @Test
  void allThatTellOfItAgree() throws Exception {
    try (CollectorProcess shops = new CollectorProcess(folder);
        Browser screen = new Browser(Files.createTempDirectory(folder, "profile"), "zh-CN")) {
      collector = shops;
      browser = screen;
      collector.send(shop());
      browser.open(collector.address("/"));
      browser.find(".log-in");
      browser.logIn("admin", collector.password());
      browser.find(".trust");
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(collector.get("/api/today").body())
                      .contains("\"attached\":1", "\"accesses\":1"));

      fromTheFirstMinuteOnItIsWhole();
      anotherServicesBeginningIsNoMatterOfAnOrder();
      whatAnEndedProcessDidNotLookAtIsToldAlike();
    }
  }

  private Reads shop() {
    return new Reads(collector.key())
        .access(
            Instant.now(),
            "E1019 staff 10.0.3.19",
            Form.FORM_OPENED,
            "GET /orders/{id}",
            List.of(NUMBER))
        .coverage(Instant.now(), 4);
  }

  private void fromTheFirstMinuteOnItIsWhole() throws Exception {
    open("/");
    browser.says(".trust.good .verdict", "未发现缺口");
    browser.says(".cover.whole", "shop 于");
    browser.says(".cover.whole", "接入，此后的留痕完整；此前除由文件导入的记录外没有留痕。");
    assertThat(browser.count(".cover.holes")).isZero();
    browser.find(".switches .language").click();
    browser.says(".trust.good .verdict", "no gap known");
    browser.says(".cover.whole", "when shop was attached; before that nothing was recorded");
    browser.find(".switches .language").click();
    openOrder();
    browser.says(".cover.whole", "接入，此后的留痕完整");
    assertThat(collector.get("/api/services").body()).contains("\"gaps24h\":0");
    assertThat(collector.check())
        .startsWith("shop: all is well (")
        .containsPattern(" {2}gaps {9}none since .*, when it was attached\n");
  }

  private void anotherServicesBeginningIsNoMatterOfAnOrder() throws Exception {
    String billing = Services.open(collector.data()).add("billing");
    Reads invoice =
        new Reads(collector.key())
            .in("billing-1")
            .access(
                Instant.now(),
                "E1001 staff 10.0.3.1",
                Form.FORM_OPENED,
                "GET /invoices/{id}",
                List.of(DemoData.order(7)));
    // A running collector reads the list of services anew every few seconds.
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .untilAsserted(() -> collector.send(invoice, billing));
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(collector.get("/api/people").body())
                    .contains("\"why\":\"since\"", "billing"));
    openOrder();
    browser.says(".cover.whole", "shop 于");
    assertThat(browser.find(".cover").getText()).doesNotContain("billing");
    open("/");
    browser.says(".trust.good .cover.whole", "billing 自");
  }

  private void whatAnEndedProcessDidNotLookAtIsToldAlike() throws Exception {
    Reads other = new Reads(collector.key()).in("shop-misspelt-2");
    collector.send(other.coverage(Instant.now(), 4).misspelt("receiverFone"));
    collector.send(shop());
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(collector.get("/api/services").body()).contains("\"gaps24h\":1"));
    String named = "accessors: com.example.shop.Order has no member receiverFone";
    assertThat(collector.check())
        .startsWith("shop: all is well, but see the lines with ?")
        .contains("the trail of the last 24 h is not whole", named + ", in shop-misspelt-2\n");
    open("/");
    browser.says(".trust.doubt .verdict", "有缺口");
    assertThat(browser.find(".trust .verdict").getText()).isEqualTo("有缺口");
    browser.says(".cover.holes", named);
    browser.says(".cover.holes", "进程 shop-misspelt-2");
    openOrder();
    browser.says(".cover.holes", named);
    open("/service?name=shop#gaps");
    browser.says("#gaps tbody tr", "监测环节失效或不完整 " + named);
    browser.says("#gaps tbody tr", "shop-misspelt-2");
    browser.find("details.earlier summary").click();
    browser.says("details.earlier .bad", "com.example.shop.Order has no member receiverFone");
    open("/services");
    browser.says("#gaps tbody tr", named);
    assertThat(browser.find("td[data-label='运行中的实例']").getText()).isEqualTo("1");
    browser.assertNoComplaint();
  }

  private void open(String path) {
    browser.open(collector.address(path));
    browser.find("main");
  }

  private void openOrder() {
    String subject = HexFormat.of().formatHex(new Reads(collector.key()).pseudonym(NUMBER));
    open("/order?subject=~" + subject);
    browser.find(".cover");
  }
}
