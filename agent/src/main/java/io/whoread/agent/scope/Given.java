package io.whoread.agent.scope;

import java.util.IdentityHashMap;
import java.util.Map;

/** Objects that were made of what the client itself sent: what is read of them is no read. */
final class Given {
  private static final int MAX = 1_024;

  private final Holders holders;

  /** Null for none. */
  private Map<Object, Boolean> all;

  Given(Holders holders) {
    this.holders = holders;
  }

  /** Notes an object with all that lies within it, or a collection of such. */
  void add(Object made) {
    all = all == null ? new IdentityHashMap<>() : all;
    holders.elements(made, this::one);
  }

  private void one(Object made) {
    if (all.size() < MAX) {
      all.put(made, Boolean.TRUE);
      holders.within(made, held -> all.put(held, Boolean.TRUE));
    }
  }

  boolean has(Object object) {
    return all != null && all.containsKey(object);
  }
}
