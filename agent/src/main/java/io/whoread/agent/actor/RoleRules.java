package io.whoread.agent.actor;

import io.whoread.agent.config.Config.RoleRule;
import io.whoread.record.Roles;
import java.util.List;
import java.util.Locale;

/** Which role an actor has: the first configured rule that fits, else a guess from authorities. */
final class RoleRules {
  private static final String[][] USUAL = {
    {Roles.STAFF, "STAFF EMPLOYEE ADMIN ADMINISTRATOR OPERATOR SUPPORT CS AGENT MANAGER AUDITOR"},
    {Roles.SELLER, "SELLER MERCHANT SHOP STORE VENDOR"},
    {Roles.COURIER, "COURIER RIDER DRIVER DELIVERY EXPRESS"},
    {Roles.CUSTOMER, "CUSTOMER BUYER MEMBER CONSUMER"},
    {Roles.SYSTEM, "SYSTEM MACHINE"},
  };

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
    for (String[] usual : USUAL) {
      for (String word : usual[1].split(" ")) {
        for (String authority : identity.authorities) {
          String bare = authority.toUpperCase(Locale.ROOT);
          bare = bare.startsWith("ROLE_") ? bare.substring(5) : bare;
          if (bare.equals(word)) {
            return usual[0];
          }
        }
      }
    }
    return Roles.UNKNOWN;
  }

  private static boolean fits(RoleRule rule, Identity identity, String path) {
    switch (rule.by) {
      case AUTHORITY:
        return identity.authorities.stream().anyMatch(rule.pattern::matches);
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
