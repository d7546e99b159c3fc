package io.whoread.record;

import java.util.ArrayList;
import java.util.List;
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

  /**
   * The kind that a word may have been meant for, as written in configurations; null where it is
   * one of these, or like none of them.
   */
  public static String meant(String word) {
    List<String> labels = new ArrayList<>();
    for (FieldKind kind : values()) {
      labels.add(kind.label());
    }
    // Beyond a quarter of its letters it is a word of the configuration's own.
    return labels.contains(word)
        ? null
        : Spelling.likest(word, labels, Math.max(1, word.length() / 4));
  }
}
