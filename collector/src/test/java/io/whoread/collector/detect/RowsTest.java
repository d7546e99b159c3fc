package io.whoread.collector.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.whoread.collector.detect.v1.Keyed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** State that lies in a file in part answers as state that is all on the heap. */
class RowsTest {
  @TempDir private Path folder;

  /** Text that changes in place, as the habits of actors do. */
  private static final Weighed<StringBuilder> TEXT =
      new Weighed<>() {
        @Override
        public ByteString encode(StringBuilder value) {
          return ByteString.copyFromUtf8(value.toString());
        }

        @Override
        public StringBuilder decode(ByteString bytes) {
          return new StringBuilder(bytes.toStringUtf8());
        }

        @Override
        public int heap(StringBuilder value) {
          return 50 + value.length();
        }
      };

  /** Two columns, and how far time has come. */
  private static final class States {
    final Memory memory;
    final Rows<String> rows;
    final List<RowState<String, StringBuilder>> columns;
    long now;

    States(long bound, Path scratch) throws IOException {
      memory = new Memory(bound, scratch);
      rows = new Rows<>(memory, Codec.TEXT, Comparator.naturalOrder(), () -> now);
      columns = List.of(rows.column(7, TEXT), rows.column(9, TEXT));
    }

    /** All that can be asked for. */
    Map<String, String> all() {
      Map<String, String> all = new TreeMap<>();
      for (RowState<String, StringBuilder> column : columns) {
        column.forEach(
            (key, value) -> all.put(column.part() + key, value + " " + column.alarm(key)));
        all.put("size " + column.part(), column.size() + " " + column.firstAlarm());
      }
      all.put("keys", "" + rows.size());
      return all;
    }

    States restored(long bound, Path scratch) throws IOException {
      return new Picture(this).restored(bound, scratch);
    }

    States handedOver(long bound, Path scratch) throws IOException {
      States other = new States(bound, scratch);
      columns.getFirst().handOver(value -> value.append('!'));
      rows.moveTo(other.rows);
      assertThat(rows.size()).isZero();
      assertThat(memory.held()).isZero();
      assertThat(memory.spilled()).isZero();
      return other;
    }
  }

  /** How the states are when it is made, whatever becomes of them. */
  private static final class Picture {
    private final Map<String, String> all;
    private final List<Keyed> cells = new ArrayList<>();
    private final Copying copy;

    Picture(States states) {
      all = states.all();
      copy = states.rows.copy(cells::add);
    }

    boolean goOn() {
      return copy.goOn();
    }

    States restored(long bound, Path scratch) throws IOException {
      while (copy.goOn()) {
        // Until nothing is left.
      }
      copy.end();
      States again = new States(bound, scratch);
      for (Keyed cell : cells) {
        assertThat(again.rows.read(cell)).isTrue();
      }
      assertThat(again.all()).isEqualTo(all);
      return again;
    }
  }

