package io.whoread.collector.detect;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.whoread.collector.detect.v1.History;
import io.whoread.collector.detect.v1.SubjectState;

/**
 * When a subject was worked on last, as exactly as reads that come up to a day late need it: the
 * newest stretch of work, in which no break is longer than a day, and the end of the one before.
 * Times are kept by the second.
 */
final class SubjectTimes {
  private static final long DAY = 86_400_000L;

  static final Codec<SubjectTimes> CODEC =
      new Codec<>() {
        @Override
        public ByteString encode(SubjectTimes value) {
          return SubjectState.newBuilder()
              .setEarlierMs(value.earlier)
              .setStartMs(value.start)
              .setLastMs(value.last)
              .setFirstMs(value.first)
              .setLastActor(value.lastActor)
              .setEarlierActor(value.earlierActor)
              .setCount(value.count)
              .setOwner(value.owner)
              .setStatus(value.status)
              .build()
              .toByteString();
        }

        @Override
        public SubjectTimes decode(ByteString bytes) throws InvalidProtocolBufferException {
          SubjectState state = SubjectState.parseFrom(bytes);
          SubjectTimes times =
              new SubjectTimes(state.getEarlierMs(), state.getStartMs(), state.getLastMs());
          times.first = state.getFirstMs();
          times.lastActor = state.getLastActor();
          times.earlierActor = state.getEarlierActor();
          times.count = state.getCount();
          times.owner = state.getOwner();
          times.status = state.getStatus();
          return times;
        }
      };

  private static final long NEVER = 0;

  private long earlier;
  private long start;
  private long last;

  // Who took it up, as History has it.
  private long first;
  private int lastActor;
  private int earlierActor;
  private int count;
  private int owner;
  private int status;

  private SubjectTimes(long earlier, long start, long last) {
    this.earlier = earlier;
    this.start = start;
    this.last = last;
  }

  /** As a {@link PseudonymTable} holds it. */
  static final PseudonymTable.Shape<SubjectTimes> SHAPE =
      new PseudonymTable.Shape<>() {
        @Override
        public int numbers() {
          return 9;
        }

        @Override
        public SubjectTimes of(int[] row, int at) {
          return SubjectTimes.of(row, at);
        }

        @Override
        public void to(SubjectTimes value, int[] row, int at) {
          value.to(row, at);
        }
      };

  private static SubjectTimes of(int[] row, int at) {
    SubjectTimes times = new SubjectTimes(time(row[at]), time(row[at + 1]), time(row[at + 2]));
    times.first = time(row[at + 3]);
    times.lastActor = row[at + 4];
    times.earlierActor = row[at + 5];
    times.count = row[at + 6];
    times.owner = row[at + 7];
    times.status = row[at + 8];
    return times;
  }

  /** The inverse of {@link #of}. */
  private void to(int[] row, int at) {
    row[at] = seconds(earlier);
    row[at + 1] = seconds(start);
    row[at + 2] = seconds(last);
    row[at + 3] = seconds(first);
    row[at + 4] = lastActor;
    row[at + 5] = earlierActor;
    row[at + 6] = count;
    row[at + 7] = owner;
    row[at + 8] = status;
  }

  /** From 1970 to 2106. */
  static int seconds(long time) {
    return (int) Math.clamp(time / 1_000, 0L, 0xffff_ffffL);
  }

  static long time(int seconds) {
    return Integer.toUnsignedLong(seconds) * 1_000;
  }

  /**
   * @param placed when it was placed, as far as is known; else when it is met
   */
  static SubjectTimes firstAt(long time, long placed) {
    SubjectTimes times = new SubjectTimes(NEVER, time, time);
    times.first = placed;
    return times;
  }

  /** Whether an actor was the last to work on it, or the last but one, since a time. */
  boolean isIn(int actor, long since) {
    return last >= since && (lastActor == actor || earlierActor == actor);
  }

  /** Takes in that an actor took it up. */
  void takenUpBy(int actor, int ownedBy, int standing) {
    if (actor != lastActor) {
      earlierActor = lastActor;
      lastActor = actor;
    }
    count++;
    owner = ownedBy;
    status = standing;
  }

  History history() {
    return History.newBuilder()
        .setFirstMs(first)
        .setLastMs(last)
        .setLastActor(lastActor)
        .setEarlierActor(earlierActor)
        .setCount(count)
        .setOwner(owner)
        .setStatus(status)
        .build();
  }

  long last() {
    return last;
  }

  /**
   * Takes in that somebody worked on the subject.
   *
   * @return whole days since somebody did before, or -1 where nobody is known to have
   */
  int workedOn(long time) {
    if (time > last) {
      int days = (int) ((time - last) / DAY);
      if (days >= 1) {
        earlier = last;
        start = time;
      }
      last = time;
      return days;
    }
    if (time >= start) {
      return 0;
    }
    if (earlier == NEVER || time > earlier) {
      int days = earlier == NEVER ? -1 : (int) ((time - earlier) / DAY);
      if (start - time <= DAY) {
        start = time;
      }
      return days;
    }
    return 0;
  }
}
