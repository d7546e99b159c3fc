package io.whoread.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.BeforeTry;

/**
 * Whatever fails while the agent is switched off and on, it ends up as wanted, and told as it is.
 */
class OffSwitchTest {
  private static final long TICK_MS = 2_000;

  private final List<long[]> told = new ArrayList<>();
  private final List<String> details = new ArrayList<>();
  private final List<String> said = new ArrayList<>();

  /** Intervals in which requests were let pass, or what they use was not all woven. */
  private final List<long[]> off = new ArrayList<>();

  private Random failures;
  private boolean failing;
  private boolean passes;
  private boolean woven;
  private long nowMs;
  private OffSwitch offSwitch;

  @BeforeTry
  void begin() {
    told.clear();
    details.clear();
    said.clear();
    off.clear();
    passes = false;
    woven = true;
    nowMs = 1_790_000_000_000L;
    offSwitch = new OffSwitch(new Jvm(), this::tell, () -> nowMs, said::add);
  }

  /** All that can fail does so before, after, or half-way: to whoever calls it is the same. */
  private final class Jvm implements OffSwitch.Capture {
    @Override
    public void pass(boolean all) {
      if (all && !passes) {
        off.add(new long[] {nowMs, Long.MAX_VALUE});
      } else if (!all && passes) {
        off.get(off.size() - 1)[1] = nowMs;
      }
      passes = all;
    }

    @Override
    public void weave() {
      mayFail();
      woven = true;
      mayFail();
    }

    @Override
    public void unweave() {
      mayFail();
      woven = false;
      mayFail();
    }
  }

  /** Memory may end, and whatever is done takes a while. */
  private void mayFail() {
    nowMs += failures.nextInt(3) * 500L;
    if (failing && failures.nextInt(3) == 0) {
      throw new OutOfMemoryError("of a test");
    }
  }

  private void tell(long fromMs, long toMs, String detail) {
    mayFail();
    told.add(new long[] {fromMs, toMs});
    details.add(detail);
    mayFail();
  }

  @Property(tries = 500)
  void itIsAsWantedAndToldAsItIs(
      @ForAll Random random, @ForAll @IntRange(min = 1, max = 120) int steps) {
    failures = random;
    boolean wanted = false;
    for (int step = 0; step < steps; step++) {
      failing = random.nextInt(3) > 0;
      if (random.nextInt(8) == 0) {
        wanted = !wanted;
        boolean now = wanted;
        tried(() -> offSwitch.want(now));
        assertThat(passes || !wanted).as("off at once, whatever fails").isTrue();
      }
      nowMs += TICK_MS;
      tried(offSwitch::tick);
    }
    failing = false;
    offSwitch.tick();
    assertThat(passes).isEqualTo(wanted);
    assertThat(woven).isEqualTo(!wanted);
    for (long[] each : off) {
      long until = Math.min(each[1], nowMs - OffSwitch.TELL_MS - TICK_MS);
      assertThat(toldFrom(each[0])).as("told from %d on", each[0]).isGreaterThanOrEqualTo(until);
    }
    if (!told.isEmpty()) {
      assertThat(details.get(details.size() - 1))
          .isEqualTo(wanted ? "switched off" : "switched on again");
    }
    int before = told.size();
    if (!wanted) {
      nowMs += OffSwitch.TELL_MS;
      offSwitch.tick();
      assertThat(told).as("told while it is on").hasSize(before);
    }
    nowMs++;
    offSwitch.end();
    assertThat(told.size() > before).isEqualTo(wanted);
  }

  /** The trail had it that it is on, and the one word that it is off again was lost. */
  @Property(tries = 1)
  void whatCouldNotBeToldIsToldByTheNextTick() {
    Trail trail = new Trail();
    offSwitch = new OffSwitch(new Jvm(), trail, () -> nowMs, said::add);
    failures = new Random(0);
    offSwitch.want(true);
    for (int i = 0; i < 20; i++) {
      nowMs += TICK_MS;
      offSwitch.tick();
    }
    trail.isFailing = true;
    tried(() -> offSwitch.want(false));
    assertThat(details).last().isEqualTo("switched on again");
    tried(() -> offSwitch.want(true));
    trail.isFailing = false;
    nowMs += TICK_MS;
    offSwitch.tick();
    assertThat(details).last().isEqualTo("switched off");
  }

  /** Keeps what says that it is on, and fails then; what says that it is off is lost. */
  private final class Trail implements OffSwitch.Trail {
    private boolean isFailing;

    @Override
    public void off(long fromMs, long toMs, String detail) {
      if (!isFailing || detail.equals("switched on again")) {
        tell(fromMs, toMs, detail);
      }
      if (isFailing) {
        throw new OutOfMemoryError("of a test");
      }
    }
  }

  private static void tried(Runnable step) {
    try {
      step.run();
    } catch (OutOfMemoryError e) {
      assertThat(e).hasMessage("of a test");
    }
  }

  /** Up to where it is told from a time on, in one piece or several. */
  private long toldFrom(long at) {
    long until = at;
    for (long[] piece : told) {
      until = piece[0] <= until ? Math.max(until, piece[1]) : until;
    }
    return until;
  }

  /** Pieces follow each other, short ones first; what is told is what was off. */
  @Property(tries = 100)
  void whereNothingFailsItIsToldOnceInPiecesThatMeet(
      @ForAll @IntRange(min = 1, max = 300) int ticksOff,
      @ForAll @IntRange(max = 30) int ticksOnAfterwards) {
    failures =
        new Random(0) {
          @Override
          public int nextInt(int bound) {
            return 0;
          }
        };
    failing = false;
    long offMs = nowMs;
    offSwitch.want(true);
    for (int i = 0; i < ticksOff; i++) {
      offSwitch.want(true);
      nowMs += TICK_MS;
      offSwitch.tick();
      long told = this.told.get(this.told.size() - 1)[1];
      assertThat(nowMs - told).isLessThan(Math.min(OffSwitch.TELL_MS, nowMs - offMs));
    }
    long onMs = nowMs;
    offSwitch.want(false);
    for (int i = 0; i < ticksOnAfterwards; i++) {
      nowMs += TICK_MS;
      offSwitch.tick();
    }
    long until = offMs;
    for (long[] piece : told) {
      assertThat(piece[0]).isEqualTo(until);
      until = piece[1];
    }
    assertThat(until).isEqualTo(onMs);
    assertThat(told).hasSizeLessThan(8 + ticksOff / 10);
    assertThat(said).containsExactly("is switched off", "is switched on again");
  }
}
