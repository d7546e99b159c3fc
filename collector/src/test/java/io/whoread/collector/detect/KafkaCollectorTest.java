package io.whoread.collector.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.util.Timestamps;
import io.whoread.collector.Batches;
import io.whoread.collector.CollectorProcess;
import io.whoread.collector.Followers;
import io.whoread.collector.RunningCollector;
import io.whoread.collector.alert.v1.Alert;
import io.whoread.collector.alert.v1.Signal;
import io.whoread.collector.engine.Logs;
import io.whoread.collector.index.AccessFilter;
import io.whoread.collector.index.AccessRow;
import io.whoread.collector.index.Index;
import io.whoread.collector.index.ServingIndex;
import io.whoread.collector.ingest.Intake;
import io.whoread.collector.ingest.Services;
import io.whoread.collector.log.Log;
import io.whoread.collector.log.LogInUseException;
import io.whoread.collector.log.Positions;
import io.whoread.collector.log.Sealer;
import io.whoread.collector.log.View;
import io.whoread.collector.log.kafka.Broker;
import io.whoread.collector.sample.Sample;
import io.whoread.collector.settings.SettingsException;
import io.whoread.record.v1.Batch;
import io.whoread.record.v1.Form;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A collector whose log is on a topic of a real Kafka answers as one with a log of its own. */
class KafkaCollectorTest {
  private static final Instant MONDAY = Instant.parse("2026-03-02T00:00:00Z");
  private static final AccessFilter ALL = AccessFilter.between(null, null);
  private static final int PARTITIONS = 4;
  private static final int RUNS = 12;

  @TempDir private Path temp;

  @Test
  void theSameRecordsGiveTheSameAnswersAndAlertsOnBothLogs() throws Exception {
    Path local = temp.resolve("local");
    Path kafka = temp.resolve("kafka");
    engines(kafka, Broker.shared(), Broker.topic());
    List<Batch> batches = week();
    Answers expected = answers(local, batches);
    Answers found = answers(kafka, batches);
    assertThat(found.rows).hasSizeGreaterThan(1_000).isEqualTo(expected.rows);
    assertThat(found.totals).isEqualTo(expected.totals);
    assertThat(found.actors).isEqualTo(expected.actors);
    assertThat(found.days).isEqualTo(expected.days);
    assertThat(found.alerts).hasSizeGreaterThan(2).isEqualTo(expected.alerts);
    assertThat(found.partitions).hasSize(PARTITIONS);
    // Each partition's checkpoint is the head of what lies there: all is hashed again.
    deleteTiles(kafka.resolve("log"));
    try (Log log = Logs.open(kafka);
        Sealer sealer = Sealer.open(kafka.resolve("log"), log)) {
      assertThat(sealer.position()).isEqualTo(log.start());
      assertThatThrownBy(() -> Logs.open(kafka)).isInstanceOf(LogInUseException.class);
    }
    // Views that are made again from the topic find the same, and alert of nothing twice.
    delete(kafka.resolve("state"));
    delete(kafka.resolve("index"));
    Answers again = answers(kafka, List.of());
    assertThat(again.rows).isEqualTo(expected.rows);
    assertThat(again.alerts).isEqualTo(expected.alerts);
    assertThat(again.alertEntries).isEqualTo(found.alertEntries);
  }

