package io.whoread.collector.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.whoread.record.v1.Form;
import java.time.Duration;
import java.time.Instant;
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
    browser.says(".cover.holes", "not covered before");
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
    browser.says(".cover.holes", "至少一个进程的配置中关闭了：返回与外发");
    browser.find(".switches .language").click();
    browser.says(".cover.holes", "switched off in the settings of at least one process: what leav");
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
  void whatIsWatchedIsSaidInPlainWords() {
    browser.open(collector.address("/service?name=shop"));
    browser.says(".columns", "纳入留痕的类");
    browser.says(".columns", "Jackson 2：写入 JSON 的字段");
    browser.find(".switches .language").click();
    browser.says(".columns", "Jackson 2: fields written into JSON");
    browser.says(".columns code", "jackson2");
  }
}
