package io.whoread.agent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigReaderTest {
  @TempDir Path folder;

  private Config read(String yaml) throws Exception {
    Path file = Files.writeString(folder.resolve("whoread.yaml"), yaml);
    return ConfigReader.read(file.toFile());
  }

  static Stream<Arguments> faults() {
    String ok = "service: orders\n";
    String guard = ok + "guard:\n";
    return Stream.of(
        fault("", 1, "the file is empty"),
        fault("- a\n", 1, "the file must be a mapping of"),
        fault("zone: UTC\n", 1, "service is missing; for example service: order-service"),
        fault("service: a b\n", 1, "service must be 1 to 63 letters"),
        fault(ok + "servce: x\n", 2, "unknown key servce; here may stand actors, "),
        fault(ok + "service: x\n", 2, "service stands here twice"),
        fault(ok + "zone: [\n", 3, "not YAML"),
        fault(ok + "\tzone: UTC\n", 2, "not YAML"),
        fault(ok + "collector: collector:8443\n", 2, "collector must be an address such as https"),
        fault(ok + "key-file: nowhere\n", 2, "names no file that this process can read"),
        fault(ok + "  zone: UTC\n", 2, "is the line indented like those around it?"),
        fault(ok + "previous-key-file: whoread.yaml\n", 2, "it belongs beside key-file"),
        fault(ok + "spool: {max-mb: none}\n", 2, "spool.max-mb must be a whole number"),
        fault(ok + "spool: {size: 3}\n", 2, "unknown key spool.size; here may stand dir, max-mb"),
        fault(ok + "zone: Mars/Olympus\n", 2, "zone must be a time zone such as Asia/Shanghai"),
        fault(ok + "actors: principal\n", 2, "actors must be a list"),
        fault(
            ok + "actors:\n  - principal\n  - kerberos\n",
            4,
            "an item of actors must be spring-se"),
        fault(ok + "actors:\n  - header:\n", 3, "an item of actors must be"),
        fault(ok + "actors: [{header: X}]\n", 2, "actors.header needs trusted-proxies"),
        fault(ok + "trusted-proxies: []\nactors:\n  - header: X\n", 4, "needs trusted-proxies"),
        fault(ok + "collector: [https://a, b:8443]\n", 2, "8443, or a list of them"),
        fault(ok + "collector: {a: https://a}\n", 2, "collector must be a list"),
        fault(ok + "collector: [https://a, http://b]\n", 2, "would be sent the token and the rec"),
        fault(ok + "collector: http://collector:8090\n", 2, "such as https://collector:8443, or a"),
        fault(ok + "collector: HTTP://10.0.0.9:8090\n", 2, "would be sent the token and the rec"),
        fault(ok + "collector: http://[::2]\nallow-plain-http: false\n", 2, "unencrypted"),
        fault(ok + "allow-plain-http: yes please\n", 2, "allow-plain-http must be true or false"),
        fault(ok + "signals: loaded\n", 2, "signals must be a list"),
        fault(ok + "signals: []\n", 2, "signals must be one or more of loaded, touched, disc"),
        fault(ok + "signals: [loaded, seen]\n", 2, "must be loaded, touched or disclosed"),
        fault(ok + "roles:\n  - role: staff\n", 3, "a rule of roles needs one of authority"),
        fault(ok + "roles: [{role: S, id: a}]\n", 2, "roles[0].role must be a word"),
        fault(ok + "roles: [{role: s, id: a, path: b}]\n", 2, "roles[0].id stands beside another"),
        fault(ok + "roles: [{role: s, claim: dept}]\n", 2, "must be NAME=PATTERN"),
        fault(ok + "forms: [{form: seen, operation: x}]\n", 2, "forms[0].form must be one of list"),
        fault(ok + "forms: [{form: listed}]\n", 2, "forms[0].operation is missing"),
        fault(ok + "purpose: {}\n", 2, "purpose needs one of header: NAME and parameter: NAME"),
        fault(ok + "trusted-proxies:\n  - 10.0.0.0/8\n  - 10.0.0.0/33\n", 4, "blocks of addresses"),
        fault(ok + "guard: []\n", 2, "guard is empty"),
        fault(guard + "  - fields: {a: phone}\n", 3, "guard[0].class is missing"),
        fault(guard + "  - table: shop.t_order\n", 3, "guard[0].table must be the name of a table"),
        fault(guard + "  - table: '*'\n", 3, "guard[0].table must be the name of a table without"),
        fault(guard + rule("columns: {mob: tel}"), 4, "guard[0].columns stands alone"),
        fault(guard + rule("table: t\n    columns: {mob: tle}"), 5, "names tle, which is no mem"),
        fault(guard + rule("table: t\n    columns:\n      '': tel"), 6, "name of a column"),
        fault(guard + rule("table: t\n    columns:\n      M: tel\n      m: tel"), 7, "twice"),
        fault(guard + rule("table: t\n    columns:\n      m: t.l"), 6, "must be the Java name"),
        fault(guard + "  - class: 'a b'\n", 3, "guard[0].class must be the full name"),
        fault(guard + "  - class: '*'\n", 3, "guard[0].class must be the full name"),
        fault(guard + "  - class: a.B\n", 3, "guard needs fields"),
        fault(guard + "  - class: a.B\n    subject: order\n", 4, "subject and id belong together"),
        fault(guard + "  - class: a.B\n    fields:\n      tel: Phone!\n", 5, "must be a kind"),
        fault(guard + "  - class: a.B\n    fields:\n      '': phone\n", 5, "name of a member"),
        fault(
            guard + rule("links:\n      customer: x"),
            5,
            "guard[0].links stand alone; they say what else a subject names, so subject and id"),
        fault(guard + rule("links:\n      '': x"), 5, "guard[0].links. must be a kind of identity"),
        fault(guard + rule("links:\n      Customer: x"), 5, "links.Customer must be a kind of id"),
        fault(guard + rule("links:\n      customer: a.b"), 5, "links.customer must be the Java na"),
        fault(
            guard + rule("subject: order\n    id: no\n    links:\n      order: parentNo"),
            7,
            "links.order must be another number of the same order, such as that of its row;"
                + " parentNo is that of another one: write parent: parentNo"),
        fault(
            guard + rule("subject: order\n    id: no\n    links:\n      order: no"),
            7,
            "links.order names nothing, for no is the id itself; it must be another number of the"
                + " same order"),
        fault(guard + rule("subject: Order\n    id: no"), 4, "guard[0].subject must be a kind of"),
        fault(guard + rule("subject: order\n    id: ''"), 5, "guard[0].id must be the Java name"),
        fault(guard + rule("owner: getSeller()"), 4, "guard[0].owner must be the Java name"),
        fault(guard + rule("placed: ''"), 4, "guard[0].placed must be the Java name"),
        fault(guard + rule("status: 1st"), 4, "guard[0].status must be the Java name"),
        fault(guard + rule("owner: b") + rule("owner: c"), 6, "guard[1].class is never reached"),
        fault(guard + rule("owner: b").replace("a.B", "'*.B'") + rule("owner: c"), 6, "for *.B ab"),
        fault(guard + anyOf("a.*") + anyOf("a.b*C"), 5, "fits it too and the first that fits"));
  }

  /** Numbers of the very same order, such as the platform's: refusing one stops the agent. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "sourceOrderNo",
        "originOrderNo",
        "originalNo",
        "mainOrderNo",
        "masterNo",
        "rootNo",
        "subjectId",
        "SUBJECTID",
        "submitNo",
        "nextelNo"
      })
  void anotherNumberOfTheSameOrder(String member) throws Exception {
    Config config = read(linked(member));
    assertThat(config.guard.get(0).links).isEqualTo(Map.of("order", member));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "parentid",
        "parentId",
        "ParentOrderNo",
        "PARENT_ID",
        "parentorderno",
        "subOrderNo",
        "childNo",
        "fatherNo",
        "prevNo",
        "nextNo",
        "mergedNo",
        "relatedOrderNo",
        "parent"
      })
  void theNumberOfAnotherOrder(String member) {
    assertThatThrownBy(() -> read(linked(member)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(member + " is that of another one");
  }

  private static String linked(String member) {
    return "service: orders\nguard:\n"
        + rule("subject: order\n    id: no\n    links:\n      order: " + member);
  }

  private static String anyOf(String pattern) {
    return "  - class: " + pattern + "\n    fields: {tel: phone}\n";
  }

  private static String rule(String keys) {
    return "  - class: a.B\n    " + keys + "\n    fields: {tel: phone}\n";
  }

  private static Arguments fault(String yaml, int line, String complaint) {
    return Arguments.of(yaml, line, complaint);
  }

  @ParameterizedTest
  @MethodSource("faults")
  void namesLineAndWhatWouldBeRight(String yaml, int line, String complaint) {
    assertThatThrownBy(() -> read(yaml))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith(folder.resolve("whoread.yaml") + ":" + line + ": ")
        .hasMessageContaining(complaint);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "collector: http://localhost:8090",
        "collector: http://127.0.0.1:8090",
        "collector: http://[::1]:8090/prefix",
        "collector: https://collector.example",
        "collector: http://collector:8090\nallow-plain-http: true",
        "collector: [https://one.example:8090, https://two.example:8090]",
      })
  void takesACollectorToWhichTheWayIsSafe(String yaml) throws Exception {
    assertThat(read("service: orders\n" + yaml + "\n").collectors).isNotEmpty();
  }

  /** Whoever writes the token where its file should be named does not find it in a log. */
  @Test
  void whatStandsInPlaceOfAFileIsNotTold() {
    assertThatThrownBy(() -> read("service: orders\ntoken-file: Tk7-Tk7-Tk7\n"))
        .hasMessageContaining(folder.toString())
        .hasMessageNotContaining("Tk7");
  }

  @Test
  void aFileThatIsNotThereIsToldInItsOwnWords() {
    File none = folder.resolve("nope.yaml").toFile();
    assertThatThrownBy(() -> ConfigReader.read(none)).hasMessage(none + ": no such file");
    assertThatThrownBy(() -> ConfigReader.read(folder.toFile()))
        .hasMessage(folder + ": is a folder");
  }

  @Test
  void aRuleKnowsWhereItsMembersStand() throws Exception {
    Config config =
        read(
            "service: orders\nguard:\n  - class: a.B\n    subject: order\n    id: orderNo\n"
                + "    links:\n      customer: buyer\n    fields:\n      mobile: phone\n");
    assertThat(config.guard.get(0).lines).isEqualTo(Map.of("orderNo", 5, "buyer", 7, "mobile", 9));
  }

  @Test
  void pathsAreRelativeToTheFile() throws Exception {
    Files.writeString(folder.resolve("token"), "t");
    Config config = read("service: orders\ntoken-file: token\nspool: {dir: s, max-mb: 3}\n");
    assertThat(config.tokenFile).isEqualTo(folder.resolve("token").toFile());
    assertThat(config.spoolDir).isEqualTo(folder.resolve("s").toFile());
    assertThat(config.spoolMaxBytes).isEqualTo(3 << 20);
  }

  @Test
  void aRuleMayBeForATableWithOrWithoutAClass() throws Exception {
    Config config =
        read(
            "service: loans\nguard:\n"
                + "  - table: T_Loan_*\n    subject: loan\n    id: loan_no\n"
                + "    fields: {mobile: phone}\n"
                + "  - class: a.B\n    table: t_user\n    columns: {C_TEL: phone}\n"
                + "    fields: {phone: phone}\n");
    GuardRule loan = config.guard.get(0);
    assertThat(loan.type).isNull();
    assertThat(loan.table.matches("t_loan_07")).isTrue();
    assertThat(loan.members()).containsExactlyInAnyOrder("loan_no", "mobile");
    GuardRule user = config.guard.get(1);
    assertThat(user.type.matches("a.B")).isTrue();
    assertThat(user.table).hasToString("t_user");
    assertThat(user.columns).containsEntry("c_tel", "phone").hasSize(1);
  }

  @Test
  void takesPatternsApart() {
    assertThat(new Glob("com.*.Order*").matches("com.example.OrderVO")).isTrue();
    assertThat(new Glob("com.*.Order").matches("com.example.OrderVO")).isFalse();
    assertThat(new Glob("GET /orders/{id}").matches("GET /orders/{id}")).isTrue();
    assertThat(new Glob("a.B").isExact()).isTrue();
  }
}
