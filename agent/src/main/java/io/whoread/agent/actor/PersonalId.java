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

  private PersonalId() {}

  public static boolean looksPersonal(String id) {
    return PHONE.matcher(id).matches()
        || EMAIL.matcher(id).matches()
        || IDENTITY.matcher(id).matches();
  }
}
