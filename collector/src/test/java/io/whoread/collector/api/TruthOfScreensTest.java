package io.whoread.collector.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.whoread.record.Pseudonyms;
import io.whoread.record.v1.Form;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** That no screen lets a reader believe more than the trail knows. */
class TruthOfScreensTest extends OpenConsole {
  private static final String NUMBER = DemoData.order(5017);

  /** "Nobody read it" is worth as much as there was somebody to see. */
  @Test
  void besideAnAnswerStandsWhereNobodyWatched() throws Exception {
    openReaders("");
    browser.says(".cover.holes", "查不到不等于没有人看过");
    browser.says(".cover.holes", "缓冲写满或写不了");
    browser.says(".cover.holes", "已知丢失");
    String subject = browser.driver().getCurrentUrl().replaceFirst(".*subject=", "");
    Instant night = Instant.now().minus(Duration.ofHours(2)).minusSeconds(1_800);
    openReaders("&from=" + night + "&to=" + night.plusSeconds(600));
    browser.says(".state.empty", "没有人读过");
    browser.says(".cover.holes", "缓冲写满或写不了");
    browser.find(".switches .language").click();
    browser.says(".cover.holes", "spool full or not writable");
    browser.says(".cover.holes", "does not say that there was none");
    // Before anything was attached.
    openReaders("&from=2024-01-01T00:00:00Z&to=2024-01-02T00:00:00Z");
    browser.says(".cover.holes", "not covered before 2024-01-02");
    // And where all was watched it is said, too.
    Instant quiet = Instant.now().minus(Duration.ofHours(5));
    openReaders("&from=" + quiet + "&to=" + quiet.plusSeconds(600));
    browser.says(".cover.whole", "no gap is known");
    assertThat(subject).isNotEmpty();

    browser.open(collector.address("/lookup"));
    browser.type("[name=number]", "20260000000000077");
    browser.type("[name=reason]", "case 79");
    browser.find(".look-up button").click();
    browser.says(".cover.holes", "before that nothing was recorded, but for what may have been");
    openAsAResponder("E1007");
    browser.says(".cover.holes", "spool full");
  }

  private static void openReaders(String more) throws Exception {
    String subject =
        "~" + java.util.HexFormat.of().formatHex(new Reads(collector.key()).pseudonym(NUMBER));
    browser.open(collector.address("/order?subject=" + subject + more));
    browser.find(".cover");
  }

  /** An agent that is heard and lost nothing may not have looked. */
  @Test
  void besideAnAnswerStandsWhatWasNotLookedAt() throws Exception {
    Instant now = Instant.now();
    collector.send(new Reads(collector.key()).coverage(now, 5).without("disclosed"));
    String minutes = "&from=" + now.minusSeconds(60) + "&to=" + now.plusSeconds(60);
    await()
        .untilAsserted(
            () ->
                assertThat(collector.get("/api/people?" + minutes).body())
                    .contains("\"why\":\"disclosed\""));
    openReaders(minutes);
    browser.says(".cover.holes", "配置中关闭了：返回与外发，进程 shop-7d9f-1");
    browser.find(".switches .language").click();
    browser.says(".cover.holes", "switched off in its settings: what leaves, in shop-7d9f-1");
  }

  /** Whoever is watched need not know when nobody looks. */
  @Test
  void thePersonThemselvesIsNotTold() throws Exception {
    String password = collector.addUser("sun", "--role", "viewer", "--actor", "staff/E1007");
    String answer =
        collector.ask("sun", password, "GET", "/api/actor?actor=E1007&role=staff", "").body();
    assertThat(answer).contains("\"cover\":null").doesNotContain("spool");
  }

  @Test
  void aProcessThatIsSwitchedOffIsNotShownAsAttached() throws Exception {
    Instant now = Instant.now();
    Reads off = new Reads(collector.key());
    for (int minute = 40; minute > 0; minute--) {
      Instant from = now.minusSeconds(60L * minute);
      off.off(from, from.plusSeconds(60));
    }
    collector.send(off.coverage(now, 5));
    await()
        .untilAsserted(
            () -> assertThat(collector.get("/api/services").body()).contains("\"partly\""));
    browser.open(collector.address("/"));
    browser.says(".trust", "个服务部分关闭");
    browser.open(collector.address("/services"));
    browser.says(".service-state", "已接入，部分关闭");
    browser.open(collector.address("/service?name=shop"));
    browser.says(".instance .off", "此后的访问没有留痕");
    // Forty pieces of an hour are one gap.
    browser.says("#gaps", "探针关闭");
    assertThat(browser.count("#gaps tbody tr")).isLessThan(5);
  }

