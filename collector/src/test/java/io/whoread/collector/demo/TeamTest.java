package io.whoread.collector.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The demo may be started at any hour of any day. */
class TeamTest {
  @Provide
  Arbitrary<Instant> moments() {
    return Arbitraries.longs()
        .between(
            Instant.parse("2026-01-01T00:00:00Z").getEpochSecond(),
            Instant.parse("2029-12-31T00:00:00Z").getEpochSecond())
        .map(Instant::ofEpochSecond);
  }

  @Property
  void somebodyIsAlwaysAtWork(@ForAll("moments") Instant now) {
    assertThat(Team.ALL)
        .anySatisfy(team -> assertAtWork(team, "staff", now))
        .anySatisfy(team -> assertAtWork(team, "courier", now));
  }

  private static void assertAtWork(Team team, String role, Instant now) {
    assertThat(team.role()).isEqualTo(role);
    assertThat(team.shiftAt(now)).isNotNull();
    assertThat(team.shiftAt(now).contains(now)).isTrue();
  }

  @Property
  void someDeskAlwaysHasItsNight(@ForAll("moments") Instant now) {
    Team night = Crimes.sleeping(now);
    assertThat(night.shiftAt(now)).isNull();
    LocalTime clock = night.clock(now);
    assertThat(clock.isBefore(LocalTime.of(6, 31)) || clock.isAfter(LocalTime.of(22, 29)))
        .as("%s at %s", night.name(), clock)
        .isTrue();
  }

  @Property
  void ofFourColleaguesTwoAtLeastWork(@ForAll("moments") Instant now) {
    LocalDate day = LocalDate.ofEpochDay(now.getEpochSecond() / 86_400);
    assertThat(IntStream.range(1_017, 1_021).filter(i -> Team.works("E" + i, day)).count())
        .isBetween(2L, 4L);
    assertThat(IntStream.range(0, 7).filter(i -> Team.works("D1001", day.plusDays(i))).count())
        .isEqualTo(5);
  }
}
