package io.whoread.agent.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.whoread.agent.config.Config;
import io.whoread.agent.config.ConfigReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code scan --into}: what is found goes into the file that a service has already. */
class ScanIntoTest {
  private static final String CLASSES = Path.of("target", "test-classes").toString();

  /** As {@code service add} writes it, with what somebody has set since. */
  private static final String BEGINNING =
      """
      # Settings of the whoread agent in orders.
      service: orders
      collector: https://collector.example:8090   # by the mesh
      token-file: token
      key-file: key
      spool:
        dir: /var/lib/whoread-orders

      # Which role the actor has: the first rule that fits.
      """;

  private static final String ROLES =
      """
      roles:
        - {role: staff, authority: ROLE_STAFF}
        # - {role: courier, path: /courier/*}
      """;

  private static final String REST =
      """

      # Where a request says what it is for.
      purpose: {header: X-Ticket}
      # guard:
      #   - class: com.example.order.Order
      """;

  @TempDir Path folder;
  private Path yaml;
  private String said = "";

  @BeforeEach
  void write() throws Exception {
    Files.writeString(folder.resolve("token"), "a token");
    Files.writeString(folder.resolve("key"), "a key");
    yaml = Files.writeString(folder.resolve("whoread.yaml"), BEGINNING + ROLES + REST);
  }

