package io.whoread.collector.detect;

import com.google.protobuf.ByteString;
import io.whoread.collector.detect.v1.Read;
import io.whoread.collector.detect.v1.Touch;
import io.whoread.collector.detect.v1.Walk;
import io.whoread.record.v1.Form;
import java.util.function.Consumer;

/**
 * By actor: picks out the reads of a walk through numbers. Which number an order has is not known,
 * but numbers grow with time: whoever walks through them reads, one after the other, orders that
 * were all placed on the same day or on the next. Counted is what belongs to a run of at least
 * {@link #RUN} such reads, of orders placed {@link #OLD_DAYS} days before or more: what is fresh is
 * worked on in that order by many. What names a ticket or another purpose is passed over. Who works
 * old orders off by their day, does so all the time.
 *
 * <p>Reads are taken in the order of the log; one that is older than the last of its actor is
 * passed over. Some 300 bytes an actor, 1,500 at most.
 */
final class Walks implements Sieve {
  private static final int RUN = 5;
  private static final int OLD_DAYS = 7;

  /** A pause that ends a run. */
  private static final long PAUSE_MS = 3_600_000L;

  private static final long KEPT_MS = RecentReads.DAY_MS;

  private final LocalDays clock;
  private final KeyedState<String, Walk> state;

  Walks(Rules rules, KeyedState<String, Walk> state) {
    this.clock = new LocalDays(rules.zone());
    this.state = state;
  }

  @Override
  public void accept(String actor, Touch touch, Consumer<Touch> next) {
    Read read = touch.getRead();
    if (read.getPlacedDay() == 0
        || !read.getPurpose().isEmpty()
        || read.getForm() == Form.FORM_LISTED_VALUE
        || read.getForm() == Form.FORM_EXPORTED_VALUE) {
      return;
    }
    Walk walk = state.get(actor);
    if (walk != null && passes(walk, read)) {
      return;
    }
    Walk.Builder gone = walk == null || !goesOn(walk, read) ? Walk.newBuilder() : walk.toBuilder();
    gone.setTimeMs(read.getTimeMs())
        .setPlacedDay(read.getPlacedDay())
        .setSubject(read.getSubject())
        .setLength(gone.getLength() + 1);
    if (gone.getLength() < RUN) {
      gone.addReads(read);
    } else {
      gone.getReadsList().forEach(each -> next.accept(Touch.newBuilder().setRead(each).build()));
      gone.clearReads();
      next.accept(touch);
    }
    state.put(actor, gone.build());
  }

  /** The same order again, another of the same request, or one that comes late. */
  private static boolean passes(Walk walk, Read read) {
    ByteString last = walk.getSubject();
    return read.getTimeMs() <= walk.getTimeMs() || read.getSubject().equals(last);
  }

  private boolean goesOn(Walk walk, Read read) {
    int step = read.getPlacedDay() - walk.getPlacedDay();
    boolean old = clock.day(read.getTimeMs()) - (read.getPlacedDay() - 1) >= OLD_DAYS;
    return old
        && (step == 0 || step == 1 || step == -1)
        && read.getTimeMs() - walk.getTimeMs() <= PAUSE_MS;
  }

  @Override
  public void forget(long now) {
    state.removeIf((actor, walk) -> walk.getTimeMs() < now - KEPT_MS);
  }
}
