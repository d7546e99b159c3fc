package io.whoread.agent.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.whoread.record.v1.Actor;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who acts is found without configuration, by what a service uses to know it itself. */
class LoginIT {
  @TempDir static Path folder;
  private static Deployment deployment;
  private static Jvm service;
  private static int order;

  @BeforeAll
  static void start() throws Exception {
    deployment = new Deployment(folder);
    deployment.configure(Deployment.GUARD);
    service = service(deployment);
  }

  @AfterAll
  static void close() {
    service.close();
    deployment.close();
  }

  private static Jvm service(Deployment deployment) throws Exception {
    List<Path> jdks = Jdks.all();
    return Jvm.answering(
        jdks.get(jdks.size() - 1),
        deployment.folder,
        deployment.agent(),
        Jvm.classPath(),
        "com.example.orders.LoginShop",
        deployment.folder.toString());
  }

  /** Who read an order through a path. */
  private static Actor actor(String path, String... headers) throws Exception {
    int number = ++order;
    assertThat(service.get(null, path + "/" + number, headers)).contains("1380000");
    return reader(deployment, number);
  }

  private static Actor reader(Deployment deployment, int number) {
    return org.awaitility.Awaitility.await()
        .until(
            () ->
                deployment.collector.seen().stream()
                    .filter(seen -> seen.subjects().contains(deployment.order(number)))
                    .map(Seen::actor)
                    .findFirst(),
            java.util.Optional::isPresent)
        .get();
  }

  private static void is(Actor actor, String id, String role, String source) {
    assertThat(List.of(actor.getId(), actor.getRole(), actor.getSource()))
        .isEqualTo(List.of(id, role, source));
  }

  private static String customer(String id) {
    return HexFormat.of().formatHex(deployment.pseudonyms.of("customer", id));
  }

  @Test
  void bySaToken() throws Exception {
    is(actor("/sa/e1001"), "e1001", "unknown", "sa-token");
    is(actor("/sa/sys_user:12"), "sys_user:12", "staff", "sa-token");
    is(actor("/member/70007"), customer("70007"), "customer", "sa-token:member");
    is(actor("/sa/app_member:70008"), customer("70008"), "customer", "sa-token (guessed)");
  }

  @Test
  void byShiro() throws Exception {
    is(actor("/shiro/plain"), "e3003", "unknown", "shiro");
    is(actor("/shiro/e1001"), "e1001", "staff", "shiro:loginName (guessed)");
    is(actor("/shiro/nobody"), "", "unknown", "");
  }

  @Test
  void byAPrincipalWithoutAName() throws Exception {
    is(actor("/spring/staff/order:list"), "77", "unknown", "spring-security:id (guessed)");
    is(actor("/spring/staff/system:user:list"), "77", "staff", "spring-security:id (guessed)");
  }

  /** A customer's orders know the customer by number. */
  @Test
  void byTheNumberOfACustomer() throws Exception {
    is(
        actor("/spring/member/order:list"),
        customer("4711"),
        "customer",
        "spring-security:memberId (guessed)");
  }

  /** As services keep it that wrap the row that they read into a principal. */
  @Test
  void byTheNumberOfACustomerWithinThePrincipal() throws Exception {
    is(
        actor("/spring/cover/order:list"),
        customer("4712"),
        "customer",
        "spring-security:member.id (guessed)");
  }

  /** Staff who look at a customer are not that customer, wherever the service keeps the two. */
  @ParameterizedTest
  @CsvSource({
    "desk, e1021, unknown, session:loginUser:staffNo (guessed)",
    "admin-desk, e1022, staff, session:loginUser:staffNo (guessed)",
    "unknown-desk, '', unknown, ''",
    "clerk-desk, '', unknown, ''",
    "viewing, '', unknown, ''",
    "namesake, qian, unknown, session:loginUser:staffNo (guessed)",
    "same-number, 70021, unknown, session:loginUser:userId (guessed)",
    "number-seen, '', unknown, ''",
    "till, '', unknown, ''",
    "own-row, e1028, staff, session:loginUser:user.userName (guessed)",
    "lazy-roles, e1030, unknown, session:loginUser:loginName (guessed)",
    "wrapped-roles, s1029, seller, session:loginUser:loginName (guessed)",
    "service, e1027, staff, session:loginUser:loginName (guessed)",
  })
  void notByWhoIsLookedAt(String kind, String id, String role, String source) throws Exception {
    is(actor("/none", loggedIn("loginUser/" + kind)), id, role, source);
  }

  /** The same of principals, though what their authorities are says nothing. */
  @ParameterizedTest
  @CsvSource({
    "desk, e1031, unknown, spring-security",
    "namesake, qian, unknown, spring-security",
    "text, e1032, unknown, spring-security:username (guessed)",
    "both, e1034, staff, spring-security",
    "till, S0018, unknown, spring-security",
    "nameless, e1035, staff, spring-security:user.userName (guessed)",
  })
  void byThePrincipalItself(String kind, String id, String role, String source) throws Exception {
    is(actor("/spring/" + kind + "/order:list"), id, role, source);
  }

  /**
   * An object within is who is logged in where nothing else is there, or where the name says it.
   */
  @Test
  void byACustomerThatIsAllThereIs() throws Exception {
    is(
        actor("/none", loggedIn("loginUser/cover")),
        customer("70022"),
        "customer",
        "session:loginUser:customer.id (guessed)");
    is(
        actor("/spring/proved/order:list"),
        customer("70033"),
        "customer",
        "spring-security:customer.id (guessed)");
  }

