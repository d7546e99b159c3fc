package io.whoread.agent.guess;

import io.whoread.agent.guess.Evidence.Force;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** The lists of words that stand for kinds of personal data, those first that say most. */
enum Kinds {
  CARD_TAIL("card-tail", "card-tail", Force.STRONG),
  BANK_CARD("bank-card", "bank-card", Force.STRONG),
  ID_NUMBER("id-number", "id-number", Force.STRONG),
  EMAIL("email", "email", Force.STRONG),
  BIRTH_DATE("birth-date", "birth-date", Force.STRONG),
  PHONE("phone", "phone", Force.STRONG),
  ADDRESS("address", "address", Force.STRONG),
  NAME("name", "name", Force.STRONG),
  CHOSEN("name chosen", "name", Force.WEAK),
  ORDER_ID("order-id", "order-id", Force.WEAK),
  PURCHASE("purchase", "purchase", Force.WEAK),
  FREE_TEXT("free-text", "free-text", Force.WEAK),
  PART("address part", "address", Force.BESIDE),
  BARE("name bare", "name", Force.BESIDE);

  static final List<Kinds> ALL = Collections.unmodifiableList(Arrays.asList(values()));

  final String list;
  final String kind;
  final Force force;

  Kinds(String list, String kind, Force force) {
    this.list = list;
    this.kind = kind;
    this.force = force;
  }

  /** Whether a member of such a type can hold that kind. */
  static boolean fits(String kind, Member.Holds type) {
    switch (type) {
      case TEXT:
        return true;
      case NUMBER:
        return kind.equals("phone")
            || kind.equals("id-number")
            || kind.equals("bank-card")
            || kind.equals("card-tail")
            || kind.equals("order-id")
            || kind.equals("birth-date");
      case DATE:
        return kind.equals("birth-date");
      default:
        return false;
    }
  }
}