  /** Nobody is shown as having been given what code wrote into a log. */
  @Test
  void whatWentIntoALogDidNotGoToTheReader() throws Exception {
    String number = "20260000000000088";
    collector.send(
        new Reads(collector.key())
            .access(
                Instant.now(),
                "E1033 staff 10.0.3.33",
                Form.FORM_REVEALED,
                "POST /orders/{id}/ship",
                List.of(number))
            .logged());
    browser.open(collector.address("/lookup"));
    browser.type("[name=number]", number);
    browser.type("[name=reason]", "case 88");
    browser.find(".look-up button").click();
    browser.says("#readers .field.elsewhere", "手机");
    assertThat(browser.count("#readers td .field.plain")).isZero();
    browser.says("#readers .field-key", "未见返回给访问者");
    browser.says("#trail .lines .field.elsewhere", "手机");
    assertThat(browser.count("#trail .lines .field.plain")).isZero();
    browser.find("#trail .lines .line").click();
    browser.says("dialog .subjects .field.elsewhere", "手机");
    assertThat(browser.count("dialog .subjects .field.plain")).isZero();
  }

  @Test
  void gapsThatLookAlikeAreOneLineThatOpens() throws Exception {
    Reads gaps = new Reads(collector.key());
    Instant day = Instant.now().minus(Duration.ofDays(9));
    for (int i = 0; i < 30; i++) {
      gaps.gap(day.plusSeconds(600L * i), day.plusSeconds(600L * i + 60), 2);
    }
    collector.send(gaps);
    await()
        .untilAsserted(
            () -> assertThat(collector.get("/api/gaps").body()).contains("\"count\":31"));
    browser.open(collector.address("/services?range=30d"));
    browser.says("#gaps summary", "31 个，首个至末个");
    browser.says("#gaps", "77");
    browser.find("#gaps summary").click();
    assertThat(browser.count("#gaps .alike li")).isEqualTo(31);
    // A minute, perhaps over midnight.
    assertThat(browser.find("#gaps .alike ul").getText())
        .containsPattern("\\d\\d:\\d\\d:\\d\\d(–| – [\\d-]+ )\\d\\d:\\d\\d:\\d\\d");
  }

  @Test
  void whatLeftOfNobodyBesideAKnownOrderIsSeen() throws Exception {
    Reads reads = new Reads(collector.key());
    reads
        .access(
            Instant.now(),
            "E1019 staff 10.0.3.19",
            Form.FORM_OPENED,
            "GET /orders/{id}",
            List.of(NUMBER))
        .ofNobody("com.example.shop.Recipient", 2);
    collector.send(reads);
    await()
        .untilAsserted(
            () -> assertThat(collector.get("/api/today").body()).contains("\"partOfNobody\":1"));
    browser.open(collector.address("/"));
    browser.says(".trust", "次访问有部分数据归属不明");
    browser.open(collector.address("/services"));
    browser.says(".stacked td.n", "另有 1 次部分不明");
    browser.open(collector.address("/service?name=shop"));
    browser.says(".nobodys", "com.example.shop.Recipient");
  }

  /** A file does not say whether what was read was shown in plain. */
  @Test
  void whatAFileTellsIsNotShownAsPlain() throws Exception {
    Reads file = new Reads(collector.key()).fromAFile("may.csv");
    file.access(
        Instant.now().minusSeconds(7_200),
        "E1096 staff 10.0.3.96",
        Form.FORM_OPENED,
        "GET /orders/{id}",
        List.of(DemoData.order(9_600)));
    collector.send(file.untold());
    await()
        .untilAsserted(
            () -> assertThat(collector.get("/api/people?range=24h").body()).contains("\"E1096\""));
    openAsAResponder("E1096");
    browser.says("#trail .line .field.untold", "姓名");
    assertThat(browser.count("#trail .lines .field.plain")).isZero();
    browser.says("#trail .field-key", "未说明是明文还是脱敏");
    browser.find("#trail .lines .line[role=row]").click();
    browser.says("dialog .subjects", "文件未说明是明文还是脱敏");
    assertThat(browser.count("dialog .subjects .field.plain")).isZero();
    browser.find("dialog .subjects .pseudonym").click();
    browser.says("#readers .field.untold", "姓名");
  }

