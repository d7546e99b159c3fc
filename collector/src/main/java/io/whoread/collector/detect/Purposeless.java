package io.whoread.collector.detect;

import io.whoread.collector.detect.v1.Purposes;
import io.whoread.collector.detect.v1.PurposesOrBuilder;
import io.whoread.collector.detect.v1.Read;
import io.whoread.collector.detect.v1.Touch;
import io.whoread.record.v1.Form;
import java.util.function.Consumer;

/**
 * By actor: picks out what was opened, revealed or printed without a ticket or another purpose by
 * who names one for most of what it opens; as many as there are beyond the share that is usual for
 * the actor, so that a busy day is like any other. Lists and exports are passed over: what a search
 * shows was not asked for one by one. Whose work has no tickets is never without one.
 *
 * <p>Some 60 bytes an actor.
 */
final class Purposeless implements Sieve {
  /** How many days with reads are to be known before anybody is missed a purpose. */
  private static final int KNOWN_DAYS = 3;

  /** Of the shares of days gone by, how much is left with each day: half of it after a week. */
  private static final float KEPT = 0.9f;

  private static final int KEPT_DAYS = 60;

  private final LocalDays clock;
  private final KeyedState<String, Purposes> state;

  Purposeless(Rules rules, KeyedState<String, Purposes> state) {
    this.clock = new LocalDays(rules.zone());
    this.state = state;
  }

  @Override
  public void accept(String actor, Touch touch, Consumer<Touch> next) {
    Read read = touch.getRead();
    if (read.getForm() == Form.FORM_LISTED_VALUE || read.getForm() == Form.FORM_EXPORTED_VALUE) {
      return;
    }
    boolean named = !read.getPurpose().isEmpty();
    Purposes known = state.get(actor);
    if (known == null) {
      if (!named) {
        // Who never names one costs nothing.
        return;
      }
      known = Purposes.getDefaultInstance();
    }
    int day = clock.day(read.getTimeMs());
    Purposes.Builder now = known.toBuilder();
    if (day > known.getDay()) {
      now.setDay(day)
          .setDays(known.getDays() + 1)
          .setNamed(KEPT * (known.getNamed() + known.getNamedToday()))
          .setAll(KEPT * (known.getAll() + known.getAllToday()))
          .setNamedToday(0)
          .setAllToday(0)
          .setCounted(0);
    }
    // What comes late counts to today.
    now.setNamedToday(now.getNamedToday() + (named ? 1 : 0)).setAllToday(now.getAllToday() + 1);
    boolean counts = !named && now.getDays() > KNOWN_DAYS && beyond(now) >= now.getCounted() + 1;
    state.put(actor, now.setCounted(now.getCounted() + (counts ? 1 : 0)).build());
    if (counts) {
      next.accept(touch);
    }
  }

  /** How many without a purpose there are today beyond what is usual among as many reads. */
  private static float beyond(PurposesOrBuilder now) {
    float usual = 1 - now.getNamed() / now.getAll();
    return usual < 0.5f ? now.getAllToday() - now.getNamedToday() - usual * now.getAllToday() : 0;
  }

  @Override
  public void forget(long now) {
    int first = clock.day(now) - KEPT_DAYS;
    state.removeIf((actor, purposes) -> purposes.getDay() < first);
  }
}
