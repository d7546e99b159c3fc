package io.whoread.collector.index;

import static io.whoread.collector.index.IndexCheck.ask;
import static io.whoread.collector.index.IndexCheck.follow;
import static io.whoread.collector.index.RandomReads.entry;

import io.whoread.collector.engine.ElasticServer;
import io.whoread.collector.index.elastic.ElasticIndex;
import io.whoread.collector.index.elastic.ElasticSettings;
import io.whoread.collector.log.LocalLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class ElasticIndexTest {
  /** The same answers as from looking at each access, as those of the index on this machine. */
  @Property(tries = 6)
  void answersAreThoseOfLookingAtEachAccess(@ForAll Random random) throws Exception {
    String version = random.nextBoolean() ? ElasticServer.NEWEST : ElasticServer.OLDEST;
    ElasticSettings settings =
        new ElasticSettings(
            List.of(ElasticServer.of(version).address()),
            null,
            null,
            null,
            null,
            "answers-" + Long.toHexString(random.nextLong()),
            null);
    Path dir = Files.createTempDirectory("whoread-index");
    try (LocalLog log = LocalLog.open(dir.resolve("log"))) {
      AccessModel model = new AccessModel();
      ElasticIndex index = ElasticIndex.open(settings, log);
      try {
        for (int round = 0; round < 3; round++) {
          for (int i = random.nextInt(12); i >= 0; i--) {
            log.append(entry(random, i)).get();
          }
          follow(log, index, model);
          ask(index, model, random, 12);
          if (random.nextBoolean()) {
            index.close();
            index = ElasticIndex.open(settings, log);
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
}
