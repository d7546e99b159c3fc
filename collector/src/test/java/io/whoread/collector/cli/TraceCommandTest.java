package io.whoread.collector.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code trace}, as a person runs it. */
class TraceCommandTest {
  private static final OffsetDateTime FIRST =
      OffsetDateTime.of(2026, 3, 2, 9, 0, 0, 0, ZoneOffset.ofHours(8));

  @TempDir private Path dir;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  /** Sixty days of twenty orders, each read by two of twelve couriers; C3 sold ten of its own. */
  @Test
  void theCourierWhoSoldOrdersIsNamed() throws Exception {
    Random random = new Random(1);
    StringBuilder records = new StringBuilder("time,actor,role,subject,subject_time\n");
    StringBuilder victims = new StringBuilder("订单号,下单时间,被骗时间\n");
    int sold = 0;
    for (int order = 0; order < 1_200; order++) {
      OffsetDateTime placed = FIRST.plusDays(order / 20).plusMinutes(order % 20 * 30);
      records.append(record(placed, "batch", "system", order, placed));
      for (int courier : two(random)) {
        OffsetDateTime read = placed.plusHours(20 + random.nextInt(60));
        records.append(record(read, "C" + courier, "courier", order, placed));
        if (courier == 3 && order % 10 == 0 && sold < 10) {
          sold++;
          victims.append(victim(order, placed, read.plusDays(2 + random.nextInt(9))));
        }
      }
      if (order % 230 == 7) {
        victims.append(victim(order, placed, placed.plusDays(12)));
      }
    }
    victims.append("SO-77777,2026-03-04,2026-03-20\nSO-8,2026-03-04,2026-03-01\n");
    JsonNode result = trace(records.toString(), victims.toString());
    assertThat(result.get("supported").asBoolean()).isTrue();
    assertThat(result.get("suspects").get(0).get("actor").asString()).isEqualTo("C3");
    assertThat(result.get("suspects").get(0).get("explained").asInt()).isGreaterThanOrEqualTo(sold);
    assertThat(out.toString())
        .contains("victims: an internal source is supported")
        .containsPattern(
            "C3 +read \\d+ of \\d+, \\d\\.\\d by chance \\(\\d to \\d\\); p 0\\.0\\d+, supported");
    assertThat(err.toString())
        .contains("left out: the fraud was before the purchase")
        .contains("left out: no read of this order")
        .doesNotContain("SO-");
  }

  /**
   * As a newspaper prints one: days, parts of a month, one bought after its fraud; with the numbers
   * of orders that were bought then, and what callers knew. Clerk E5 alone saw phones.
   */
  @Test
  void aPublishedListIsTracedButForTheLineThatCannotBe() throws Exception {
    Random random = new Random(2);
    StringBuilder records =
        new StringBuilder("time,actor,role,subject,subject_time,fields,service,operation,owner\n");
    StringBuilder victims =
        new StringBuilder("victim,purchase_from,purchase_to,scam_date,loss_cny,city,order,knew\n");
    for (int order = 0; order < 1_200; order++) {
      OffsetDateTime placed = FIRST.plusDays(order / 20).plusMinutes(order % 20 * 30);
      boolean ofE5 = order % 7 == 0;
      for (int clerk : two(random)) {
        String fields = "name;address,desk,GET /order,S" + order % 9;
        records.append(
            record(placed.plusHours(30), "E" + clerk, "staff", order, placed).strip()
                + ","
                + fields
                + "\n");
      }
      if (ofE5) {
        records.append(
            record(placed.plusHours(40), "E5", "courier", order, placed).strip()
                + ",name;phone,desk,GET /order,S"
                + order % 9
                + "\n");
      }
      int victim = order / 28 + 1;
      if (order % 28 == 0 && victim <= 38) {
        LocalDate day = placed.toLocalDate();
        boolean isWide = victim == 1 || victim == 11 || victim == 37;
        LocalDate from = victim == 35 ? day.plusDays(40) : isWide ? day.minusDays(4) : day;
        victims.append(
            String.join(
                ",",
                "" + victim,
                "" + from,
                "" + (isWide ? day.plusDays(5) : from),
                "" + day.plusDays(8 + victim % 20),
                "980.98",
                "武汉",
                "SO-" + order,
                victim % 2 == 0 ? "姓名、电话" : ""));
        victims.append('\n');
      }
    }
    JsonNode result =
        trace(
            records.toString(),
            victims.toString(),
            "--about",
            "staff/E5",
            "--about",
            "courier/E5",
            "--about",
            "staff/E77");
    assertThat(err.toString().lines())
        .containsExactly(
            dir.resolve("victims.csv") + ":36: left out: the fraud was before the purchase");
    assertThat(result.get("victims").asInt()).isEqualTo(37);
    assertThat(result.get("untraced").isEmpty()).isTrue();
    JsonNode first = result.get("suspects").get(0);
    assertThat(first.get("actor").asString()).isEqualTo("E5");
    assertThat(first.get("role").asString()).isEqualTo("courier");
    assertThat(first.get("explained").asInt()).isEqualTo(37);
    assertThat(first.get("knew_met").asInt()).isEqualTo(19);
    assertThat(first.get("expected_range").get(1).asInt()).isLessThan(20);
    assertThat(first.get("reads").get(0).get("days_to_fraud").asDouble()).isBetween(6.0, 10.0);
    JsonNode about = result.get("about");
    assertThat(about.get(0).get("role").asString()).isEqualTo("staff");
    assertThat(about.get(0).get("supported").asBoolean()).isFalse();
    assertThat(about.get(1).get("supported").asBoolean()).isTrue();
    assertThat(about.get(2).get("known").asBoolean()).isFalse();
    for (JsonNode suspect : result.get("suspects")) {
      if (suspect.get("role").asString().equals("staff")) {
        // Whose callers knew a phone, none of them is explained.
        for (JsonNode line : suspect.get("lines")) {
          assertThat((line.asInt() - 1) % 2).isEqualTo(1);
        }
      }
    }
    assertThat(result.get("others").propertyNames())
        .containsExactlyInAnyOrder("seller", "service", "operation");
    JsonNode service = result.get("others").get("service");
    assertThat(service.get("sources").get(0).get("explained").asInt()).isEqualTo(37);
    assertThat(result.get("excluded").get("active").asInt()).isEqualTo(13);
    assertThat(out.toString())
        .contains("courier/E5")
        .contains("staff/E77 ")
        .contains("is not in the records")
        .contains("13 people read anything in those days");
  }

