package io.whoread.agent.scope;

import static org.assertj.core.api.Assertions.assertThat;

import io.whoread.record.PseudonymKey;
import io.whoread.record.Pseudonyms;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

/** A pseudonym that is remembered is the one that would be made. */
class PseudonymCacheTest {
  private static final PseudonymKey KEY = PseudonymKey.generate(3);
  private static final String[] KINDS = {"order", "customer", "waybill"};

  @Property(tries = 300)
  void remembersNothingWrong(@ForAll @Size(max = 20) List<@StringLength(max = 45) String> ids) {
    PseudonymCache cache = new PseudonymCache(KEY, null);
    Pseudonyms made = new Pseudonyms(KEY);
    for (int round = 0; round < 3; round++) {
      PseudonymCache.Trail trail = new PseudonymCache.Trail();
      for (String id : ids) {
        for (String kind : KINDS) {
          assertThat(cache.of(kind, id, trail)).isEqualTo(made.of(kind, id));
        }
      }
    }
  }

  /** More ids than there are places, so that threads overwrite what others read. */
  @Test
  void manyThreadsAtOnceRememberNothingWrong() throws Exception {
    PseudonymCache cache = new PseudonymCache(KEY, null);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<Integer>> wrong = new ArrayList<>();
      for (int t = 0; t < 4; t++) {
        Random random = new Random(t);
        wrong.add(threads.submit(() -> wrong(cache, random)));
      }
      for (Future<Integer> each : wrong) {
        assertThat(each.get()).isZero();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static int wrong(PseudonymCache cache, Random random) {
    Pseudonyms made = new Pseudonyms(KEY);
    PseudonymCache.Trail trail = new PseudonymCache.Trail();
    int wrong = 0;
    for (int i = 0; i < 100_000; i++) {
      // Half of the time one of few, which are there for sure.
      int number = i % 2 == 0 ? random.nextInt(500) : random.nextInt(100_000);
      String kind = KINDS[number % KINDS.length];
      String id = "SO2026" + number;
      wrong += Arrays.equals(cache.of(kind, id, trail), made.of(kind, id)) ? 0 : 1;
    }
    return wrong;
  }
}
