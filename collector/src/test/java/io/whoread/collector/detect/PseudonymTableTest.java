package io.whoread.collector.detect;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class PseudonymTableTest {
  private static final long MINUTE = 60_000;

  /** Few keys, many of which begin alike, so that they meet in the index. */
  @Property(tries = 200)
  void holdsWhatAMapHolds(@ForAll @Size(max = 400) List<@IntRange(max = 9_999) Integer> steps) {
    PseudonymTable<SubjectTimes> table = new PseudonymTable<>(SubjectTimes.SHAPE);
    Map<ByteString, Long> expected = new HashMap<>();
    Map<ByteString, Long> then = new HashMap<>();
    Map<ByteString, Long> copied = new HashMap<>();
    Copying copy = Copying.DONE;
    long now = 0;
    for (int step : steps) {
      now += MINUTE;
      ByteString key = key(step % 50);
      if (step % 20 == 1) {
        finish(copy);
        assertThat(copied).isEqualTo(then);
        then = new HashMap<>(expected);
        copied.clear();
        copy = table.copy((subject, times) -> copied.put(subject, times.last()));
      }
      if (step % 40 == 0) {
        long until = now - step * MINUTE / 40;
        table.removeIf((subject, times) -> times.last() < until);
        expected.values().removeIf(last -> last < until);
      } else {
        SubjectTimes times = table.get(key);
        if (times == null) {
          times = SubjectTimes.firstAt(now, now);
        } else {
          times.workedOn(now);
        }
        table.put(key, times);
        expected.put(key, now);
      }
      assertThat(table.size()).isEqualTo(expected.size());
    }
    Map<ByteString, Long> held = new HashMap<>();
    table.forEach((subject, times) -> held.put(subject, times.last()));
    assertThat(held).isEqualTo(expected);
    expected.forEach((subject, last) -> assertThat(table.get(subject).last()).isEqualTo(last));
  }

  /** More than a chunk, and an index that grows several times. */
  @Property(tries = 3)
  void growsAndShrinks(@ForAll @IntRange(min = 10_000, max = 30_000) int subjects) {
    PseudonymTable<SubjectTimes> table = new PseudonymTable<>(SubjectTimes.SHAPE);
    for (int i = 0; i < subjects; i++) {
      table.put(key(i), SubjectTimes.firstAt((i + 1) * MINUTE, 0));
    }
    table.removeIf((subject, times) -> times.last() / MINUTE % 3 == 0);
    for (int i = 0; i < subjects; i++) {
      SubjectTimes times = table.get(key(i));
      if ((i + 1) % 3 == 0) {
        assertThat(times).isNull();
      } else {
        assertThat(times.last()).isEqualTo((i + 1) * MINUTE);
      }
    }
  }

  private static void finish(Copying copy) {
    while (copy.goOn()) {
      // Until nothing is left.
    }
    copy.end();
  }

  private static ByteString key(int number) {
    return ByteString.copyFrom(
        ByteBuffer.allocate(16).putInt(number % 7).putInt(0).putLong(number).flip());
  }
}
