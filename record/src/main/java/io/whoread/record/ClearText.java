package io.whoread.record;

import java.util.function.UnaryOperator;

/**
 * What of a record stands in clear text, and what a pseudonym or nothing takes the place of. Live
 * records and imported ones go by these same rules, so that one person is one actor in both.
 */
public final class ClearText {
  /** Kind of the pseudonym of a customer, as a subject and as an actor. */
  private static final String CUSTOMER = "customer";

  /** Kind of the pseudonym of any other actor. */
  private static final String ACTOR = "actor";

  private static final int MAX_WORD = 64;

  private ClearText() {}

  /**
   * The kind of the pseudonym that stands for an actor.
   *
   * @return null where the id itself may stand there
   */
  public static String actorKind(String id, String role) {
    if (role.equals(Roles.CUSTOMER)) {
      return CUSTOMER;
    }
    return PersonalId.holdsPersonal(id) ? ACTOR : null;
  }

  /**
   * An owner's id as it may stand there, at most {@value #MAX_WORD} characters.
   *
   * @param pseudonym of an actor's id, in hexadecimal
   */
  public static String owner(String id, UnaryOperator<String> pseudonym) {
    return PersonalId.holdsPersonal(id) ? pseudonym.apply(id) : shortened(id);
  }

  /**
   * A status, a purpose: at most {@value #MAX_WORD} characters, and {@code #} in the place of what
   * is personal.
   */
  public static String word(String text) {
    return shortened(PersonalId.cut(text));
  }

  private static String shortened(String word) {
    return word.length() <= MAX_WORD ? word : word.substring(0, MAX_WORD);
  }
}
