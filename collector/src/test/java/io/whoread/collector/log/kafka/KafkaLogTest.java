package io.whoread.collector.log.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.whoread.collector.log.BrokenSealException;
import io.whoread.collector.log.Log;
import io.whoread.collector.log.Positions;
import io.whoread.collector.log.Sealer;
import io.whoread.collector.log.v1.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaLogTest {
  private static final int PARTITIONS = 3;

  private record Found(long position, Entry entry) {}

  @Test
  void everyReaderMeetsTheSameOrderAndGoesOnFromAnywhereInIt() throws Exception {
    KafkaSettings settings = Broker.shared().log(PARTITIONS);
    Random random = new Random(5);
    List<Found> order = new ArrayList<>();
    for (int start = 0; start < 3; start++) {
      try (KafkaLog log = KafkaLog.open(settings, () -> {})) {
        List<CompletableFuture<Long>> written = new ArrayList<>();
        try (Log.Cursor live = log.read(log.end())) {
          for (int i = 0; i < 150; i++) {
            written.add(append(log, random, start * 1_000 + i));
            if (random.nextInt(5) == 0) {
              written.getLast().get();
            }
          }
          for (CompletableFuture<Long> each : written) {
            each.get();
          }
          List<Found> seen = rest(live);
          assertThat(seen.stream().map(Found::position).toList())
              .containsExactlyInAnyOrderElementsOf(
                  written.stream().map(CompletableFuture::join).toList());
          order.addAll(seen);
        }
        assertThat(read(log, 0)).isEqualTo(order);
      }
      // What came to nothing leaves holes, and is not met.
      comeToNothing(settings);
    }
    try (KafkaLog log = KafkaLog.open(settings, () -> {});
        Log.Lookup lookup = log.lookup()) {
      assertThat(read(log, log.start())).isEqualTo(order);
      assertThat(order.stream().map(each -> Positions.partition(each.position)).distinct())
          .hasSize(PARTITIONS);
      assertThat(order.stream().map(each -> each.entry.getReceivedMs()).toList()).isSorted();
      assertThat(log.entriesFrom(log.end())).isZero();
      for (int i = 0; i < 25; i++) {
        int at = random.nextInt(order.size());
        long reached = order.get(at).position + 1;
        assertThat(log.holds(reached)).isTrue();
        assertThat(read(log, reached)).isEqualTo(order.subList(at + 1, order.size()));
        assertThat(lookup.at(order.get(at).position)).isEqualTo(order.get(at).entry);
        int other = random.nextInt(order.size());
        assertThat(log.isBefore(reached, order.get(other).position + 1)).isEqualTo(at < other);
        assertThat(log.entriesFrom(reached)).isGreaterThanOrEqualTo(order.size() - at - 1);
        long[] parts = log.inPartitions(reached);
        assertThat(order.subList(at + 1, order.size()))
            .allMatch(each -> each.position >= parts[Positions.partition(each.position)]);
      }
      assertThat(log.holds(Positions.of(PARTITIONS, 0))).isFalse();
      assertThat(log.holds(Positions.of(1, 1L << 40))).isFalse();
    }
  }

  @Test
  void aRunStaysInOnePartition() throws Exception {
    try (KafkaLog log = KafkaLog.open(Broker.shared().log(PARTITIONS), () -> {})) {
      ByteString run = ByteString.copyFromUtf8("a run of an agent");
      List<Long> positions = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        positions.add(log.append(entry(i), run).get());
      }
      assertThat(positions).isSorted().doesNotHaveDuplicates();
      assertThat(positions.stream().map(Positions::partition).distinct()).hasSize(1);
    }
  }

  @Test
  void whoeverOpensTheLogEndsWhoWroteBefore() throws Exception {
    KafkaSettings settings = Broker.shared().log(PARTITIONS);
    try (KafkaLog old = KafkaLog.open(settings, () -> {})) {
      old.append(entry(1)).get();
      try (KafkaLog young = KafkaLog.open(settings, () -> {})) {
        young.append(entry(2)).get();
        assertThatThrownBy(() -> old.append(entry(3)).get())
            .isInstanceOf(ExecutionException.class)
            .cause()
            .isInstanceOf(IOException.class)
            .hasMessage("another collector has taken over the log");
        assertThat(old.failure()).isNotNull();
        young.append(entry(4)).get();
        assertThat(read(young, 0).stream().map(each -> each.entry.getService()).toList())
            .containsExactly("shop-1", "shop-2", "shop-4");
      }
    }
  }

  @Test
  void whoeverFollowsMeetsTheSameOrderWhileItIsWritten() throws Exception {
    KafkaSettings settings = Broker.shared().log(PARTITIONS);
    Random random = new Random(17);
    try (KafkaLog old = KafkaLog.open(settings, () -> {});
        KafkaLog follower = KafkaLog.follow(settings);
        Log.Cursor cursor = follower.read(follower.start())) {
      assertThat(follower.isWritten()).isFalse();
      List<Found> seen = new ArrayList<>();
      List<CompletableFuture<Long>> written = new ArrayList<>();
      for (int i = 0; i < 2_000; i++) {
        written.add(append(old, random, i));
        if (i % 7 == 0) {
          written.getLast().get();
          seen.addAll(rest(cursor));
        }
      }
      for (CompletableFuture<Long> each : written) {
        each.get();
      }
      await()
          .until(
              () -> {
                seen.addAll(rest(cursor));
                return seen.size() == written.size();
              });
      assertThat(seen).isEqualTo(read(old, 0));
      assertThat(follower.end()).isEqualTo(old.end());
      assertThatThrownBy(() -> follower.append(entry(1)).get())
          .cause()
          .hasMessage("this collector stands by, and another one writes the log");
      assertThatThrownBy(() -> follower.confirm().get()).isInstanceOf(ExecutionException.class);
    }
    // Whoever wrote before has come to what follows the end.
    try (KafkaLog follower = KafkaLog.follow(settings);
        KafkaLog young = KafkaLog.open(settings, () -> {})) {
      assertThat(follower.end()).isEqualTo(young.end());
      assertThat(follower.holds(young.end())).isTrue();
      assertThat(read(follower, 0)).isEqualTo(read(young, 0));
    }
  }

  @Test
  void oneLeadsUntilItLeaves() throws Exception {
    KafkaSettings settings = Broker.shared().log(PARTITIONS);
    Duration patience = Duration.ofSeconds(30);
    List<Lead> line = new ArrayList<>();
    try {
      line.add(Lead.join(settings));
      assertThat(line.get(0).await(patience)).isTrue();
      line.add(Lead.join(settings));
      line.add(Lead.join(settings));
      assertThat(line.get(1).await(Duration.ofSeconds(4))).isFalse();
      assertThat(line.get(2).await(Duration.ZERO)).isFalse();
      line.remove(2).close();
      assertThat(line.get(0).await(Duration.ZERO)).isTrue();
      // What a writer confirms by is the group's too.
      try (KafkaLog log = KafkaLog.open(settings, () -> {})) {
        log.confirm().get();
      }
      line.remove(0).close();
      assertThat(line.get(0).await(patience)).isTrue();
    } finally {
      for (Lead each : line) {
        each.close();
      }
    }
  }

  @Test
  void whoeverIsEndedSignsNothingMore(@TempDir Path temp) throws Exception {
    KafkaSettings settings = Broker.shared().log(PARTITIONS);
    Path checkpoint = temp.resolve("checkpoint");
    try (KafkaLog old = KafkaLog.open(settings, () -> {});
        Sealer sealer = Sealer.open(temp, old)) {
      feed(old, sealer, 1);
      sealer.idle();
      String signed = Files.readString(checkpoint);
      assertThat(signed.split("\n")[1]).isEqualTo("1");
      try (KafkaLog young = KafkaLog.open(settings, () -> {});
          Log.Cursor cursor = young.read(sealer.position())) {
        young.append(entry(2)).get();
        // Though it has met an entry that is committed.
        assertThat(cursor.next()).isTrue();
        sealer.apply(cursor.position(), cursor.entry());
        assertThatThrownBy(sealer::close)
            .isInstanceOf(IOException.class)
            .hasMessage("not sealed: another collector has taken over the log");
        assertThat(checkpoint).hasContent(signed);
      }
    } catch (IOException e) {
      // Closed once more.
      assertThat(e).hasMessageStartingWith("not sealed: ");
    }
  }

  @Test
  void aCheckpointOfAnotherPartitionIsRefused(@TempDir Path temp) throws Exception {
    KafkaSettings settings = Broker.shared().log(PARTITIONS);
    try (KafkaLog log = KafkaLog.open(settings, () -> {})) {
      try (Sealer sealer = Sealer.open(temp, log)) {
        feed(log, sealer, 50);
      }
      Path first = temp.resolve("partition-1/checkpoint");
      assertThat(Files.readString(first).split("\n")[0]).endsWith("/1");
      Files.copy(
          first, temp.resolve("partition-2/checkpoint"), StandardCopyOption.REPLACE_EXISTING);
      assertThatThrownBy(() -> Sealer.open(temp, log))
          .isInstanceOf(BrokenSealException.class)
          .hasMessageContaining("partition-2/checkpoint: it is that of whoread/");
    }
  }

  private static void feed(KafkaLog log, Sealer sealer, int entries) throws Exception {
    Random random = new Random(3);
    for (int i = 0; i < entries; i++) {
      (entries == 1 ? log.append(entry(i)) : append(log, random, i)).get();
    }
    try (Log.Cursor cursor = log.read(sealer.position())) {
      while (cursor.next()) {
        sealer.apply(cursor.position(), cursor.entry());
      }
    }
  }

  @Test
  void aReaderWaitsForWhatComes() throws Exception {
    try (KafkaLog log = KafkaLog.open(Broker.shared().log(PARTITIONS), () -> {});
        Log.Cursor cursor = log.read(log.start())) {
      assertThat(log.end()).isEqualTo(log.start());
      assertThat(cursor.next()).isFalse();
      assertThat(log.await(log.end(), Duration.ofMillis(1))).isFalse();
      long at = log.append(entry(7)).get();
      assertThat(log.await(log.start(), Duration.ofSeconds(5))).isTrue();
      assertThat(cursor.next()).isTrue();
      assertThat(cursor.position()).isEqualTo(at);
      assertThat(cursor.next()).isFalse();
    }
  }

  @Test
  void nothingIsLostOrDoubledWhereTheBrokerIsKilled() throws Exception {
    try (Broker broker = Broker.own()) {
      KafkaSettings settings = broker.log(PARTITIONS);
      try (KafkaLog log = KafkaLog.open(settings, () -> {})) {
        Random random = new Random(11);
        List<CompletableFuture<Long>> written = new ArrayList<>();
        for (int kill = 0; kill < 3; kill++) {
          int before = written.size();
          for (int i = 0; i < 400; i++) {
            written.add(append(log, random, written.size()));
          }
          CompletableFuture<Long> some = written.get(before + random.nextInt(400));
          await().until(some::isDone);
          broker.kill();
          written.add(append(log, random, written.size()));
          broker.start();
        }
        for (CompletableFuture<Long> each : written) {
          each.get();
        }
        List<Found> found = read(log, 0);
        assertThat(found.stream().map(Found::position).toList())
            .containsExactlyInAnyOrderElementsOf(
                written.stream().map(CompletableFuture::join).toList());
        assertThat(found.stream().map(each -> each.entry.getService()).distinct())
            .hasSize(written.size());
      }
    }
  }

  @Test
  void aTopicInWhichALogIsNotSafeIsRefused() throws Exception {
    refused(settings -> settings, Map.of(), "min.insync.replicas is 1: set it to at least 2");
    Map<String, String> good = Map.of("retention.ms", "-1");
    refused(KafkaLogTest::few, Map.of(), "retention.ms is 604800000: set it to -1");
    refused(
        KafkaLogTest::few,
        Map.of("retention.ms", "-1", "cleanup.policy", "compact"),
        "cleanup.policy is compact: set it to delete");
    refused(
        KafkaLogTest::few,
        Map.of("retention.ms", "-1", "message.timestamp.type", "LogAppendTime"),
        "message.timestamp.type is LogAppendTime: set it to CreateTime");
    refused(
        KafkaLogTest::few,
        Map.of("retention.ms", "-1", "max.message.bytes", "60000"),
        "max.message.bytes is 60000: set it to at least ");
    refused(
        settings -> new KafkaSettings(settings.brokers(), settings.topic(), 7, 1, true, Map.of()),
        good,
        "it has 3 partitions, and engines.yaml says 7");
    refused(
        settings ->
            new KafkaSettings(settings.brokers(), settings.topic(), PARTITIONS, 3, true, Map.of()),
        good,
        "it has 1 replicas, and engines.yaml demands 3");
  }

  private interface Change {
    KafkaSettings of(KafkaSettings settings);
  }

  private static KafkaSettings few(KafkaSettings settings) {
    return new KafkaSettings(
        settings.brokers(), settings.topic(), PARTITIONS, 1, true, settings.client());
  }

  private static void refused(Change change, Map<String, String> configs, String why)
      throws Exception {
    KafkaSettings strict =
        new KafkaSettings(
            Broker.shared().address(), Broker.topic(), PARTITIONS, 1, false, Map.of());
    try (Admin admin = Clients.admin(strict)) {
      admin
          .createTopics(
              List.of(new NewTopic(strict.topic(), PARTITIONS, (short) 1).configs(configs)))
          .all()
          .get();
    }
    assertThatThrownBy(() -> KafkaLog.open(change.of(strict), () -> {}))
        .isInstanceOf(UnfitTopicException.class)
        .hasMessageContaining(why)
        .hasMessageNotContaining("\n");
  }

  private static CompletableFuture<Long> append(KafkaLog log, Random random, int number) {
    return random.nextInt(4) == 0
        ? log.append(entry(number))
        : log.append(entry(number), ByteString.copyFromUtf8("run " + random.nextInt(20)));
  }

  private static Entry entry(int number) {
    byte[] bytes = new byte[1 + new Random(number).nextInt(3_000)];
    return Entry.newBuilder()
        .setService("shop-" + number)
        .setBatch(ByteString.copyFrom(bytes))
        .build();
  }

  private static void comeToNothing(KafkaSettings settings) {
    try (KafkaProducer<byte[], byte[]> producer = Clients.producer(settings)) {
      producer.initTransactions();
      producer.beginTransaction();
      for (int i = 0; i < 30; i++) {
        producer.send(new ProducerRecord<>(settings.topic(), i % PARTITIONS, null, new byte[100]));
      }
      producer.flush();
      producer.abortTransaction();
    }
  }

  private static List<Found> read(Log log, long from) throws IOException {
    try (Log.Cursor cursor = log.read(from)) {
      return rest(cursor);
    }
  }

  private static List<Found> rest(Log.Cursor cursor) throws IOException {
    List<Found> found = new ArrayList<>();
    while (cursor.next()) {
      found.add(new Found(cursor.position(), cursor.entry()));
    }
    return found;
  }
}