  @Test
  void aPersonIsNamedWithItsRole() {
    assertThat(run("--records", "r.csv", "--victims", "v.csv", "--about", "E5")).isEqualTo(2);
    assertThat(err.toString()).contains("expected a role and an id, such as staff/E1");
  }

  @Test
  void aListOfPhonesIsNotForAFileOfRecords() throws Exception {
    Path records = write("records.csv", record(FIRST, "E1", "staff", 1, FIRST));
    Path victims = write("phones.csv", "手机号,姓名\n13955500001,Qin\n13955500002,Qin\n");
    assertThat(run("--records", records.toString(), "--victims", victims.toString())).isEqualTo(1);
    assertThat(err.toString())
        .contains(
            victims
                + ":3: left out: has a phone or a name and no order number, which records of a file"
                + " do not tell")
        .contains("no victim in it that could be traced")
        .doesNotContain("1395550", "Qin");
  }

  /** What is wrong is told by a few lines, and not by all. */
  @Test
  void swappedFilesAreSoonSeen() throws Exception {
    StringBuilder records = new StringBuilder("time,actor,role,subject,case\n");
    for (int i = 0; i < 500; i++) {
      records.append(FIRST.plusMinutes(i)).append(",E1,staff,SO-").append(i % 9).append(",\n");
    }
    Path swapped = write("records.csv", records.toString());
    Path victims = write("victims.csv", "order,purchase\nSO-1,2026-03-02\n");
    assertThat(run("--records", victims.toString(), "--victims", swapped.toString())).isEqualTo(1);
    assertThat(err.toString().lines().count()).isLessThan(20);
    assertThat(err.toString())
        .contains(swapped + ": 486 more lines like these: twice")
        .contains("victims.csv:1: no column \"time\"");
  }

  @Test
  void aListWithoutOrdersIsRefused() throws Exception {
    Path records = write("records.csv", "time,actor,subject\n");
    Path victims = write("victims.csv", "note,day\nsomething,2026-03-01\n");
    assertThat(run("--records", records.toString(), "--victims", victims.toString())).isEqualTo(1);
    assertThat(err.toString())
        .contains("victims.csv:1: expected a column with the order numbers")
        .contains("no victim in it that could be traced")
        .doesNotContain("\\tat ");
  }

  private static List<Integer> two(Random random) {
    List<Integer> couriers = new ArrayList<>(IntStream.range(0, 12).boxed().toList());
    Collections.shuffle(couriers, random);
    return couriers.subList(0, 2);
  }

  private static String record(
      OffsetDateTime time, String actor, String role, int order, OffsetDateTime placed) {
    return time + "," + actor + "," + role + ",SO-" + order + "," + placed + "\n";
  }

  private static String victim(int order, OffsetDateTime placed, OffsetDateTime fraud) {
    return "SO-" + order + "," + placed.toLocalDate() + "," + fraud.toLocalDate() + "\n";
  }

  private Path write(String name, String text) throws Exception {
    return Files.writeString(dir.resolve(name), text);
  }

  private JsonNode trace(String records, String victims, String... more) throws Exception {
    Path result = dir.resolve("result.jsonl");
    List<String> args =
        new ArrayList<>(
            List.of(
                "--records",
                write("records.csv", records).toString(),
                "--victims",
                write("victims.csv", victims).toString(),
                "--result",
                result.toString()));
    args.addAll(List.of(more));
    int exit = run(args.toArray(String[]::new));
    assertThat(exit).as(err::toString).isZero();
    List<String> lines = Files.readAllLines(result);
    assertThat(lines).hasSize(1);
    return JsonMapper.builder().build().readTree(lines.getFirst());
  }

  private int run(String... args) {
    List<String> all = new ArrayList<>(List.of("trace"));
    all.addAll(List.of(args));
    return Whoread.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(all.toArray(String[]::new));
  }
}
