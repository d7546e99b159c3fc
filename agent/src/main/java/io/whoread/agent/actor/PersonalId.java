package io.whoread.agent.actor;

import java.util.regex.Pattern;

/** Tells ids that are themselves personal: phone numbers, e-mail addresses, identity numbers. */
public final class PersonalId {
  private static final Pattern PHONE =
      Pattern.compile(
          "(?:\\+|00)[1-9][0-9 -]{6,18}|(?:86-?)?1[3-9][0-9]{9}|0[1-9][0-9]{1,2}-?[0-9]{7,8}");
  private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+\\.[^@\\s.]+");
  private static final Pattern IDENTITY =
      Pattern.compile("[1-9][0-9]{5}(?:18|19|20)[0-9]{2}[01][0-9][0-3][0-9][0-9]{3}[0-9Xx]");

  /** Of any phone or identity number that the patterns know. */
  private static final int LEAST_DIGITS = 7;

  private PersonalId() {}

  public static boolean looksPersonal(String id) {
    return mayBePersonal(id) && isPersonal(id);
  }

  /** Most ids are ruled out by this look. */
  private static boolean mayBePersonal(String id) {
    int digits = 0;
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      if (c == '@') {
        return true;
      }
      digits += c >= '0' && c <= '9' ? 1 : 0;
    }
    return digits >= LEAST_DIGITS;
  }

  private static boolean isPersonal(String id) {
    return PHONE.matcher(id).matches()
        || EMAIL.matcher(id).matches()
        || IDENTITY.matcher(id).matches();
  }
}
