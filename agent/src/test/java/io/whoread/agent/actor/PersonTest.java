package io.whoread.agent.actor;

import static org.assertj.core.api.Assertions.assertThat;

import io.whoread.agent.config.Config;
import java.util.AbstractSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;

/** Whom an object speaks of that an application keeps; unknown is better than wrong. */
class PersonTest {
  private static final Member LOOKED_AT = new Member(70_041, "zhou");

  private final RoleRules roles = new RoleRules(new Config().roles);

  private static Identity kept(Object object) throws ReflectiveOperationException {
    return Person.of(object, null, null).guess("session:it", null);
  }

  private String role(Object object) throws ReflectiveOperationException {
    return roles.role(kept(object), null);
  }

  /** Who a principal is; its id, role and source. */
  private List<String> principal(Object principal, String... authorities)
      throws ReflectiveOperationException {
    Identity found =
        SpringSecurity.identity(
            new UsernamePasswordAuthenticationToken(
                principal, null, AuthorityUtils.createAuthorityList(authorities)),
            "spring-security",
            "");
    return List.of(found.id, roles.role(found, null), found.source);
  }

  @Test
  void wordsInAnObjectOfStaffMakeNobodyACustomer() throws ReflectiveOperationException {
    assertThat(role(new AdminUser(17, "li", List.of("product", "order", "member"))))
        .isEqualTo("staff");
    assertThat(role(new SysUser(17, "li", "MEMBER"))).isEqualTo("staff");
    assertThat(role(new SysUser(17, "li", "SHOP"))).isEqualTo("staff");
    assertThat(role(new MemberUser(17, "STAFF"))).isEqualTo("staff");
  }

  @Test
  void whatSomebodyMayDoIsNoRoleButStaffs() throws ReflectiveOperationException {
    assertThat(role(new Worker(17, List.of("delivery", "member")))).isEqualTo("unknown");
    assertThat(role(new Worker(17, List.of("system:user:list")))).isEqualTo("staff");
  }

  @Test
  void pagesOfTheBackOfficeAreNoRoles() throws ReflectiveOperationException {
    String id = "spring-security:userId (guessed)";
    Object worker = new Worker(17, null);
    assertThat(principal(worker, "product", "order", "member"))
        .containsExactly("17", "unknown", id);
    assertThat(principal(worker, "STORE", "CUSTOMER")).containsExactly("17", "unknown", id);
    assertThat(principal(worker, "STORE", "ADMIN")).containsExactly("17", "staff", id);
    assertThat(principal(worker, "CUSTOMER", "ROLE_USER", "FACTOR_PASSWORD"))
        .containsExactly("17", "customer", id);
    assertThat(principal(worker, "ROLE_MEMBER", "vip")).containsExactly("17", "customer", id);
    assertThat(principal(new SysUser(17, "li", null), "member").get(1)).isEqualTo("staff");
  }

  @Test
  void aTillThatLooksAtAMemberIsNotThatMember() throws ReflectiveOperationException {
    assertThat(kept(new StoreSession("S0017", "d-1", LOOKED_AT))).isNull();
  }

  @Test
  void aMapMayHoldWhoIsLoggedIn() throws ReflectiveOperationException {
    assertThat(kept(new LoginInfo(Map.of("badge", "e1"), LOOKED_AT))).isNull();
    assertThat(kept(new Team(List.of(new Object()), LOOKED_AT))).isNull();
    assertThat(kept(new Tokened(new Token("e1"), LOOKED_AT))).isNull();
  }

  /** Beside an object that is all there is, the application's security may know another name. */
  @Test
  void aNameThatIsNotTheirsSpeaksAgainstACover() throws ReflectiveOperationException {
    Person other = Person.of(new Holder("t", LOOKED_AT), "S0017", null);
    assertThat(other.number("")).isNull();
    assertThat(other.role()).isNull();
    assertThat(Person.of(new Holder("t", LOOKED_AT), "zhou", null).number("").id)
        .isEqualTo("70041");
    assertThat(Person.of(new Holder("t", LOOKED_AT), "70041", null).number("").id)
        .isEqualTo("70041");
  }

