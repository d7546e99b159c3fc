package com.example.shop.account;

import java.util.ArrayList;
import java.util.List;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.stereotype.Service;

/**
 * Accounts as Spring Security sees them: authorities {@code ROLE_<kind>} and {@code TEAM_<team>}.
 */
@Service
class AccountDetailsService implements UserDetailsService {
  private final AccountMapper accounts;

  AccountDetailsService(AccountMapper accounts) {
    this.accounts = accounts;
  }

  @Override
  public UserDetails loadUserByUsername(String username) {
    Account account = accounts.find(username);
    if (account == null) {
      throw new UsernameNotFoundException("no such account");
    }
    return new User(account.getUsername(), account.getPasswordHash(), authorities(account));
  }

  private static List<GrantedAuthority> authorities(Account account) {
    List<GrantedAuthority> authorities = new ArrayList<>();
    authorities.add(new SimpleGrantedAuthority("ROLE_" + account.getKind()));
    if (account.getTeam() != null) {
      authorities.add(new SimpleGrantedAuthority("TEAM_" + account.getTeam()));
    }
    return authorities;
  }
}
