package io.whoread.collector.detect;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.whoread.collector.detect.v1.Actor;
import io.whoread.collector.detect.v1.Read;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class ActorHabitsTest {
  private static final long HOUR_MS = 3_600_000L;
  private static final long DAY_MS = 24 * HOUR_MS;
  private static final long NOW = 20_000 * DAY_MS;
  private static final List<Measure> MEASURES = RulesFile.defaults().measures();

  /** The reads of who is quiet go when memory is wanted, or when they are met again. */
  @Property(tries = 300)
  void whenTheReadsAreLetGoMakesNoDifference(@ForAll long seed) {
    Random random = new Random(seed);
    ActorHabits kept = habits();
    ActorHabits shrunk = habits();
    long now = NOW;
    for (int step = 0; step < 200; step++) {
      now += random.nextInt(20) == 0 ? random.nextLong(5 * DAY_MS) : random.nextLong(HOUR_MS);
      if (random.nextInt(3) == 0) {
        shrunk.rest(now);
      }
      long time = now - (random.nextInt(5) == 0 ? random.nextLong(4 * DAY_MS) : 0);
      Read read = read(time, random.nextInt(30));
      for (ActorHabits habits : List.of(kept, shrunk)) {
        habits.meet(now);
        if (time > habits.recent.last() - DAY_MS) {
          habits.recent.add(read, RecentReads.ALL);
        }
      }
      assertThat(shrunk.encode()).isEqualTo(kept.encode());
    }
  }

  @Example
  void whatComesLateAllOnOneDayIsCountedTogether() {
    ActorHabits habits = habits();
    long before = NOW - 5 * DAY_MS;
    for (int n = 0; n < 10; n++) {
      habits.meet(before + n);
      habits.recent.add(read(before + n, n), RecentReads.ALL);
    }
    for (int n = 10; n < 30; n++) {
      habits.meet(NOW + n);
      habits.recent.add(read(before + n, n), RecentReads.ALL);
    }
    int day = MEASURES.indexOf(RulesFile.defaults().measure("bulk", 86_400));
    assertThat(habits.recent.count(day)).isEqualTo(20);
  }

  private static ActorHabits habits() {
    ActorHabits habits = new ActorHabits(MEASURES);
    habits.actor = Actor.newBuilder().setId("E1").setRole("staff").build();
    habits.group = "staff";
    habits.today = new OpenDay(1, MEASURES.size());
    return habits;
  }

  private static Read read(long time, int subject) {
    byte[] id = new byte[16];
    id[15] = (byte) subject;
    return Read.newBuilder().setTimeMs(time).setSubject(ByteString.copyFrom(id)).build();
  }
}
