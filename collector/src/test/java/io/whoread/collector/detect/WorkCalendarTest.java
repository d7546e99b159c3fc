package io.whoread.collector.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkCalendarTest {
  @TempDir private Path dir;

  @ParameterizedTest(name = "{0} at {1}: {2}")
  @CsvSource({
    // An ordinary Monday, its ends, a Saturday.
    "office, 2026-03-02T09:00:00+08:00, true",
    "office, 2026-03-02T07:00:00+08:00, true",
    "office, 2026-03-02T06:59:59+08:00, false",
    "office, 2026-03-02T21:59:59+08:00, true",
    "office, 2026-03-02T22:00:00+08:00, false",
    "office, 2026-03-07T10:00:00+08:00, false",
    // The same instant told in another zone.
    "office, 2026-03-02T01:00:00Z, true",
    // National day 2024 on a Tuesday, and the Sunday and Saturday worked for its week.
    "office, 2024-10-01T10:00:00+08:00, false",
    "office, 2024-09-29T10:00:00+08:00, true",
    "office, 2024-10-12T10:00:00+08:00, true",
    "office, 2024-10-13T10:00:00+08:00, false",
    // Spring festival 2025 and its Sunday; 2026 and its Saturdays.
    "office, 2025-02-04T10:00:00+08:00, false",
    "office, 2025-02-05T10:00:00+08:00, true",
    "office, 2025-01-26T10:00:00+08:00, true",
    "office, 2026-02-16T10:00:00+08:00, false",
    "office, 2026-02-14T10:00:00+08:00, true",
    "office, 2026-02-28T10:00:00+08:00, true",
    // 2027 as far as the law names it.
    "office, 2027-02-05T10:00:00+08:00, false",
    // A calendar without holidays.
    "weekdays, 2024-10-01T10:00:00+08:00, true",
    "weekdays, 2024-09-29T10:00:00+08:00, false",
    // Nights over midnight.
    "nights, 2026-03-02T23:30:00+08:00, true",
    "nights, 2026-03-03T07:59:59+08:00, true",
    "nights, 2026-03-03T08:00:00+08:00, false",
    "24x7, 2026-10-01T03:00:00+08:00, true",
    // Fridays' night shift ends on Saturday; Saturday has none.
    "friday-night, 2026-03-06T23:00:00+08:00, true",
    "friday-night, 2026-03-07T05:59:00+08:00, true",
    "friday-night, 2026-03-07T23:00:00+08:00, false",
    "friday-night, 2026-03-06T05:59:00+08:00, false",
    // Two shifts, in a zone of its own, over the change to summer time on 29 March 2026.
    "split, 2026-03-27T08:30:00+01:00, true",
    "split, 2026-03-27T12:30:00+01:00, false",
    "split, 2026-03-30T08:30:00+02:00, true",
    "split, 2026-03-30T07:30:00+02:00, false"
  })
  void tellsWorkFromRest(String calendar, OffsetDateTime at, boolean working) throws Exception {
    Path file = dir.resolve("rules.yaml");
    Files.writeString(
        file,
        """
        calendars:
          friday-night: {days: fri, hours: "22:00-06:00"}
          split: {days: mon-fri, hours: ["08:00-12:00", "13:00-17:00"], zone: Europe/Amsterdam}
        """);
    Rules rules = RulesFile.read(file, null, calendar);
    assertThat(new Roster(rules).post("staff", "1").working(at.toInstant().toEpochMilli()))
        .isEqualTo(working);
  }

  /** A desk in São Paulo works while Shanghai sleeps. */
  @Test
  void aShiftElsewhereIsToldByTheClocksOfAnotherZone() throws Exception {
    Path file = dir.resolve("rules.yaml");
    Files.writeString(
        file,
        """
        calendars:
          brazil: {days: mon-fri, hours: "09:00-18:00", zone: America/Sao_Paulo}
          office: {days: mon-fri, hours: "09:00-18:00", zone: Asia/Shanghai}
          nights: {days: sun, hours: "22:00-06:00", zone: Europe/Amsterdam}
        """);
    assertThat(week(file, "brazil", "Asia/Shanghai", "2026-03-04T00:00:00Z"))
        .containsExactly("20-23", "0-4 20-23", "0-4 20-23", "0-4 20-23", "0-4 20-23", "0-4", "");
    assertThat(week(file, "office", "Asia/Shanghai", "2026-03-04T00:00:00Z"))
        .containsExactly("9-17", "9-17", "9-17", "9-17", "9-17", "", "");
    // Sunday's night ends on Monday; half a year later clocks stand otherwise.
    assertThat(week(file, "nights", "UTC", "2026-01-07T00:00:00Z"))
        .containsExactly("0-4", "", "", "", "", "", "21-23");
    assertThat(week(file, "nights", "UTC", "2026-07-08T00:00:00Z"))
        .containsExactly("0-3", "", "", "", "", "", "20-23");
  }

  private static List<String> week(Path rules, String calendar, String zone, String at) {
    boolean[][] week =
        new Roster(RulesFile.read(rules, null, calendar))
            .post("staff", "E1")
            .calendar()
            .week(ZoneId.of(zone), Instant.parse(at));
    return Stream.of(week).map(WorkCalendarTest::ranges).toList();
  }

  private static String ranges(boolean[] hours) {
    StringBuilder text = new StringBuilder();
    for (int hour = 0; hour < 24; hour++) {
      int from = hour;
      while (hour < 24 && hours[hour]) {
        hour++;
      }
      if (hour > from) {
        text.append(text.isEmpty() ? "" : " ").append(from).append('-').append(hour - 1);
      }
    }
    return text.toString();
  }

  @Test
  void machinesAndTheUnknownHaveNoHours() {
    Rules rules = RulesFile.defaults();
    long night = OffsetDateTime.parse("2026-03-02T03:00:00+08:00").toInstant().toEpochMilli();
    assertThat(new Roster(rules).post("staff", "1").working(night)).isFalse();
    assertThat(new Roster(rules).post("system", "1").working(night)).isTrue();
    assertThat(new Roster(rules).post("unknown", "1").working(night)).isTrue();
    assertThat(new Roster(rules).post("customer", "1").working(night)).isTrue();
  }
}
