package io.whoread.agent.ship;

import java.util.Arrays;

/**
 * The field kinds of a configuration: a kind's place is its bit in the masks of {@link
 * ExposureKey}.
 */
public final class FieldNames {
  /** As many as a mask has bits, but for {@link #MET}. */
  public static final int MAX = 63;

  /** The bit that says that an object was met, and nothing of what is personal. */
  public static final int MET = 63;

  private final String[] names;

  /**
   * @throws IllegalArgumentException for more than {@value #MAX} kinds, or one without a name
   */
  public FieldNames(String... names) {
    if (names.length > MAX) {
      throw new IllegalArgumentException(
          "at most " + MAX + " kinds of field can be guarded, not " + names.length);
    }
    if (Arrays.stream(names).anyMatch(String::isEmpty)) {
      throw new IllegalArgumentException("a kind of field has no name");
    }
    this.names = names.clone();
  }

  public String name(int bit) {
    return names[bit];
  }

  /** The bit of a kind, or -1. */
  public int bit(String name) {
    return Arrays.asList(names).indexOf(name);
  }

  public int size() {
    return names.length;
  }
}
