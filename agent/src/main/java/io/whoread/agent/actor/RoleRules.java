package io.whoread.agent.actor;

import io.whoread.agent.config.Config.RoleRule;
import io.whoread.record.Roles;
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

  /** Permissions that only a back office has: {@code system:user:list}, or all there are. */
  private static final Pattern BACK_OFFICE = Pattern.compile("(?:SYS|SYSTEM|ADMIN):|\\*:\\*:\\*$");

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
    String usual = usual(identity.authorities);
    String own = usual == null ? usual(identity.roles) : null;
    if (own != null && !own.equals(Roles.SYSTEM)) {
      usual = own;
    }
    if (usual == null) {
      usual = identity.hint;
    }
    return usual != null ? usual : path != null && isBackOffice(path) ? Roles.STAFF : Roles.UNKNOWN;
  }

  /** Paths under which a shop's own people work; asked of whom nothing else tells a role. */
  private static boolean isBackOffice(String path) {
    return path.startsWith("/admin/") || path.startsWith("/admin-api/") || path.startsWith("/sys/");
  }

  /** Null where none of the authorities is a usual one. */
  static String usual(Collection<String> authorities) {
    int first = ORDER.size();
    for (String authority : authorities) {
      String word = authority.toUpperCase(Locale.ROOT);
      String role = USUAL.get(word.startsWith("ROLE_") ? word.substring(5) : word);
      if (role == null && BACK_OFFICE.matcher(word).lookingAt()) {
        role = Roles.STAFF;
      }
      first = role == null ? first : Math.min(first, ORDER.indexOf(role));
    }
    return first == ORDER.size() ? null : ORDER.get(first);
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
            || identity.roles.stream().anyMatch(rule.pattern::matches);
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
