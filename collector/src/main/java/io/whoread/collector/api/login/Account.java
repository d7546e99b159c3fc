package io.whoread.collector.api.login;

import io.whoread.collector.index.ActorId;
import io.whoread.record.PlainText;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.userdetails.UserDetails;

/**
 * A person who may log in to the console.
 *
 * @param name login name: 1 to 64 letters, digits, dots, dashes, underlines or @
 * @param hash of the password, with the name of its algorithm in braces before it
 * @param actor role and id under which services know the person; null where they do not
 */
public record Account(String name, String hash, Set<AccountRole> roles, ActorId actor)
    implements UserDetails {
  public static final int LONGEST_NAME = 64;

  private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}._@-]{1," + LONGEST_NAME + "}");

  /**
   * @throws IllegalArgumentException naming what is not as it must be
   */
  public Account {
    roles = Set.copyOf(roles);
    if (!isName(name)) {
      throw new IllegalArgumentException(
          "name: expected 1 to 64 letters, digits, dots, dashes, underlines or @");
    }
    if (roles.isEmpty()) {
      throw new IllegalArgumentException("roles: expected at least one role");
    }
    if (roles.contains(AccountRole.VIEWER) && actor == null) {
      throw new IllegalArgumentException(
          "actor: a viewer needs the role and id that services know it by");
    }
    if (actor != null && !PlainText.isPlain(actor.toString())) {
      throw new IllegalArgumentException(
          "actor: contains a control character or a mark of direction");
    }
  }

  /** Whether an account may be named so. */
  public static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  public boolean is(AccountRole role) {
    return roles.contains(role);
  }

  /** In the order of {@link AccountRole}. */
  public List<String> roleLabels() {
    return EnumSet.copyOf(roles).stream().map(AccountRole::label).toList();
  }

  @Override
  public Collection<? extends GrantedAuthority> getAuthorities() {
    return roles.stream().map(AccountRole::authority).map(SimpleGrantedAuthority::new).toList();
  }

  @Override
  public String getPassword() {
    return hash;
  }

  @Override
  public String getUsername() {
    return name;
  }

  /** Without the hash. */
  @Override
  public String toString() {
    return "account " + name;
  }
}
