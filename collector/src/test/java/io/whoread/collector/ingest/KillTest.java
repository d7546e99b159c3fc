package io.whoread.collector.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.whoread.collector.Batches;
import io.whoread.collector.CollectorProcess;
import io.whoread.collector.index.AccessFilter;
import io.whoread.collector.index.AccessRow;
import io.whoread.collector.index.lucene.LuceneIndex;
import io.whoread.collector.log.LocalLog;
import io.whoread.collector.log.Log;
import io.whoread.record.v1.Batch;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was acknowledged is there after a {@code kill -9}, once, though senders send again. */
class KillTest {
  private static final int SENDERS = 4;
  private static final int KILLS = 2;

  @TempDir private Path temp;

  private record Id(int run, long sequence) {}

  @Test
  void acknowledgedBatchesSurviveAKillUnderLoad() throws Exception {
    Path data = temp.resolve("data");
    String token = Services.open(data).add("shop");
    Set<Id> acknowledged = ConcurrentHashMap.newKeySet();
    long[] next = new long[SENDERS];
    for (int round = 0; round <= KILLS; round++) {
      try (CollectorProcess collector =
              CollectorProcess.start(data, temp.resolve("collector.out"));
          ExecutorService senders = Executors.newFixedThreadPool(SENDERS)) {
        AtomicInteger acks = new AtomicInteger();
        List<Future<?>> sending = new ArrayList<>();
        for (int i = 0; i < SENDERS; i++) {
          int sender = i;
          sending.add(
              senders.submit(() -> send(collector, sender, next, token, acknowledged, acks)));
        }
        int enough = 150 + 97 * round;
        while (acks.get() < enough && sending.stream().noneMatch(Future::isDone)) {
          LockSupport.parkNanos(100_000);
        }
        collector.kill();
        for (Future<?> each : sending) {
          each.get();
        }
        assertThat(acks.get()).isGreaterThanOrEqualTo(enough);
      }
    }
    Map<Id, Integer> stored = new HashMap<>();
    try (LocalLog log = LocalLog.open(data.resolve("log"));
        LuceneIndex index = LuceneIndex.open(data.resolve("index"), log, false)) {
      try (Log.Cursor cursor = log.read(0)) {
        while (cursor.next()) {
          if (cursor.entry().hasBatch()) {
            Batch batch = Batch.parseFrom(cursor.entry().getBatch());
            stored.merge(
                new Id(batch.getRun().asReadOnlyByteBuffer().getInt(12), batch.getSequence()),
                1,
                Integer::sum);
          }
        }
      }
      assertThat(stored.keySet()).containsAll(acknowledged);
      assertThat(stored.values()).allMatch(count -> count == 1);
      assertThat(indexed(log, index)).isEqualTo(new HashSet<>(subjects(stored.keySet())));
    }
  }

  private static Set<String> indexed(LocalLog log, LuceneIndex index) throws IOException {
    try (Log.Cursor cursor = log.read(index.position())) {
      while (cursor.next()) {
        index.apply(cursor.position(), cursor.entry());
      }
    }
    index.refresh();
    Set<String> subjects = new HashSet<>();
    AccessRow.Cursor after = null;
    List<AccessRow> page;
    do {
      page = index.accesses(AccessFilter.between(null, null), after, 1_000);
      for (AccessRow row : page) {
        assertThat(subjects.add(row.subjects().getFirst().id())).isTrue();
        after = row.cursor();
      }
    } while (page.size() == 1_000);
    return subjects;
  }

  private static List<String> subjects(Set<Id> ids) {
    return ids.stream()
        .map(
            id ->
                java.util.HexFormat.of()
                    .formatHex(Batches.pseudonym(subject(id.run, id.sequence)).toByteArray()))
        .toList();
  }

  private static int subject(int run, long sequence) {
    return (int) (run * 100_000 + sequence);
  }

  /** Sends until the collector is gone, from the first batch that was not acknowledged. */
  private static void send(
      CollectorProcess collector,
      int sender,
      long[] next,
      String token,
      Set<Id> acknowledged,
      AtomicInteger acks) {
    while (true) {
      long sequence = next[sender] + 1;
      byte[] batch =
          Batches.one(sender, sequence, Instant.now(), subject(sender, sequence))
              .build()
              .toByteArray();
      try {
        assertThat(collector.post(batch, token)).isEqualTo(204);
      } catch (IOException | InterruptedException e) {
        return;
      }
      acknowledged.add(new Id(sender, sequence));
      next[sender] = sequence;
      acks.incrementAndGet();
    }
  }
}
