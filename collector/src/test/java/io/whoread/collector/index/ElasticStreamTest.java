package io.whoread.collector.index;

import static io.whoread.collector.index.IndexCheck.ask;
import static io.whoread.collector.index.IndexCheck.feed;
import static io.whoread.collector.index.IndexCheck.follow;
import static io.whoread.collector.index.RandomReads.append;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.whoread.collector.engine.ElasticServer;
import io.whoread.collector.index.elastic.ElasticIndex;
import io.whoread.collector.index.elastic.ElasticSettings;
import io.whoread.collector.index.elastic.UnfitClusterException;
import io.whoread.collector.log.Follower;
import io.whoread.collector.log.LocalLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of the data stream that holds the documents. */
class ElasticStreamTest {
  private static final AccessFilter ALL = AccessFilter.between(null, null);

  @TempDir private Path dir;

  private final Random random = new Random(11);
  private final AccessModel model = new AccessModel();
  private ElasticServer server;
  private ElasticSettings settings;

  @BeforeEach
  void aName() {
    server = ElasticServer.of(ElasticServer.NEWEST);
    settings =
        ElasticCalls.settings(server, "stream-" + Long.toHexString(new Random().nextLong()), null);
  }

  private String stream(int number) {
    return settings.name() + "-access-00000" + number;
  }

  private long documents() throws Exception {
    ElasticCalls.post(server, "/" + settings.name() + "-access-*/_refresh");
    return ElasticCalls.get(server, "/" + settings.name() + "-access-*/_count")
        .path("count")
        .asLong();
  }

  private int indices() throws Exception {
    return ElasticCalls.get(server, "/" + settings.name() + "-access-*/_settings").size();
  }

  /**
   * As a cluster does it by itself when its disk is full, and as its administrator does: what is
   * there is found, and what comes is held up until there is room.
   */
  @ParameterizedTest
  @ValueSource(strings = {"read_only_allow_delete", "write"})
  void aFullClusterHoldsUpTheIndexAndNothingIsLost(String block) throws Exception {
    try (LocalLog log = LocalLog.open(dir.resolve("log"));
        ElasticIndex index = ElasticIndex.open(settings, log, false);
        Follower follower = new Follower(log, index)) {
      append(log, random, 20);
      follower.start();
      await().until(() -> follower.lag() == 0 && !index.totals(ALL).equals(model.totals(ALL)));
      feed(log, 0, model);
      await().untilAsserted(() -> assertThat(index.totals(ALL)).isEqualTo(model.totals(ALL)));
      ElasticCalls.block(server, stream(1), block, true);
      long before = log.end();
      append(log, random, 30);
      await().atMost(Duration.ofMinutes(1)).until(() -> follower.failure() != null);
      assertThat(index.totals(ALL)).isEqualTo(model.totals(ALL));
      append(log, random, 10);
      assertThat(follower.lag()).isPositive();
      ElasticCalls.block(server, stream(1), block, false);
      await()
          .atMost(Duration.ofMinutes(2))
          .until(() -> follower.failure() == null && follower.lag() == 0);
      feed(log, before, model);
      await().untilAsserted(() -> assertThat(index.totals(ALL)).isEqualTo(model.totals(ALL)));
      ask(index, model, random, 10);
      assertThat(documents()).isEqualTo(model.accesses(ALL).size());
    }
  }

  @Test
  void theIndexOfAnotherLogIsLeftAlone() throws Exception {
    try (LocalLog log = LocalLog.open(dir.resolve("log"));
        LocalLog another = LocalLog.open(dir.resolve("another"))) {
      append(log, random, 20);
      append(another, random, 30);
      try (ElasticIndex index = ElasticIndex.open(settings, log, false)) {
        follow(log, index, model);
      }
      assertThatThrownBy(() -> ElasticIndex.open(settings, another, false))
          .isInstanceOf(UnfitClusterException.class)
          .hasMessageContaining("another log")
          .hasMessageContaining("--reindex");
      try (LocalLog empty = LocalLog.open(dir.resolve("empty"))) {
        assertThatThrownBy(() -> ElasticIndex.open(settings, empty, false))
            .isInstanceOf(UnfitClusterException.class);
      }
      try (ElasticIndex index = ElasticIndex.open(settings, log, false)) {
        ask(index, model, random, 10);
        // Whoever asks for it takes the name over, and the other one notices.
        AccessModel other = new AccessModel();
        try (ElasticIndex taken = ElasticIndex.open(settings, another, true)) {
          follow(another, taken, other);
          ask(taken, other, random, 10);
        }
        append(log, random, 5);
        assertThatThrownBy(() -> follow(log, index, null));
        assertThatThrownBy(() -> follow(log, index, null))
            .hasRootCauseInstanceOf(UnfitClusterException.class);
      }
    }
  }

