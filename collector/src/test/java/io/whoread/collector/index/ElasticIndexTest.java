package io.whoread.collector.index;

import static io.whoread.collector.index.IndexCheck.ask;
import static io.whoread.collector.index.IndexCheck.feed;
import static io.whoread.collector.index.IndexCheck.follow;
import static io.whoread.collector.index.RandomReads.append;
import static io.whoread.collector.index.RandomReads.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.whoread.collector.engine.ElasticServer;
import io.whoread.collector.index.elastic.ElasticIndex;
import io.whoread.collector.index.elastic.ElasticSettings;
import io.whoread.collector.log.Follower;
import io.whoread.collector.log.LocalLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ElasticIndexTest {
  private static ElasticSettings settings(ElasticServer server, Random random) {
    return ElasticCalls.settings(server, "answers-" + Long.toHexString(random.nextLong()), null);
  }

  /** The same answers as from looking at each access, as those of the index on this machine. */
  @Property(tries = 6)
  void answersAreThoseOfLookingAtEachAccess(@ForAll Random random) throws Exception {
    String version = random.nextBoolean() ? ElasticServer.NEWEST : ElasticServer.OLDEST;
    ElasticSettings settings = settings(ElasticServer.of(version), random);
    Path dir = Files.createTempDirectory("whoread-index");
    try (LocalLog log = LocalLog.open(dir.resolve("log"))) {
      AccessModel model = new AccessModel();
      ElasticIndex index = ElasticIndex.open(settings, log, false);
      try {
        for (int round = 0; round < 3; round++) {
          for (int i = random.nextInt(12); i >= 0; i--) {
            log.append(entry(random, i)).get();
          }
          follow(log, index, model);
          ask(index, model, random, 12);
          if (random.nextBoolean()) {
            index.close();
            index = ElasticIndex.open(settings, log, false);
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

  /** A data stream that was rolled over since takes the same document again. */
  @Test
  void whatWasSentButNotNotedBeforeTheEndIsThereOnce(@TempDir Path dir) throws Exception {
    Random random = new Random(3);
    ElasticServer server = ElasticServer.of(ElasticServer.NEWEST);
    ElasticSettings settings = settings(server, random);
    try (LocalLog log = LocalLog.open(dir.resolve("log"))) {
      AccessModel model = new AccessModel();
      append(log, random, 20);
      // Nobody closes it: its process has ended.
      ElasticIndex ended = ElasticIndex.open(settings, log, false);
      follow(log, ended, model);
      append(log, random, 20);
      follow(log, ended, model);
      ElasticCalls.post(server, "/" + settings.name() + "-access-000001/_rollover");
      try (ElasticIndex again = ElasticIndex.open(settings, log, false)) {
        assertThat(again.position()).isLessThan(log.end());
        append(log, random, 5);
        follow(log, again, null);
        feed(log, 40, model);
        ask(again, model, random, 30);
      }
    }
  }

  /** While the cluster is away nothing is found, and nothing is lost. */
  @Test
  void whatTheLogTakesWhileTheClusterIsAwayIsFoundWhenItIsBack(@TempDir Path dir) throws Exception {
    Random random = new Random(7);
    try (ElasticServer server = ElasticServer.own(ElasticServer.NEWEST);
        LocalLog log = LocalLog.open(dir.resolve("log"));
        ElasticIndex index = ElasticIndex.open(settings(server, random), log, false);
        Follower follower = new Follower(log, index)) {
      AccessModel model = new AccessModel();
      follower.start();
      for (int round = 0; round < 2; round++) {
        append(log, random, 10 + random.nextInt(40));
        if (random.nextBoolean()) {
          await().until(() -> follower.lag() == 0);
        }
        server.kill();
        append(log, random, 10 + random.nextInt(40));
        await().until(() -> follower.failure() != null);
        assertThatThrownBy(() -> index.totals(AccessFilter.between(null, null)))
            .isInstanceOf(IOException.class);
        server.start();
        await()
            .atMost(Duration.ofMinutes(3))
            .until(() -> follower.failure() == null && follower.lag() == 0);
      }
      await().until(() -> !index.reach().behind());
      feed(log, 0, model);
      AccessFilter all = AccessFilter.between(null, null);
      await().untilAsserted(() -> assertThat(index.totals(all)).isEqualTo(model.totals(all)));
      ask(index, model, random, 20);
    }
  }
}
