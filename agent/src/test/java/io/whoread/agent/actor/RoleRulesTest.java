package io.whoread.agent.actor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Collections;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which role authorities speak of. */
class RoleRulesTest {
  @ParameterizedTest
  @CsvSource({
    "ROLE_CUSTOMER, customer",
    "CUSTOMER, customer",
    "ROLE_AUTH_CUSTOMER, customer",
    "role_app_member, customer",
    "ROLE_SUPER_ADMIN, staff",
    "ROLE_CUSTOMER_SERVICE, staff",
    "order:list system:user:list, staff",
    "ROLE_AUTH_CUSTOMER AUTH, customer",
    "AUTH ADMIN CUSTOMER STORE, staff",
    // What staff have who see customers and stores, and what they are is not said.
    "ROLE_AUTH AUTH ORDER CUSTOMER STORE,",
    "ROLE_AUTH ADMIN CUSTOMER, staff",
    "ROLE_USER,",
    "ROLE_,",
    "AUTH_CUSTOMER,",
  })
  void byAuthorities(String authorities, String role) {
    assertThat(RoleRules.usual(Arrays.asList(authorities.split(" ")), null)).isEqualTo(role);
  }

  /** Where nothing else tells. */
  @ParameterizedTest
  @CsvSource({
    "/admin-api/trade/order/page, staff",
    "/app-api/trade/order/page, customer",
    "/app/orders, unknown",
    "/api/orders, unknown",
    ", unknown",
  })
  void byPath(String path, String role) {
    RoleRules rules = new RoleRules(Collections.emptyList());
    assertThat(rules.role(new Identity("142", "spring-security"), path)).isEqualTo(role);
    Identity known = new Identity("142", "spring-security", "seller");
    assertThat(rules.role(known, path)).isEqualTo("seller");
  }
}
