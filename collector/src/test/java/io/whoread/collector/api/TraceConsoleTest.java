package io.whoread.collector.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.whoread.record.v1.Form;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;

/** From a pasted list of victims to the source, and to those who must be warned. */
class TraceConsoleTest extends OpenConsole {
  private static final String THIEF = "D7707";
  private static final int ORDERS = 400;
  private static final int LEAKED = 20;

  private static String number(int i) {
    return "7707" + (10_000_000 + i);
  }

  private static void reads() throws Exception {
    Reads reads = new Reads(collector.key());
    Instant day = Instant.now().minus(Duration.ofDays(4));
    for (int i = 0; i < ORDERS; i++) {
      reads.access(
          day.plusSeconds(i * 60L),
          "E77%02d staff 10.0.9.%d".formatted(i % 12, i % 12),
          Form.FORM_OPENED,
          "GET /orders/{id}",
          List.of(number(i)));
    }
    for (int i = 0; i < LEAKED; i++) {
      reads.access(
          day.plus(1, ChronoUnit.DAYS).plusSeconds(i * 90L),
          THIEF + " courier 10.0.9.77",
          Form.FORM_REVEALED,
          "GET /parcels/{id}",
          List.of(number(i * 17)));
    }
    collector.send(reads);
  }

  private static String victims() {
    Instant now = Instant.now();
    StringBuilder list = new StringBuilder("订单号,购买时间,被骗时间,知晓\n");
    for (int i = 0; i < LEAKED; i++) {
      line(list, number(i * 17), now);
    }
    for (int i = 0; i < 10; i++) {
      line(list, number(i * 17 + 5), now);
    }
    line(list, number(0), now);
    return list.append(number(1)).append(",2026-13-01,,\n").toString();
  }

  private static void line(StringBuilder list, String number, Instant now) {
    list.append(number)
        .append(',')
        .append(Reads.placed(now.minus(Duration.ofDays(4))))
        .append(',')
        .append(now.minus(Duration.ofDays(1)))
        .append(",姓名\n");
  }

  private static void paste(String list) {
    browser.find("[name=list]");
    browser.run("document.querySelector('[name=list]').value = arguments[0]", list);
  }

  @Test
  void aPastedListNamesTheSourceAndWhomToWarn() throws Exception {
    reads();
    browser.open(collector.address("/"));
    browser.find("a[href='/trace']").click();
    browser.says("h1", "泄露溯源");
    paste(" \n");
    browser.type("[name=reason]", "案件 2026-118");
    browser.find(".trace form button").click();
    browser.says(".trace .bad", "名单是空的：每行一名受害人");
    paste("nobody knows\nwhat this is\n");
    browser.find(".trace form button").click();
    browser.says(".problems", "没有订单号列");
    // What was pasted and typed is kept: it is mended, not typed again.
    assertThat(browser.find("[name=list]").getDomProperty("value")).startsWith("nobody knows");
    assertThat(browser.find("[name=reason]").getDomProperty("value")).isEqualTo("案件 2026-118");
    paste(victims());
    browser.find(".trace form button").click();
    browser.says(".judged.supported h1", "支持：" + THIEF);
    browser.says(".judged", "名单上 30 名受害人中，有 20 名的订单在被骗之前由其读取");
    browser.says(".sources tr.chosen", THIEF);
    browser.says(".sources tr.chosen", "支持");
    assertThat(browser.count(".matrix .sign.plain")).isGreaterThanOrEqualTo(LEAKED);
    // The service was attached after the purchases: what is not found may have been read.
    assertThat(browser.count(".matrix .hatch")).isZero();
    browser.says(".who-whom", "所有受害人的期间内留痕都不完整");
    // What is to be done stands above what it rests on.
    assertThat(
            (List<?>)
                browser.run(
                    """
                    return [...document.querySelectorAll('.trace section')].map(one => one.className.split(' ')[0])
                      .filter(name => ['judged', 'out', 'blast', 'who-whom', 'lanes', 'others'].includes(name))
                    """))
        .isEqualTo(List.of("judged", "out", "blast", "who-whom", "lanes", "others"));
    assertThat(browser.count(".lanes g.lane:not(.unread)")).isEqualTo(LEAKED);
    browser.says(".judged", "其余期间可能另有未留痕的读取");
    browser.says(".out h2", "未见读取，或不多于偶然");
    String bought = Reads.placed(Instant.now().minus(Duration.ofDays(4))).toString();
    browser.says(".out", bought + " 至 ");
    browser.says(".out", "没有读取任何一名受害人的订单");
    browser.says(".out", "不能据此排除");
    assertThat(browser.find(".judged .figures").getText()).doesNotContain("排除");
    browser.says(".ways-out", "无留痕");
    browser.says(".problems", "同一订单号在名单中出现过");
    browser.says(".problems", "购买时间应为");

    // Another source's lanes.
    browser.find(".sources tbody tr:nth-child(2) td:nth-child(2)").click();
    browser.says(".lanes h2", "E77");
    browser.find(".sources tbody tr:nth-child(1) td:nth-child(2)").click();

    browser.find(".blast form button").click();
    browser.says(".blast .figures", "20");
    browser.says(".blast table", "姓名");
    browser.find(".blast button").click();
    browser.find(".switches .language").click();
    browser.says(".judged.supported h1", "Supported: " + THIEF + " (courier) is a source");
    browser.says(".blast", "Whose data " + THIEF + " was given in the time " + bought);
    browser.says(
        ".blast code",
        "./whoread blast match --list affected-D7707.csv --ids orders.csv --column order --kind"
            + " order --key-file key --result warn.csv");
    assertThat(browser.count("[role=alert]")).isZero();
    Disk.assertNowhere(number(17), collector.data().getParent(), "profile");
  }

