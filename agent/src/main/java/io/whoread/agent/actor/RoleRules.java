package io.whoread.agent.actor;

import io.whoread.agent.config.Config.RoleRule;
import io.whoread.record.Roles;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Which role an actor has: the first configured rule that fits, else a guess from authorities. */
final class RoleRules {
  private static final Map<String, String> USUAL = new HashMap<>();

  static {
    usual(
        Roles.STAFF,
        "STAFF EMPLOYEE ADMIN ADMINISTRATOR OPERATOR SUPPORT CS AGENT MANAGER AUDITOR"
            + " CUSTOMER_SERVICE CUSTOMER_SUPPORT KEFU");
    usual(Roles.SELLER, "SELLER MERCHANT SHOP STORE VENDOR");
    usual(Roles.COURIER, "COURIER RIDER DRIVER DELIVERY EXPRESS");
    usual(Roles.CUSTOMER, "CUSTOMER BUYER MEMBER CONSUMER");
    usual(Roles.SYSTEM, "SYSTEM MACHINE");
  }

  /** An actor of several authorities has the first of these roles that one of them names. */
  private static final List<String> ORDER =
      Arrays.asList(Roles.STAFF, Roles.SELLER, Roles.COURIER, Roles.CUSTOMER, Roles.SYSTEM);

  private static final String PREFIX = "ROLE_";

  /** What may stand before a role's word: {@code ROLE_AUTH_CUSTOMER}, {@code ROLE_SUPER_ADMIN}. */
  private static final Pattern BEFORE = Pattern.compile("^(?:AUTH|APP|SUPER|SYS)_");

  /** Permissions that only a back office has: {@code system:user:list}, or all there are. */
  private static final Pattern BACK_OFFICE = Pattern.compile("(?:SYS|SYSTEM|ADMIN):|\\*:\\*:\\*$");

  /** What Spring Security grants beside roles. */
  private static final Pattern GRANTED_BESIDE =
      Pattern.compile("(?:SCOPE|FACTOR|OAUTH2|OIDC|IS_AUTHENTICATED)_");

  private final List<RoleRule> rules;

  RoleRules(List<RoleRule> rules) {
    this.rules = rules;
  }

  /**
   * @param path of the request, or null
   */
  String role(Identity identity, String path) {
    for (RoleRule rule : rules) {
      if (fits(rule, identity, path)) {
        return rule.role;
      }
    }
    String usual = usual(identity.authorities, identity.hint);
    String known = usual != null ? usual : own(identity.own, identity.hint);
    if (known != null || path == null) {
      return known == null ? Roles.UNKNOWN : known;
    }
    // Services whose log-ins are all of one class tell customers from staff by this path.
    boolean isApp = path.startsWith("/app-api/");
    return isBackOffice(path) ? Roles.STAFF : isApp ? Roles.CUSTOMER : Roles.UNKNOWN;
  }

  /**
   * What the object itself says, which is no more than words: that somebody is staff holds against
   * what its class speaks of, anything else only where that says nothing. The owner, the
   * administrator and the member of a team are all of the back office.
   */
  private static String own(OwnRoles own, String hint) {
    String role = first(own.roles);
    if (Roles.STAFF.equals(role) || Roles.STAFF.equals(first(own.permissions))) {
      return Roles.STAFF;
    }
    return hint != null || Roles.SYSTEM.equals(role) ? hint : role;
  }

  /** Paths under which a shop's own people work; asked of whom nothing else tells a role. */
  private static boolean isBackOffice(String path) {
    return path.startsWith("/admin/") || path.startsWith("/admin-api/") || path.startsWith("/sys/");
  }

  /**
   * The role that authorities name; null where none of them is a usual one. A word without {@code
   * ROLE_} may as well be a page of the back office ({@code product, order, member}): it names a
   * role other than staff only where no other such word stands beside it, and nothing else is
   * known.
   *
   * @param hint the role that names of classes and attributes speak of; null where of none
   */
  static String usual(Collection<String> authorities, String hint) {
    String any = first(authorities);
    if (any == null || any.equals(Roles.STAFF)) {
      return any;
    }
    List<String> said = new ArrayList<>();
    List<String> bare = new ArrayList<>();
    for (String authority : authorities) {
      String word = authority.toUpperCase(Locale.ROOT);
      (word.startsWith(PREFIX) ? said : bare).add(word);
    }
    String role = first(said);
    if (role != null) {
      return role;
    }
    for (String word : bare) {
      if (!any.equals(role(word)) && !GRANTED_BESIDE.matcher(word).lookingAt()) {
        return null;
      }
    }
    return hint == null || hint.equals(any) ? any : null;
  }

  private static String first(Collection<String> authorities) {
    int first = ORDER.size();
    for (String authority : authorities) {
      String role = role(authority.toUpperCase(Locale.ROOT));
      first = role == null ? first : Math.min(first, ORDER.indexOf(role));
    }
    return first == ORDER.size() ? null : ORDER.get(first);
  }

  private static String role(String word) {
    boolean isRole = word.startsWith(PREFIX);
    String named = isRole ? word.substring(PREFIX.length()) : word;
    String role = USUAL.get(named);
    if (role == null && isRole) {
      role = USUAL.get(BEFORE.matcher(named).replaceFirst(""));
    }
    return role == null && BACK_OFFICE.matcher(word).lookingAt() ? Roles.STAFF : role;
  }

  private static void usual(String role, String authorities) {
    for (String authority : authorities.split(" ")) {
      USUAL.put(authority, role);
    }
  }

  private static boolean fits(RoleRule rule, Identity identity, String path) {
    switch (rule.by) {
      case AUTHORITY:
        return identity.authorities.stream().anyMatch(rule.pattern::matches)
            || identity.own.roles.stream().anyMatch(rule.pattern::matches)
            || identity.own.permissions.stream().anyMatch(rule.pattern::matches);
      case PATH:
        return path != null && rule.pattern.matches(path);
      case CLAIM:
        Object claim = identity.claims.get(rule.claim);
        return claim != null && rule.pattern.matches(claim.toString());
      case ID:
        return rule.pattern.matches(identity.id);
      default:
        throw new AssertionError(rule.by);
    }
  }
}
