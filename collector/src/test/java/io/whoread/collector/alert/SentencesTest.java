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
            "Data of 412 orders were returned to courier c17 within 1 hour (2026-11-21 12:01 to"
                + " 12:48), 380 exported, 32 opened, 400 in plain, mostly through GET"
                + " /parcels/{id} from 192.0.2.7; ordinary is about 18 for this reader (30 days"
                + " known) and about 22 in the group courier; too many is 60; for example"
                + " 3f2a91c0.");
  }

  @Test
  void bulkInChinese() {
    assertThat(CHINESE.sentence(alert(bulk())))
        .isEqualTo(
            "2026-11-21 12:01 至 12:48（1 小时内），向快递员 c17返回了 412 个订单的信息，其中380 个导出、32 个详情，"
                + "明文返回 400 个，主要经由 GET /parcels/{id}，来自 192.0.2.7；该访问者平时约 18 个（依据 30 天记录），"
                + "同组（courier）平时约 22 个；告警线 60 个；例如 3f2a91c0。");
  }

  @Test
  void offHoursNamesTheCalendarAndHowBusyTheGroupWas() {
    assertThat(ENGLISH.sentence(alert(offHours())))
        .contains("23 orders")
        .contains("outside the working hours 07:00-22:00 of calendar office")
        .contains("ordinary is none for this reader (12 days known) and none in the group courier")
        .contains("2.8 times as busy as usual")
        .contains("2026-11-22 02:10 to 02:40");
    assertThat(CHINESE.sentence(alert(offHours())))
        .contains("在工作时间（日历 office：07:00-22:00）之外")
        .contains("该访问者平时没有")
        .contains("全组当日为平时的 2.8 倍");
  }

  @Test
  void furtherRulesFollowInAFewWords() {
    Signal cold =
        Signal.newBuilder().setRule("cold").setObserved(15).putFacts("days", "14").build();
    assertThat(ENGLISH.sentence(alert(bulk(), offHours(), cold)))
        .endsWith(
            "; also 23 outside working hours; also 15 that nobody had worked on for 14 days.");
    assertThat(CHINESE.sentence(alert(bulk(), offHours(), cold)))
        .endsWith("；另有工作时间之外 23 个；另有 14 天无人办理的旧单 15 个。");
  }

  @Test
  void coldReadsAreNamed() {
    Signal cold = bulk().toBuilder().setRule("cold").putFacts("days", "14").build();
    assertThat(ENGLISH.sentence(alert(cold)))
        .startsWith("Data of 412 orders that nobody had worked on for 14 days or more were");
    assertThat(CHINESE.sentence(alert(cold))).contains("14 天以上无人办理的订单（无业务关联旧单）");
  }

  @Test
  void anEstimateIsCalledOne() {
    Signal estimated = bulk().toBuilder().setObserved(120_000).setError(0.03).build();
    assertThat(ENGLISH.sentence(alert(estimated))).contains("about 120000 orders");
    assertThat(CHINESE.sentence(alert(estimated))).contains("约 120000 个订单");
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
}
