package io.whoread.agent.scan;

import io.whoread.agent.guess.Line;
import java.util.HashMap;
import java.util.Map;

/** What a person is to answer where a line is not sure: with no, the line goes. */
final class Questions {
  private static final Map<String, String> FIELDS = new HashMap<>();

  static {
    FIELDS.put("name", "does it name a person?");
    FIELDS.put("phone", "is it a person's phone?");
    FIELDS.put("address", "is it where a person lives, and no e-mail or web address?");
    FIELDS.put("email", "is it a person's e-mail address?");
    FIELDS.put("id-number", "is it a person's identity number?");
    FIELDS.put("bank-card", "is it a person's card or account?");
    FIELDS.put("card-tail", "is it the end of a person's card number?");
    FIELDS.put("birth-date", "is it a person's day of birth?");
    FIELDS.put("purchase", "does it say what a customer bought?");
    FIELDS.put("free-text", "do people write about customers here?");
  }

  private Questions() {}

  /** Of a member that is taken for personal data of a kind. */
  static String ofField(Line line) {
    if (line.reason.contains("several kinds")) {
      return "does it hold a name, a phone or an address?";
    }
    String question = FIELDS.get(line.word);
    return question != null
        ? question
        : "is it the " + line.word.replaceAll("-id$", "") + "'s number?";
  }

  /**
   * Of a member that says whose data it is or how things stand.
   *
   * @param key {@code id}, {@code owner} ... or the kind of a link
   */
  static String ofFact(String key, Line line) {
    switch (key) {
      case "id":
        return "does it tell one " + line.word + " from another?";
      case "owner":
        return "is it the seller or courier that it belongs to?";
      case "placed":
        return "is it when the order was placed?";
      case "status":
        return "is it how far the order is?";
      default:
        return "is it the " + key + " that this is about?";
    }
  }
}
