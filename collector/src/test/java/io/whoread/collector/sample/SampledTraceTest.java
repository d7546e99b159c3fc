package io.whoread.collector.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.whoread.collector.Parcels;
import io.whoread.collector.index.lucene.LuceneIndex;
import io.whoread.collector.log.LocalLog;
import io.whoread.collector.log.Log;
import io.whoread.collector.log.View;
import io.whoread.collector.log.v1.Entry;
import io.whoread.collector.trace.CaseResult;
import io.whoread.collector.trace.Numbers;
import io.whoread.collector.trace.ReadTable;
import io.whoread.collector.trace.Source;
import io.whoread.collector.trace.TrailTrace;
import io.whoread.collector.trace.VictimList;
import io.whoread.record.PseudonymKey;
import io.whoread.record.Pseudonyms;
import io.whoread.record.v1.Batch;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A trace over a part of the trail says what one over all of it says. */
class SampledTraceTest {
  private static final int ALL = 1_000_000;

  @TempDir private Path temp;

  private final PseudonymKey key = PseudonymKey.generate(1);
  private final Parcels parcels = new Parcels(key, 100);

  @Test
  void whatVictimsAreComparedWithIsEvenlyDrawn() throws Exception {
    try (LocalLog log = LocalLog.open(temp.resolve("log"))) {
      for (Batch batch : parcels.batches()) {
        log.append(Entry.newBuilder().setService("shop").setBatch(batch.toByteString()).build())
            .get();
      }
      try (LuceneIndex index = LuceneIndex.open(temp.resolve("index"), log, false)) {
        feed(log, index);
        index.refresh();
        TrailTrace.Answer all = trace(log, index, "all", ALL);
        TrailTrace.Answer part = trace(log, index, "part", 6_000);
        assertThat(all.compared().getFirst().share()).isEqualTo(1);
        assertThat(part.compared().getFirst().share()).isLessThan(0.5);
        Source whole = first(all);
        Source sampled = first(part);
        assertThat(whole.name().name()).isEqualTo("C3");
        assertThat(sampled.name()).isEqualTo(whole.name());
        assertThat(sampled.isSupported()).isEqualTo(whole.isSupported()).isTrue();
        // Reads of victims are all there; what chance would give is estimated.
        assertThat(sampled.victims()).isEqualTo(whole.victims());
        assertThat(sampled.expected()).isCloseTo(whole.expected(), within(0.25));
        // Each is excluded by name, also who read of no victim.
        assertThat(part.cases().getFirst().exclusion().excluded())
            .isNotEmpty()
            .allSatisfy(source -> assertThat(source.name().toString()).matches("courier/C\\d+"));
      }
    }
  }

  private static org.assertj.core.data.Percentage within(double share) {
    return org.assertj.core.data.Percentage.withPercentage(100 * share);
  }

  private static Source first(TrailTrace.Answer answer) {
    CaseResult result = answer.cases().getFirst();
    return result.persons().sources().getFirst();
  }

  private TrailTrace.Answer trace(Log log, LuceneIndex index, String name, int most)
      throws IOException {
    try (Sample sample = Sample.open(temp.resolve(name), log, most, 0)) {
      feed(log, sample);
      StringBuilder text = new StringBuilder("order,purchase,fraud\n");
      parcels.victims().forEach(line -> text.append(line.text(Parcels.number(line.order()))));
      Map<ReadTable.Subject, Map<String, List<byte[]>>> numbers = new HashMap<>();
      Pseudonyms pseudonyms = new Pseudonyms(key);
      VictimList.Parsed list =
          VictimList.read(
              new StringReader(text.toString()),
              ZoneOffset.UTC,
              number -> {
                byte[] pseudonym = pseudonyms.of("order", number);
                ReadTable.Subject subject = ReadTable.Subject.of(pseudonym);
                numbers.put(subject, Map.of("order", List.of(pseudonym)));
                return subject;
              });
      return new TrailTrace(index, sample, log)
          .trace(list.cases(), new Numbers(numbers, Map.of()), List.of(), ZoneOffset.UTC);
    }
  }

  private static void feed(Log log, View view) throws IOException {
    try (Log.Cursor cursor = log.read(view.position())) {
      while (cursor.next()) {
        view.apply(cursor.position(), cursor.entry());
      }
    }
    view.idle();
  }
}