  /** Two that begin at the same time: one of them learns that it is not alone. */
  @Test
  void ofTwoEmptyLogsOneHasTheName() throws Exception {
    try (LocalLog log = LocalLog.open(dir.resolve("log"));
        LocalLog another = LocalLog.open(dir.resolve("another"));
        ElasticIndex index = ElasticIndex.open(settings, log, false);
        ElasticIndex other = ElasticIndex.open(settings, another, false)) {
      assertThat(index.totals(ALL).accesses()).isZero();
      append(log, random, 10);
      append(another, random, 10);
      follow(log, index, model);
      assertThatThrownBy(() -> follow(another, other, null));
      assertThatThrownBy(() -> follow(another, other, null))
          .hasRootCauseInstanceOf(UnfitClusterException.class);
      ask(index, model, random, 10);
    }
  }

  @Test
  void ofARestoredLogTheIndexIsMadeAgain() throws Exception {
    try (LocalLog log = LocalLog.open(dir.resolve("log"))) {
      append(log, random, 15);
    }
    Path copy = dir.resolve("copy");
    try (Stream<Path> files = Files.walk(dir.resolve("log"))) {
      for (Path each : files.toList()) {
        Files.copy(each, copy.resolve(dir.resolve("log").relativize(each).toString()));
      }
    }
    try (LocalLog log = LocalLog.open(dir.resolve("log"));
        ElasticIndex index = ElasticIndex.open(settings, log, false)) {
      append(log, random, 15);
      follow(log, index, null);
    }
    try (LocalLog log = LocalLog.open(copy)) {
      append(log, random, 40);
      try (ElasticIndex index = ElasticIndex.open(settings, log, false)) {
        assertThat(index.position()).isZero();
        follow(log, index, model);
        ask(index, model, random, 20);
        assertThat(documents()).isEqualTo(model.accesses(ALL).size());
      }
    }
  }

  @Test
  void anOlderTemplateIsReplacedAndANewerOneRefused() throws Exception {
    String template = "/_index_template/" + settings.name() + "-access";
    String of =
        "{\"index_patterns\":[\""
            + settings.name()
            + "-access-*\"],\"data_stream\":{},\"version\":%d,\"_meta\":{\"managed_by\":\"%s\"}}";
    try (LocalLog log = LocalLog.open(dir.resolve("log"))) {
      append(log, random, 20);
      try (ElasticIndex index = ElasticIndex.open(settings, log, false)) {
        follow(log, index, model);
      }
      assertThat(indices()).isEqualTo(1);
      ElasticCalls.put(server, template, of.formatted(0, "whoread"));
      try (ElasticIndex index = ElasticIndex.open(settings, log, false)) {
        append(log, random, 20);
        follow(log, index, model);
        ask(index, model, random, 10);
      }
      assertThat(indices()).isEqualTo(2);
      assertThat(
              ElasticCalls.get(server, template)
                  .at("/index_templates/0/index_template/version")
                  .asInt())
          .isEqualTo(1);
      ElasticCalls.put(server, template, of.formatted(99, "whoread"));
      assertThatThrownBy(() -> ElasticIndex.open(settings, log, false))
          .isInstanceOf(UnfitClusterException.class)
          .hasMessageContaining("version 99");
      ElasticCalls.put(server, template, of.formatted(1, "somebody"));
      assertThatThrownBy(() -> ElasticIndex.open(settings, log, false))
          .isInstanceOf(UnfitClusterException.class)
          .hasMessageContaining("is not whoread's");
    }
  }

  /** A server without data stream lifecycles: it is done from here. */
  @Test
  void whatIsOlderThanItIsToBeKeptIsLetGoOf() throws Exception {
    Duration kept = Duration.ofSeconds(3);
    settings = ElasticCalls.settings(server, settings.name(), kept);
    try (LocalLog log = LocalLog.open(dir.resolve("log"))) {
      append(log, random, 20);
      try (ElasticIndex index = ElasticIndex.open(settings, log, false)) {
        follow(log, index, null);
        assertThat(documents()).isPositive();
      }
      ElasticCalls.post(server, "/" + stream(1) + "/_rollover");
      long rolled = System.nanoTime();
      await().until(() -> System.nanoTime() - rolled > kept.plusSeconds(1).toNanos());
      long from = log.end();
      append(log, random, 20);
      try (ElasticIndex index = ElasticIndex.open(settings, log, false)) {
        follow(log, index, null);
      }
      feed(log, from, model);
      assertThat(indices()).isEqualTo(1);
      assertThat(documents()).isEqualTo(model.accesses(ALL).size());
    }
  }
}
