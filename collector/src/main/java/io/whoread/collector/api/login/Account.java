package io.whoread.collector.api.login;

import io.whoread.collector.index.ActorId;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.userdetails.UserDetails;

/**
 * A person who may log in to the console.
 *
 * @param name login name
 * @param hash of the password, with the name of its algorithm in braces before it
 * @param actor role and id under which services know the person; null where they do not
 */
public record Account(String name, String hash, Set<AccountRole> roles, ActorId actor)
    implements UserDetails {
  public Account {
    roles = Set.copyOf(roles);
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
