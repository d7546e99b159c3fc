package io.whoread.collector.api;

import io.whoread.record.PseudonymKey;
import io.whoread.record.v1.Form;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A month of a shop as one would find it: staff by day, couriers from morning to evening; and a
 * clerk who exported last night, a courier who has just walked through orders.
 */
final class DemoData {
  static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
  static final String COURIER = "C2017";
  static final String CLERK = "E1042";

  private static final String[] STAFF = {"E1001", "E1007", "E1019", "E1023", "E1042", "E1055"};
  private static final String[] COURIERS = {"C2003", "C2008", "C2017", "C2031"};

  private final Random random = new Random(7);
  private final Instant now;

  DemoData(Instant now) {
    this.now = now;
  }

  static String order(int number) {
    return String.format("2026%012d", 7_000_000L + number);
  }

  /** The latest 02:14 that is over. */
  private Instant lastNight() {
    Instant today = now.atZone(ZONE).toLocalDate().atTime(2, 14).atZone(ZONE).toInstant();
    return today.isBefore(now.minusSeconds(60)) ? today : today.minus(Duration.ofDays(1));
  }

  /** Thirty ordinary days before last night: nobody works on as ever after what was done then. */
  Reads history(PseudonymKey key) {
    Reads reads = new Reads(key);
    LocalDate today = lastNight().atZone(ZONE).toLocalDate();
    for (int ago = 30; ago >= 1; ago--) {
      LocalDate day = today.minusDays(ago);
      List<Runnable> accesses = new ArrayList<>();
      boolean weekend = day.getDayOfWeek().getValue() > 5;
      for (String staff : STAFF) {
        // The clerk has a day off before the night, whatever day of the week it is: what is told of
        // the night is told over 24 hours.
        boolean off = weekend || ago == 1 && staff.equals(CLERK);
        for (int i = 0; !off && i < 14 + random.nextInt(8); i++) {
          work(accesses, reads, day, staff, "staff", 9, 18);
        }
      }
      for (String courier : COURIERS) {
        for (int i = 0; i < 9 + random.nextInt(6); i++) {
          work(accesses, reads, day, courier, "courier", 8, 20);
        }
      }
      accesses.forEach(Runnable::run);
    }
    return reads;
  }

  private void work(
      List<Runnable> into,
      Reads reads,
      LocalDate day,
      String actor,
      String role,
      int from,
      int to) {
    int minute = from * 60 + random.nextInt((to - from) * 60);
    Instant at = day.atTime(LocalTime.MIN.plusMinutes(minute)).atZone(ZONE).toInstant();
    int draw = random.nextInt(10);
    Form form = draw < 5 ? Form.FORM_LISTED : draw < 9 ? Form.FORM_OPENED : Form.FORM_REVEALED;
    String operation =
        switch (form) {
          case FORM_LISTED -> "GET /orders";
          case FORM_OPENED -> "GET /orders/{id}";
          default -> "POST /orders/{id}/reveal";
        };
    List<String> orders = new ArrayList<>();
    for (int i = 0; i < (form == Form.FORM_LISTED ? 4 : 1); i++) {
      orders.add(order(random.nextInt(4000)));
    }
    String address = "10.0." + (role.equals("staff") ? 3 : 9) + "." + actor.substring(3);
    into.add(() -> reads.access(at, actor + " " + role + " " + address, form, operation, orders));
  }

  /** A clerk exports 600 orders at night, a courier opens 400, and someone is unknown. */
  Reads incident(PseudonymKey key) {
    Reads reads = new Reads(key);
    Instant start = now.minus(Duration.ofMinutes(20));
    for (int i = 0; i < 400; i++) {
      reads.access(
          start.plusMillis(i * 1500L),
          COURIER + " courier 10.0.9.17",
          i % 3 == 0 ? Form.FORM_REVEALED : Form.FORM_OPENED,
          i % 3 == 0 ? "POST /orders/{id}/reveal" : "GET /orders/{id}",
          List.of(order(5000 + i)));
    }
    for (int page = 0; page < 6; page++) {
      List<String> orders = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        orders.add(order(6000 + page * 100 + i));
      }
      reads.access(
          lastNight().plusSeconds(page),
          CLERK + " staff 10.0.3.42",
          Form.FORM_EXPORTED,
          "GET /orders/export",
          orders);
    }
    for (int i = 0; i < 5; i++) {
      reads.access(
          start.plusSeconds(700 + i),
          "- unknown 10.0.7.7",
          Form.FORM_LISTED,
          "unmatched",
          List.of(order(i)));
    }
    reads.coverage(now, 1412);
    reads.gap(now.minus(Duration.ofHours(3)), now.minus(Duration.ofHours(2)), 17);
    return reads;
  }
}
