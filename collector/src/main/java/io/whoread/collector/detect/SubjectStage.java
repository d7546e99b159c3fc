package io.whoread.collector.detect;

import com.google.protobuf.ByteString;
import io.whoread.collector.detect.v1.History;
import io.whoread.collector.detect.v1.Read;
import io.whoread.collector.detect.v1.Touch;
import io.whoread.collector.detect.work.Pool;
import io.whoread.record.Roles;
import java.time.LocalDate;
import java.util.function.Consumer;

/**
 * By subject: when did anybody work on it last, and who? A subject not met before was worked on
 * when it was placed, as far as is known: days are those of the rules' zone.
 *
 * <p>To a read that may be judged by what work looks like, it adds two subjects drawn from the same
 * part of the state: see {@link io.whoread.collector.detect.work.Model}.
 */
final class SubjectStage implements Stage<ByteString, Read, Touch> {
  private static final long DAY_MS = 86_400_000L;
  private static final int MOST_KINDS = 100;

  /** A power of two. */
  private static final int DAYS_AT_HAND = 256;

  private final KeyedState<ByteString, SubjectTimes> state;
  private final KeyedState<String, Pool> pools;
  private final Rules rules;
  private final LocalDays clock;
  private long forgotten = Long.MIN_VALUE;

  // Of the day of each number at this remainder, when it began.
  private final int[] placedDays = new int[DAYS_AT_HAND];
  private final long[] placedTimes = new long[DAYS_AT_HAND];

  // Mostly that of the read before.
  private String lastRole;
  private boolean lastJudged;

  /**
   * @param pools by kind of subject: beside the state and of the same partition, for no read has
   *     the key of what is drawn
   */
  SubjectStage(
      Rules rules, KeyedState<ByteString, SubjectTimes> state, KeyedState<String, Pool> pools) {
    this.rules = rules;
    this.clock = new LocalDays(rules.zone());
    this.state = state;
    this.pools = pools;
  }

  /** Whoever was last worked on before this time may have been forgotten. */
  void forgottenUntil(long time) {
    forgotten = Math.max(forgotten, time);
  }

  long forgottenUntil() {
    return forgotten;
  }

  @Override
  public ByteString key(Read read) {
    return read.getSubject();
  }

  @Override
  public void accept(Read read, Consumer<Touch> next) {
    Touch.Builder touch = Touch.newBuilder().setRead(read);
    SubjectTimes times = state.get(key(read));
    String role = read.getActor().getRole();
    boolean judged = judged(role);
    Pool pool = judged || role.equals(Roles.SYSTEM) ? pool(read.getSubjectKind()) : null;
    long first = read.getPlacedDay() == 0 ? read.getTimeMs() : placed(read.getPlacedDay());
    int today = clock.day(read.getTimeMs());
    if (pool != null) {
      pool.met(read.getSubject(), unworked(read, first), today);
    }
    int actor = judged ? Actors.hash(read.getActor()) : 0;
    boolean takenUp =
        judged && (times == null || !times.isIn(actor, clock.midnight(read.getTimeMs())));
    if (takenUp && pool != null) {
      touch.setHistory(times == null ? unworked(read, first) : times.history());
      draw(touch, pool, today);
    }
    // A machine that goes through all subjects does not make them subjects of anyone's work.
    boolean work = !role.equals(Roles.SYSTEM) && !role.equals(Roles.UNKNOWN);
    if (times == null) {
      int days = daysUnseen(read);
      if (days >= 0) {
        touch.setColdDays(days);
      }
      times = SubjectTimes.firstAt(read.getTimeMs(), first);
    } else if (work) {
      int days = times.workedOn(read.getTimeMs());
      if (days >= 0) {
        touch.setColdDays(days);
      }
    }
    if (takenUp) {
      times.takenUpBy(actor, hash(read.getOwner()), hash(read.getStatus()));
      if (pool != null) {
        pool.worked(read.getSubject(), today, read.getPosition());
      }
    }
    if (work) {
      state.put(key(read), times);
    }
    next.accept(touch.build());
  }

  /** Whether what work looks like is asked of the reads of a role. */
  private boolean judged(String role) {
    if (role != lastRole) {
      lastRole = role;
      lastJudged = rules.judges(role, Rules.UNEXPLAINED) || rules.judges(role, Rules.SLOW);
    }
    return lastJudged;
  }

  private Pool pool(String kind) {
    Pool pool = pools.get(kind);
    if (pool == null && pools.size() < MOST_KINDS) {
      pool = new Pool();
      pools.put(kind, pool);
    }
    return pool;
  }

  /** Chance is what is read, so that a replay draws the same. */
  private void draw(Touch.Builder touch, Pool pool, int today) {
    Read read = touch.getRead();
    long chance = read.getPosition() * 31 + read.getSubject().hashCode();
    Pool.Drawn any = pool.any(chance);
    ByteString fresh = pool.fresh(today, chance);
    SubjectTimes freshTimes = fresh == null ? null : state.get(fresh);
    if (any != null && freshTimes != null) {
      SubjectTimes times = state.get(any.subject());
      touch
          .setDrawn(times == null ? any.unworked() : times.history())
          .setDrawnFresh(freshTimes.history());
    }
  }

  /** Its status is not told: of those drawn it may have changed since. */
  private static History unworked(Read read, long first) {
    return History.newBuilder().setFirstMs(first).setOwner(hash(read.getOwner())).build();
  }

  private static int hash(String text) {
    return text.isEmpty() ? 0 : text.hashCode();
  }

  /** For how long a subject not seen yet lay, as far as the service has been watched; or -1. */
  private int daysUnseen(Read read) {
    if (read.getPlacedDay() == 0) {
      return -1;
    }
    long since =
        Math.max(Math.max(placed(read.getPlacedDay()), forgotten), read.getWatchedSinceMs());
    return since > read.getTimeMs() ? 0 : (int) ((read.getTimeMs() - since) / DAY_MS);
  }

  /**
   * @param day since 1970-01-01, plus 1
   */
  private long placed(int day) {
    int at = day & DAYS_AT_HAND - 1;
    if (day != placedDays[at]) {
      placedDays[at] = day;
      placedTimes[at] =
          LocalDate.ofEpochDay(day - 1L).atStartOfDay(clock.zone()).toInstant().toEpochMilli();
    }
    return placedTimes[at];
  }
}
