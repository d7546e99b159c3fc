package com.example.orders;

import java.io.Serializable;
import java.time.Instant;
import java.util.AbstractSet;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.userdetails.UserDetails;

/** What services keep of whoever is logged in, and what else they keep with it. */
final class Logins {
  private static final Customer SEEN = new Customer(70_021, "qian");

  private Logins() {}

  static Object kept(String kind) {
    return switch (kind) {
      case "desk" -> new DeskSession("e1021", SEEN);
      case "admin-desk" -> new AdminSession("e1022", SEEN);
      case "unknown-desk" -> new OwnWordsSession("e1023", SEEN);
      case "clerk-desk" -> new ClerkSession(new Clerk("e1024"), SEEN);
      case "viewing" -> new ViewingSession(Instant.EPOCH, SEEN);
      case "namesake" -> new DeskSession("qian", SEEN);
      case "same-number" -> new NumberedSession(70_021, SEEN);
      case "number-seen" -> new AdminNote("e1026", 70_021);
      case "service" -> new CustomerServiceUser(27, "e1027");
      case "cover" -> new ShopSession("t-1", Instant.EPOCH, new Customer(70_022, "sun"));
      case "till" -> new StoreSession("S0017", "d-1", SEEN);
      case "own-row" -> new UserSession(991, "t-3", new SysUser(28, "e1028"));
      case "wrapped-roles" -> new Roled("s1029", wrapped("seller"));
      case "lazy-roles" -> new Roled("e1030", Collections.unmodifiableSet(new Lazy()));
      default -> kind;
    };
  }

  static Object principal(String kind) {
    return switch (kind) {
      case "desk" -> new DeskDetails("e1031", SEEN);
      case "namesake" -> new DeskDetails("qian", SEEN);
      case "text" -> new NamedByText("e1032", "Zhao");
      case "proved" -> new ProvedDetails("signed", new Customer(70_033, "wu"));
      case "both" -> new BothDetails(9, "e1034", new SysUser(9, "e1034"), SEEN);
      case "till" -> new TillDetails("S0018", SEEN);
      case "nameless" -> new NamelessDetails("t-2", new SysUser(10, "e1035"));
      default -> throw new IllegalArgumentException(kind);
    };
  }

  private static Set<String> wrapped(String role) {
    Set<String> roles = Collections.newSetFromMap(new HashMap<>());
    roles.add(role);
    return Collections.unmodifiableSet(roles);
  }

  /** A row of the table of customers. */
  record Customer(long id, String account) implements Serializable {}

  /** A row of the table of staff. */
  record SysUser(long userId, String userName) implements Serializable {}

  record Clerk(String badge) implements Serializable {}

  /** Holds the customer that is looked at. */
  record DeskSession(String staffNo, Customer customer) implements Serializable {}

  record AdminSession(String staffNo, Customer viewing) implements Serializable {}

  /** Nobody can know what this calls a number. */
  record OwnWordsSession(String gonghao, Customer customer) implements Serializable {}

  record ClerkSession(Clerk clerk, Customer customer) implements Serializable {}

  record ViewingSession(Instant since, Customer viewing) implements Serializable {}

  record NumberedSession(long userId, Customer customer) implements Serializable {}

  /** Nobody can know what this calls a number, and it holds that of a customer as well. */
  record AdminNote(String gonghao, long customerId) implements Serializable {}

  /** Serves customers, and is none. */
  record CustomerServiceUser(long userId, String loginName) implements Serializable {}

  /** Holds the customer that is logged in, and nothing else that names anybody. */
  record ShopSession(String token, Instant since, Customer customer) implements Serializable {}

  /** A till of a shop that looks at a customer. */
  record StoreSession(String storeCode, String deviceId, Customer customer)
      implements Serializable {}

  /** A row of the table of sessions. */
  record UserSession(long id, String token, SysUser user) implements Serializable {}

  record Roled(String loginName, Set<String> roles) implements Serializable {}

  /** Loads when it is asked, and by now cannot. */
  private static final class Lazy extends AbstractSet<String> {
    @Override
    public Iterator<String> iterator() {
      throw new IllegalStateException("no session");
    }

    @Override
    public int size() {
      throw new IllegalStateException("no session");
    }
  }

  /** Whose class has such methods as Spring Security asks, but does not say so. */
  record NamedByText(String loginName, String name) {
    public String getUsername() {
      return loginName;
    }
  }

  private abstract static class Details implements UserDetails {
    private static final long serialVersionUID = 1;

    @Override
    public Collection<? extends GrantedAuthority> getAuthorities() {
      return List.of();
    }

    @Override
    public String getPassword() {
      return "";
    }
  }

  /** A principal of staff who look at a customer. */
  private static final class DeskDetails extends Details {
    private static final long serialVersionUID = 1;
    private final String staffNo;

    @SuppressWarnings("unused")
    private final Customer customer;

    DeskDetails(String staffNo, Customer customer) {
      this.staffNo = staffNo;
      this.customer = customer;
    }

    @Override
    public String getUsername() {
      return staffNo;
    }
  }

  /** Knows its name by what it does not keep. */
  private static final class TillDetails extends Details {
    private static final long serialVersionUID = 1;
    private final String token;

    @SuppressWarnings("unused")
    private final Customer customer;

    TillDetails(String token, Customer customer) {
      this.token = token;
      this.customer = customer;
    }

    @Override
    public String getUsername() {
      return token;
    }
  }

  /** A cover that keeps something of its own; the name that it is known by is the customer's. */
  private static final class ProvedDetails extends Details {
    private static final long serialVersionUID = 1;

    @SuppressWarnings("unused")
    private final String signature;

    private final Customer customer;

    ProvedDetails(String signature, Customer customer) {
      this.signature = signature;
      this.customer = customer;
    }

    @Override
    public String getUsername() {
      return customer.account();
    }
  }

  /** As back offices have it that copy the number; one of those within is who is logged in. */
  private static final class BothDetails extends Details {
    private static final long serialVersionUID = 1;

    @SuppressWarnings("unused")
    private final long userId;

    private final String name;

    @SuppressWarnings("unused")
    private final SysUser user;

    @SuppressWarnings("unused")
    private final Customer customer;

    BothDetails(long userId, String name, SysUser user, Customer customer) {
      this.userId = userId;
      this.name = name;
      this.user = user;
      this.customer = customer;
    }

    @Override
    public String getUsername() {
      return name;
    }
  }

  /** A cover that does not care for the name. */
  private static final class NamelessDetails extends Details {
    private static final long serialVersionUID = 1;

    @SuppressWarnings("unused")
    private final String token;

    @SuppressWarnings("unused")
    private final SysUser user;

    NamelessDetails(String token, SysUser user) {
      this.token = token;
      this.user = user;
    }

    @Override
    public String getUsername() {
      return null;
    }
  }
}
