package io.whoread.collector.index;

/**
 * Who reads. An id says little without its role: staff "1001" and courier "1001" are two people.
 *
 * @param id empty for reads that are nobody's
 */
public record ActorId(String role, String id) {
  /**
   * @param text role, slash, id: "staff/E1042"
   * @throws IllegalArgumentException where it is not so
   */
  public static ActorId parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 1 || slash == text.length() - 1) {
      throw new IllegalArgumentException("expected ROLE/ID such as staff/E1042");
    }
    return new ActorId(text.substring(0, slash), text.substring(slash + 1));
  }

  @Override
  public String toString() {
    return role + "/" + id;
  }
}
