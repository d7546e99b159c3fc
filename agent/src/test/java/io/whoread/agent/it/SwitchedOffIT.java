package io.whoread.agent.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import io.whoread.record.v1.Gap;
import io.whoread.record.v1.GapReason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What is read while the agent is off is missing, and lies within a gap that is told. */
class SwitchedOffIT extends Deployed {
  private static final Duration LONG = Duration.ofSeconds(60);

  /** As the collector takes it of one that says no more: see KnownGaps. */
  private static final Duration LIVES_ON = Duration.ofMinutes(2);

  /** Longer than the first piece that has a length. */
  private static final Duration SEVERAL = Duration.ofSeconds(5);

  private final Path newest = Jdks.all().get(Jdks.all().size() - 1);
  private final Random random = new Random();
  private final Queue<Shown> shown = new ConcurrentLinkedQueue<>();
  private Path offFile;

  /** An order that a client was shown, at some time between the two. */
  private record Shown(long pid, int order, Instant after, Instant before) {}

  @Test
  void whateverIsMissingLiesWithinAGapThatIsToldAlsoAfterAKill() throws Exception {
    offFile = folder.resolve("whoread.off");
    // While it is being switched off, once it is, and before it has seen that it is to be on again.
    killed(1_000, service -> {});
    killed(
        2_000,
        service -> {
          isSaid(service, "is switched off");
          // The pieces go on: the collector would take it for on again after two minutes.
          await().atMost(LONG).until(() -> told(service.pid()).compareTo(SEVERAL) > 0);
        });
    killed(
        3_000,
        service -> {
          isSaid(service, "is switched off");
          more(random.nextInt(50));
          Files.delete(offFile);
        });
    Files.deleteIfExists(offFile);
    try (Jvm service = Jvm.service(newest, folder, deployment.agent())) {
      Thread client = client(service, 4_000);
      more(5);
      Files.createFile(offFile);
      isSaid(service, "is switched off");
      more(50);
      Files.delete(offFile);
      isSaid(service, "is switched on again");
      more(50);
      client.interrupt();
      client.join();
      await().atMost(LONG).untilAsserted(() -> assertThat(missing()).allMatch(this::isInAGap));
      service.stop();
    }
    assertThat(missing().stream().map(one -> one.order / 1_000).distinct())
        .as("rounds in which reads are missing")
        .contains(2, 3, 4);
    assertThat(shown).anyMatch(one -> one.order > 4_050 && !missing().contains(one));
  }

  private interface Step {
    void go(Jvm service) throws Exception;
  }

  private void killed(int firstOrder, Step whileOff) throws Exception {
    Files.deleteIfExists(offFile);
    try (Jvm service = Jvm.service(newest, folder, deployment.agent())) {
      Thread client = client(service, firstOrder);
      more(5);
      Files.createFile(offFile);
      whileOff.go(service);
      more(random.nextInt(80));
      service.kill();
      client.join();
    }
  }

  /** Reads one order after the other for as long as it is answered. */
  private Thread client(Jvm service, int firstOrder) {
    Thread client =
        new Thread(
            () -> {
              try {
                for (int order = firstOrder; !Thread.interrupted(); order++) {
                  Instant after = Instant.now();
                  service.get("e1001", "/orders/" + order);
                  shown.add(new Shown(service.pid(), order, after, Instant.now()));
                }
              } catch (Exception e) {
                // The service was killed, or enough was read.
              }
            });
    client.start();
    return client;
  }

  private void more(int reads) {
    int until = shown.size() + reads;
    await().atMost(LONG).until(() -> shown.size() >= until);
  }

  private static void isSaid(Jvm service, String words) {
    await().atMost(LONG).until(() -> service.said().contains("whoread " + words));
  }

  private List<Shown> missing() {
    Set<ByteString> told =
        deployment.collector.seen("GET /orders/{id}").stream()
            .flatMap(access -> access.subjects().stream())
            .collect(Collectors.toSet());
    List<Shown> missing = new ArrayList<>(shown);
    missing.removeIf(one -> told.contains(deployment.order(one.order)));
    return missing;
  }

  private boolean isInAGap(Shown one) {
    List<Gap> pieces = pieces(one.pid);
    return !pieces.isEmpty()
        && !from(pieces).isAfter(one.before)
        && !until(pieces).isBefore(one.after);
  }

  /** Of an interval that is told, so far. */
  private Duration told(long pid) {
    List<Gap> pieces = pieces(pid);
    return pieces.isEmpty() ? Duration.ZERO : Duration.between(from(pieces), to(pieces));
  }

  /** A process is switched off once here: each piece begins where the one before ends. */
  private List<Gap> pieces(long pid) {
    List<Gap> pieces =
        deployment.collector.batches().stream()
            .filter(batch -> batch.getInstance().endsWith(":" + pid))
            .flatMap(batch -> batch.getGapsList().stream())
            .filter(gap -> gap.getReason() == GapReason.GAP_REASON_OFF)
            .toList();
    for (int i = 1; i < pieces.size(); i++) {
      assertThat(pieces.get(i).getFrom()).isEqualTo(pieces.get(i - 1).getTo());
    }
    return pieces;
  }

  private static Instant from(List<Gap> pieces) {
    return instant(pieces.get(0).getFrom());
  }

  private static Instant to(List<Gap> pieces) {
    return instant(pieces.get(pieces.size() - 1).getTo());
  }

  private static Instant until(List<Gap> pieces) {
    boolean over = pieces.get(pieces.size() - 1).getDetail().equals("switched on again");
    return over ? to(pieces) : to(pieces).plus(LIVES_ON);
  }

  private static Instant instant(Timestamp timestamp) {
    return Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos());
  }
}
