package io.whoread.record;

import java.text.Normalizer;
import java.util.regex.Pattern;

/** Tells ids that are themselves personal: phone numbers, e-mail addresses, identity numbers. */
public final class PersonalId {
  private static final Pattern PHONE =
      Pattern.compile(
          "(?:\\+|00)[1-9][0-9 -]{6,18}|(?:86-?)?1[3-9][0-9]{9}|0[1-9][0-9]{1,2}-?[0-9]{7,8}");
  private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+\\.[^@\\s.]+");
  private static final String IDENTITY_NUMBER =
      "[1-9][0-9]{5}(?:18|19|20)[0-9]{2}[01][0-9][0-3][0-9][0-9]{3}[0-9Xx]";
  private static final Pattern IDENTITY = Pattern.compile(IDENTITY_NUMBER);

  /**
   * Any of them in the midst of a text, as people write them; never a part of a longer number. A
   * word is tried for an address from its beginning only, or from the end of what was found before:
   * tried from each of its letters, a word of a million of them, which any client may send, would
   * take hours.
   */
  private static final Pattern WITHIN =
      Pattern.compile(
          "(?<![0-9])(?:(?:\\+|00)[1-9](?:[ -]?[0-9]){6,14}"
              + "|(?:86[ -]?)?1[3-9][0-9](?:[ -]?[0-9]){8}"
              + "|0[1-9][0-9]{1,2}[ -]?[0-9]{7,8}|"
              + IDENTITY_NUMBER
              + ")(?![0-9])|(?:\\G|(?<![^@\\s,;:]))[^@\\s,;:]++@[^@\\s,;:]+\\.[^@\\s.,;:]+");

  /** Of any phone or identity number that the patterns know. */
  private static final int LEAST_DIGITS = 7;

  private PersonalId() {}

  /** Whether the whole is personal. */
  private static boolean looksPersonal(String id) {
    return mayBePersonal(id)
        && (PHONE.matcher(id).matches()
            || EMAIL.matcher(id).matches()
            || IDENTITY.matcher(id).matches());
  }

  /** Whether any part is personal. */
  public static boolean holdsPersonal(String text) {
    return mayBePersonal(text) && (looksPersonal(text) || WITHIN.matcher(plain(text)).find());
  }

  /** The text with {@code #} in the place of each part that is personal. */
  public static String cut(String text) {
    if (!mayBePersonal(text)) {
      return text;
    }
    return looksPersonal(text) ? "#" : WITHIN.matcher(plain(text)).replaceAll("#");
  }

  /** Digits as they are typed in Chinese input methods become the usual ones. */
  private static String plain(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFKC);
  }

  /** Most ids are ruled out by this look. */
  private static boolean mayBePersonal(String text) {
    int digits = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '@' || c == '\uff20') {
        return true;
      }
      digits += Character.isDigit(c) ? 1 : 0;
    }
    return digits >= LEAST_DIGITS;
  }
}