  @Test
  void theNumberOfALogInIsNobodys() throws ReflectiveOperationException {
    User li = new User(17, "li");
    assertThat(kept(new UserSession(991, "t", li)).id).isEqualTo("li");
    assertThat(kept(new LoginUser("5f0c", "t", li))).isNull();
    assertThat(kept(new LoginUser("17", "t", li)).id).isEqualTo("17");
    assertThat(kept(new LoginUser("17", "t", null)).id).isEqualTo("17");
    assertThat(kept(new DeskSession(5, LOOKED_AT))).isNull();
    assertThat(kept(new DeskUser(5, LOOKED_AT)).id).isEqualTo("5");
  }

  @Test
  void aGetterThatFailsCostsNoName() throws ReflectiveOperationException {
    Failing failing = new Failing(new Member(5, "li"));
    Identity found = Person.of(failing, "li", null).guess("session:it", null);
    assertThat(found.id).as("of the member within").isEqualTo("5");
    assertThat(failing.asked).as("getters that were called to compare").isZero();
  }

  @Test
  void rolesThatFailCostNoName() throws ReflectiveOperationException {
    Set<String> lazy = new Lazy();
    assertThat(kept(new Roled("li", Collections.unmodifiableSet(lazy))).id).isEqualTo("li");
    assertThat(kept(new Roled("li", lazy)).own.roles).isEmpty();
    Map<String, Object> own = new OwnMap();
    own.put("username", "li");
    assertThat(kept(own).own.roles).as("of a map of the application").isEmpty();
    Map<String, Object> map = new HashMap<>(Map.of("username", "li", "role", "admin"));
    assertThat(role(map)).isEqualTo("staff");
  }

  @Test
  void permissionsDoNotCrowdOutRoles() throws ReflectiveOperationException {
    Set<String> many =
        IntStream.range(0, 1_000).mapToObj(i -> "order:list" + i).collect(Collectors.toSet());
    Identity found = kept(new Crowded("li", new HashSet<>(many), List.of("admin")));
    assertThat(roles.role(found, null)).isEqualTo("staff");
    assertThat(found.own.permissions).hasSizeLessThan(1_000);
  }

  record Member(long id, String account) {}

  record User(long id, String username) {}

  record AdminUser(long id, String username, List<String> permissions) {}

  record SysUser(long id, String username, String role) {}

  record MemberUser(long id, String role) {}

  record Worker(long userId, List<String> permissions) {}

  record StoreSession(String storeCode, String deviceId, Member member) {}

  record LoginInfo(Map<String, Object> staff, Member customer) {}

  record Team(List<Object> staff, Member customer) {}

  record Token(String badge) {}

  record Tokened(Token token, Member customer) {}

  record Holder(String token, Member member) {}

  record UserSession(long id, String token, User user) {}

  record LoginUser(String id, String token, User user) {}

  record DeskSession(long id, Member customer) {}

  record DeskUser(long id, Member customer) {}

  record Roled(String username, Set<String> roles) {}

  record Crowded(String username, Set<String> permissions, List<String> roles) {}

  /** Goes to a service for what it has no field of. */
  private static final class Failing {
    @SuppressWarnings("unused")
    private final Member member;

    private final String username = "li";
    private int asked;

    Failing(Member member) {
      this.member = member;
    }

    @SuppressWarnings("unused")
    public String getUsername() {
      return username;
    }

    @SuppressWarnings("unused")
    public String getAccount() {
      asked++;
      throw new IllegalStateException("no such service");
    }
  }

  /** Loads when it is asked. */
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

  private static final class OwnMap extends LinkedHashMap<String, Object> {
    private static final long serialVersionUID = 1;

    @Override
    public Object get(Object key) {
      if (key.equals("role")) {
        throw new IllegalStateException("no session");
      }
      return super.get(key);
    }
  }
}
