package io.whoread.collector.index;

import static io.whoread.collector.index.IndexCheck.ask;
import static io.whoread.collector.index.IndexCheck.follow;
import static io.whoread.collector.index.RandomReads.entry;

import io.whoread.collector.index.elastic.ElasticIndex;
import io.whoread.collector.index.elastic.ElasticSettings;
import io.whoread.collector.log.LocalLog;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ElasticIndexTest {
  @TempDir private Path temp;

  @Test
  void answersAreThoseOfLookingAtEachAccess() throws Exception {
    for (int seed = 0; seed < 4; seed++) {
      Random random = new Random(seed);
      ElasticSettings settings =
          new ElasticSettings(
              List.of(URI.create("http://127.0.0.1:19200")),
              null,
              null,
              null,
              null,
              "test-" + System.nanoTime(),
              null);
      try (LocalLog log = LocalLog.open(temp.resolve("log-" + seed))) {
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
      }
    }
  }
}