  /** A result stands under an address of its own, which says nothing of the list. */
  @Test
  void aResultIsThereAgainOnTheWayBack() throws Exception {
    reads();
    // One bought when the service had long been watched: of the others the lines are marked.
    Instant now = Instant.now();
    traced(victims() + "%s,%s,%s,\n".formatted(number(2), now.minusMillis(1), now), "支持：" + THIEF);
    assertThat(browser.count(".matrix tbody tr")).isEqualTo(31);
    assertThat(browser.count(".matrix th.hatch")).isEqualTo(30);
    browser.says(".who-whom", "行号带斜纹");
    String address = browser.driver().getCurrentUrl();
    assertThat(address).matches(".*/trace\\?result=[0-9a-f-]{36}");
    browser.find(".sources tr.chosen a").click();
    browser.says("main.person h1", THIEF);
    browser.driver().navigate().back();
    browser.says(".judged h1", "支持：" + THIEF);
    browser.driver().navigate().refresh();
    browser.says(".judged h1", "支持：" + THIEF);
    browser.find(".trace header button").click();
    browser.find("[name=list]");
    browser.driver().navigate().back();
    browser.says(".judged h1", "支持：" + THIEF);
    // Another session is not told.
    logIn();
    browser.driver().get(address);
    browser.says(".gone", "这个结果已不再保留");
    browser.find("[name=list]");
  }

  /** As it is copied out of a spreadsheet: no heading, and where there is room for it. */
  @Test
  void aListWithoutAHeadingIsUnderstoodOrAskedAbout() throws Exception {
    reads();
    StringBuilder numbers = new StringBuilder();
    StringBuilder days = new StringBuilder();
    Instant now = Instant.now();
    for (int i = 0; i < LEAKED; i++) {
      numbers.append(number(i * 17)).append('\n');
      days.append(number(i * 17)).append('\t').append(now.minus(Duration.ofDays(1))).append('\n');
    }
    // Into the search box of the first screen, as its keyboard does it.
    browser.run(
        """
        const data = new DataTransfer();
        data.setData('text', arguments[0]);
        document.querySelector('.search input').dispatchEvent(
          new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true}));
        """,
        numbers.toString());
    await()
        .untilAsserted(
            () ->
                assertThat(browser.find("[name=list]").getDomProperty("value"))
                    .isEqualTo(numbers.toString()));
    browser.type("[name=reason]", "案件 2026-122");
    browser.find(".trace form button").click();
    browser.says(".judged h1", "支持：" + THIEF);
    browser.says("[role=note]", "第 1 列为订单号");
    assertThat(browser.count(".problems")).isZero();

    browser.find(".trace header button").click();
    paste(days.toString());
    browser.type("[name=reason]", "案件 2026-122");
    browser.find(".trace form button").click();
    browser.says(".choices", "各列是什么");
    browser.says(".choices button:nth-of-type(1)", "订单号、购买时间");
    browser.find(".choices button:nth-of-type(2)").click();
    browser.says(".judged h1", "支持：" + THIEF);
  }

