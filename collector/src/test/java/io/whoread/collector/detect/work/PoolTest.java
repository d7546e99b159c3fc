package io.whoread.collector.detect.work;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.whoread.collector.Batches;
import io.whoread.collector.detect.v1.History;
import java.util.HashSet;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PoolTest {
  private static final History NOTHING = History.getDefaultInstance();

  private static void met(Pool pool, int number, int day) {
    pool.met(Batches.pseudonym(number), NOTHING, day);
  }

  /** A subject that is read a thousand times is as likely as one that is read once. */
  @Test
  void eachSubjectIsAsLikelyHoweverOftenItIsRead() {
    Pool pool = new Pool();
    for (int i = 0; i < 100_000; i++) {
      met(pool, i, 1);
      met(pool, i % 10, 1);
    }
    Set<ByteString> often = new HashSet<>();
    for (int i = 0; i < 10; i++) {
      often.add(Batches.pseudonym(i));
    }
    int drawn = 0;
    Set<ByteString> all = new HashSet<>();
    for (int i = 0; i < 20_000; i++) {
      ByteString subject = pool.any(i).subject();
      all.add(subject);
      drawn += often.contains(subject) ? 1 : 0;
    }
    assertThat(all).hasSizeBetween(Pool.MOST / 4, Pool.MOST);
    // Ten of 100,000: even if all were in the sample, one draw in 150 would be of them.
    assertThat(drawn).isLessThan(20_000 / 100);
  }

  @Test
  void whatSomebodyWorkedOnIsFreshForAWeek() {
    Pool pool = new Pool();
    for (int day = 1; day <= 30; day++) {
      for (int i = 0; i < 2_000; i++) {
        pool.worked(Batches.pseudonym(day * 10_000 + i), day, i);
      }
    }
    Set<ByteString> old = new HashSet<>();
    Set<ByteString> recent = new HashSet<>();
    for (int day = 1; day <= 30; day++) {
      for (int i = 0; i < 2_000; i++) {
        (day > 22 ? recent : old).add(Batches.pseudonym(day * 10_000 + i));
      }
    }
    for (int i = 0; i < 5_000; i++) {
      assertThat(recent).contains(pool.fresh(30, i));
    }
    assertThat(pool.fresh(60, 1)).isNull();
  }

  @Property(tries = 30)
  void itGoesOnFromWhatWasWritten(
      @ForAll @IntRange(max = 20_000) int before, @ForAll @IntRange(max = 20_000) int after)
      throws Exception {
    Pool pool = new Pool();
    fill(pool, 0, before);
    Pool decoded = Pool.decode(pool.encode());
    fill(pool, before, after);
    fill(decoded, before, after);
    assertThat(decoded.encode()).isEqualTo(pool.encode());
    for (int i = 0; i < 100; i++) {
      assertThat(decoded.any(i)).isEqualTo(pool.any(i));
      assertThat(decoded.fresh(4, i)).isEqualTo(pool.fresh(4, i));
    }
  }

  private static void fill(Pool pool, int from, int number) {
    for (int i = from; i < from + number; i++) {
      met(pool, i, i / 10_000);
      pool.worked(Batches.pseudonym(i), i / 10_000, i);
    }
  }

  /** Who has not been met for long makes room. */
  @Test
  void theSampleFollowsWhatThereIs() {
    Pool pool = new Pool();
    for (int i = 0; i < 200_000; i++) {
      met(pool, i, 1);
    }
    for (int day = 2; day < 1_000; day++) {
      met(pool, 1_000_000 + day, day);
    }
    Set<ByteString> drawn = new HashSet<>();
    for (int i = 0; i < 20_000; i++) {
      drawn.add(pool.any(i).subject());
    }
    for (int i = 0; i < 200_000; i++) {
      assertThat(drawn.contains(Batches.pseudonym(i))).isFalse();
    }
    assertThat(drawn.size()).isGreaterThan(300);
  }
}
