package io.whoread.agent.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.whoread.agent.config.ConfigReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecurityRolesTest {
  private static final Path CLASSES = Path.of("target", "test-classes");

  @TempDir Path folder;
  private String said = "";

  private List<String> proposed(String include) throws Exception {
    Path yaml = folder.resolve(include + ".yaml");
    PrintStream said = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    String[] args = {CLASSES.toString(), "--include", include, "-o", yaml.toString()};
    assertThat(ScanCommand.run(args, said, said)).isZero();
    return Files.readAllLines(yaml).stream()
        .filter(line -> line.startsWith("  # - {role"))
        .toList();
  }

  private List<String> read(Path yaml) throws Exception {
    return ConfigReader.read(yaml.toFile()).roles.stream()
        .map(rule -> rule.role + " " + rule.pattern)
        .toList();
  }

  @Test
  void proposesTheRolesThatTheApplicationsSecurityNames() throws Exception {
    assertThat(proposed("com.example.doors"))
        .containsExactly(
            "  # - {role: staff, authority: ROLE_FINANCE}  # ? are these staff? @PreAuthorize in"
                + " Desk",
            "  # - {role: staff, authority: ROLE_KEFU}  # ? are these staff? @PreAuthorize in Desk",
            "  # - {role: seller, authority: STORE_OWNER}  # ? are these sellers? a constant of"
                + " UserRole",
            "  # - {role: staff, authority: auditor}  # ? are these staff? @PreAuthorize in Desk",
            "  # - {role: customer, authority: mall_buyer}  # ? are these customers? BUYER of"
                + " RoleConstants",
            "  # - {role: courier, authority: rider-lead}  # ? are these couriers? @RequiresRoles"
                + " in Ways",
            "  # - {role: seller, authority: seller}  # ? are these sellers? @SaCheckRole in Desk",
            "  # - {role: staff, authority: warehouse}  # ? are these staff? @SaCheckRole in Desk",
            "  # - {role: staff, authority: ROLE_A_DESK}  # ? staff, seller, courier or customer?"
                + " @PreAuthorize in Desk");
  }

  /** One line, or all, is taken as the file says; what stood there before goes on to hold. */
  @ParameterizedTest
  @ValueSource(
      strings = {"(?m)^  # - (?=\\{role: staff, authority: ROLE_KEFU)", "(?m)^  # - (?=\\{)"})
  void aLineIsTakenAsTheFileSays(String comments) throws Exception {
    List<String> lines = proposed("com.example.doors");
    Path yaml = folder.resolve("com.example.doors.yaml");
    assertThat(Files.readString(yaml))
        .contains("take the # and the blank behind it away")
        .containsPattern("(?m)^roles:$");
    assertThat(read(yaml))
        .containsExactly("staff ROLE_STAFF", "seller ROLE_SELLER", "courier ROLE_COURIER");
    Files.writeString(yaml, Files.readString(yaml).replaceAll(comments, "  - "));
    assertThat(read(yaml))
        .contains("staff ROLE_STAFF", "staff ROLE_KEFU")
        .hasSize(3 + (comments.contains("KEFU") ? 1 : lines.size()));
  }

  /** The alphabet is no reason to leave out the sellers. */
  @Test
  void ofManyNamesThoseThatSpeakOfARoleComeFirstAndTheRestIsCounted() throws Exception {
    StringBuilder names = new StringBuilder();
    for (int i = 10; i < 40; i++) {
      names.append("String A" + i + " = \"ROLE_A" + i + "\";\n");
    }
    compile(
        "public interface ManyRoles {\n"
            + names
            + "String Z = \"ROLE_VENDOR\"; String Y = \"ROLE_KEFU\"; String X ="
            + " \"ROLE_SELLER\";\n"
            + "}");
    Path yaml = folder.resolve("many.yaml");
    assertThat(scan(yaml)).as(said).isZero();
    assertThat(Files.readAllLines(yaml).stream().filter(line -> line.startsWith("  # ")))
        .hasSizeGreaterThan(20)
        .anyMatch(line -> line.contains("authority: ROLE_VENDOR}"))
        .anyMatch(line -> line.contains("authority: ROLE_KEFU}"))
        .contains("  # and 12 more that the code names");
    // What stands already is no question.
    assertThat(Files.readString(yaml))
        .contains("\n  - {role: seller, authority: ROLE_SELLER}\n")
        .containsOnlyOnce("authority: ROLE_SELLER}");
  }

  /** The rest is scanned all the same. */
  @Test
  void aClassWhoseCodeIsBrokenIsNamedAndPassedOver() throws Exception {
    compile("public class Broken { String r = \"ROLE_X\"; int n() { return 12345; } }");
    Path broken = folder.resolve("classes/x/Broken.class");
    String code = Files.readString(broken, StandardCharsets.ISO_8859_1);
    String returns = "\u0011\u0030\u0039\u00ac";
    assertThat(code).containsOnlyOnce(returns);
    Files.writeString(broken, code.replace(returns, "\u00fe09\u00ac"), StandardCharsets.ISO_8859_1);
    Path yaml = folder.resolve("broken.yaml");
    assertThat(scan(yaml)).as(said).isZero();
    String told = "x/Broken.class is no class file that can be read: ";
    assertThat(said).startsWith("whoread: passed over: " + told);
    assertThat(Files.readString(yaml)).contains("#   " + told, "- class: x.Order");
  }

  private void compile(String type) throws Exception {
    Path source = folder.resolve(type.replaceAll("(?s)^public \\w+ (\\w+).*", "$1.java"));
    Files.writeString(source, "package x; " + type);
    Path order =
        Files.writeString(
            folder.resolve("Order.java"),
            "package x; public class Order { String orderNo, receiverName, receiverPhone;\n"
                + "public String getReceiverPhone() { return receiverPhone; } }");
    String to = folder + "/classes";
    assertThat(
            ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-d", to, source.toString(), order.toString()))
        .isZero();
  }

  private int scan(Path yaml) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream both = new PrintStream(out, true, StandardCharsets.UTF_8);
    String[] args = {folder + "/classes", "--include", "x", "-o", yaml.toString()};
    int exit = ScanCommand.run(args, both, both);
    said = out.toString(StandardCharsets.UTF_8);
    return exit;
  }

  @Test
  void proposesNoneWhereNoneIsNamed() throws Exception {
    assertThat(proposed("com.example.held")).isEmpty();
    assertThat(read(folder.resolve("com.example.held.yaml"))).isEmpty();
  }
}