  @ParameterizedTest
  @CsvSource({
    "loginUser, object, e1005, staff, session:loginUser:loginName (guessed)",
    "adminUser, e1006, e1006, staff, session:adminUser (guessed)",
    "LOGIN_USER_ID, 12, 12, unknown, session:LOGIN_USER_ID (guessed)",
    "user, object, e1005, staff, session:user:loginName (guessed)",
    "user, own-seller, s3, seller, session:user:id (guessed)",
    "user, own-clerk, e8, staff, session:user:id (guessed)",
  })
  void byAnAttributeOfTheSession(
      String attribute, String value, String id, String role, String source) throws Exception {
    is(actor("/none", loggedIn(attribute + "/" + value)), id, role, source);
  }

  @Test
  void byTheRoleThatStandsInTheObject() throws Exception {
    Actor actor = actor("/none", loggedIn("user/own-customer"));
    is(actor, customer("70010"), "customer", "session:user:id (guessed)");
  }

  /** Of two people in one session it is not known which of them acts. */
  @Test
  void notByTwoAttributesOfASession() throws Exception {
    String[] session = loggedIn("adminUser/e1006");
    is(actor("/none", session), "e1006", "staff", "session:adminUser (guessed)");
    service.get(null, "/login/newBeeMallUser/70007/1", session);
    is(actor("/none", session), "", "unknown", "");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"targetUser", "userCart", "newUser", "editUserId", "userAddress", "captcha"})
  void notByAnyOtherAttribute(String attribute) throws Exception {
    is(actor("/none", loggedIn(attribute + "/e1007")), "", "unknown", "");
  }

  private static String[] loggedIn(String path) throws Exception {
    return new String[] {"Cookie", "JSESSIONID=" + service.get(null, "/login/" + path + "/1")};
  }

  @ParameterizedTest
  @ValueSource(strings = {"jjwt", "auth0", "nimbus", "hutool"})
  void byATokenThatTheServiceVerified(String library) throws Exception {
    String token = service.get(null, "/jwt/make/e1008/1");
    is(actor("/jwt/" + library, "X-Shop-Token", token), "e1008", "unknown", "jwt:userId (guessed)");
  }

  @Test
  void notByATokenThatNobodyVerifiedOrThatTheClientDidNotSend() throws Exception {
    String token = service.get(null, "/jwt/make/e1008/1");
    is(actor("/none", "Authorization", "Bearer " + token), "", "unknown", "");
    is(actor("/jwt/decoded", "X-Shop-Token", token), "", "unknown", "");
    is(actor("/jwt/own", "X-Shop-Token", token), "", "unknown", "");
  }

  @Test
  void theBackOfficeIsStaff() throws Exception {
    is(actor("/admin/orders", loggedIn("user/e1009")), "e1009", "staff", "session:user (guessed)");
  }

  /** Who is kept as an object that is guarded as a customer acts as one; not in the back office. */
  @Test
  void byWhatTheObjectIsGuardedAs(@TempDir Path other) throws Exception {
    try (Deployment configured = new Deployment(other)) {
      configured.configure(
          """
          actors: [{session: person.number}, {session: mallPerson}, {session: keeper}]
          """
              + Deployment.GUARD
              + """
                - class: com.example.orders.LoginShop$Account
                  subject: customer
                  id: number
                  fields: {nickname: name}
              """);
      try (Jvm shop = service(configured)) {
        String session = "JSESSIONID=" + shop.get(null, "/login/person/buyer/1");
        shop.get(null, "/none/106", "Cookie", session);
        Actor actor = reader(configured, 106);
        String id = HexFormat.of().formatHex(configured.pseudonyms.of("customer", "70008"));
        is(actor, id, "customer", "session:person.number");
        shop.get(null, "/admin/orders/107", "Cookie", session);
        is(reader(configured, 107), "70008", "staff", "session:person.number");
        session = "JSESSIONID=" + shop.get(null, "/login/mallPerson/70009/1");
        shop.get(null, "/none/108", "Cookie", session);
        id = HexFormat.of().formatHex(configured.pseudonyms.of("customer", "70009"));
        is(reader(configured, 108), id, "customer", "session:mallPerson");
        session = "JSESSIONID=" + shop.get(null, "/login/keeper/object/1");
        shop.get(null, "/none/109", "Cookie", session);
        is(reader(configured, 109), "e1005", "staff", "session:keeper:loginName (guessed)");
      }
    }
  }

  @Test
  void byWhatIsConfigured(@TempDir Path other) throws Exception {
    try (Deployment configured = new Deployment(other)) {
      configured.configure(
          """
          actors:
            - {spring-security: nickname}
            - {shiro: userId}
            - {sa-token: member}
            - {attribute: staffNo}
            - {mdc: operator}
            - {static: com.example.orders.LoginShop.current().loginName}
          roles: [{role: clerk, id: e4*}]
          """
              + Deployment.GUARD);
      try (Jvm shop = service(configured)) {
        shop.get(null, "/attribute/e4001/101");
        is(reader(configured, 101), "e4001", "clerk", "attribute:staffNo");
        shop.get(null, "/mdc/e4002/102");
        is(reader(configured, 102), "e4002", "clerk", "mdc:operator");
        shop.get(null, "/shiro/e1001/103");
        is(reader(configured, 103), "9", "staff", "shiro:userId");
        shop.get(null, "/spring/staff/any/104");
        is(reader(configured, 104), "Wang", "unknown", "spring-security:nickname");
        shop.get(null, "/none/105");
        is(
            reader(configured, 105),
            "e5005",
            "unknown",
            "static:com.example.orders.LoginShop.current().loginName");
      }
    }
  }
}
