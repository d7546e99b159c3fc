package io.whoread.agent.guess;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Splits the names of members, classes and columns into words. */
final class Words {
  private Words() {}

  /**
   * The words of a name in lower case, split where its case changes, at digits and at whatever is
   * no letter: {@code receiverPhoneNo2} is receiver, phone, no, 2; {@code OrderDTO} is order, dto.
   */
  static List<String> of(String name) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (word.length() > 0 && begins(name, i)) {
        add(words, word);
      }
      if (Character.isLetterOrDigit(c)) {
        word.append(c);
      }
    }
    add(words, word);
    return words;
  }

  private static boolean begins(String name, int at) {
    char c = name.charAt(at);
    char before = name.charAt(at - 1);
    if (!Character.isLetterOrDigit(c) || Character.isDigit(c) != Character.isDigit(before)) {
      return true;
    }
    boolean upper = Character.isUpperCase(c);
    boolean lowerFollows = at + 1 < name.length() && Character.isLowerCase(name.charAt(at + 1));
    return upper && (!Character.isUpperCase(before) || lowerFollows);
  }

  private static void add(List<String> words, StringBuilder word) {
    if (word.length() > 0) {
      String text = word.toString().toLowerCase(Locale.ROOT);
      word.setLength(0);
      // eMail and IDs are split by their case, and are one word all the same.
      String last = words.isEmpty() ? "" : words.get(words.size() - 1);
      if (last.length() == 1 && (last + text).equals("email")) {
        words.set(words.size() - 1, "email");
      } else {
        words.add(text);
      }
    }
  }

  static String join(List<String> words) {
    return String.join("", words);
  }

  /** Whether a text is written in Chinese, at least in part. */
  static boolean isChinese(String text) {
    return text.codePoints().anyMatch(Character::isIdeographic);
  }
}
