package io.whoread.trials;

/**
 * Something that people do in a shop.
 *
 * @param shows what must truly have left, as {@link Truth#summary} tells it: so that no shop passes
 *     by showing nothing
 */
record Scenario(String name, String shows, Steps steps) {
  interface Steps {
    void run(Visit visit) throws Exception;
  }

  /** One run of a scenario in one shop. */
  interface Visit {
    /** Somebody of the staff; each number is one person. */
    Visitor staff(int number) throws Exception;

    Visitor seller() throws Exception;

    Visitor courier() throws Exception;

    Visitor customer(String id) throws Exception;
  }
}
