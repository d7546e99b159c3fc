package io.whoread.collector.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
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

  @Test
  void aListWithoutOrdersIsRefused() throws Exception {
    Path records = write("records.csv", "time,actor,subject\n");
    Path victims = write("victims.csv", "name,day\nsomebody,2026-03-01\n");
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

  private JsonNode trace(String records, String victims) throws Exception {
    Path result = dir.resolve("result.jsonl");
    int exit =
        run(
            "--records",
            write("records.csv", records).toString(),
            "--victims",
            write("victims.csv", victims).toString(),
            "--result",
            result.toString());
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
