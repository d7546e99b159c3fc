package io.whoread.collector.trace;

/**
 * A source within its kind.
 *
 * @param group the role of a person, the service of an operation; empty for other kinds
 * @param name the id of a person, in that role
 */
public record SourceName(String group, String name) implements Comparable<SourceName> {
  /** As one word: {@code staff/E1}. */
  @Override
  public String toString() {
    return group.isEmpty() ? name : group + "/" + name;
  }

  @Override
  public int compareTo(SourceName other) {
    int byName = name.compareTo(other.name);
    return byName != 0 ? byName : group.compareTo(other.group);
  }
}
