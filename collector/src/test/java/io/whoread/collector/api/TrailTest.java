package io.whoread.collector.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class TrailTest {
  private static final long START = 1_700_000_000;
  private static final List<ZoneId> ZONES =
      List.of(ZoneId.of("Asia/Shanghai"), ZoneId.of("Europe/Berlin"), ZoneId.of("Asia/Kolkata"));

  /** The hours of the week divide a range: every moment lies in the slots of its own hour alone. */
  @Property(tries = 300)
  void everyMomentLiesInTheSlotsOfItsHour(
      @ForAll @LongRange(min = 0, max = 40_000_000) long from,
      @ForAll @LongRange(min = 1, max = 8_000_000) long length,
      @ForAll @LongRange(min = 0, max = 7_999_999) long place,
      @ForAll @IntRange(max = 2) int zoneNumber,
      @ForAll @IntRange(min = 1, max = 7) int weekday,
      @ForAll @IntRange(max = 23) int hour) {
    ZoneId zone = ZONES.get(zoneNumber);
    Instant start = Instant.ofEpochSecond(START + from);
    Instant end = start.plusSeconds(length);
    Instant moment = start.plusSeconds(place % length);
    List<TimeRange> slots = Trail.slots(start, end, new Trail.Hour(weekday, hour), zone);
    boolean inside =
        slots.stream().anyMatch(s -> !moment.isBefore(s.from()) && moment.isBefore(s.to()));
    var local = moment.atZone(zone);
    assertThat(inside)
        .isEqualTo(local.getDayOfWeek().getValue() == weekday && local.getHour() == hour);
    for (int i = 0; i < slots.size(); i++) {
      assertThat(Duration.between(slots.get(i).from(), slots.get(i).to()))
          .isBetween(Duration.ofSeconds(1), Duration.ofHours(1));
      if (i > 0) {
        assertThat(slots.get(i).to()).isBeforeOrEqualTo(slots.get(i - 1).from());
      }
    }
  }
}
