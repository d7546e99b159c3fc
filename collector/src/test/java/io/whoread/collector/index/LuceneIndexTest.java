package io.whoread.collector.index;

import static io.whoread.collector.index.IndexCheck.ask;
import static io.whoread.collector.index.IndexCheck.feed;
import static io.whoread.collector.index.IndexCheck.follow;
import static io.whoread.collector.index.RandomReads.append;
import static io.whoread.collector.index.RandomReads.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.whoread.collector.Batches;
import io.whoread.collector.index.lucene.LuceneIndex;
import io.whoread.collector.log.LocalLog;
import io.whoread.collector.log.v1.Entry;
import io.whoread.record.v1.Access;
import io.whoread.record.v1.Batch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LuceneIndexTest {
  @TempDir private Path temp;

  /** Whatever is asked of whatever was read: the same answers as from looking at each access. */
  @Property(tries = 25)
  void answersAreThoseOfLookingAtEachAccess(@ForAll Random random) throws Exception {
    Path dir = Files.createTempDirectory("whoread-index");
    try (LocalLog log = LocalLog.open(dir.resolve("log"))) {
      AccessModel model = new AccessModel();
      LuceneIndex index = LuceneIndex.open(dir.resolve("index"), log, false);
      try {
        for (int round = 0; round < 3; round++) {
          for (int i = random.nextInt(12); i >= 0; i--) {
            log.append(entry(random, i)).get();
          }
          follow(log, index, model);
          ask(index, model, random, 12);
          if (random.nextBoolean()) {
            index.close();
            index = LuceneIndex.open(dir.resolve("index"), log, random.nextInt(3) == 0);
            follow(log, index, null);
            ask(index, model, random, 6);
          }
        }
      } finally {
        index.close();
      }
    } finally {
      BrokenIndexTest.delete(dir);
    }
  }

  @Test
  void whatWasNotCommittedIsTakenInAgainOnce() throws Exception {
    Random random = new Random(5);
    AccessModel model = new AccessModel();
    try (LocalLog log = LocalLog.open(temp.resolve("log"))) {
      append(log, random, 30);
      Path dir = temp.resolve("index");
      LuceneIndex index = LuceneIndex.open(dir, log, false);
      follow(log, index, model);
      index.close();
      append(log, random, 30);
      // What a crash leaves: the commits so far, and a state older than some of them.
      byte[] state = Files.readAllBytes(dir.resolve("state"));
      index = LuceneIndex.open(dir, log, false);
      follow(log, index, model);
      index.close();
      Files.write(dir.resolve("state"), state);
      append(log, random, 5);
      assertThat(IndexCheck.holdsAllOf(log, dir, random)).isEqualTo(30);
    }
  }

  @Test
  void recordsOfManyDaysInOneBatchAreAllFound() throws Exception {
    try (LocalLog log = LocalLog.open(temp.resolve("log"))) {
      Batch.Builder batch = Batches.one(1, 1, RandomReads.FIRST, 1);
      Access one = batch.getAccesses(0);
      for (int i = 1; i < 60; i++) {
        batch.addAccesses(one.toBuilder().setOffsetMs((59 - i) * 86_400_000L));
      }
      for (int run = 1; run <= 3; run++) {
        log.append(
                Entry.newBuilder()
                    .setService("shop")
                    .setBatch(batch.setRun(Batches.run(run)).build().toByteString())
                    .build())
            .get();
      }
      AccessModel model = new AccessModel();
      for (boolean reindex : new boolean[] {false, false, true}) {
        LuceneIndex index = LuceneIndex.open(temp.resolve("index"), log, reindex);
        follow(log, index, null);
        assertThat(index.totals(AccessFilter.between(null, null)).accesses()).isEqualTo(180);
        assertThat(index.accesses(AccessFilter.between(null, null), null, 1_000)).hasSize(180);
        index.close();
      }
      feed(log, 0, model);
      assertThat(model.totals(AccessFilter.between(null, null)).accesses()).isEqualTo(180);
    }
  }
}