  /** With room for a few rows out of sixty. */
  @Property(tries = 150)
  void answersAsTheHeapDoes(@ForAll long seed, @ForAll @IntRange(max = 4_000) int bound)
      throws IOException {
    Path file = Files.createTempDirectory("rows").resolve("scratch");
    Random random = new Random(seed);
    States live = new States(Long.MAX_VALUE, null);
    States spilling = new States(bound, file);
    int mostSpilled = 0;
    Picture picture = new Picture(spilling);
    for (int step = 0; step < 600; step++) {
      String key = "k" + (int) Math.abs(random.nextGaussian() * 20);
      int column = random.nextInt(2);
      int what = random.nextInt(100);
      int number = random.nextInt(40);
      for (States states : List.of(live, spilling)) {
        RowState<String, StringBuilder> state = states.columns.get(column);
        states.now++;
        if (what < 60) {
          StringBuilder value = state.get(key);
          value = value == null ? new StringBuilder() : value;
          value.append(Integer.toString(step, 36).repeat(number)).append(',');
          state.put(key, value);
        } else if (what < 80) {
          state.wakeAt(key, what < 75 ? states.now + number : TimedState.NEVER);
          if (state.get(key) == null) {
            state.put(key, new StringBuilder("woken"));
          }
        } else if (what < 85 && state.firstAlarm() != TimedState.NEVER) {
          String due = state.takeFirstAlarm();
          state.put(due, new StringBuilder("due at " + states.now));
        } else if (what < 88) {
          state.removeIf((each, value) -> value.length() > 10 * number);
        } else if (what < 90) {
          state.shrink(
              value -> {
                value.trimToSize();
                return true;
              });
        }
      }
      assertThat(text(spilling, column, key)).isEqualTo(text(live, column, key));
      if (what >= 90 && what < 94) {
        picture.restored(Long.MAX_VALUE, null);
      } else {
        picture.goOn();
      }
      if (what == 90) {
        live = live.restored(Long.MAX_VALUE, null);
        spilling = closing(spilling, spilling.restored(bound, file));
      } else if (what == 91) {
        live = live.handedOver(Long.MAX_VALUE, null);
        spilling = closing(spilling, spilling.handedOver(bound, file));
      }
      if (what >= 90 && what < 94) {
        picture = new Picture(spilling);
      }
      mostSpilled = Math.max(mostSpilled, spilling.memory.spilled());
    }
    assertThat(spilling.all()).isEqualTo(live.all());
    assertThat(live.memory.spilled()).isZero();
    assertThat(mostSpilled).isGreaterThan(5);
    spilling.memory.close();
    assertThat(file).doesNotExist();
  }

  private static States closing(States before, States next) throws IOException {
    before.memory.close();
    return next;
  }

  private static String text(States states, int column, String key) {
    return String.valueOf(states.columns.get(column).get(key));
  }

  @Test
  void takesNoMoreThanTheBoundAndWritesOverWhatCameBack() throws IOException {
    Path file = folder.resolve("scratch");
    States states = new States(300_000, file);
    Random random = new Random(1);
    for (int i = 0; i < 2_000; i++) {
      states.columns.getFirst().put("k" + i, new StringBuilder("x".repeat(random.nextInt(2_000))));
    }
    assertThat(states.memory.held()).isLessThan(600_000);
    long size = states.memory.fileSize();
    assertThat(size).isBetween(1_000_000L, 3_000_000L);
    for (int i = 0; i < 20_000; i++) {
      String key = "k" + random.nextInt(2_000);
      states.columns.getFirst().put(key, states.columns.getFirst().get(key));
    }
    assertThat(states.memory.fileSize()).isLessThan(size * 3 / 2);
  }

  @Test
  void whatStandsBesideLeavesLessRoom() throws IOException {
    States states = new States(1_000_000, folder.resolve("scratch"));
    for (int i = 0; i < 1_000; i++) {
      states.columns.getFirst().put("k" + i, new StringBuilder("x".repeat(500)));
    }
    assertThat(states.memory.spilled()).isZero();
    states.memory.beside(600_000);
    states.columns.getFirst().put("one more", new StringBuilder());
    states.columns.getFirst().get("k1");
    assertThat(states.memory.spilled()).isBetween(500, 900);
  }

  @Test
  void takesAwayWhatAKilledProcessLeft() throws IOException {
    Path file = folder.resolve("scratch");
    Files.writeString(file, "left", StandardCharsets.UTF_8);
    new Memory(1_000, file);
    assertThat(file).doesNotExist();
  }

  /** Where the disk is full, or the folder is gone. */
  @Test
  void keepsOnTheHeapWhatCannotBeWritten() throws IOException {
    Path gone = folder.resolve("gone");
    States states = new States(1_000, gone.resolve("scratch"));
    Files.writeString(gone, "no folder");
    for (int i = 0; i < 100; i++) {
      states.columns.getFirst().put("k" + i, new StringBuilder("x" + i));
    }
    assertThat(states.memory.spilled()).isZero();
    assertThat(states.columns.getFirst().get("k5")).hasToString("x5");
  }

  @Test
  void saysSoWhereTheFileCannotBeRead() throws IOException {
    States states = new States(1_000, folder.resolve("scratch"));
    for (int i = 0; i < 100; i++) {
      states.columns.getFirst().put("k" + i, new StringBuilder("x" + i));
    }
    states.memory.close();
    assertThatThrownBy(() -> states.columns.getFirst().get("k0"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("scratch file");
  }
}
