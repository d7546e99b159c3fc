package io.whoread.agent.scan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.whoread.agent.config.Config;
import io.whoread.agent.config.ConfigReader;
import io.whoread.agent.config.GuardRule;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Scans classes in the styles of shops, as folders, jars and wars. */
class ScanTest {
  private static final Path CLASSES = Path.of("target", "test-classes");

  @TempDir Path folder;
  private String said = "";

  private int scan(String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream both = new PrintStream(out, true, StandardCharsets.UTF_8);
    int exit = ScanCommand.run(args, both, both);
    said = out.toString(StandardCharsets.UTF_8);
    return exit;
  }

  private Path yaml() {
    return folder.resolve("whoread.yaml");
  }

  private Config scanned(Path path, String... more) throws Exception {
    String[] args =
        Stream.concat(Stream.of(path.toString(), "-o", yaml().toString()), Stream.of(more))
            .toArray(String[]::new);
    Files.deleteIfExists(yaml());
    assertThat(scan(args)).as(said).isZero();
    return ConfigReader.read(yaml().toFile());
  }

  private static GuardRule rule(Config config, String simpleName) {
    return config.guard.stream()
        .filter(rule -> rule.type.toString().endsWith(simpleName))
        .findFirst()
        .orElseThrow();
  }

  private static byte[] jar(Map<String, byte[]> entries) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
      }
    }
    return out.toByteArray();
  }

  private static byte[] corpus(String name) throws IOException {
    return Files.readAllBytes(CLASSES.resolve("com/example/corpus/" + name + ".class"));
  }

  /** Against a list that was made by hand, in which no class of the corpus was forgotten. */
  @Test
  void findsWhatIsPersonalInManyStyles() throws Exception {
    Config config = scanned(CLASSES, "--include", "com.example.corpus");
    List<String> expected;
    try (InputStream in = ScanTest.class.getResourceAsStream("/scan/corpus.expected.txt")) {
      expected = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
    Measured measured = Measured.of(config, expected);
    assertThat(measured.precision()).as("extra: " + measured.extra()).isGreaterThanOrEqualTo(0.97);
    assertThat(measured.recall()).as("missing: " + measured.missing()).isGreaterThanOrEqualTo(0.97);
  }

  @Test
  void tellsEachLinesReasonAndWhatWasLeftOut() throws Exception {
    Config config = scanned(CLASSES, "--include", "com.example.corpus", "--service", "orders");
    assertThat(config.service).isEqualTo("orders");
    String yaml = Files.readString(yaml());
    assertThat(yaml)
        .contains("@ApiModelProperty(\"收件人手机号码\")")
        .contains("@Sensitive(BANK_CARD)")
        .contains("@JsonSerialize(PhoneMaskSerializer)")
        .containsPattern("receiverInfo: free-text +# \\? 0\\.\\d\\d")
        .containsPattern("username: name +# .*; phone, where people log in by that")
        .containsPattern("# - class: com.example.corpus.Generated\\$TbAdmin")
        .containsPattern("# Left out, callers pass them in[^#]*\n(#  .*\n)*#   .*TradePageQuery")
        .containsPattern("# Left out, a shop's[^#]*\n(#  .*\n)*#   .*Warehouse");
    assertThat(rule(config, "$PurchaseOrder").table).hasToString("purchase_orders");
    assertThat(rule(config, "$PurchaseOrder").columns).isEqualTo(Map.of("ship_to_phone", "shipPh"));
    assertThat(rule(config, "$TradeEntity").columns).as("as members in snake case").isEmpty();
    assertThat(rule(config, "$OrderExportRow").id).as("by its heading").isEqualTo("a");
  }

  @Test
  void tellsWhoReadsAndHow() throws Exception {
    Config config = scanned(CLASSES, "--include", "com.example.corpus");
    assertThat(config.actors)
        .extracting(source -> source.kind + " " + source.name)
        .containsExactly(
            "SESSION currentMember.id",
            "SESSION deskUserId",
            "SESSION kefuUser.userNo",
            "PRINCIPAL ");
    assertThat(config.roles)
        .extracting(rule -> rule.role + " " + rule.pattern)
        .containsExactlyInAnyOrder("staff /admin/*", "customer /api/v1/wx/*");
    assertThat(config.forms)
        .extracting(rule -> rule.form + " " + rule.operation)
        .containsExactly("FORM_EXPORTED GET /admin/trades/sheet");
  }

  /** One of several services, which is named for those who use it. */
  @Test
  void aServiceThatIsNamedForItsUsers() throws Exception {
    Config staffs = scanned(CLASSES, "--include", "com.example.corpus", "--service", "mall-admin");
    assertThat(staffs.roles)
        .extracting(rule -> rule.role + " " + rule.pattern)
        .contains("staff /*")
        .last()
        .isEqualTo("staff /*");
    Map<String, byte[]> entries = new TreeMap<>();
    entries.put("BOOT-INF/classes/com/example/corpus/A.class", corpus("Jpa$Customer"));
    entries.put("BOOT-INF/classes/com/example/corpus/B.class", corpus("Generated$TbAdmin"));
    entries.put("BOOT-INF/classes/com/example/corpus/C.class", corpus("Doors$Front"));
    Config customers = portal(Files.write(folder.resolve("portal.jar"), jar(entries)));
    assertThat(customers.roles)
        .extracting(rule -> rule.role + " " + rule.pattern)
        .containsExactly("customer /*");
    entries.put("BOOT-INF/classes/com/example/corpus/D.class", corpus("Doors$Back"));
    Config employees = portal(Files.write(folder.resolve("employees.jar"), jar(entries)));
    assertThat(employees.roles)
        .as("a portal that staff log in to")
        .noneMatch(rule -> rule.role.equals("customer"));
    assertThat(Files.readString(yaml())).contains("# - {role: customer, path: \"/*\"}");
  }

  private Config portal(Path jar) throws Exception {
    return scanned(jar, "--service", "mall-portal");
  }

  /** Where nothing in their paths says who they are, and nobody else logs in. */
  @Test
  void aServiceToWhichCustomersLogIn() throws Exception {
    Map<String, byte[]> entries = new TreeMap<>();
    entries.put("BOOT-INF/classes/com/example/corpus/A.class", corpus("Jpa$Customer"));
    entries.put("BOOT-INF/classes/com/example/corpus/B.class", corpus("Generated$TbAdmin"));
    entries.put("BOOT-INF/classes/com/example/corpus/C.class", corpus("Doors$Front"));
    entries.put("BOOT-INF/classes/com/example/corpus/E.class", corpus("Doors$SysKind"));
    Config customers = scanned(Files.write(folder.resolve("shop.jar"), jar(entries)));
    assertThat(customers.roles)
        .extracting(rule -> rule.role + " " + rule.pattern)
        .containsExactly("customer /*");
    entries.put("BOOT-INF/classes/com/example/corpus/D.class", corpus("Doors$Back"));
    Config both = scanned(Files.write(folder.resolve("both.jar"), jar(entries)));
    assertThat(both.roles).as("staff log in too").isEmpty();
  }

  /** A rule for what staff's classes share would tell of staff as of customers. */
  @Test
  void whatOnlyClassesOfStaffExtendIsOfStaff() throws Exception {
    Map<String, byte[]> entries = new TreeMap<>();
    for (String name : List.of("Crew$UserEntity", "Crew$ReadableUser", "Jpa$Customer")) {
      entries.put("BOOT-INF/classes/com/example/corpus/" + name + ".class", corpus(name));
    }
    Config staff = scanned(Files.write(folder.resolve("staff.jar"), jar(entries)));
    assertThat(staff.guard)
        .extracting(rule -> rule.type.toString())
        .containsExactly("com.example.corpus.Jpa$Customer");
    assertThat(Files.readString(yaml())).contains("# - class: com.example.corpus.Crew$UserEntity");
    entries.put("BOOT-INF/classes/com/example/corpus/B.class", corpus("Crew$ShopperUser"));
    Config both = scanned(Files.write(folder.resolve("both.jar"), jar(entries)));
    assertThat(rule(both, "UserEntity").subject)
        .as("customers extend it too")
        .isEqualTo("customer");
  }

  /** What a controller makes for itself it does not tell. */
  @Test
  void whatIsOnlyAskedWith() throws Exception {
    Map<String, byte[]> entries = new TreeMap<>();
    for (String name : List.of("Crew$Desk", "Crew$BuyerCriteria", "Jpa$Customer")) {
      entries.put("BOOT-INF/classes/com/example/corpus/" + name + ".class", corpus(name));
    }
    Config config = scanned(Files.write(folder.resolve("desk.jar"), jar(entries)));
    assertThat(config.guard)
        .extracting(rule -> rule.type.toString())
        .containsExactly("com.example.corpus.Jpa$Customer");
    assertThat(Files.readString(yaml()))
        .containsPattern(
            "callers pass them in[^#]*\n#   com\\.example\\.corpus\\.Crew\\$BuyerCriteria");
  }

  /** A wrong line would hide what staff read: it is a comment as soon as staff may come. */
  @ParameterizedTest
  @CsvSource({
    // The class may be of either, and has a role.
    "Doors$User+Doors$Users, its role may tell staff",
    // Others log in elsewhere.
    "Jpa$Customer+Doors$Front+Doors$Side, Side takes log-ins of others",
    "Jpa$Customer+Doors$Front+Doors$Based, Based takes log-ins of others",
    "Jpa$Customer+Doors$Front+Doors$Opened, Opened has formLogin",
    "Jpa$Customer+Doors$Front+Doors$Asking, Asking has hasRole",
    "Jpa$Customer+Doors$Front+Doors$AdminLoginFilter, AdminLoginFilter may take log-ins",
    "Jpa$Customer+Doors$Front+Doors$UserRole, UserRole is there",
    // Two classes of customers, of which one may be the operators'.
    "Doors$Account+Doors$Accounts+Jpa$Customer, Jpa$Customer is of customers too",
  })
  void aServiceToWhichStaffMayLogIn(String classes, String doubt) throws Exception {
    Config config = scanned(shop(classes));
    assertThat(config.roles)
        .extracting(rule -> rule.pattern.toString())
        .containsExactly("ROLE_STAFF", "ROLE_SELLER", "ROLE_COURIER");
    assertThat(Files.readString(yaml()))
        .containsPattern("(?m)^roles:\n  # - \\{role: customer, path: \"/\\*\"}  # \\? ")
        .contains("; not sure: ")
        .contains(doubt);
  }

  /** As a service for customers alone, which tells Spring Security to leave log-ins to it. */
  @ParameterizedTest
  @ValueSource(strings = {"Doors$Account+Doors$Accounts", "Jpa$Customer+Doors$Front+Doors$Closed"})
  void aServiceToWhichNobodyElseCanLogIn(String classes) throws Exception {
    assertThat(scanned(shop(classes)).roles)
        .extracting(rule -> rule.role + " " + rule.pattern)
        .containsExactly("customer /*");
  }

  private Path shop(String classes) throws IOException {
    Map<String, byte[]> entries = new TreeMap<>();
    for (String name : classes.split("\\+")) {
      entries.put("BOOT-INF/classes/com/example/corpus/" + name + ".class", corpus(name));
    }
    return Files.write(folder.resolve("shop.jar"), jar(entries));
  }

  /** An order of JPA's, that holds its customer and no number of it. */
  @Test
  void anOrderIsLinkedToTheCustomerThatItHolds() throws Exception {
    scanned(CLASSES, "--include", "com.example.held");
    String yaml = Files.readString(yaml());
    assertThat(yaml)
        .containsPattern("\n      customer: buyer +# 0\\.90  an object of Shop\\$Customer\n")
        .containsPattern("\n      buyer_customer_id: buyer\n")
        .contains("\n    # not taken: salesman, watchers, total\n")
        .contains("\n    # not taken: customer_since, referrer\n");
    Config config = ConfigReader.read(yaml().toFile());
    assertThat(rule(config, "PurchaseOrder").links)
        .isEqualTo(Map.of("customer", "buyer", "order", "id"));
    assertThat(rule(config, "AfterSale").links)
        .as("one of two that it could be")
        .isEqualTo(Map.of("order", "order"));
  }

  /** What is personal in it lies in its customer alone, and staff look it up by its number. */
  @Test
  void whatHasANumberAndHoldsACustomerIsAnOrder() throws Exception {
    Config config = scanned(CLASSES, "--include", "com.example.held");
    assertThat(config.guard)
        .extracting(rule -> rule.type.toString().replaceAll(".*[.$]", ""))
        .containsExactlyInAnyOrder(
            "AfterSale", "Booking", "Customer", "Parcel", "PurchaseOrder", "StoreOrder");
    GuardRule order = rule(config, "StoreOrder");
    assertThat(order.subject + " " + order.id).isEqualTo("order orderNo");
    assertThat(order.links).isEqualTo(Map.of("customer", "customer", "order", "id"));
    assertThat(order.status).isEqualTo("status");
    assertThat(order.fields).isEqualTo(Map.of("orderNo", "order-id"));
    GuardRule parcel = rule(config, "Parcel");
    assertThat(parcel.subject + " " + parcel.id).isEqualTo("waybill waybillNo");
    assertThat(parcel.links).isEqualTo(Map.of("order", "order"));
    assertThat(parcel.fields).isEqualTo(Map.of("waybillNo", "waybill-id"));
    GuardRule booking = rule(config, "Booking");
    assertThat(booking.subject + " " + booking.id).isEqualTo("order id");
    assertThat(booking.links).isEqualTo(Map.of("customer", "guest"));
    assertThat(Files.readString(yaml()))
        .containsPattern("too little to be sure[^#]*(#  .*\n)*#   .*OrderLog")
        .containsPattern("callers pass them in[^#]*\n#   .*StoreOrderRequest");
  }

  /** What schemas that lie beside the classes say of columns. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE TABLE `shop`.`tb_member` (\n  `id` bigint(20) NOT NULL, -- a 'row'\n"
            + "  `username` varchar(64) NOT NULL DEFAULT '' COMMENT '登录名（手机号）',\n"
            + "  PRIMARY KEY (`id`), KEY `username` (`username`(5)));",
        "/* ; */ create table if not exists public.tb_member (id int primary key,"
            + " username character varying(64));\n"
            + "comment on column public.tb_member.username is 'a member''s mobile phone';",
        "create table TB_MEMBER (ID number(20), USERNAME varchar2(11 char) not null)",
      })
  void aLogInNameThatIsAPhoneByItsSchema(String sql) throws Exception {
    Map<String, byte[]> entries = new TreeMap<>();
    entries.put("BOOT-INF/classes/com/example/corpus/A.class", corpus("Generated$TbMember"));
    entries.put(
        "BOOT-INF/classes/mapper/x.xml",
        mapper().replace("TbOrder", "TbMember").replace("tb_order", "tb_member").getBytes(UTF_8));
    Path plain = Files.write(folder.resolve("plain.jar"), jar(entries));
    assertThat(rule(scanned(plain), "TbMember").fields).containsEntry("username", "name");
    String others =
        "create table sys_admin (username varchar(30) comment '工号');\n"
            + "insert into tb_member values (1, 'it''s; create table tb_member (username)');\n";
    entries.put("BOOT-INF/classes/db/schema.sql", (others + sql).getBytes(UTF_8));
    Path told = Files.write(folder.resolve("told.jar"), jar(entries));
    assertThat(rule(scanned(told), "TbMember").fields).containsEntry("username", "phone");
  }

  /** A Spring Boot jar: its classes, and of the libraries inside the one that is a module of it. */
  @Test
  void looksIntoTheModulesInAnArchive() throws Exception {
    Map<String, byte[]> entries = new TreeMap<>();
    entries.put("BOOT-INF/classes/com/example/corpus/A.class", corpus("Generated$TbBrand"));
    entries.put("BOOT-INF/classes/mapper/x.xml", mapper().getBytes(StandardCharsets.UTF_8));
    entries.put(
        "BOOT-INF/lib/model.jar",
        jar(Map.of("com/example/corpus/B.class", corpus("Generated$TbOrder"))));
    entries.put(
        "BOOT-INF/lib/other.jar",
        jar(
            Map.of(
                "com/example/orders/Order.class",
                Files.readAllBytes(CLASSES.resolve("com/example/orders/Order.class")))));
    entries.put("BOOT-INF/lib/broken.jar", new byte[] {'P', 'K', 3, 4, 5});
    entries.put("BOOT-INF/classes/com/example/corpus/C.class", new byte[] {1, 2, 3});
    Path jar = Files.write(folder.resolve("shop-1.2.0.jar"), jar(entries));
    Config config = scanned(jar);
    assertThat(config.service).isEqualTo("shop");
    GuardRule order = rule(config, "Generated$TbOrder");
    assertThat(order.table).hasToString("tb_order");
    assertThat(order.columns).isEqualTo(Map.of("rcv", "consignee"));
    assertThat(config.guard).hasSize(1);
    assertThat(said)
        .contains("passed over: BOOT-INF/classes/com/example/corpus/C.class is no class");
  }

  private static String mapper() {
    return """
    <?xml version="1.0" encoding="UTF-8"?>
    <!DOCTYPE mapper PUBLIC "-//mybatis.org//DTD Mapper 3.0//EN" "http://mybatis.org/dtd/mybatis-3-mapper.dtd">
    <mapper namespace="x">
      <resultMap id="all" type="com.example.corpus.Generated$TbOrder">
        <id column="id" property="id"/>
        <result column="rcv" property="consignee"/>
        <result column="order_sn" property="orderSn"/>
      </resultMap>
      <select id="one" resultMap="all">select * from v_order where id = 1</select>
      <insert id="add" parameterType="com.example.corpus.Generated$TbOrder">
        insert into shop.tb_order (id) values (1)
      </insert>
    </mapper>
    """;
  }

  @Test
  void looksIntoAWarThatWasUnpacked() throws Exception {
    Path classes = Files.createDirectories(folder.resolve("war/WEB-INF/classes/x"));
    Files.write(classes.resolve("A.class"), corpus("Views$Reservation"));
    Config config = scanned(folder.resolve("war"));
    assertThat(rule(config, "$Reservation").subject).isEqualTo("reservation");
  }

  @Test
  void saysWhatIsWrong() throws Exception {
    assertThat(scan()).isEqualTo(2);
    assertThat(said).startsWith("whoread: the jar, war or folder of classes to look at is missing");
    assertThat(scan("x.jar", "--speed", "3")).isEqualTo(2);
    assertThat(said).contains("there is no option --speed");
    assertThat(scan(CLASSES.toString(), "--service", "a b")).isEqualTo(2);
    assertThat(scan(folder.resolve("none.jar").toString())).isEqualTo(1);
    assertThat(said).contains("none.jar: no such file");
    Path text = Files.writeString(folder.resolve("a.jar"), "no jar");
    assertThat(scan(text.toString(), "-o", "-")).isEqualTo(1);
    assertThat(said).contains("a.jar: is neither a jar or war nor a folder of classes");
    Files.createFile(yaml());
    assertThat(scan(CLASSES.toString(), "-o", yaml().toString())).isEqualTo(1);
    assertThat(said).contains("exists already");
    assertThat(Files.size(yaml())).isZero();
    // What is wrong with what was asked is told before what stands in the way of the answer.
    assertThat(scan(folder.resolve("none.jar").toString(), "-o", yaml().toString())).isEqualTo(1);
    assertThat(said).contains("none.jar: no such file");
    Path empty = Files.createDirectory(folder.resolve("empty"));
    assertThat(scan(empty.toString(), "-o", "-")).isEqualTo(1);
    assertThat(said).contains("holds no classes of an application");
    assertThat(scan(CLASSES.toString(), "-o", "-", "--include", "com.example.plain")).isEqualTo(1);
  }
}
