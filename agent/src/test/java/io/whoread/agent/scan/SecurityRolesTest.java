package io.whoread.agent.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.whoread.agent.config.ConfigReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecurityRolesTest {
  private static final Path CLASSES = Path.of("target", "test-classes");

  @TempDir Path folder;

  private List<String> proposed(String include) throws Exception {
    Path yaml = folder.resolve(include + ".yaml");
    PrintStream said = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    String[] args = {CLASSES.toString(), "--include", include, "-o", yaml.toString()};
    assertThat(ScanCommand.run(args, said, said)).isZero();
    assertThat(ConfigReader.read(yaml.toFile()).roles).as("all are comments").isEmpty();
    return Files.readAllLines(yaml).stream().filter(line -> line.contains("authority:")).toList();
  }

  @Test
  void proposesTheRolesThatTheApplicationsSecurityNames() throws Exception {
    assertThat(proposed("com.example.doors"))
        .containsExactly(
            "  # - {role: staff, authority: ROLE_A_DESK}  # ? staff, seller, courier or customer?"
                + " @PreAuthorize in Desk",
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
            "  # - {role: staff, authority: warehouse}  # ? are these staff? @SaCheckRole in Desk");
  }

  @Test
  void proposesNoneWhereNoneIsNamed() throws Exception {
    assertThat(proposed("com.example.held")).isEmpty();
  }
}
