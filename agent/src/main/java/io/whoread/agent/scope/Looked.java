package io.whoread.agent.scope;

/** What values of subjects are given to, to be looked for. */
interface Looked {
  /**
   * Whether a value of a kind is to be given.
   *
   * @param bit of the value's kind, or {@link Needle#OWN}
   */
  boolean needs(Sum sum, int bit);

  void add(Sum sum, int bit, String value);
}