  /** "One export counts as one access, whether it held one order or a hundred." */
  @Test
  void aLongExportIsOneAccess() throws Exception {
    Instant at = Instant.now().minusSeconds(120);
    Reads reads = new Reads(collector.key());
    for (int part = 0; part < 3; part++) {
      List<String> orders = new ArrayList<>();
      for (int i = 0; i < 256; i++) {
        orders.add(DemoData.order(20_000 + 256 * part + i));
      }
      // Each in a batch of its own, and another's read between two of them.
      reads
          .access(at, "E1073 staff 10.0.3.73", Form.FORM_EXPORTED, "GET /orders/export", orders)
          .partOf(77);
      collector.send(reads);
      collector.send(
          new Reads(collector.key())
              .access(
                  at,
                  "E1074 staff 10.0.3.74",
                  Form.FORM_OPENED,
                  "GET /orders/{id}",
                  List.of(DemoData.order(20_000 + part))));
    }
    await()
        .untilAsserted(
            () ->
                assertThat(collector.get("/api/people?service=shop&actor=E1073").body())
                    .contains("\"subjects\":768,\"accesses\":1,"));
    openAsAResponder("E1073");
    browser.says("#trail .lines .line", "3 段");
    assertThat(browser.count("#trail .lines .line")).isOne();
    browser.says("#trail .lines .line .n", "768");
    browser.says(".trail .foot", "第 1–1 条，共 1 条");
    browser.find("#trail .lines .line[role=row]").click();
    browser.says("dialog h3", "768");
    browser.says("dialog .facts", "3 段");
  }

  /** An order and a customer may have the same number: their readers are not one another's. */
  @Test
  void aNumberThatIsOfTwoThingsIsAskedApart() throws Exception {
    String number = DemoData.order(30_001);
    Reads reads = new Reads(collector.key());
    // The customer of an order that is read is the order's number with a c before it.
    reads.access(
        Instant.now().minusSeconds(60),
        "E1075 staff 10.0.3.75",
        Form.FORM_OPENED,
        "GET /orders/{id}",
        List.of(number));
    reads.access(
        Instant.now().minusSeconds(50),
        "E1076 staff 10.0.3.76",
        Form.FORM_OPENED,
        "GET /orders/{id}",
        List.of("c" + number));
    collector.send(reads);
    await()
        .untilAsserted(
            () -> assertThat(collector.get("/api/people").body()).contains("E1075", "E1076"));
    lookUp("c" + number);
    browser.says(".several", "2 个不同的对象");
    browser.says(".several li:nth-child(1)", "订单");
    browser.says(".several li:nth-child(2)", "客户");
    browser.find(".several li:nth-child(2) a").click();
    browser.says("h1", "客户 c" + number + " 的访问者");
    browser.says("#readers", "E1075");
    assertThat(browser.find("#readers").getText()).doesNotContain("E1076");
    // Its order was read, and it with it.
    browser.says("#readers .through", "经由订单");
    browser.says("#trail .lines .through", "经由订单");
    lookUp("c" + number);
    browser.find(".several li:nth-child(1) a").click();
    browser.says("h1", "订单 c" + number + " 的访问者");
    browser.says("#readers", "E1076");
    assertThat(browser.find("#readers").getText()).doesNotContain("E1075");
    assertThat(browser.count("#readers .through")).isZero();

    // An address from before, with both in it, says so.
    Pseudonyms made = new Pseudonyms(collector.key());
    HexFormat hex = HexFormat.of();
    browser.open(
        collector.address(
            "/order?subject=~"
                + hex.formatHex(made.of("order", "c" + number))
                + ",~"
                + hex.formatHex(made.of("customer", "c" + number))));
    browser.says(".several", "几个不同的对象");
    browser.find(".several li:nth-child(1) a").click();
    browser.says("h1", "客户 ~");
    await().until(() -> !browser.find("#readers").getText().contains("E1076"));
  }