  private int scan(String include, String... more) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream both = new PrintStream(out, true, StandardCharsets.UTF_8);
    Stream<String> args =
        Stream.of(CLASSES, "--include", "com.example." + include, "--into", folder.toString());
    int exit =
        ScanCommand.run(Stream.concat(args, Stream.of(more)).toArray(String[]::new), both, both);
    said = out.toString(StandardCharsets.UTF_8);
    return exit;
  }

  private Path old() {
    return folder.resolve("whoread.yaml.old");
  }

  private Config read() throws Exception {
    return ConfigReader.read(yaml.toFile());
  }

  private List<String> guarded() throws Exception {
    return read().guard.stream().map(rule -> rule.type.toString()).toList();
  }

  /** A comment with a question does nothing before somebody says yes. */
  @Test
  void howManyOfTheQuestionsAreCommentsIsSaid() throws Exception {
    assertThat(scan("corpus")).as(said).isZero();
    List<String> asked =
        Files.readAllLines(yaml).stream().filter(line -> line.contains("# ? ")).toList();
    long comments =
        asked.stream()
            .map(String::strip)
            .filter(line -> line.startsWith("#") && !line.startsWith("# ?"))
            .count();
    assertThat(comments).isBetween(2L, asked.size() - 1L);
    assertThat(said)
        .contains(
            "A ? stands at " + asked.size() + " lines: please look. " + comments + " of these")
        .contains(
            "are comments: where the answer is yes, take the # and the blank behind it away.");
  }

  @Test
  void putsItsPartsInThePlaceOfThoseThereAndKeepsAllElse() throws Exception {
    Files.setPosixFilePermissions(yaml, PosixFilePermissions.fromString("rw-r-----"));
    assertThat(scan("corpus")).as(said).isZero();
    assertThat(said).startsWith("Put into " + yaml.toRealPath() + ": ").hasLineCount(1);
    String written = Files.readString(yaml);
    assertThat(written).startsWith(BEGINNING).contains(REST).doesNotContain("ROLE_STAFF");
    assertThat(read().service).isEqualTo("orders");
    assertThat(read().roles)
        .extracting(rule -> rule.role + " " + rule.pattern)
        .containsExactlyInAnyOrder("staff /admin/*", "customer /api/v1/wx/*");
    assertThat(guarded()).isNotEmpty();
    assertThat(Files.getPosixFilePermissions(yaml))
        .isEqualTo(PosixFilePermissions.fromString("rw-r-----"));
    assertThat(old()).hasContent(BEGINNING + ROLES + REST);
  }

  /** Where nothing of a part is found, that part stays. */
  @Test
  void leavesRolesWhereItFindsNone() throws Exception {
    assertThat(scan("held")).as(said).isZero();
    assertThat(Files.readString(yaml)).startsWith(BEGINNING + ROLES);
  }

  @Test
  void anotherScanReplacesWhatTheOneBeforeWrote() throws Exception {
    assertThat(scan("held")).isZero();
    String first = Files.readString(yaml);
    Files.delete(old());
    assertThat(scan("held")).isZero();
    assertThat(said).contains("stays as it is: the same was found again");
    assertThat(yaml).hasContent(first);
    assertThat(old()).doesNotExist();
    assertThat(scan("corpus")).as(said).isZero();
    assertThat(guarded()).noneMatch(type -> type.startsWith("com.example.held."));
    assertThat(scan("held")).isZero();
    assertThat(guarded()).allMatch(type -> type.startsWith("com.example.held."));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "guard:\\n  - class: a.B\\n    subject: order\\n    id: no\\n    fields: {no: order-id}"
            + "|guard: was written by hand (line 18)",
        "forms: [{form: listed, operation: \"GET /o\"}]|forms: was written by hand (line 18)",
      })
  void whatWasWrittenByHandIsNotLost(String part, String told) throws Exception {
    String mine = BEGINNING + ROLES + REST + part.replace("\\n", "\n") + "\n";
    Files.writeString(yaml, mine);
    assertThat(scan("corpus")).isEqualTo(1);
    assertThat(said)
        .startsWith("whoread: " + yaml.toRealPath() + ": " + told + "; --force ")
        .hasLineCount(1);
    assertThat(yaml).hasContent(mine);
    assertThat(old()).doesNotExist();
    assertThat(scan("corpus", "--force")).as(said).isZero();
    assertThat(old()).hasContent(mine);
    assertThat(guarded()).doesNotContain("a.B");
  }

  @Test
  void whatWasCorrectedByHandIsNotLost() throws Exception {
    assertThat(scan("held")).isZero();
    String corrected = Files.readString(yaml).replaceFirst("subject: order", "subject: booking");
    Files.writeString(yaml, corrected);
    assertThat(scan("held")).isEqualTo(1);
    assertThat(said).contains("what the last scan wrote was changed by hand").hasLineCount(1);
    assertThat(yaml).hasContent(corrected);
    String first = Files.readString(old());
    assertThat(scan("held", "--force")).isZero();
    Path kept = folder.resolve("whoread.yaml.old.2");
    assertThat(said).endsWith(" The file before is whoread.yaml.old.2.\n");
    assertThat(kept).hasContent(corrected);
    // A new version of the service is scanned: the correction is still there to look up.
    assertThat(scan("corpus")).as(said).isZero();
    assertThat(kept).hasContent(corrected);
    assertThat(old()).hasContent(first);
  }

  /** The part that made way for one that is not found any more is as it was at first. */
  @Test
  void whatMadeWayComesBack() throws Exception {
    assertThat(scan("corpus")).isZero();
    assertThat(Files.readString(yaml)).contains("# roles: as `whoread scan` found it");
    assertThat(scan("held")).as(said).isZero();
    assertThat(Files.readString(yaml)).doesNotContain("# roles: as `whoread scan` found it");
    assertThat(read().roles)
        .extracting(rule -> rule.pattern.toString())
        .containsExactly("ROLE_STAFF", "ROLE_SELLER", "ROLE_COURIER");
    assertThat(scan("corpus")).as(said).isZero();
    assertThat(read().roles).extracting(rule -> rule.pattern.toString()).contains("/admin/*");
  }

  /** Proposals alone stand under a part of their own, so that no line of it is lost elsewhere. */
  @Test
  void aRoleThatIsProposedIsTakenByItsLine() throws Exception {
    assertThat(scan("doors")).as(said).isZero();
    String line = "{role: staff, authority: ROLE_KEFU}";
    String text = Files.readString(yaml);
    assertThat(text).containsOnlyOnce("\nroles:\n").contains("  # - " + line);
    Files.writeString(yaml, text.replace("  # - " + line, "  - " + line));
    assertThat(read().roles)
        .extracting(rule -> rule.role + " " + rule.pattern)
        .containsExactly(
            "staff ROLE_STAFF", "seller ROLE_SELLER", "courier ROLE_COURIER", "staff ROLE_KEFU");
  }

  @Test
  void keepsTheFilesLineEnds() throws Exception {
    Files.writeString(yaml, (BEGINNING + ROLES + REST).replace("\n", "\r\n"));
    assertThat(scan("corpus")).as(said).isZero();
    String written = Files.readString(yaml);
    assertThat(written.replace("\r\n", "")).doesNotContain("\n").doesNotContain("\r");
    assertThat(written).startsWith(BEGINNING.replace("\n", "\r\n"));
    assertThat(guarded()).isNotEmpty();
    assertThat(scan("corpus")).as(said).isZero();
    assertThat(said).contains("stays as it is: the same was found again");
  }

  @Test
  void saysWhatIsWrong() throws Exception {
    assertThat(scan("held", "-o", "x.yaml")).isEqualTo(2);
    assertThat(said).contains("--into stands alone");
    Files.writeString(yaml, "service: orders\nspol: {}\n");
    assertThat(scan("held")).isEqualTo(1);
    assertThat(said).contains("whoread.yaml", "spol").hasLineCount(1);
    assertThat(yaml).hasContent("service: orders\nspol: {}\n");
    Files.delete(yaml);
    assertThat(scan("held")).isEqualTo(1);
    assertThat(said)
        .isEqualToNormalizingNewlines(
            "whoread: "
                + yaml
                + ": no such file; `whoread service add` makes the folder with it\n");
  }
}
