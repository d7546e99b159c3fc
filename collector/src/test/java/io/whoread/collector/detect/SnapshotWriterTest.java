package io.whoread.collector.detect;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.whoread.collector.detect.v1.Keyed;
import io.whoread.record.v1.Batch;
import io.whoread.record.v1.Form;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/** A snapshot is of one moment, however long it takes to write and whatever changes meanwhile. */
class SnapshotWriterTest {
  private static final Instant MONDAY = Instant.parse("2026-03-02T00:00:00Z");
  private static final long DAY_S = 86_400;

  @Property(tries = 40, shrinking = ShrinkingMode.OFF)
  void whatIsHandedOutInStepsIsTheStateAsItWas(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    // On the heap, or most of it in the scratch file.
    try (Memory memory = new Memory(random.nextBoolean() ? 1_000 : Memory.BOUND, null)) {
      Detection detection = new Detection(RulesFile.defaults(), memory);
      List<Batch> batches = batches(seed);
      int begun = random.nextInt(batches.size());
      for (int i = 0; i < begun; i++) {
        accept(detection, batches, i);
      }
      Set<ByteString> asItWas = new HashSet<>();
      Snapshot.copy(detection, into(asItWas)).forEach(SnapshotWriterTest::finish);

      Set<ByteString> inSteps = new HashSet<>();
      List<Copying> copies = Snapshot.copy(detection, into(inSteps));
      for (int i = begun; i < batches.size(); i++) {
        accept(detection, batches, i);
        for (Copying copy : copies) {
          for (int step = random.nextInt(2); step > 0; step--) {
            copy.goOn();
          }
        }
      }
      copies.forEach(SnapshotWriterTest::finish);

      assertThat(inSteps).isEqualTo(asItWas);
    }
  }

  /** Two weeks of an office with a thief and a courier, and one day long after all is forgotten. */
  private static List<Batch> batches(long seed) {
    Random random = new Random(seed);
    Instant theft = MONDAY.plusSeconds(random.nextLong(8 * DAY_S, 14 * DAY_S));
    List<Batch> batches =
        new ArrayList<>(
            new Traffic(seed)
                .office(MONDAY, 12, 6, 10)
                .walk(
                    theft,
                    theft.plusSeconds(7_200),
                    "E1001",
                    "staff",
                    Form.FORM_OPENED,
                    random.nextInt(40, 200),
                    1)
                .walk(
                    MONDAY.plusSeconds(9 * 3_600),
                    MONDAY.plusSeconds(11 * DAY_S),
                    "C5",
                    "courier",
                    Form.FORM_LISTED,
                    300,
                    20)
                .batches(random.nextInt(1, 30)));
    batches.addAll(
        new Traffic(seed + 1).office(MONDAY.plusSeconds(110 * DAY_S), 1, 4, 10).batches(5));
    return batches;
  }

  private static void accept(Detection detection, List<Batch> batches, int i) {
    detection.accept(batches.get(i), "shop", i, Long.MAX_VALUE, alert -> {});
  }

  /** Each cell is handed out once. */
  private static Consumer<Keyed> into(Set<ByteString> cells) {
    return cell -> assertThat(cells.add(cell.toByteString())).isTrue();
  }

  private static void finish(Copying copy) {
    while (copy.goOn()) {
      // Until nothing is left.
    }
    copy.end();
  }
}
