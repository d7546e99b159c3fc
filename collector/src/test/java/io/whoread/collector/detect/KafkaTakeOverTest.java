package io.whoread.collector.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.whoread.collector.Batches;
import io.whoread.collector.CollectorProcess;
import io.whoread.collector.RunningCollector;
import io.whoread.collector.alert.v1.Alert;
import io.whoread.collector.engine.Logs;
import io.whoread.collector.ingest.Intake;
import io.whoread.collector.ingest.Services;
import io.whoread.collector.log.Log;
import io.whoread.collector.log.Sealer;
import io.whoread.collector.log.kafka.Broker;
import io.whoread.collector.log.v1.Entry;
import io.whoread.record.v1.Batch;
import io.whoread.record.v1.Form;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three collectors on one topic: one works, and another goes on where it is killed. */
class KafkaTakeOverTest {
  private static final Instant MONDAY = Instant.parse("2026-03-02T00:00:00Z");
  private static final Pattern STANDS_BY = Pattern.compile("standing by: another collector");
  private static final Pattern LEADS_NO_MORE =
      Pattern.compile("another collector has taken over the log(?s:.*)standing by:");
  private static final int PARTITIONS = 4;
  private static final int RUNS = 12;
  private static final int ROUNDS = 4;

  @TempDir private Path temp;

  private final List<Member> members = new ArrayList<>();
  private int leader;

  /** A collector that is started again where it is killed. */
  private static final class Member {
    private final Path data;
    private final int port;
    private int starts;
    private CollectorProcess process;
    private boolean frozen;

    private Member(Path data, String topic) throws IOException {
      this.data = data;
      engines(data, topic);
      try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        port = socket.getLocalPort();
      }
    }

    private void start() throws IOException {
      Path output = data.resolveSibling(data.getFileName() + "-" + starts++ + ".out");
      process = CollectorProcess.launch(data, output, port);
    }

    private void end(boolean freeze) throws Exception {
      frozen = freeze;
      if (freeze) {
        process.signal("STOP");
      } else {
        process.kill();
      }
    }

