package io.whoread.collector.detect;

import com.google.protobuf.ByteString;
import io.whoread.collector.detect.v1.Read;
import io.whoread.collector.detect.v1.Touch;
import io.whoread.record.Roles;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.function.Consumer;

/**
 * By subject: when did anybody work on it last? A subject not met before was worked on when it was
 * placed, as far as is known: days are those of the rules' zone.
 */
final class SubjectStage implements Stage<ByteString, Read, Touch> {
  private static final long DAY_MS = 86_400_000L;

  private final KeyedState<ByteString, SubjectTimes> state;
  private final ZoneId zone;
  private long forgotten = Long.MIN_VALUE;
  private int placedDay;
  private long placedTime;

  SubjectStage(ZoneId zone, KeyedState<ByteString, SubjectTimes> state) {
    this.zone = zone;
    this.state = state;
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
    // A machine that goes through all subjects does not make them subjects of anyone's work.
    String role = read.getActor().getRole();
    boolean work = !role.equals(Roles.SYSTEM) && !role.equals(Roles.UNKNOWN);
    if (times == null) {
      int days = daysUnseen(read);
      if (days >= 0) {
        touch.setColdDays(days);
      }
      if (work) {
        state.put(key(read), SubjectTimes.firstAt(read.getTimeMs()));
      }
    } else if (work) {
      int days = times.workedOn(read.getTimeMs());
      if (days >= 0) {
        touch.setColdDays(days);
      }
      state.put(key(read), times);
    }
    next.accept(touch.build());
  }

  /** For how long a subject not seen yet lay, as far as the service has been watched; or -1. */
  private int daysUnseen(Read read) {
    if (read.getPlacedDay() == 0) {
      return -1;
    }
    if (read.getPlacedDay() != placedDay) {
      placedDay = read.getPlacedDay();
      placedTime =
          LocalDate.ofEpochDay(placedDay - 1L).atStartOfDay(zone).toInstant().toEpochMilli();
    }
    long since = Math.max(Math.max(placedTime, forgotten), read.getWatchedSinceMs());
    return since > read.getTimeMs() ? 0 : (int) ((read.getTimeMs() - since) / DAY_MS);
  }
}
