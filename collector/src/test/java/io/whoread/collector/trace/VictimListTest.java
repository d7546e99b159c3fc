package io.whoread.collector.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.whoread.collector.csv.CsvException;
import io.whoread.collector.log.Sha256;
import java.io.IOException;
import java.io.StringReader;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class VictimListTest {
  private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

  private static VictimList.Parsed read(String csv) throws IOException {
    return VictimList.read(new StringReader(csv), ZONE, id -> ReadTable.Subject.of(Sha256.of(id)));
  }

  private static long at(String instant) {
    return Instant.parse(instant).toEpochMilli();
  }

  private static List<String> told(VictimList.Parsed list) {
    return list.problems().stream().map(each -> each.line() + ": " + each.sentence()).toList();
  }

  /** Days, parts of a month, a row that cannot be, and columns that are nobody's business. */
  @Test
  void aListAsANewspaperPrintsIt() throws IOException {
    VictimList.Parsed list =
        read(
            "victim,order,purchase_from,purchase_to,scam_date,city\n"
                + "1,S-1,2026-03-01,2026-03-10,2026-03-12,Wuhan\n"
                + "2,S-2,2026-02-12,2026-02-12,2026-03-13,Wuhan\n"
                + "3,S-3,2026-05-12,2026-05-12,2026-04-23,Wuhan\n"
                + "4,S-4,2026-03-13,,2026-03-13,Wuhan\n");
    assertThat(list.cases().get(""))
        .extracting(Victim::line, Victim::from, Victim::to)
        .containsExactly(
            tuple(2L, at("2026-02-28T16:00:00Z"), at("2026-03-12T16:00:00Z") - 1),
            tuple(3L, at("2026-02-11T16:00:00Z"), at("2026-03-13T16:00:00Z") - 1),
            tuple(5L, at("2026-03-12T16:00:00Z"), at("2026-03-13T16:00:00Z") - 1));
    assertThat(told(list)).containsExactly("4: left out: the fraud was before the purchase");
  }

  @Test
  void chineseColumnsAndTimes() throws IOException {
    VictimList.Parsed list =
        read(
            "\ufeff订单号,下单时间,被骗时间,案件\n"
                + "S-1,2026年3月1日,2026/3/5 09:30,甲\n"
                + "S-2,2026-03-01 至 2026-03-03,,乙\n"
                + "S-1,2026-03-01,2026-03-05,乙\n");
    assertThat(list.problems()).isEmpty();
    assertThat(list.cases()).containsOnlyKeys("甲", "乙");
    assertThat(list.cases().get("甲").getFirst().to()).isEqualTo(at("2026-03-05T01:30:00Z"));
    assertThat(list.cases().get("乙").getFirst().to()).isEqualTo(Victim.UNKNOWN);
    assertThat(list.cases().get("乙")).hasSize(2);
  }

  /** As cells that were marked in a spreadsheet are pasted, or saved where commas are decimal. */
  @Test
  void tabsOrSemicolonsMaySeparate() throws IOException {
    for (String separator : List.of(",", "\t", ";")) {
      VictimList.Parsed list =
          read("order,purchase,knew\nS-1,2026-03-01,name\nS-2,,\n".replace(",", separator));
      assertThat(list.problems()).isEmpty();
      assertThat(list.cases().get("")).hasSize(2);
      assertThat(list.cases().get("").getFirst().from()).isEqualTo(at("2026-02-28T16:00:00Z"));
    }
    assertThat(read("order,knew\nS-1,name;phone\n").problems()).isEmpty();
  }

  @Test
  void whatTheCallerKnewInEitherLanguage() throws IOException {
    VictimList.Parsed list =
        read(
            "order,骗子知道\n"
                + "S-1,name;phone;card tail\n"
                + "S-2,姓名、电话，收货地址\n"
                + "S-3,\"Name, order number, ORDER_ID\"\n"
                + "S-4,姓名 密码\n"
                + "S-5,\n"
                + "S-6,name; 13900000000\n");
    assertThat(list.cases().get(""))
        .extracting(victim -> PlainFields.labels(victim.knew().fields()))
        .containsExactly(
            List.of("name", "phone", "card-tail"),
            List.of("name", "phone", "address"),
            List.of("name", "order-id"),
            List.of("name"),
            List.of());
    assertThat(list.cases().get(""))
        .extracting(victim -> victim.knew().password())
        .containsExactly(false, false, false, true, false);
    assertThat(told(list)).hasSize(1);
    assertThat(told(list).getFirst())
        .startsWith("7: left out: knew: expected kinds of fields such as name;phone")
        .doesNotContain("139");
  }

  /**
   * A line with an order number needs no phone. What is told of a contact repeats nothing of it.
   */
  @Test
  void phonesAndNamesWhereThereIsNoNumber() throws IOException {
    VictimList.Parsed list =
        read(
            "订单号,手机号,收货人,购买时间\n"
                + "S-1,139 5550 0001,Qin,2026-03-01\n"
                + ",＋86 139-5550-0001,Qin,2026-03-01\n"
                + ",008613955500002,,\n"
                + ",+44 20 7946 0000,,\n"
                + ",,Qin,\n"
                + ",,,2026-03-01\n");
    assertThat(list.cases().get("")).extracting(Victim::line).containsExactly(2L, 3L, 4L, 5L, 6L);
    assertThat(
            list.cases().get("").stream()
                .map(victim -> list.contacts().get(victim.subject()))
                .map(each -> each == null ? "" : each.phone() + " " + each.name()))
        .containsExactly(
            "", "13955500001 Qin", "13955500002 null", "+442079460000 null", "null Qin");
    assertThat(list.contacts().toString()).doesNotContain("139", "Qin");
    assertThat(told(list)).containsExactly("7: left out: no order number");
    VictimList.Parsed rest = list.withoutContacts("no resolver");
    assertThat(rest.cases().get("")).extracting(Victim::line).containsExactly(2L);
    assertThat(told(rest)).hasSize(5).contains("3: left out: no resolver");
    assertThat(read("phone\n139\n").withoutContacts("no resolver").cases()).isEmpty();
  }

  @Test
  void aCaseIsNamedInTheResultAndByNoPhone() throws IOException {
    VictimList.Parsed list =
        read("order,case\nS-1,13955500001\nS-2,2026-118\nS-3,20260118001\nS-4,a@example.com\n");
    assertThat(list.cases()).containsOnlyKeys("2026-118", "20260118001");
    assertThat(told(list))
        .hasSize(2)
        .allSatisfy(line -> assertThat(line).contains(": left out: case: expected the name"))
        .noneMatch(line -> line.contains("139") || line.contains("@"));
  }

  @Test
  void whatCannotBeIsToldByLineAndLeftOut() throws IOException {
    VictimList.Parsed list =
        read(
            "order,purchase,fraud\n"
                + "S-1,2026-03-01T09:00:00+08:00,2026-03-05\n"
                + "S-1,2026-03-01,2026-03-06\n"
                + "S-2,13900000000,2026-03-05\n"
                + ",2026-03-01,2026-03-05\n"
                + "S-3,2026-02-30,2026-03-05\n"
                + "S-4,2026-03-01\n"
                + "S-5,2026-03-09..2026-03-01,2026-03-12\n");
    assertThat(list.cases().get("")).hasSize(1);
    assertThat(told(list))
        .satisfiesExactly(
            line -> assertThat(line).isEqualTo("3: left out: stands in the list already"),
            line -> assertThat(line).startsWith("4: left out: purchase: expected a time such as"),
            line -> assertThat(line).isEqualTo("5: left out: no order number"),
            line -> assertThat(line).startsWith("6: left out: purchase: expected a time such as"),
            line -> assertThat(line).isEqualTo("7: left out: expected 3 columns, found 2"),
            line -> assertThat(line).startsWith("8: left out: purchase: expected a time such as"))
        .noneMatch(line -> line.contains("13900000000"));
  }

  /** A column from a spreadsheet, under a heading of the shop's own or under none. */
  @Test
  void aColumnOfOrderNumbersNeedsNoName() throws IOException {
    for (String heading : List.of("", "Bestellung\n", "订单流水\n", "\ufeff")) {
      for (String numbers :
          List.of("S-1\nS-2\n", "2026112488\n2026112489", "17\n18\n", "甲-1\n甲-2\n")) {
        VictimList.Parsed list = read(heading + numbers);
        assertThat(list.cases().get("")).as(heading + numbers).hasSize(2);
        assertThat(list.unnamed().taken()).containsExactly("order");
        assertThat(told(list)).containsExactly("1: no line names the columns: taken for order");
      }
    }
    assertThat(read("139 5550 0001\n+86 13955500002\n").contacts()).hasSize(2);
    assertThat(read("秦明\n欧阳晓\n").contacts()).hasSize(2);
  }

  @Test
  void columnsAreTakenForWhatStandsInThem() throws IOException {
    VictimList.Parsed list =
        read(
            "1\tS-1\t张三\t2026-03-01\t2026-03-05\t姓名、电话\t13955500001\t12000\n"
                + "2\tS-2\t李四\t2026-03-02\t2026-03-01\t姓名\t13955500002\t900\n"
                + "3\tS-3\t王五\t2026-03-02\t2026-03-04\t姓名\t\t\n"
                + "4\tS-4\t赵六\t2026年3月2日\t2026-03-08\t\t\t1500\n"
                + "5\tS-5\t钱七\tthe second\t2026-03-08\t\t\t1500\n"
                + "6\tS-6\t孙八\t2026-03-02\t2026-03-08\n"
                + "7\tS-7\t周九\t2026-03-02\t2026-03-08\t\t\t\n");
    assertThat(list.unnamed().taken())
        .containsExactly("other", "order", "other", "purchase", "fraud", "knew", "phone", "other");
    assertThat(list.cases().get(""))
        .extracting(Victim::line, Victim::from)
        .contains(tuple(1L, at("2026-02-28T16:00:00Z")))
        .extracting(each -> each.toList().getFirst())
        .containsExactly(1L, 3L, 4L, 7L);
    assertThat(told(list))
        .hasSize(4)
        .contains(
            "2: left out: the fraud was before the purchase",
            "6: left out: expected 8 columns, found 5")
        .noneMatch(line -> line.contains("S-") || line.contains("139"));
  }

  /** The later of two times is that of the fraud, wherever it stands; a heading may say some. */
  @Test
  void timesAreToldByTheirOrderOrByTheirName() throws IOException {
    assertThat(read("2026-03-05,S-1,2026-03-01\n").unnamed().taken())
        .containsExactly("fraud", "order", "purchase");
    VictimList.Parsed named = read("Auftrag,被骗时间\nS-1,2026-03-05\n");
    assertThat(named.unnamed().taken()).containsExactly("order", "fraud");
    assertThat(named.cases().get("").getFirst().from()).isEqualTo(Victim.UNKNOWN);
    // A word that names a column may stand in a line, too.
    assertThat(read("S-1,2026-03-01,2026-03-05,电话\n").unnamed().taken())
        .containsExactly("order", "purchase", "fraud", "knew");
  }

  /** Nothing is guessed that could be wrong: there are lines to choose from. */
  @Test
  void whatCouldBeEitherIsNotGuessed() throws IOException {
    VictimList.Parsed time = read("S-1,2026-03-01\nS-2,2026-03-02\n");
    assertThat(time.cases()).isEmpty();
    assertThat(time.unnamed().heading()).isFalse();
    assertThat(time.unnamed().choices())
        .containsExactly(List.of("order", "purchase"), List.of("order", "fraud"));
    assertThat(told(time))
        .containsExactly(
            "1: it cannot be told which column is what: put a line first: order,purchase or"
                + " order,fraud");
    // A waybill's number, or an order's?
    VictimList.Parsed numbers = read("Auftrag;Sendung\n88810001;SF10001\n88810002;SF10002\n");
    assertThat(numbers.unnamed().heading()).isTrue();
    assertThat(numbers.unnamed().choices())
        .containsExactly(List.of("order", "other"), List.of("other", "order"));
    assertThat(told(numbers)).first().asString().contains("name the columns by the first line");
    for (List<String> line : numbers.unnamed().choices()) {
      assertThat(
              read(String.join(";", line) + "\n88810001;SF10001\n88810002;SF10002\n")
                  .cases()
                  .get(""))
          .hasSize(2);
    }
    VictimList.Parsed same = read("S-1,2026-03-01,2026-03-01\n");
    assertThat(same.unnamed().choices())
        .containsExactly(
            List.of("order", "purchase", "fraud"), List.of("order", "fraud", "purchase"));
  }

  @Test
  void aFileThatIsNoListIsRefusedWithWhatWouldBeRight() throws IOException {
    for (String text : List.of("张三,2026-03-01\n", "nobody knows\nwhat this is\n", "2026-03-01\n")) {
      VictimList.Parsed list = read(text);
      assertThat(list.cases()).isEmpty();
      assertThat(told(list))
          .singleElement()
          .asString()
          .startsWith("1: expected a column with the order numbers");
    }
    for (String text : List.of("", "\n \n", "order,purchase\n")) {
      assertThat(told(read(text))).containsExactly("1: there is no victim in it");
    }
    assertThatThrownBy(() -> read("order,fraud\nS-1,\"2026-03-01\nS-2,2026-03-02\n"))
        .isInstanceOf(CsvException.class)
        .hasMessageContaining("a quotation mark is not closed");
  }

  /** However a day is written, it is the whole of that day. */
  @Property(tries = 200)
  void aDayIsADayHoweverItIsWritten(@ForAll long seed) {
    Random random = new Random(seed);
    LocalDate day = LocalDate.of(2000 + random.nextInt(60), 1, 1).plusDays(random.nextInt(366));
    String pattern =
        List.of("uuuu-MM-dd", "uuuu-M-d", "uuuu/M/d", "uuuu年M月d日").get(random.nextInt(4));
    TimeText time = TimeText.parse(day.format(DateTimeFormatter.ofPattern(pattern)), ZONE);
    assertThat(time.from()).isEqualTo(day.atStartOfDay(ZONE).toInstant().toEpochMilli());
    assertThat(time.to() + 1)
        .isEqualTo(day.plusDays(1).atStartOfDay(ZONE).toInstant().toEpochMilli());
  }
}