  private static void lookUp(String number) {
    browser.open(collector.address("/lookup"));
    browser.type("[name=number]", number);
    browser.type("[name=reason]", "case 80");
    browser.find(".look-up button").click();
  }

  /** The bar is green only where no page of the same time says that the trail is not whole. */
  @Test
  void todayIsNoSurerThanOtherPages() {
    browser.says(".trust .cover.holes", "缓冲写满或写不了");
    browser.run(
        """
        const ask = window.fetch;
        window.fetch = async (...question) => {
          const answer = await ask(...question);
          if (!String(question[0]).startsWith('/api/today')) {
            return answer;
          }
          const today = await answer.json();
          Object.assign(today.trust, {off: 0, partly: 0, silent: 0, gaps: 0, ofNobody: 0, still: []});
          today.trust.manyUnknown = window.unknown === true;
          today.trust.cover.holes = window.before === true
            ? [{service: 'shop', why: 'before', from: today.from, to: today.to, count: 1, accesses: 0}] : [];
          return new Response(JSON.stringify(today), {status: 200});
        };
        """);
    todayAgain();
    browser.says(".trust.good .verdict", "未发现缺口");
    browser.run("window.before = true");
    todayAgain();
    browser.says(".trust.doubt .cover.holes", "之前没有留痕");
    browser.run("window.before = false; window.unknown = true");
    todayAgain();
    browser.says(".trust.doubt .figure.warn", "访问者或其角色未知");
    assertThat(browser.count(".trust .cover")).isZero();
  }

  private static void todayAgain() {
    browser.find("nav a[href='/alerts']").click();
    browser.says("h1", "告警");
    browser.find("nav a[href='/']").click();
  }

  /** The agents' pages stand open for those heard last. */
  private static void openWhatIsReported() throws Exception {
    int before = collector.get("/api/service?name=shop").body().split("jackson2").length;
    collector.send(new Reads(collector.key()).coverage(Instant.now(), 5));
    await()
        .untilAsserted(
            () ->
                assertThat(collector.get("/api/service?name=shop").body().split("jackson2"))
                    .hasSizeGreaterThan(before));
    browser.open(collector.address("/service?name=shop"));
  }

  /** Some fifty libraries that a service does not use are one line. */
  @Test
  void whatIsNotUsedIsFolded() throws Exception {
    openWhatIsReported();
    browser.says(".unused summary", "尚未用到的 1 个环节");
    assertThat(browser.count(".unused[open]")).isZero();
    assertThat(browser.find(".columns").getText()).doesNotContain("dubbo");
    browser.find(".unused summary").click();
    browser.says(".unused[open] table", "dubbo");
  }

  /** A page of the list that cannot be had is asked for again when somebody says so. */
  @Test
  void aFailedPageOfTheTrailIsNotAskedForWithoutEnd() {
    openAsAResponder(DemoData.COURIER);
    browser.says(".trail .foot", "条，共");
    browser.run(
        """
        const ask = window.fetch;
        window.asked = 0;
        window.broken = true;
        window.fetch = async (...question) => {
          if (window.broken && String(question[0]).startsWith('/api/trail')) {
            window.asked++;
            return new Response('{"code":"busy","detail":"busy"}', {status: 503});
          }
          return ask(...question);
        };
        document.querySelector('.lines').scrollTop = 1e9;
        """);
    browser.says(".trail .foot .bad", "查询较多");
    for (int i = 0; i < 20; i++) {
      browser.run("document.querySelector('w-trail').requestUpdate()");
    }
    assertThat((long) browser.run("return window.asked")).isLessThan(4);
    browser.run("window.broken = false");
    browser.find(".trail .foot button").click();
    await().until(() -> browser.count(".trail .foot .bad") == 0);
  }

  @Test
  void whatIsWatchedIsSaidInPlainWords() throws Exception {
    openWhatIsReported();
    browser.says(".columns", "纳入留痕的类");
    browser.says(".columns", "Jackson 2：写入 JSON 的字段");
    browser.find(".switches .language").click();
    browser.says(".columns", "Jackson 2: fields written into JSON");
    browser.says(".columns code", "jackson2");
  }
}