  /** Records of a bastion host are evidence of a lower grade, and say so wherever they count. */
  @Test
  void importedRecordsCountAndAreMarked() throws Exception {
    reads();
    String operator = "DBA77";
    collector.send(
        queries(new Reads(collector.key()).fromAFile("bastion.csv"), operator, 0).untold());
    StringBuilder list = new StringBuilder("order,purchase,fraud,knew\n");
    for (int i = 0; i < LEAKED; i++) {
      line(list, number(i * 17 + 3), Instant.now());
    }
    traced(list.toString(), "支持（仅凭导入的记录）：" + operator);
    browser.says(".judged", "这些记录来自导入的文件");
    browser.says(".sources tr.chosen", "20 名仅凭导入的记录");
    assertThat(browser.count(".matrix .sign.imported")).isEqualTo(LEAKED);
    assertThat(browser.count(".matrix .sign.plain")).isPositive();
    assertThat(browser.count(".lanes circle.imported")).isEqualTo(LEAKED);
    browser.says(".who-whom .hint", "仅有导入的记录（未说明是否脱敏）");
    browser.find(".blast form button").click();
    browser.says(".blast .figures", "20 其中仅凭导入的记录");

    // Some of the same reads were captured, too.
    collector.send(queries(new Reads(collector.key()), operator, LEAKED - 5));
    traced(list.toString(), "支持：" + operator);
    browser.says(".sources tr.chosen", "15 名仅凭导入的记录");
    assertThat(browser.count(".judged.imported")).isZero();
    assertThat(browser.count(".lanes circle.imported")).isEqualTo(15);
    browser.find(".switches .language").click();
    browser.says(".sources tr.chosen", "15 by imported records alone");
  }

  private static Reads queries(Reads reads, String operator, int first) {
    for (int i = first; i < LEAKED; i++) {
      reads.access(
          Instant.now().minus(Duration.ofDays(3)).plusSeconds(i * 90L),
          operator + " staff 10.0.9.78",
          Form.FORM_REVEALED,
          "select",
          List.of(number(i * 17 + 3)));
    }
    return reads;
  }

  /** Once what was sent is found. */
  private static void traced(String list, String judged) {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              browser.open(collector.address("/trace"));
              paste(list);
              browser.type("[name=reason]", "案件 2026-121");
              browser.find(".trace form button").click();
              return browser.find(".judged h1").getText().startsWith(judged);
            });
  }

  /** The shop's own service tells which order is meant; the page names it by its pseudonym. */
  @Test
  void aPhoneIsTakenForAnOrder() throws Exception {
    reads();
    String phone = "13955501234";
    HttpServer shop =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    shop.createContext(
        "/",
        exchange -> {
          byte[] body =
              """
              {"orders": [{"order": "%s"}, {"order": "%s"}]}\
              """
                  .formatted(number(3), number(9))
                  .getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    shop.start();
    Path settings = collector.data().resolve("resolver.yaml");
    try {
      Files.writeString(
          settings,
          "name: desk\nhttp:\n  url: http://127.0.0.1:%d/\n"
              .formatted(shop.getAddress().getPort()));
      browser.open(collector.address("/trace"));
      paste("手机号,被骗时间\n" + phone + "," + Instant.now().minus(Duration.ofDays(1)) + "\n");
      browser.type("[name=reason]", "案件 2026-120");
      browser.find(".trace form button").click();
      browser.says(".meant", "第 2 行");
      browser.says(".meant", "2 单中的最后一单 由电话或姓名查得");
      browser.find(".meant a").click();
      browser.says("main", "E77");
    } finally {
      shop.stop(0);
      Files.delete(settings);
    }
    Disk.assertNowhere(phone, collector.data().getParent(), "profile");
  }

  /** Nobody stands out: whether that says anything depends on who was watched. */
  @Test
  void whereTheTrailIsNotWholeNobodyIsCleared() throws Exception {
    reads();
    Instant now = Instant.now();
    Instant gap = now.minus(Duration.ofDays(2));
    collector.send(new Reads(collector.key()).gap(gap, gap.plusSeconds(600), 40));
    String password = collector.addUser("guard", "--role", "security");
    String canary =
        """
        {"number": "%s", "kind": "order", "label": "bait", "channelKind": "seller", "channel": "S9"}\
        """
            .formatted(number(9));
    assertThat(collector.ask("guard", password, "POST", "/api/canaries", canary).statusCode())
        .isEqualTo(200);
    StringBuilder list = new StringBuilder("order,purchase,fraud\n");
    for (int i = 0; i < 12; i++) {
      list.append(number(i * 31 + 9))
          .append(',')
          .append(Reads.placed(now.minus(Duration.ofDays(4))))
          .append(',')
          .append(now.minus(Duration.ofDays(1)))
          .append('\n');
    }
    browser.open(collector.address("/trace"));
    paste(list.toString());
    browser.type("[name=reason]", "案件 2026-119");
    browser.find(".trace form button").click();
    browser.says(".judged.untold h1", "证据不足，无法判断");
    browser.says(".judged", "12 名受害人中，只有 0 名从购买到被骗期间的留痕完整");
    browser.says(".several", "第 2 行: 蜜单「bait」，专属卖家 S9");
    browser.find(".switches .language").click();
    browser.says(".judged.untold", "The trail is whole in the time of 0 of the 12 victims");
  }
}