    /** Until it stands by. */
    private void comeBack() throws Exception {
      if (frozen) {
        process.signal("CONT");
        process.await(LEADS_NO_MORE);
      } else {
        start();
      }
      process.await(STANDS_BY);
    }
  }

  @AfterEach
  void end() {
    for (Member each : members) {
      if (each.process != null) {
        each.process.close();
      }
    }
  }

  @Test
  void anotherOneTakesOverWhoeverIsKilledOrFrozen() throws Exception {
    List<Batch> batches = week();
    String topic = Broker.topic();
    String token = begin(topic, batches.getFirst());
    Random random = new Random(7);
    for (int round = 0; round < ROUNDS; round++) {
      int from = batches.size() * round / ROUNDS;
      int to = batches.size() * (round + 1) / ROUNDS;
      int fatal = from + random.nextInt(to - from);
      Member victim = null;
      for (int i = from; i < to; i++) {
        if (i == fatal && round < ROUNDS - 1) {
          victim = members.get(leader);
          victim.end(round == 1);
        }
        send(batches.get(i), token);
      }
      if (victim != null) {
        victim.comeBack();
      }
    }
    // It leaves in order, and the next one need not find out that it is gone.
    assertThat(members.get(leader).process.stop()).isEqualTo(143);
    send(batches.getLast(), token);
    Member last = members.get(leader);
    awaitDone(last);
    for (Member each : members) {
      each.process.stop();
    }
    verify(last.data, batches);
  }

  /** The first one leads, and has two stand by; a fourth lacks what it would need. */
  private String begin(String topic, Batch batch) throws Exception {
    for (int i = 0; i < 4; i++) {
      members.add(new Member(temp.resolve("collector-" + i), topic));
    }
    Member first = members.getFirst();
    String token = Services.open(first.data).add(RunningCollector.SERVICE);
    first.start();
    first.process.awaitListening();
    for (Member each : members.subList(1, 3)) {
      copy(first.data, each.data);
      each.start();
    }
    Member unfit = members.removeLast();
    unfit.start();
    for (Member each : members.subList(1, 3)) {
      each.process.await(STANDS_BY);
      assertThat(each.process.get("/actuator/health/liveness").statusCode()).isEqualTo(200);
      assertThat(each.process.get("/actuator/health/readiness").statusCode()).isEqualTo(503);
      assertThat(each.process.get("/actuator/prometheus").body())
          .contains("whoread_log_written 0.0");
      assertThat(each.process.get("/api/me").statusCode()).isEqualTo(503);
      assertThat(each.process.post(batch.toByteArray(), token)).isEqualTo(503);
    }
    await().until(() -> !unfit.process.isAlive());
    assertThat(unfit.process.output())
        .contains("log/topic is missing; copy the other one's folder log/ first");
    return token;
  }

  /** Until one takes it: as an agent that knows the three. */
  private void send(Batch batch, String token) throws InterruptedException {
    byte[] bytes = batch.toByteArray();
    await()
        .atMost(Duration.ofMinutes(2))
        .until(
            () -> {
              try {
                int status = members.get(leader).process.post(bytes, token);
                if (status == 204) {
                  return true;
                }
                assertThat(status).isEqualTo(503);
              } catch (IOException e) {
                // It is gone.
              }
              leader = (leader + 1) % members.size();
              return false;
            });
  }

  private static void awaitDone(Member member) {
    await()
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofSeconds(2))
        .until(
            () ->
                member
                    .process
                    .get("/actuator/prometheus")
                    .body()
                    .lines()
                    .filter(line -> line.startsWith("whoread_view_lag"))
                    .allMatch(line -> line.endsWith(" 0.0")));
  }

  private static void verify(Path data, List<Batch> batches) throws Exception {
    delete(data.resolve("log/tile"));
    for (int i = 1; i < PARTITIONS; i++) {
      delete(data.resolve("log/partition-" + i + "/tile"));
    }
    Map<List<Object>, Integer> stored = new HashMap<>();
    List<Alert> alerts = new ArrayList<>();
    List<Alert> undisturbed = new ArrayList<>();
    try (Log log = Logs.open(data);
        Log.Cursor cursor = log.read(log.start())) {
      // All is hashed again, and must give the checkpoints.
      Sealer.open(data.resolve("log"), log);
      Detection detection = new Detection(RulesFile.of(Map.of()).rules());
      while (cursor.next()) {
        Entry entry = cursor.entry();
        long at = cursor.position();
        switch (entry.getContentCase()) {
          case BATCH -> {
            Batch batch = Batch.parseFrom(entry.getBatch());
            stored.merge(List.of(batch.getRun(), batch.getSequence()), 1, Integer::sum);
            detection.accept(
                batch, entry.getService(), at, entry.getReceivedMs(), undisturbed::add);
          }
          case TICK -> detection.tick(entry.getReceivedMs(), at, undisturbed::add);
          case IMPORTED -> detection.imported(entry.getService(), entry.getImported().getRun());
          case ALERT -> alerts.add(entry.getAlert());
          default -> {}
        }
      }
    }
    assertThat(stored).hasSize(batches.size());
    assertThat(stored.values()).allMatch(times -> times == 1);
    assertThat(alerts).hasSizeGreaterThan(10).isEqualTo(undisturbed);
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

  private static void engines(Path data, String topic) throws IOException {
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
            .formatted(Broker.shared().address(), topic, PARTITIONS));
  }

  /** What one that stands by needs of one that leads. */
  private static void copy(Path from, Path to) throws IOException {
    Files.copy(from.resolve("services.yaml"), to.resolve("services.yaml"));
    try (Stream<Path> all = Files.walk(from.resolve("log"))) {
      for (Path each : all.toList()) {
        Path copy = to.resolve(from.relativize(each).toString());
        if (Files.isDirectory(each)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(each, copy, StandardCopyOption.REPLACE_EXISTING);
        }
      }
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
