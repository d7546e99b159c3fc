package io.whoread.collector.detect;

import io.whoread.collector.detect.v1.Owners;
import io.whoread.collector.detect.v1.Read;
import io.whoread.collector.detect.v1.Touch;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * By actor: picks out the reads of what belongs to another one. One's own is what records say
 * belongs to the actor, or to whom the actor works for; and what the actor reads on {@link
 * #USUAL_DAYS} days, since the owner may be called by another number than the account. Nobody is
 * outside whose own is not known yet.
 *
 * <p>Some 100 bytes an actor, 1,000 at most.
 */
final class OwnWork implements Sieve {
  /** On so many days an owner is read before it is taken for the actor's own. */
  private static final int USUAL_DAYS = 3;

  private static final int MOST = 8;

  /** How long an owner counts for one's own that is not read any more. */
  private static final int KEPT_DAYS = 60;

  private final LocalDays clock;
  private final KeyedState<String, Owners> state;

  OwnWork(Rules rules, KeyedState<String, Owners> state) {
    this.clock = new LocalDays(rules.zone());
    this.state = state;
  }

  @Override
  public void accept(String actor, Touch touch, Consumer<Touch> next) {
    Read read = touch.getRead();
    if (read.getOwner().isEmpty()) {
      return;
    }
    Owners known = state.get(actor);
    int day = clock.day(read.getTimeMs());
    if (read.getOwner().equals(read.getActor().getId())
        || read.getOwner().equals(read.getBehalf())) {
      if (known == null || !known.getNamed() || known.getDay() < day) {
        state.put(actor, builder(known).setNamed(true).setDay(day).build());
      }
      return;
    }
    Owners.Owner owner = known == null ? null : find(known, read.getOwner());
    if (owner == null || owner.getDay() < day) {
      known = met(builder(known), read.getOwner(), owner, day);
      state.put(actor, known);
    }
    boolean usual = owner != null && owner.getDays() >= USUAL_DAYS;
    if (!usual && (known.getNamed() || known.getOwnersList().stream().anyMatch(OwnWork::isOwn))) {
      next.accept(touch);
    }
  }

  private static Owners.Builder builder(Owners known) {
    return known == null ? Owners.newBuilder() : known.toBuilder();
  }

  private static boolean isOwn(Owners.Owner owner) {
    return owner.getDays() >= USUAL_DAYS;
  }

  private static Owners.Owner find(Owners owners, String id) {
    for (Owners.Owner owner : owners.getOwnersList()) {
      if (owner.getId().equals(id)) {
        return owner;
      }
    }
    return null;
  }

  /** The newest first; where there is no room, whatever is no habit goes before what is. */
  private static Owners met(Owners.Builder owners, String id, Owners.Owner before, int day) {
    List<Owners.Owner> kept = new ArrayList<>();
    kept.add(
        Owners.Owner.newBuilder()
            .setId(id)
            .setDay(day)
            .setDays(before == null ? 1 : before.getDays() + 1)
            .build());
    for (Owners.Owner owner : owners.getOwnersList()) {
      if (!owner.getId().equals(id) && owner.getDay() > day - KEPT_DAYS) {
        kept.add(owner);
      }
    }
    if (kept.size() > MOST) {
      int last = kept.size() - 1;
      int leaves = last;
      while (leaves > 0 && isOwn(kept.get(leaves))) {
        leaves--;
      }
      kept.remove(leaves == 0 ? last : leaves);
    }
    return owners.clearOwners().addAllOwners(kept).setDay(Math.max(owners.getDay(), day)).build();
  }

  @Override
  public void forget(long now) {
    int day = clock.day(now);
    state.removeIf((actor, owners) -> owners.getDay() < day - KEPT_DAYS);
  }
}
