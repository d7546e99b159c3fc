package io.whoread.collector.alert;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import io.whoread.collector.alert.v1.Alert;
import io.whoread.collector.alert.v1.Signal;
import io.whoread.collector.alert.v1.SubjectRef;
import io.whoread.record.v1.Form;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SentencesTest {
  private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
  private static final Sentences ENGLISH = new Sentences(Locale.ENGLISH, SHANGHAI);
  private static final Sentences CHINESE = new Sentences(Locale.SIMPLIFIED_CHINESE, SHANGHAI);

  private static Signal bulk() {
    return Signal.newBuilder()
        .setRule("bulk")
        .setWindowSeconds(3_600)
        .setFrom(time("2026-11-21T04:01:00Z"))
        .setTo(time("2026-11-21T04:48:30Z"))
        .setObserved(412)
        .setOwnNormal(18.2)
        .setOwnDays(30)
        .setGroupNormal(21.7)
        .setFloor(25)
        .setLimit(60)
        .putForms(Form.FORM_OPENED_VALUE, 32)
        .putForms(Form.FORM_EXPORTED_VALUE, 380)
        .setPlain(400)
        .addOperations("GET /parcels/{id}")
        .addAddresses("192.0.2.7")
        .addExamples(
            SubjectRef.newBuilder()
                .setKind("order")
                .setId(ByteString.fromHex("3f2a91c0aabbccddeeff001122334455")))
        .build();
  }

  private static Signal offHours() {
    return Signal.newBuilder()
        .setRule("off-hours")
        .setWindowSeconds(86_400)
        .setFrom(time("2026-11-21T18:10:00Z"))
        .setTo(time("2026-11-21T18:40:00Z"))
        .setObserved(23)
        .setOwnNormal(0)
        .setOwnDays(12)
        .setGroupNormal(0.2)
        .setGroupPace(2.83)
        .setLimit(6)
        .putFacts("calendar", "office")
        .putFacts("hours", "07:00-22:00")
        .build();
  }

  private static Alert unexplained() {
    return Alert.newBuilder()
        .setActor("s1027")
        .setRole("staff")
        .setGroup("staff")
        .addSignals(
            bulk().toBuilder()
                .setRule("unexplained")
                .setWindowSeconds(86_400)
                .setObserved(23)
                .clearForms()
                .putForms(Form.FORM_OPENED_VALUE, 23)
                .setPlain(23)
                .setOwnNormal(0.4)
                .setLimit(5)
                .putFacts("subjects", "57")
                .putFacts("untouched", "0")
                .putFacts("idle", "12")
                .putFacts("others", "9")
                .putFacts("days", "7"))
        .build();
  }

  /** Why they are no work stands there, as far as it can be counted. */
  @Test
  void whatWorkDoesNotExplainIsToldWithReasons() {
    assertThat(ENGLISH.sentence(unexplained()))
        .isEqualTo(
            "Data of 23 orders that work does not explain (12 not handled for 7 days or more, 9"
                + " last handled by others) (23 opened; 23 with data in plain) were returned to"
                + " staff member s1027, among 57 in all that day (2026-11-21 12:01 to 12:48,"
                + " UTC+08:00), mostly through GET /parcels/{id}, from 192.0.2.7; usual is none for"
                + " this reader (30 days known) and about 22 in the group staff; the threshold was"
                + " 5; pseudonyms of some: 3f2a91c0.");
    assertThat(CHINESE.sentence(unexplained()))
        .isEqualTo(
            "2026-11-21 12:01 至 12:48（UTC+08:00），当日共访问 57 个对象，向员工 s1027"
                + " 返回了与日常工作不符的 23 个订单（其中 7 天以上无人办理 12 个、他人经办 9 个）的信息，其中详情 23 个，"
                + "含明文的 23 个，主要经由 GET /parcels/{id}，来自 192.0.2.7；该访问者平时没有（依据 30 天记录），"
                + "同组（员工）平时约 22 个；告警线为 5 个；部分假名：3f2a91c0。");
  }

  /** Two hundred orders and their customers are not four hundred customers. */
  @Test
  void kindsAreToldApart() {
    Signal.Builder mixed =
        bulk().toBuilder()
            .setObserved(401)
            .clearForms()
            .putForms(Form.FORM_EXPORTED_VALUE, 401)
            .setPlain(0)
            .putKinds("order", 200)
            .putKinds("customer", 200)
            .putKinds("waybill", 1);
    assertThat(ENGLISH.sentence(alert(mixed.build())))
        .startsWith("Data of 200 customers, 200 orders and 1 waybill (401 exported) were returned");
    assertThat(CHINESE.sentence(alert(mixed.build())))
        .contains("返回了 200 个客户、200 个订单、1 个运单的信息，其中导出 401 个");
    Signal cold = mixed.setRule("cold").putFacts("days", "5").build();
    assertThat(ENGLISH.sentence(alert(cold)))
        .startsWith("Data of 200 customers, 200 orders and 1 waybill that nobody had worked on");
    assertThat(CHINESE.sentence(alert(cold))).contains("返回了 200 个 5 天以上无人办理的客户、200 个");
    // Kinds that are many, or not known.
    mixed.setRule("bulk").clearKinds().putKinds("", 300).putKinds("order", 101);
    assertThat(ENGLISH.sentence(alert(mixed.build())))
        .startsWith("Data of 101 orders and 300 subjects (");
    // Of an older collector, whose examples are of several kinds.
    mixed
        .clearKinds()
        .addExamples(
            SubjectRef.newBuilder().setKind("customer").setId(ByteString.copyFromUtf8("x")));
    assertThat(ENGLISH.sentence(alert(mixed.build()))).startsWith("Data of 401 subjects (");
    assertThat(CHINESE.sentence(alert(mixed.build()))).contains("返回了 401 个对象的信息");
  }

  private static Alert alert(Signal... signals) {
    Alert.Builder alert = Alert.newBuilder().setActor("c17").setRole("courier").setGroup("courier");
    for (Signal signal : signals) {
      alert.addSignals(signal);
    }
    return alert.build();
  }

  private static Timestamp time(String instant) {
    return Timestamps.fromMillis(Instant.parse(instant).toEpochMilli());
  }

  @Test
  void bulkInEnglish() {
    assertThat(ENGLISH.sentence(alert(bulk())))
        .isEqualTo(
            "Data of 412 orders (380 exported, 32 opened; 400 with data in plain) were returned to"
                + " courier c17 within 1 hour (2026-11-21 12:01 to 12:48, UTC+08:00), mostly"
                + " through GET /parcels/{id}, from 192.0.2.7; usual is about 18 for this reader"
                + " (30 days known) and about 22 in the group courier; the threshold was 60;"
                + " pseudonyms of some: 3f2a91c0.");
  }

  @Test
  void bulkInChinese() {
    assertThat(CHINESE.sentence(alert(bulk())))
        .isEqualTo(
            "2026-11-21 12:01 至 12:48（UTC+08:00），1 小时内，向快递员 c17 返回了 412 个订单的信息，其中导出 380 个、详情 32 个，"
                + "含明文的 400 个，主要经由 GET /parcels/{id}，来自 192.0.2.7；该访问者平时约 18 个（依据 30 天记录），"
                + "同组（快递员）平时约 22 个；告警线为 60 个；部分假名：3f2a91c0。");
  }

  @Test
  void offHoursNamesTheCalendarAndHowBusyTheGroupWas() {
    assertThat(ENGLISH.sentence(alert(offHours())))
        .isEqualTo(
            "Data of 23 orders were returned to courier c17 within 24 hours (2026-11-22 02:10 to"
                + " 02:40, UTC+08:00), outside the working hours of calendar office (07:00-22:00 on"
                + " its working days); usual is none for this reader (12 days known) and none in"
                + " the group courier; the whole group was 2.8 times as busy as usual; the"
                + " threshold was 6.");
    assertThat(CHINESE.sentence(alert(offHours())))
        .isEqualTo(
            "2026-11-22 02:10 至 02:40（UTC+08:00），24 小时内，在工作时间（日历 office：工作日 07:00-22:00）之外，"
                + "向快递员 c17 返回了 23 个订单的信息；该访问者平时没有（依据 12 天记录），同组（快递员）平时没有，"
                + "全组当日为平时的 2.8 倍；告警线为 6 个。");
  }

  /** A desk elsewhere, or a weekend: the clock of the alert alone would look like working hours. */
  @Test
  void offHoursSayWhatTimeItWasWhereTheReaderWorks() {
    Signal paris =
        offHours().toBuilder()
            .putFacts("calendar", "cs-paris")
            .putFacts("hours", "09:00-18:00")
            .putFacts("zone", "Europe/Paris")
            .setFrom(time("2026-11-21T11:30:00Z"))
            .setTo(time("2026-11-21T11:30:20Z"))
            .build();
    assertThat(ENGLISH.sentence(alert(paris)))
        .contains(
            "(2026-11-21 19:30:00 to 19:30:20, UTC+08:00), outside the working hours of calendar"
                + " cs-paris (09:00-18:00 on its working days, Europe/Paris; it was Saturday"
                + " 12:30)");
    assertThat(CHINESE.sentence(alert(paris)))
        .contains("（日历 cs-paris：工作日 09:00-18:00，Europe/Paris；当地为星期六 12:30）之外，向");
  }

  @Test
  void timesAreToldWithTheOffsetThatHeldThen() {
    Sentences berlin = new Sentences(Locale.ENGLISH, ZoneId.of("Europe/Berlin"));
    Signal summer =
        bulk().toBuilder()
            .setFrom(time("2026-07-01T10:00:00Z"))
            .setTo(time("2026-07-01T10:30:00Z"))
            .build();
    assertThat(berlin.sentence(alert(bulk()))).contains("05:01 to 05:48, UTC+01:00)");
    assertThat(berlin.sentence(alert(summer))).contains("12:00 to 12:30, UTC+02:00)");
    assertThat(new Sentences(Locale.ENGLISH, ZoneId.of("UTC")).sentence(alert(bulk())))
        .contains("04:01 to 04:48, UTC)");
  }

  @Test
  void whereNotAllReadsCountItIsSaidHowManyDo() {
    Signal some = offHours().toBuilder().setOdd(17.6).build();
    assertThat(ENGLISH.sentence(alert(some)))
        .endsWith("; the threshold was 6, against which 18 count.");
    assertThat(CHINESE.sentence(alert(some))).endsWith("；告警线为 6 个，计入的为 18 个。");
  }

  @Test
  void whatIsNotKnownIsSaidToBeSo() {
    Signal first = bulk().toBuilder().clearOwnNormal().clearGroupNormal().build();
    assertThat(ENGLISH.sentence(alert(first)))
        .contains("; there is too little yet to compare it with; the");
    assertThat(CHINESE.sentence(alert(first))).contains("；可比的记录尚少；告警线");
  }

  @Test
  void everybodyIsNamedWithTheirRole() {
    Alert.Builder alert = alert(bulk()).toBuilder();
    Alert staff = alert.setRole("staff").setActor("E1002").build();
    assertThat(ENGLISH.sentence(staff)).contains("to staff member E1002 within");
    assertThat(CHINESE.sentence(staff)).contains("，向员工 E1002 返回了");
    Alert nobody = alert.setRole("unknown").setActor("").build();
    assertThat(ENGLISH.sentence(nobody)).contains("to an unknown reader within");
    assertThat(CHINESE.sentence(nobody)).contains("，向身份不明的访问者返回了");
    Alert somebody = nobody.toBuilder().setService("orders").build();
    assertThat(ENGLISH.sentence(somebody)).contains("to an unknown reader (orders) within");
    assertThat(CHINESE.sentence(somebody)).contains("，向身份不明的访问者 orders 返回了");
    Alert vendor = alert.setRole("vendor").setActor("").build();
    assertThat(ENGLISH.sentence(vendor)).contains("to an unnamed vendor within");
    assertThat(CHINESE.sentence(vendor)).contains("，向 vendor 返回了");
    assertThat(CHINESE.sentence(alert.setRole("").build())).contains("，向身份不明的访问者返回了");
  }

  /** Chinese typography: one space between Han characters and letters or digits, none at 、，；。 */
  @Property(tries = 200)
  void chineseIsSpacedAsItIsPrinted(
      @ForAll("rules") String rule,
      @ForAll("roles") String role,
      @ForAll("actors") String actor,
      @ForAll @IntRange(min = 1, max = 2_000) int observed,
      @ForAll @IntRange(min = 0, max = 40) int usual) {
    Signal signal =
        bulk().toBuilder()
            .setRule(rule)
            .setObserved(observed)
            .setOwnNormal(usual)
            .setError(observed > 1_000 ? 0.03 : 0)
            .putFacts("days", "14")
            .putFacts("calendar", "office")
            .putFacts("hours", "07:00-22:00")
            .putFacts("zone", "Asia/Shanghai")
            .build();
    Signal another = signal.toBuilder().setRule(rule.equals("bulk") ? "cold" : "bulk").build();
    Alert alert = alert(signal, another).toBuilder().setRole(role).setActor(actor).build();
    assertThat(CHINESE.sentence(alert))
        .doesNotContainPattern("\\p{IsHan}[A-Za-z0-9]")
        .doesNotContainPattern("[A-Za-z0-9]\\p{IsHan}")
        .doesNotContainPattern(" [，；：。、（）]|[，；：。、（）] |  ")
        .endsWith("。");
    assertThat(ENGLISH.sentence(alert)).doesNotContainPattern("  | [,;.)]|\\( ").endsWith(".");
  }

  @Provide
  Arbitrary<String> rules() {
    return Arbitraries.of(
        "bulk",
        "off-hours",
        "cold",
        "reused",
        "outside",
        "enumeration",
        "shared",
        "logged",
        "canary");
  }

  @Provide
  Arbitrary<String> roles() {
    return Arbitraries.of("staff", "seller", "courier", "customer", "system", "unknown", "vendor");
  }

  @Provide
  Arbitrary<String> actors() {
    return Arbitraries.of("", "D1006", "客服", "c17");
  }

  @Test
  void furtherRulesFollowInAFewWords() {
    Signal cold =
        Signal.newBuilder().setRule("cold").setObserved(15).putFacts("days", "14").build();
    assertThat(ENGLISH.sentence(alert(bulk(), offHours(), cold)))
        .endsWith(
            "; also 23 outside working hours; also 15 that nobody had worked on for 14 days or"
                + " more.");
    assertThat(CHINESE.sentence(alert(bulk(), offHours(), cold)))
        .endsWith("；另有工作时间之外 23 个；另有 14 天以上无人办理的旧单 15 个。");
  }

  /** A rule that counts no ordinary days says what the reader's own days are known to hold. */
  @Test
  void whereOwnDaysAreKnownItIsNotSaidThatThereIsTooLittle() {
    Signal outside =
        bulk().toBuilder()
            .setRule("outside")
            .clearOwnNormal()
            .clearOwnDays()
            .clearGroupNormal()
            .build();
    Signal day = bulk().toBuilder().setWindowSeconds(86_400).setOwnNormal(90).build();
    assertThat(ENGLISH.sentence(alert(outside, day, bulk())))
        .contains("; usual in all is about 18 for this reader (30 days known); the threshold")
        .doesNotContain("too little");
    assertThat(CHINESE.sentence(alert(outside, day, bulk())))
        .contains("；该访问者平时总共约 18 个（依据 30 天记录）；告警线")
        .doesNotContain("可比的记录尚少");
    assertThat(ENGLISH.sentence(alert(outside))).contains("there is too little yet to compare");
  }

  @Test
  void ofTheWindowsOfOneRuleTheWeightiestIsTold() {
    Signal day = bulk().toBuilder().setWindowSeconds(86_400).setObserved(420).build();
    assertThat(ENGLISH.sentence(alert(offHours(), bulk(), day)))
        .endsWith("; also 412 within 1 hour.");
    assertThat(CHINESE.sentence(alert(offHours(), bulk(), day))).endsWith("；另有 1 小时内 412 个。");
  }

  @Test
  void oneMomentIsToldOnce() {
    Signal moment = bulk().toBuilder().setTo(bulk().getFrom()).build();
    assertThat(ENGLISH.sentence(alert(moment))).contains("(2026-11-21 12:01:00, UTC+08:00)");
    assertThat(CHINESE.sentence(alert(moment))).startsWith("2026-11-21 12:01:00（UTC+08:00），");
  }

  @Test
  void coldReadsAreNamed() {
    Signal cold = bulk().toBuilder().setRule("cold").putFacts("days", "14").build();
    assertThat(ENGLISH.sentence(alert(cold)))
        .startsWith(
            "Data of 412 orders that nobody had worked on for 14 days or more (380 exported");
    assertThat(CHINESE.sentence(alert(cold))).contains("14 天以上无人办理的订单（无业务关联旧单）");
  }

  @Test
  void readsByWhoHasLeftAreNamedWithTheirLastDay() {
    Signal left =
        bulk().toBuilder()
            .setRule("left")
            .putFacts("last-day", "2026-11-20")
            .putFacts("days-away", "1")
            .build();
    assertThat(ENGLISH.sentence(alert(left)))
        .isEqualTo(
            "Data of 412 orders (380 exported, 32 opened; 400 with data in plain) were returned to"
                + " courier c17 within 1 hour (2026-11-21 12:01 to 12:48, UTC+08:00), 1 day after"
                + " the last day of work, 2026-11-20, mostly through GET /parcels/{id}, from"
                + " 192.0.2.7; pseudonyms of some: 3f2a91c0.");
    assertThat(CHINESE.sentence(alert(left)))
        .contains("在末个工作日 2026-11-20 之后 1 天，向", "来自 192.0.2.7；部分假名：3f2a91c0。")
        .doesNotContain("告警线");
    Signal early =
        left.toBuilder()
            .removeFacts("last-day")
            .putFacts("first-day", "2026-11-23")
            .putFacts("days-away", "2")
            .build();
    assertThat(ENGLISH.sentence(alert(early)))
        .contains(", 2 days before the first day of work, 2026-11-23");
    assertThat(CHINESE.sentence(alert(early))).contains("在入职日 2026-11-23 之前 2 天");
    assertThat(ENGLISH.sentence(alert(bulk(), left)))
        .endsWith("; also 412, 1 day after the last day of work, 2026-11-20.");
    assertThat(CHINESE.sentence(alert(bulk(), left)))
        .endsWith("；另有在末个工作日 2026-11-20 之后 1 天的 412 个。");
  }

  @Test
  void anEstimateIsCalledOneAndNotMoreExactThanItIs() {
    Signal estimated =
        bulk().toBuilder()
            .setObserved(269_312)
            .setOdd(1_996)
            .setOwnNormal(12_345)
            .setGroupNormal(999.6)
            .setError(0.03)
            .build();
    assertThat(ENGLISH.sentence(alert(estimated)))
        .contains("about 269000 orders", "about 2000 of them", "against which about 2000 count")
        .contains("usual is about 12300 for", "and about 1000 in");
    assertThat(CHINESE.sentence(alert(estimated)))
        .contains("约 269000 个订单", "时段的 约 2000 个", "平时约 12300 个", "平时约 1000 个", "计入的为 约 2000 个");
    Signal exports = estimated.toBuilder().putFacts("usual-exports", "267316").build();
    assertThat(ENGLISH.sentence(alert(exports)))
        .contains("about 2000 of them not by an export of a size usual for the group");
    assertThat(CHINESE.sentence(alert(exports))).contains("不属于同组惯常规模导出的 约 2000 个");
    Signal counted = estimated.toBuilder().setError(0).build();
    assertThat(ENGLISH.sentence(alert(counted))).contains("Data of 269312 orders");
  }

  @Test
  void nobodyIsSaidToHaveSeenAnything() {
    assertThat(ENGLISH.sentence(alert(bulk(), offHours()))).doesNotContain("seen", "suspect");
    assertThat(CHINESE.sentence(alert(bulk(), offHours()))).doesNotContain("看到", "嫌疑");
  }

  @Test
  void anAlertWithoutSignalsStillNamesItsActor() {
    assertThat(ENGLISH.sentence(alert())).isEqualTo("courier c17");
    assertThat(ENGLISH.sentence(Alert.newBuilder().setRole("unknown").build()))
        .isEqualTo("an unknown reader");
  }

  @Test
  void whatWasEstimatedIsToldAsAbout() {
    Alert estimated = alert(bulk().toBuilder().setError(0.06).build());
    assertThat(ENGLISH.sentence(estimated))
        .contains("Data of about 412 orders (about 380 exported, about 32 opened; about 400 with");
    assertThat(CHINESE.sentence(estimated)).contains("约 412 个", "导出 约 380 个", "含明文的 约 400 个");
  }

  @Test
  void ofReadsOutsideWorkingHoursItTellsAllAndThoseThatAreOdd() {
    Alert alert = alert(offHours().toBuilder().setOdd(9).build());
    assertThat(ENGLISH.sentence(alert))
        .contains("Data of 23 orders")
        .contains(", 9 of them at hours unusual for this reader and the group");
    assertThat(CHINESE.sentence(alert)).contains("23 个订单").contains("不常工作的时段的 9 个");
  }
}
