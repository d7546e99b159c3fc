package io.whoread.collector.detect;

import io.whoread.collector.detect.v1.Purposes;
import io.whoread.collector.detect.v1.PurposesOrBuilder;
import io.whoread.collector.detect.v1.Read;
import io.whoread.collector.detect.v1.Touch;
import io.whoread.record.v1.Form;
import java.util.Set;
import java.util.function.Consumer;

/**
 * By actor: picks out what was opened, revealed or printed without a ticket or another purpose by
 * who names one for most of what it opens; as many as there have been, at the most of the day,
 * beyond the share that is usual for the actor. So a busy day is not far from any other. Lists and
 * exports are passed over: what a search shows was not asked for one by one; so are imported
 * records, which name no tickets. Whose work has no tickets is never without one.
 *
 * <p>Some 60 bytes an actor.
 */
final class Purposeless implements Sieve {
  /** How many days with reads are to be known before anybody is missed a purpose. */
  private static final int KNOWN_DAYS = 3;

  /** And how many reads, the later ones counting for more. */
  private static final int KNOWN_READS = 20;

  private static final Set<Integer> FORMS =
      Set.of(Form.FORM_OPENED_VALUE, Form.FORM_REVEALED_VALUE, Form.FORM_PRINTED_VALUE);

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
    if (!FORMS.contains(read.getForm()) || read.getImported()) {
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
    boolean counts = !named && beyond(now) >= now.getCounted() + 1;
    state.put(actor, now.setCounted(now.getCounted() + (counts ? 1 : 0)).build());
    if (counts) {
      next.accept(touch);
    }
  }

  /** How many without a purpose there are today beyond what is usual among as many reads. */
  private static float beyond(PurposesOrBuilder now) {
    if (now.getDays() <= KNOWN_DAYS || now.getAll() < KNOWN_READS) {
      return 0;
    }
    float usual = 1 - now.getNamed() / now.getAll();
    return usual < 0.5f ? now.getAllToday() - now.getNamedToday() - usual * now.getAllToday() : 0;
  }

  @Override
  public void forget(long now) {
    int first = clock.day(now) - KEPT_DAYS;
    state.removeIf((actor, purposes) -> purposes.getDay() < first);
  }
}
