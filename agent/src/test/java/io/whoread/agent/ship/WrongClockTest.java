package io.whoread.agent.ship;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.whoread.record.v1.Access;
import io.whoread.record.v1.Batch;
import io.whoread.record.v1.Gap;
import io.whoread.record.v1.GapReason;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A clock that is years ahead for a moment costs the records of that moment, and no others. */
class WrongClockTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  @TempDir Path dir;

  private static AccessDraft at(long atMs, long number) {
    AccessDraft draft = Drafts.numbered(number, 1);
    draft.atMs = atMs;
    return draft;
  }

  /** As a collector does: nothing that is days ahead of it. */
  private static int answer(Batch batch) {
    long latest = System.currentTimeMillis() + TimeUnit.DAYS.toMillis(2);
    long start = PendingGaps.milliseconds(batch.getStart());
    boolean ahead = start > latest;
    for (Access access : batch.getAccessesList()) {
      ahead |= start + access.getOffsetMs() > latest;
    }
    for (Gap gap : batch.getGapsList()) {
      ahead |= PendingGaps.milliseconds(gap.getTo()) > latest;
    }
    return ahead ? 400 : 200;
  }

  @Test
  void whatIsToldOfThatTimeHarmsNothingElse() throws Exception {
    try (TestCollector collector = new TestCollector().behave((batch, exchange) -> answer(batch));
        Shipper shipper =
            Shipper.start(
                Drafts.config(dir.toFile()).collector(collector.uri()).build(), Drafts.FIELDS)) {
      long now = System.currentTimeMillis();
      shipper.write(at(now + TimeUnit.DAYS.toMillis(3_650), 1));
      await()
          .atMost(LONG)
          .untilAsserted(
              () ->
                  assertThat(collector.gaps())
                      .filteredOn(gap -> gap.getReason() == GapReason.GAP_REASON_REFUSED)
                      .extracting(Gap::getAccesses)
                      .containsExactly(1L));
      for (int number = 2; number < 5; number++) {
        shipper.write(at(now, number));
        int sent = number - 1;
        await().atMost(LONG).until(() -> collector.accesses().size() == sent);
      }
      assertThat(shipper.books().dropped()).isEqualTo(1);
    }
  }
}
