package io.whoread.collector.detect;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.whoread.collector.detect.v1.SubjectState;

/**
 * When a subject was worked on last, as exactly as reads that come up to a day late need it: the
 * newest stretch of work, in which no break is longer than a day, and the end of the one before.
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
              .build()
              .toByteString();
        }

        @Override
        public SubjectTimes decode(ByteString bytes) throws InvalidProtocolBufferException {
          SubjectState state = SubjectState.parseFrom(bytes);
          return new SubjectTimes(state.getEarlierMs(), state.getStartMs(), state.getLastMs());
        }
      };

  private static final long NEVER = 0;

  private long earlier;
  private long start;
  private long last;

  private SubjectTimes(long earlier, long start, long last) {
    this.earlier = earlier;
    this.start = start;
    this.last = last;
  }

  static SubjectTimes firstAt(long time) {
    return new SubjectTimes(NEVER, time, time);
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
