package io.whoread.agent.scope;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Date;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class ValuesTest {
  private static final int LAST = 1_000_001;
  private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

  @Provide
  Arbitrary<Object> dates() {
    return Arbitraries.oneOf(
        Arbitraries.longs().map(Object.class::cast),
        Arbitraries.longs().map(Date::new),
        Arbitraries.longs()
            .between(Instant.MIN.getEpochSecond(), Instant.MAX.getEpochSecond())
            .map(Instant::ofEpochSecond),
        Arbitraries.of(
            Instant.MIN,
            Instant.MAX,
            OffsetDateTime.MIN,
            OffsetDateTime.MAX,
            LocalDateTime.MIN,
            LocalDateTime.MAX,
            LocalDate.MIN,
            LocalDate.MAX,
            ZonedDateTime.of(LocalDateTime.MAX, ZoneOffset.MIN),
            ZonedDateTime.of(LocalDateTime.MIN, ZoneOffset.MAX),
            Date.from(Instant.EPOCH)),
        Arbitraries.create(OwnDate::new),
        Arbitraries.strings().withChars("0123456789- ").ofMaxLength(19).map(Object.class::cast),
        Arbitraries.of("2026-02-30", "2026-13-01", "0000-00-00 00:00:00", "9999-12-31"));
  }

  /** One strange date must not cost the record of a page. */
  @Property(tries = 2000)
  void whateverADateIsItThrowsNothing(
      @ForAll("dates") Object date, @ForAll @IntRange(min = -18, max = 18) int hours) {
    assertThat(Values.day(date, ZoneOffset.ofHours(hours))).isBetween(0, LAST);
  }

  @Property(tries = 300)
  void aDayIsThatOfItsZone(@ForAll @LongRange(min = 2_000, max = 40_000) long day) {
    ZonedDateTime noon = LocalDate.ofEpochDay(day).atTime(12, 0).atZone(ZONE);
    Object[] spellings = {
      noon,
      noon.toOffsetDateTime().withOffsetSameInstant(ZoneOffset.UTC),
      noon.toInstant(),
      noon.toLocalDateTime(),
      noon.toLocalDate(),
      Date.from(noon.toInstant()),
      noon.toEpochSecond(),
      noon.toInstant().toEpochMilli(),
      noon.toLocalDate().toString(),
      noon.toLocalDate() + " 12:00:00",
    };
    for (Object each : spellings) {
      assertThat(Values.day(each, ZONE)).as(each.getClass().getName()).isEqualTo((int) day + 1);
    }
  }

  @Example
  void noDateIsNoDay() {
    assertThat(Values.day(null, ZONE)).isZero();
    assertThat(Values.day("yesterday", ZONE)).isZero();
    assertThat(Values.day(new Object(), ZONE)).isZero();
  }

  /** A date as an application may make its own. */
  static final class OwnDate extends Date {
    private static final long serialVersionUID = 1;

    @Override
    public long getTime() {
      throw new UnsupportedOperationException();
    }

    @Override
    public String toString() {
      return "of the application's own";
    }
  }
}
