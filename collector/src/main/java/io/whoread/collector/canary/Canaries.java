package io.whoread.collector.canary;

import com.google.protobuf.ByteString;
import io.whoread.collector.log.v1.Canary;
import io.whoread.collector.log.v1.CanaryChange;
import io.whoread.collector.log.v1.CanaryName;
import io.whoread.collector.state.v1.CanariesState;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The subjects that nobody has a reason to read: the changes of the log, folded in its order.
 * Whoever folds the same entries has the same, the API and the detector alike. It never changes; a
 * change makes another.
 */
public final class Canaries {
  public static final Canaries NONE = new Canaries(Collections.emptyMap());

  /** By id, in the order in which they were added. */
  private final Map<String, Planted> planted;

  private final Map<ByteString, Planted> byPseudonym = new HashMap<>();

  /** How their pseudonyms begin: of all others nearly none is looked up. */
  private final BitSet beginnings = new BitSet();

  /**
   * A canary, and who made it one.
   *
   * @param user login name; empty for the command line on the collector's own machine
   * @param addedMs when, by the collector's clock, in milliseconds since 1970
   */
  public record Planted(Canary canary, String user, long addedMs) {}

  private Canaries(Map<String, Planted> planted) {
    this.planted = planted;
    for (Planted each : planted.values()) {
      for (CanaryName name : each.canary.getNamesList()) {
        byPseudonym.put(name.getPseudonym(), each);
        beginnings.set(beginning(name.getPseudonym()));
      }
    }
  }

  /** As they were when the snapshot was taken. */
  public static Canaries of(CanariesState state) {
    Map<String, Planted> planted = new LinkedHashMap<>();
    for (CanariesState.Planted each : state.getPlantedList()) {
      planted.put(
          each.getCanary().getId(),
          new Planted(each.getCanary(), each.getUser(), each.getAddedMs()));
    }
    return new Canaries(planted);
  }

  /** A snapshot. */
  public CanariesState state() {
    CanariesState.Builder state = CanariesState.newBuilder();
    for (Planted each : planted.values()) {
      state.addPlanted(
          CanariesState.Planted.newBuilder()
              .setCanary(each.canary)
              .setUser(each.user)
              .setAddedMs(each.addedMs));
    }
    return state.build();
  }

  /**
   * The canaries after a change.
   *
   * @param receivedMs of the entry that says so, in milliseconds since 1970
   */
  public Canaries with(CanaryChange change, long receivedMs) {
    Map<String, Planted> next = new LinkedHashMap<>(planted);
    change.getRemovedList().forEach(next::remove);
    for (Canary canary : change.getAddedList()) {
      next.put(canary.getId(), new Planted(canary, change.getUser(), receivedMs));
    }
    return new Canaries(next);
  }

  public Collection<Planted> all() {
    return Collections.unmodifiableCollection(planted.values());
  }

  /** By its id. */
  public Optional<Planted> get(String id) {
    return Optional.ofNullable(planted.get(id));
  }

  /** By its pseudonym under any key. */
  public Optional<Planted> of(ByteString pseudonym) {
    return Optional.ofNullable(byPseudonym.get(pseudonym));
  }

  /** Whether a pseudonym is a canary's. */
  public boolean holds(ByteString pseudonym) {
    return beginnings.get(beginning(pseudonym)) && byPseudonym.containsKey(pseudonym);
  }

  /** As a number below 2^16. */
  private static int beginning(ByteString pseudonym) {
    return pseudonym.size() < 2 ? 0 : (pseudonym.byteAt(0) & 255) << 8 | pseudonym.byteAt(1) & 255;
  }
}
