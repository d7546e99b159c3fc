package io.whoread.agent.actor;

import io.whoread.record.Roles;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What the names of classes and of session attributes say of who is kept there: {@code AdminUser},
 * {@code mallUser}, {@code loginUserId}.
 */
final class Words {
  /** The first that fits holds: an administrator of a mall is staff. */
  private static final Map<String, Set<String>> ROLES = new LinkedHashMap<>();

  static {
    ROLES.put(
        Roles.STAFF,
        set(
            "admin administrator sys system staff employee emp operator manager backend clerk"
                + " console kefu"));
    ROLES.put(Roles.SELLER, set("seller merchant supplier"));
    ROLES.put(Roles.COURIER, set("courier rider deliveryman driver"));
    ROLES.put(Roles.CUSTOMER, set("member customer buyer consumer mall front portal"));
  }

  private static final Set<String> PERSONS =
      set(
          "user username admin administrator member customer employee emp staff operator manager"
              + " seller merchant courier rider buyer account uid");

  /** What may stand before a person without making it another one than who is logged in. */
  private static final Set<String> LEADS =
      set("login logon logined logged in current cur session auth online web app the key attr");

  /** Say that it is who is logged in, whatever the application calls itself before them. */
  private static final Set<String> SURE = set("login logon logined logged current mall shop");

  private static final Set<String> TAILS =
      set("id name no uid account info vo dto bo entity bean model session key attr");

  /** Behind a customer, those who are there for customers: {@code CustomerServiceUser}. */
  private static final Set<String> SERVES = set("service support care agent success");

  /** Say a role, and are no person. */
  private static final Set<String> PLACES = set("sys system backend console mall front portal");

  private static final Set<String> JOINED = set("loginname loginid loginno loginaccount");

  private Words() {}

  private static Set<String> set(String words) {
    return new HashSet<>(Arrays.asList(words.split(" ")));
  }

  /** {@code AdminUserDetails}, {@code ADMIN_USER}: admin, user, ... */
  static List<String> of(String name) {
    String apart =
        name.replaceAll("([a-z0-9])([A-Z])", "$1 $2").replaceAll("([A-Z]+)([A-Z][a-z])", "$1 $2");
    List<String> words = new ArrayList<>();
    for (String word : apart.toLowerCase(Locale.ROOT).split("[^a-z]+")) {
      if (word.matches("(?:login|current|admin|member|sys|mall)(?:user|id)|userid")) {
        int tail = word.endsWith("id") ? word.length() - 2 : word.length() - 4;
        words.add(word.substring(0, tail));
        words.add(word.substring(tail));
      } else if (!word.isEmpty()) {
        words.add(word);
      }
    }
    return words;
  }

  /** The role that a name speaks of, or null. */
  static String role(String name) {
    return role(of(name));
  }

  private static String role(List<String> words) {
    int customer = words.indexOf("customer");
    if (customer >= 0 && customer + 1 < words.size() && SERVES.contains(words.get(customer + 1))) {
      return Roles.STAFF;
    }
    for (Map.Entry<String, Set<String>> role : ROLES.entrySet()) {
      for (String word : words) {
        if (role.getValue().contains(word)) {
          return role.getKey();
        }
      }
    }
    return null;
  }

  /** Whether a word speaks of a person, whoever that is. */
  static boolean isPerson(String word) {
    return PERSONS.contains(word)
        || role(Collections.singletonList(word)) != null && !PLACES.contains(word);
  }

  /**
   * Whom an attribute of that name speaks of, if that is whoever is logged in; else null. Names of
   * one person have the same answer: {@code loginUser} and {@code userId}.
   *
   * @param name such as {@code loginUser}
   */
  static String loggedIn(String name) {
    if (name.length() > 64 || name.indexOf('.') >= 0 && !name.matches("(?i)session\\.\\w+")) {
      return null;
    }
    List<String> words = of(name);
    if (JOINED.contains(String.join("", words))) {
      return "user";
    }
    int person = -1;
    for (int i = 0; i < words.size(); i++) {
      person = PERSONS.contains(words.get(i)) ? i : person;
    }
    if (person < 0 || !TAILS.containsAll(words.subList(person + 1, words.size()))) {
      return null;
    }
    boolean sure = words.stream().anyMatch(SURE::contains);
    List<String> whose = new ArrayList<>();
    for (String word : words.subList(0, person)) {
      boolean meant = LEADS.contains(word) || PERSONS.contains(word) || role(word) != null;
      if (!meant && !sure) {
        return null;
      }
      if (!LEADS.contains(word)) {
        whose.add(word);
      }
    }
    whose.add(words.get(person).startsWith("user") ? "user" : words.get(person));
    return String.join(" ", whose);
  }

  /** Whether an attribute of that name holds an id rather than a name. */
  static boolean isId(String name) {
    List<String> words = of(name);
    String last = words.isEmpty() ? "" : words.get(words.size() - 1);
    return last.equals("id") || last.equals("no") || last.equals("uid");
  }
}
