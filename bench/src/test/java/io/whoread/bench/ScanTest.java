package io.whoread.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./whoread scan} of the demo's shop, held against a list that was made by hand. */
class ScanTest {
  private static final Pattern CLASS = Pattern.compile(" *- class: (?:.*[.$])?(\\w+)");
  private static final Pattern FIELD = Pattern.compile(" {6}(\\w+): ([a-z-]+)( +#.*)?");

  private final Path home = Path.of(System.getProperty("whoread.home"));

  @TempDir Path folder;

  @Test
  void findsWhatIsPersonalInTheShop() throws Exception {
    Set<String> expected = new TreeSet<>();
    try (InputStream in = ScanTest.class.getResourceAsStream("/shop.expected.txt")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      text.lines().filter(line -> !line.startsWith("#")).forEach(expected::add);
    }
    String said = run(0, "scan", shop().toString(), "--service", "orders");
    Path written = folder.toRealPath().resolve("whoread.yaml");
    assertThat(said).startsWith("Wrote " + written + ": 6 classes");
    assertThat(Files.readString(written))
        .as("hasRole(AccountKind.STAFF.name())")
        .contains("# - {role: staff, authority: ROLE_STAFF}  # ? are these staff? hasRole in");
    assertThat(found(Files.readAllLines(folder.resolve("whoread.yaml")))).isEqualTo(expected);
    assertThat(run(1, "scan", shop().toString())).contains("whoread.yaml exists already");
  }

  /** What {@code service add} wrote makes way, and nobody has to put two files into one. */
  @Test
  void putsWhatItFindsIntoTheFolderOfAService() throws Exception {
    Process add =
        new ProcessBuilder(
                java(),
                "-Dwhoread.home=" + home,
                "-jar",
                home.resolve("collector/target/whoread-collector-exec.jar").toString(),
                "service",
                "add",
                "orders",
                "--data",
                "data")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    output(add, 0);
    Path yaml = folder.resolve("orders/whoread.yaml");
    List<String> before = Files.readAllLines(yaml);
    assertThat(run(0, "scan", shop().toString(), "--into", "orders"))
        .startsWith("Put into " + yaml.toRealPath() + ": 6 classes");
    assertThat(Files.readAllLines(yaml.resolveSibling("whoread.yaml.old"))).isEqualTo(before);
    assertThat(Files.readString(yaml))
        .contains("\nservice: orders\n", "\ntoken-file: token\n", "\n#   dir: spool\n")
        .containsOnlyOnce("\nroles:\n")
        .containsOnlyOnce("\nguard:\n");
  }

  /** The words of the agent's jar are those that the other commands' help has. */
  @Test
  void saysHowItIsUsed() throws Exception {
    String own = run(0, "scan", "--help");
    Process other =
        new ProcessBuilder(
                java(),
                "-jar",
                home.resolve("collector/target/whoread-collector-exec.jar").toString(),
                "help",
                "scan")
            .redirectErrorStream(true)
            .start();
    assertThat(own).isEqualTo(output(other, 0));
  }

  private Path shop() {
    return home.resolve("shop/target/whoread-shop-exec.jar");
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** With the jar alone, as somebody has it who was given nothing else. */
  private String run(int exit, String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    Path jar = home.resolve("agent/target/whoread-agent.jar");
    command.addAll(List.of(java(), "-jar", jar.toString()));
    command.addAll(List.of(arguments));
    return output(
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start(),
        exit);
  }

  private static String output(Process process, int exit) throws IOException, InterruptedException {
    try {
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as(said).isEqualTo(exit);
      return said;
    } finally {
      process.destroyForcibly();
    }
  }

  private static Set<String> found(List<String> yaml) {
    Set<String> found = new TreeSet<>();
    String type = "";
    boolean fields = false;
    for (String line : yaml) {
      Matcher named = CLASS.matcher(line);
      Matcher field = FIELD.matcher(line);
      if (named.matches()) {
        type = named.group(1);
        fields = false;
      } else if (line.startsWith("    fields:")) {
        fields = true;
      } else if (fields && field.matches()) {
        found.add(type + "." + field.group(1) + " " + field.group(2));
      }
    }
    return found;
  }
}
