package io.whoread.collector.coverage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.util.Timestamps;
import io.whoread.collector.Batches;
import io.whoread.collector.RunningCollector;
import io.whoread.record.v1.Batch;
import io.whoread.record.v1.Coverage;
import io.whoread.record.v1.Gap;
import io.whoread.record.v1.GuardedType;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A collector to which agents of one service send, and which is asked how it stands. */
abstract class CheckedService {
  static final GuardedType ORDER =
      GuardedType.newBuilder()
          .setName("com.example.Order")
          .setSubjectKind("order")
          .putFields("receiverName", "name")
          .setHooked(true)
          .build();

  @TempDir private Path temp;
  RunningCollector collector;
  long sent;

  @BeforeEach
  void start() throws Exception {
    collector = RunningCollector.start(temp);
  }

  @AfterEach
  void stop() {
    collector.close();
  }

  static Coverage.Builder coverage() {
    return Coverage.newBuilder()
        .setAt(Timestamps.now())
        .setJava("21.0.3")
        .setConfiguration("whoread.yaml")
        .addTypes(ORDER);
  }

  void post(Batch.Builder batch) throws Exception {
    assertThat(collector.post(batch.build()).statusCode()).isEqualTo(204);
    awaitBatches(sent);
  }

  void send(int run, Coverage.Builder coverage, Gap... gaps) throws Exception {
    sent++;
    Batch.Builder batch = Batches.one(run, run == 1 ? sent : 1, Instant.now(), 5);
    for (Gap gap : gaps) {
      batch.addGaps(gap);
    }
    assertThat(collector.post(batch.addCoverage(coverage).build()).statusCode()).isEqualTo(204);
    awaitBatches(sent);
  }

  void awaitBatches(long count) {
    Coverages coverages = collector.bean(Coverages.class);
    await()
        .until(
            () ->
                coverages
                    .service("shop", Instant.now())
                    .filter(service -> service.accesses24h() >= count)
                    .isPresent());
  }

  CheckReport report(Duration later) {
    return CheckReport.of(
        "shop", collector.bean(Coverages.class), Instant.now().plus(later), ZoneOffset.UTC);
  }
}
