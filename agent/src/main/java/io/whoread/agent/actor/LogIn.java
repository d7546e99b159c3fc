package io.whoread.agent.actor;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the name of a class says of the log-in that it stands for: the bare {@code id} of a {@code
 * UserSession} counts sessions, and as the number of a person it would be another person's.
 */
final class LogIn {
  private static final Set<String> LOG_INS =
      words("login logon logined logged session token ticket auth online captcha");

  /** What a class is called behind the name of its row. */
  private static final Set<String> ROWS = words("entity po do dto vo bo model");

  private LogIn() {}

  private static Set<String> words(String words) {
    return new HashSet<>(Arrays.asList(words.split(" ")));
  }

  /** Whether a property's name does not say what it is the id of. */
  static boolean isBare(String property) {
    return property.equals("id") || property.equals("uid");
  }

  /**
   * Whether objects of a class are log-ins, and no people: {@code UserSession}, {@code LoginInfo}.
   */
  static boolean isRecord(Class<?> type) {
    List<String> words = Words.of(type.getSimpleName());
    return isOfALogIn(words) && !endsInPerson(words, Cover.ANYTHING);
  }

  /**
   * Whether they may be, where they hold the person: {@code LoginUser}, {@code UserDetailsImpl}.
   */
  static boolean mayBeRecord(Class<?> type) {
    List<String> words = Words.of(type.getSimpleName());
    return isOfALogIn(words) || !endsInPerson(words, ROWS);
  }

  private static boolean isOfALogIn(List<String> words) {
    return words.stream().anyMatch(LOG_INS::contains);
  }

  private static boolean endsInPerson(List<String> words, Set<String> leftOut) {
    int last = words.size() - 1;
    while (last > 0 && leftOut.contains(words.get(last))) {
      last--;
    }
    return last >= 0 && Words.isPerson(words.get(last));
  }
}
