package io.whoread.collector.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {
  private static final Instant END = Instant.parse("2026-06-10T11:00:00Z");

  @TempDir Path folder;

  @Test
  void everybodyDoesTheirOwnWorkInTheirShift() throws IOException {
    writeBooks();
    Path file = folder.resolve("history.csv");
    int reads =
        new History(ShopBooks.read(folder), END.minus(Duration.ofDays(10)), END).write(file);

    List<String> lines = Files.readAllLines(file);
    assertThat(lines).hasSize(reads + 1);
    List<Map<String, String>> rows = new ArrayList<>();
    List<String> head = List.of(lines.getFirst().split(","));
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",");
      Map<String, String> row = new HashMap<>();
      for (int i = 0; i < cells.length; i++) {
        row.put(head.get(i), cells[i]);
      }
      rows.add(row);
    }
    assertThat(rows).extracting(row -> Instant.parse(row.get("time"))).isSorted();
    assertThat(rows)
        .extracting(row -> row.get("actor"))
        .contains("E1001", "D1001", "D1002", "S1001");
    Team desk = Team.ALL.getFirst();
    Team couriers = Team.ALL.getLast();
    assertThat(rows)
        .allSatisfy(
            row -> {
              Instant time = Instant.parse(row.get("time"));
              assertThat(time).isBetween(END.minus(Duration.ofDays(10)), END);
              assertThat(Instant.parse(row.get("subject_time"))).isBefore(time);
              switch (row.get("role")) {
                case "staff" -> assertThat(desk.shiftAt(time.minusSeconds(65))).isNotNull();
                case "courier" -> {
                  assertThat(couriers.shiftAt(time)).isNotNull();
                  assertThat(row.get("owner")).isEqualTo(row.get("actor"));
                }
                default -> assertThat(row.get("owner")).isEqualTo(row.get("actor"));
              }
            });
  }

  private void writeBooks() throws IOException {
    Files.writeString(
        folder.resolve("accounts.csv"),
        """
        username,kind,team
        E1001,STAFF,cs-shanghai
        D1001,COURIER,couriers-night
        D1002,COURIER,couriers-night
        S1001,SELLER,
        """);
    StringBuilder orders =
        new StringBuilder(
            "order_no,placed_at,customer,seller,waybill,courier,handed_out_at,status\n");
    Random random = new Random(1);
    for (int i = 0; i < 400; i++) {
      Instant placed = END.minus(Duration.ofDays(12)).plus(Duration.ofMinutes(43L * i));
      orders.append(
          "%d,%s,C1,S1001,W%d,D100%d,%s,DELIVERED%n"
              .formatted(
                  20260000 + i,
                  placed,
                  i,
                  1 + random.nextInt(2),
                  placed.plus(Duration.ofHours(20))));
    }
    Files.writeString(folder.resolve("orders.csv"), orders);
  }
}