  @Test
  void aLogMovesToKafkaAndStaysThere() throws Exception {
    Path data = temp.resolve("data");
    List<Batch> batches = week();
    Answers before = answers(data, batches);
    engines(data, Broker.shared(), Broker.topic());
    try (RunningCollector collector = RunningCollector.start(data)) {
      for (Batch each : batches.subList(0, 20)) {
        HttpResponse<String> answer = collector.post(each);
        assertThat(answer.headers().firstValue(Intake.Outcome.HEADER))
            .hasValue(Intake.Outcome.DUPLICATE.label());
      }
      Answers after = answers(collector, List.of());
      assertThat(after.rows).isEqualTo(before.rows);
      assertThat(after.alerts).isEqualTo(before.alerts);
      assertThat(after.alertEntries).isEqualTo(before.alertEntries);
      Instant now = Instant.now();
      for (int run = 100; run < 120; run++) {
        assertThat(collector.post(Batches.one(run, 1, now, run).build()).statusCode())
            .isEqualTo(204);
      }
      assertThat(answers(collector, List.of()).partitions).hasSize(PARTITIONS);
    }
    deleteTiles(data.resolve("log"));
    try (Log log = Logs.open(data)) {
      Sealer.open(data.resolve("log"), log).close();
    }
    Files.delete(data.resolve("engines.yaml"));
    assertThatThrownBy(() -> Logs.open(data))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("the log of this folder is in Kafka: say \"log: kafka\"");
    engines(data, Broker.shared(), Broker.topic());
    assertThatThrownBy(() -> Logs.open(data))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("is another topic than the one that");
  }

