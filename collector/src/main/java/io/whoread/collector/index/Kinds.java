package io.whoread.collector.index;

import io.whoread.record.v1.Exposure;
import java.util.BitSet;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The kinds of subjects and links that the records name: a configuration may add its own. A
 * pseudonym does not tell what kind it was made with, so a number can be looked up only as each
 * kind that there is. Filled by the indexing thread, read by any.
 */
public final class Kinds {
  private final Set<String> known = ConcurrentHashMap.newKeySet();

  // Of the batch that is taken in: references to its words.
  private final BitSet linked = new BitSet();

  public void addAll(Collection<String> kinds) {
    known.addAll(kinds);
  }

  public void begin() {
    linked.clear();
  }

  /** Notes the links of an access of the batch. */
  public void note(AccessScan access) {
    for (int i = 0; i < access.links(); i++) {
      linked.set(access.linkKind(i));
    }
  }

  /**
   * Takes in what the batch names, once its accesses are noted.
   *
   * @return whether anything is new
   */
  public boolean take(LazyBatch batch) {
    boolean fresh = false;
    for (Exposure exposure : batch.exposures()) {
      fresh |= add(exposure.getSubjectKind());
    }
    for (int word = linked.nextSetBit(0); word >= 0; word = linked.nextSetBit(word + 1)) {
      fresh |= add(batch.word(word));
    }
    return fresh;
  }

  private boolean add(String kind) {
    return !kind.isEmpty() && known.add(kind);
  }

  public Set<String> all() {
    return Set.copyOf(known);
  }
}
