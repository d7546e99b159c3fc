package io.whoread.record;

import java.util.Locale;

/**
 * The kinds of personal data that are known by name. A configuration may add others: in a record a
 * kind is its name, so that a kind unknown here passes through unharmed.
 */
public enum FieldKind {
  NAME,
  PHONE,
  ADDRESS,
  ORDER_ID,
  CARD_TAIL,
  EMAIL,
  ID_NUMBER,
  BIRTH_DATE,
  PURCHASE,
  FREE_TEXT,
  /** The whole number of a bank card or account, where a card's tail is its last digits. */
  BANK_CARD;

  /** As written in records and configurations: {@code card-tail}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