  @Test
  void acknowledgedBatchesSurviveKillsOfCollectorAndBroker() throws Exception {
    Path data = temp.resolve("data");
    String token = Services.open(data).add("shop");
    Map<Integer, Long> acknowledged = new ConcurrentHashMap<>();
    try (Broker broker = Broker.own()) {
      engines(data, broker, Broker.topic());
      for (int round = 0; round < 3; round++) {
        try (CollectorProcess collector =
            CollectorProcess.start(data, temp.resolve("collector.out"))) {
          int before = sum(acknowledged);
          AtomicBoolean stop = new AtomicBoolean();
          try (ExecutorService senders = Executors.newFixedThreadPool(4)) {
            List<Future<?>> sending = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
              int run = i;
              sending.add(senders.submit(() -> send(collector, run, token, acknowledged, stop)));
            }
            await().until(() -> sum(acknowledged) > before + 100);
            if (round > 0) {
              broker.kill();
              broker.start();
              int now = sum(acknowledged);
              await().until(() -> sum(acknowledged) > now + 50);
            }
            collector.kill();
            stop.set(true);
            for (Future<?> each : sending) {
              each.get();
            }
          }
        }
      }
      Map<List<Object>, Integer> stored = new HashMap<>();
      try (Log log = Logs.open(data);
          Log.Cursor cursor = log.read(log.start())) {
        Sealer.open(data.resolve("log"), log).close();
        while (cursor.next()) {
          if (cursor.entry().hasBatch()) {
            Batch batch = Batch.parseFrom(cursor.entry().getBatch());
            stored.merge(List.of(batch.getRun(), batch.getSequence()), 1, Integer::sum);
          }
        }
      }
      acknowledged.forEach(
          (run, last) -> {
            for (long sequence = 1; sequence <= last; sequence++) {
              assertThat(stored).containsKey(List.of(Batches.run(run), sequence));
            }
          });
      assertThat(stored.values()).allMatch(times -> times == 1);
    }
  }

  private static int sum(Map<Integer, Long> acknowledged) {
    return (int) acknowledged.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Sends until it is to stop, each batch until it is acknowledged. */
  private static void send(
      CollectorProcess collector,
      int run,
      String token,
      Map<Integer, Long> acknowledged,
      AtomicBoolean stop) {
    while (!stop.get()) {
      long sequence = acknowledged.getOrDefault(run, 0L) + 1;
      byte[] batch = Batches.one(run, sequence, Instant.now(), run).build().toByteArray();
      try {
        if (collector.post(batch, token) == 204) {
          acknowledged.put(run, sequence);
        }
      } catch (IOException | InterruptedException e) {
        return;
      }
    }
  }

  private static void engines(Path data, Broker broker, String topic) throws IOException {
    Files.createDirectories(data);
    Files.writeString(
        data.resolve("engines.yaml"),
        """
        log: kafka
        kafka:
          brokers: ["%s"]
          topic: %s
          partitions: %d
          replicas: 1
          fewer-replicas: accept
        """
            .formatted(broker.address(), topic, PARTITIONS));
  }

  private static List<Batch> week() {
    Traffic traffic = new Traffic(11).office(MONDAY, 5, 20, 30);
    for (int day = 0; day < 5; day++) {
      Instant nine = MONDAY.plusSeconds(day * 86_400 + 32_400);
      for (int thief = 0; thief < 3; thief++) {
        traffic.walk(
            nine, nine.plusSeconds(7_200), "T" + thief, "courier", Form.FORM_OPENED, 600, 10);
      }
    }
    List<Batch> batches = new ArrayList<>();
    for (Batch each : traffic.batches(40)) {
      int number = batches.size();
      batches.add(
          each.toBuilder()
              .setRun(Batches.run(number % RUNS))
              .setSequence(1 + number / RUNS)
              .setSender(Intake.IMPORT_SENDER)
              .build());
    }
    return batches;
  }

  private record Answers(
      List<AccessRow> rows,
      Index.Totals totals,
      List<Index.ActorTotal> actors,
      Map<?, ?> days,
      Set<String> alerts,
      int alertEntries,
      Set<Integer> partitions) {}

  private static Answers answers(Path data, List<Batch> batches) throws Exception {
    try (RunningCollector collector = RunningCollector.start(data)) {
      return answers(collector, batches);
    }
  }

  private static Answers answers(RunningCollector collector, List<Batch> batches) throws Exception {
    for (Batch each : batches) {
      assertThat(collector.post(each).statusCode()).isEqualTo(204);
    }
    Log log = collector.bean(Log.class);
    Followers followers = collector.bean(Followers.class);
    List<View> views =
        List.of(
            collector.bean(ServingIndex.class).now(),
            collector.bean(Sample.class),
            collector.bean(Detector.class));
    // The detector's own alerts make the log longer.
    await()
        .atMost(Duration.ofMinutes(2))
        .until(
            () -> {
              long end = log.end();
              return views.stream().allMatch(followers::caughtUp)
                  && !log.await(end, Duration.ofSeconds(1));
            });
    ServingIndex index = collector.bean(ServingIndex.class);
    index.now().refresh();
    List<AccessRow> rows = new ArrayList<>();
    index.each(ALL, rows::add);
    Set<String> alerts = new TreeSet<>();
    Set<Integer> partitions = new TreeSet<>();
    int entries = 0;
    try (Log.Cursor cursor = log.read(log.start())) {
      while (cursor.next()) {
        partitions.add(Positions.partition(cursor.position()));
        if (cursor.entry().hasAlert()) {
          entries++;
          Alert alert = cursor.entry().getAlert();
          Instant day = Instant.ofEpochMilli(Timestamps.toMillis(alert.getFrom()));
          for (Signal signal : alert.getSignalsList()) {
            alerts.add(
                alert.getActor()
                    + " "
                    + signal.getRule()
                    + " "
                    + day.atOffset(ZoneOffset.UTC).toLocalDate());
          }
        }
      }
    }
    return new Answers(
        rows.stream()
            .map(KafkaCollectorTest::anywhere)
            .sorted(Comparator.comparing(AccessRow::at).thenComparing(AccessRow::toString))
            .toList(),
        index.totals(ALL),
        index.actors(ALL, 100),
        index.days(ALL, ZoneOffset.UTC),
        alerts,
        entries,
        partitions);
  }

  /** Where it lies in the log differs. */
  private static AccessRow anywhere(AccessRow row) {
    return new AccessRow(
        0,
        row.ordinal(),
        row.at(),
        row.service(),
        row.instance(),
        row.operation(),
        row.form(),
        row.actor(),
        row.role(),
        row.actorSource(),
        row.onBehalfOf(),
        row.address(),
        row.session(),
        row.traceId(),
        row.purpose(),
        row.request(),
        row.repeats(),
        row.imported(),
        row.subjects(),
        row.unattributed(),
        row.loaded());
  }

  private static void deleteTiles(Path log) throws IOException {
    delete(log.resolve("tile"));
    for (int i = 1; i < PARTITIONS; i++) {
      delete(log.resolve("partition-" + i).resolve("tile"));
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
