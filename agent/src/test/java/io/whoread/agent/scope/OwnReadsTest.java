package io.whoread.agent.scope;

import static org.assertj.core.api.Assertions.assertThat;

import io.whoread.agent.ship.AccessDraft;
import io.whoread.agent.ship.AccessDraft.SubjectDraft;
import io.whoread.agent.ship.CallerInfo;
import io.whoread.agent.ship.CallerInfo.ActorInfo;
import io.whoread.agent.ship.ExposureKey;
import io.whoread.agent.ship.Recorder;
import io.whoread.record.Roles;
import io.whoread.record.v1.GapReason;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

class OwnReadsTest {
  private static final long NOON = 1_790_000_000_000L;
  private static final CallerInfo CUSTOMER =
      new CallerInfo(
          new ActorInfo("0123456789abcdef0123456789abcdef", Roles.CUSTOMER, "principal", true),
          null,
          null);
  private static final ExposureKey EXPOSURE =
      new ExposureKey("order", 1, 0, new long[1], new long[1]);

  private final Told told = new Told();
  private final OwnReads reads = new OwnReads(told);

  private static final class Told implements Recorder {
    final List<AccessDraft> drafts = new ArrayList<>();

    @Override
    public boolean write(AccessDraft access) {
      return drafts.add(access);
    }

    @Override
    public void gap(GapReason reason, long fromMs, long toMs, long accesses, String detail) {
      throw new AssertionError(detail);
    }

    @Override
    public void fault(String where, Throwable error) {
      throw new AssertionError(where, error);
    }

    private long reads() {
      return drafts.stream().mapToLong(draft -> 1 + draft.repeats).sum();
    }
  }

  /** Whether it was counted, and not to be recorded at once. */
  private boolean counted(long atMs) {
    SubjectDraft subject = new SubjectDraft();
    subject.id = new byte[16];
    subject.exposure = EXPOSURE;
    AccessDraft draft = new AccessDraft();
    draft.atMs = atMs;
    draft.operation = "GET /orders/{id}";
    draft.caller = CUSTOMER;
    return reads.repeats(draft, subject);
  }

  @Property
  void eachReadIsToldOnceWhateverTheClockDoes(
      @ForAll @Size(max = 60)
          List<@LongRange(min = -2 * OwnReads.PERIOD_MS, max = 2 * OwnReads.PERIOD_MS) Long>
              steps) {
    told.drafts.clear();
    long now = NOON;
    long first = 0;
    for (long step : steps) {
      now += step;
      first += counted(now) ? 0 : 1;
      reads.tellUntil(now);
    }
    reads.tellUntil(Long.MAX_VALUE);
    assertThat(first + told.reads()).isEqualTo(steps.size());
  }

  @Example
  void aClockThatIsSetBackKeepsNothingBack() {
    assertThat(counted(NOON)).isFalse();
    assertThat(counted(NOON + 1_000)).isTrue();
    long yesterday = NOON - 24 * OwnReads.PERIOD_MS;
    assertThat(counted(yesterday)).isFalse();
    assertThat(told.reads()).isEqualTo(1);
    assertThat(counted(yesterday + 1_000)).isTrue();
    reads.tellUntil(yesterday - 24 * OwnReads.PERIOD_MS);
    assertThat(told.reads()).isEqualTo(2);
  }
}
