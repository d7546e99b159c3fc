package io.whoread.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.whoread.collector.ingest.Services;
import io.whoread.collector.log.LocalLog;
import io.whoread.collector.log.Log;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A running collector is copied as the operations page says, and the copy starts. */
class BackUpTest {
  @TempDir private Path temp;

  @Test
  void copyOfARunningCollectorStartsAndHoldsWhatWasAcknowledged() throws Exception {
    Path data = temp.resolve("data");
    Path copy = temp.resolve("copy");
    String token = Services.open(data).add("shop");
    long before;
    try (CollectorProcess collector = CollectorProcess.start(data, temp.resolve("first.out"))) {
      AtomicLong acknowledged = new AtomicLong();
      AtomicLong most = new AtomicLong(Long.MAX_VALUE);
      CompletableFuture<Void> posting =
          CompletableFuture.runAsync(() -> post(collector, token, acknowledged, most));
      await().until(() -> acknowledged.get() > 50 && sealed(data) > 0);
      before = acknowledged.get();
      assertThat(copy(data, copy)).isEmpty();
      // It was copied while it went on.
      await().until(() -> acknowledged.get() > before + 50);
      most.set(0);
      posting.join();
    }
    // There were no rules of one's own to copy, and nobody else may look into it.
    assertThat(copy.resolve("services.yaml"))
        .hasSameTextualContentAs(data.resolve("services.yaml"));
    assertThat(copy.resolve("rules.yaml")).doesNotExist();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copy)))
        .isEqualTo("rwx------");
    // Without the key it is not the log that was sealed with it ...
    assertThatThrownBy(() -> CollectorProcess.start(copy, temp.resolve("keyless.out")))
        .hasMessageContaining("signing-key: missing")
        .hasMessageContaining("--renew-seals");
    Files.copy(data.resolve("log/signing-key"), copy.resolve("log/signing-key"));
    try (CollectorProcess restored = CollectorProcess.start(copy, temp.resolve("second.out"))) {
      assertThat(restored.output()).contains("the log is what its last checkpoint tells of");
      assertThat(restored.post(batch(1), token)).isEqualTo(204);
      assertThat(restored.post(batch(1_000_000), token)).isEqualTo(204);
      assertThat(restored.stop()).isEqualTo(143);
    }
    assertThat(batches(copy)).isGreaterThan(before);
    // ... and whoever has none goes on with new seals.
    Files.delete(copy.resolve("log/signing-key"));
    try (CollectorProcess renewed =
        CollectorProcess.start(
            copy, temp.resolve("third.out"), List.of(), List.of("--renew-seals"))) {
      assertThat(renewed.output()).contains("beginning new seals");
      assertThat(renewed.post(batch(1_000_001), token)).isEqualTo(204);
    }
  }

  /** What the page says to type; returns what it printed. */
  private static String copy(Path data, Path copy) throws Exception {
    String page =
        Files.readString(Path.of(System.getProperty("whoread.home")).resolve("docs/operations.md"));
    Matcher block =
        Pattern.compile("```sh\n(mkdir -p \"\\$COPY.*?)```", Pattern.DOTALL).matcher(page);
    assertThat(block.find()).isTrue();
    ProcessBuilder shell =
        new ProcessBuilder("sh", "-e", "-c", block.group(1)).redirectErrorStream(true);
    shell.environment().put("DATA", data.toString());
    shell.environment().put("COPY", copy.toString());
    Process process = shell.start();
    String printed = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor()).isZero();
    return printed;
  }

  private static void post(
      CollectorProcess collector, String token, AtomicLong acknowledged, AtomicLong most) {
    try {
      while (acknowledged.get() < most.get()) {
        assertThat(collector.post(batch(acknowledged.get() + 1), token)).isEqualTo(204);
        acknowledged.incrementAndGet();
      }
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] batch(long sequence) {
    return Batches.one(1, sequence, Instant.now(), (int) sequence).build().toByteArray();
  }

  private static long sealed(Path data) throws Exception {
    return Long.parseLong(Files.readAllLines(data.resolve("log/checkpoint")).get(1));
  }

  private static long batches(Path data) throws Exception {
    long batches = 0;
    try (LocalLog log = LocalLog.open(data.resolve("log"));
        Log.Cursor cursor = log.read(0)) {
      while (cursor.next()) {
        batches += cursor.entry().hasBatch() ? 1 : 0;
      }
    }
    return batches;
  }
}
