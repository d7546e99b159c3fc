package io.whoread.collector.detect;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.whoread.collector.detect.v1.Actor;
import io.whoread.collector.detect.v1.Crowd;
import io.whoread.collector.detect.v1.Read;
import io.whoread.collector.detect.v1.Touch;
import io.whoread.collector.log.Sha256;
import io.whoread.record.Pseudonyms;
import io.whoread.record.Roles;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * By address: as how many customers it reads. Each counts once, whatever it read.
 *
 * <p>Nearly all addresses are some household's. So an address is counted from {@link #SMALL}
 * customers within a day on, and then with those there had been before; until then some 500 bytes
 * are kept of it, for {@link #MOST} addresses.
 */
final class Crowds implements Sieve {
  static final int MOST = 200_000;

  /**
   * As many customers are the people of a house and what the line's provider gave others before.
   */
  private static final int SMALL = 8;

  private static final long DAY_MS = RecentReads.DAY_MS;

  private final KeyedState<String, Crowd> state;
  private final Predicate<Touch> counted;

  // Of the reads of one access, which share the very actor, the first counts.
  private Actor lastActor;
  private long lastTime;

  /**
   * @param counted whether an address is already counted
   */
  Crowds(KeyedState<String, Crowd> state, Predicate<Touch> counted) {
    this.state = state;
    this.counted = counted;
  }

  @Override
  public void accept(String actor, Touch touch, Consumer<Touch> next) {
    Read read = touch.getRead();
    if (!read.getActor().getRole().equals(Roles.CUSTOMER)
        || read.getAddress().isEmpty()
        || read.getActor().getId().isEmpty()) {
      return;
    }
    if (read.getActor() == lastActor && read.getTimeMs() == lastTime) {
      return;
    }
    lastActor = read.getActor();
    lastTime = read.getTimeMs();
    Touch visit = Touch.newBuilder().setRead(asCustomer(read)).build();
    if (counted.test(visit)) {
      next.accept(visit);
      return;
    }
    Crowd crowd = state.get(read.getAddress());
    if (crowd == null) {
      state.put(read.getAddress(), Crowd.newBuilder().addReads(visit.getRead()).build());
      return;
    }
    grow(read.getAddress(), crowd, visit.getRead(), next);
  }

  private void grow(String address, Crowd crowd, Read visit, Consumer<Touch> next) {
    for (Read other : crowd.getReadsList()) {
      if (other.getSubject().equals(visit.getSubject())
          && Math.abs(visit.getTimeMs() - other.getTimeMs()) < DAY_MS / 24) {
        return;
      }
    }
    long newest = Math.max(visit.getTimeMs(), last(crowd));
    Crowd.Builder grown = Crowd.newBuilder();
    for (Read other : crowd.getReadsList()) {
      if (other.getTimeMs() > newest - DAY_MS && !other.getSubject().equals(visit.getSubject())) {
        grown.addReads(other);
      }
    }
    grown.addReads(visit);
    if (grown.getReadsCount() <= SMALL) {
      state.put(address, grown.build());
      return;
    }
    grown.getReadsList().forEach(each -> next.accept(Touch.newBuilder().setRead(each).build()));
    state.put(address, Crowd.getDefaultInstance());
  }

  static long last(Crowd crowd) {
    long last = 0;
    for (Read read : crowd.getReadsList()) {
      last = Math.max(last, read.getTimeMs());
    }
    return last;
  }

  @Override
  public void forget(long now) {
    state.removeIf((address, crowd) -> last(crowd) < now - DAY_MS);
  }

  /** The customer is what is counted, the address for whom. */
  private static Read asCustomer(Read read) {
    return Read.newBuilder()
        .setTimeMs(read.getTimeMs())
        .setPosition(read.getPosition())
        .setActor(Actor.newBuilder().setRole(Roles.UNKNOWN).setAddress(read.getAddress()))
        .setGroup(Roles.UNKNOWN)
        .setSubject(pseudonym(read.getActor()))
        .setSubjectKind(Roles.CUSTOMER)
        .setForm(read.getForm())
        .setPlain(read.getPlain())
        .setOperation(read.getOperation())
        .setService(read.getService())
        .setAddress(read.getAddress())
        .build();
  }

  private static ByteString pseudonym(Actor customer) {
    if (customer.getPseudonymous() && customer.getId().length() == 2 * Pseudonyms.LENGTH) {
      try {
        return UnsafeByteOperations.unsafeWrap(HexFormat.of().parseHex(customer.getId()));
      } catch (IllegalArgumentException e) {
        // Not as the record has it: told apart all the same.
      }
    }
    return UnsafeByteOperations.unsafeWrap(
        Arrays.copyOf(Sha256.of(customer.getId()), Pseudonyms.LENGTH));
  }
}
