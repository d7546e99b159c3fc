package io.whoread.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher {@code whoread}, in a checkout that has what the test gives it: a JDK that says how
 * it was called, and a Maven that builds or hangs.
 */
class LauncherTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @TempDir Path folder;
  private Path home;
  private Path tools;

  @BeforeEach
  void checkOut() throws Exception {
    home = Files.createDirectory(folder.resolve("check out"));
    tools = Files.createDirectories(folder.resolve("a jdk/bin"));
    Path launcher = Path.of(System.getProperty("whoread.home"), "whoread");
    Files.copy(launcher, home.resolve("whoread"));
    Files.writeString(tools.resolveSibling("release"), "JAVA_VERSION=\"21.0.1\"\n");
    script("java", "for argument; do echo \"$argument\"; done");
  }

  private void script(String name, String body) throws IOException {
    Path file = Files.writeString(tools.resolve(name), "#!/bin/sh\n" + body + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private void built() throws IOException {
    for (String module : new String[] {"agent", "collector", "shop"}) {
      Path target = Files.createDirectories(home.resolve(module + "/target"));
      String suffix = module.equals("agent") ? ".jar" : "-exec.jar";
      Files.createFile(target.resolve("whoread-" + module + suffix));
    }
  }

  private Process start(Path launcher, Map<String, String> environment, String... arguments)
      throws IOException {
    String[] command = new String[arguments.length + 2];
    command[0] = "/bin/sh";
    command[1] = launcher.toString();
    System.arraycopy(arguments, 0, command, 2, arguments.length);
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().clear();
    builder.environment().put("PATH", tools + ":/usr/bin:/bin");
    builder.environment().putAll(environment);
    return builder.redirectErrorStream(true).redirectOutput(output().toFile()).start();
  }

  private Path output() {
    return folder.resolve("output");
  }

  /** Returns what it said; it must have ended well. */
  private String run(Path launcher, Map<String, String> environment, String... arguments)
      throws Exception {
    Process process = start(launcher, environment, arguments);
    try {
      assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as(Files.readString(output())).isZero();
    } finally {
      process.destroyForcibly();
    }
    return Files.readString(output());
  }

  private String[] called(String... arguments) throws IOException {
    String jar = home.toRealPath().resolve("collector/target/whoread-collector-exec.jar") + "";
    String all =
        "--enable-native-access=ALL-UNNAMED\n-Dwhoread.home="
            + home.toRealPath()
            + "\n-jar\n"
            + jar;
    return (all + "\n" + String.join("\n", arguments)).split("\n");
  }

  @Test
  void passesOnWhatItIsGivenWhateverBlanksAreInIt() throws Exception {
    built();
    String said =
        run(
            home.resolve("whoread"),
            Map.of("HOME", folder.toString()),
            "import",
            "--records",
            "a b");
    assertThat(said.lines()).containsExactly(called("import", "--records", "a b"));
  }

  /** As under systemd, or in a container. */
  @Test
  void needsNoHome() throws Exception {
    built();
    assertThat(run(home.resolve("whoread"), Map.of(), "check").lines())
        .containsExactly(called("check"));
  }

  @Test
  void isFoundThroughLinks() throws Exception {
    built();
    Path bin = Files.createDirectory(folder.resolve("bin"));
    Files.createSymbolicLink(bin.resolve("wr"), Path.of("../check out/whoread"));
    Files.createSymbolicLink(folder.resolve("again"), bin.resolve("wr"));
    assertThat(run(folder.resolve("again"), Map.of(), "check").lines())
        .containsExactly(called("check"));
  }

  @Test
  void helpIsThereBeforeAnythingIsBuilt() throws Exception {
    Files.createFile(home.resolve("pom.xml"));
    script("mvn", "echo built >> ../builds; exit 3");
    for (String word : new String[] {"help", "--help", "-h"}) {
      assertThat(run(home.resolve("whoread"), Map.of(), word))
          .startsWith("Usage: whoread")
          .contains("\n  demo ");
    }
    Process process = start(home.resolve("whoread"), Map.of());
    assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(2);
    assertThat(Files.readString(output())).startsWith("Usage: whoread");
    assertThat(folder.resolve("builds")).doesNotExist();
  }

  @Test
  void helpOfACommandIsThatOfWhatIsBuiltEvenIfItIsOld() throws Exception {
    built();
    Files.createFile(home.resolve("pom.xml"));
    Files.setLastModifiedTime(home.resolve("pom.xml"), FileTime.from(Instant.now().plusSeconds(9)));
    script("mvn", "echo built >> ../builds; exit 3");
    assertThat(run(home.resolve("whoread"), Map.of(), "help", "service", "add").lines())
        .containsExactly(called("help", "service", "add"));
    assertThat(run(home.resolve("whoread"), Map.of(), "check", "--help").lines())
        .containsExactly(called("check", "--help"));
    assertThat(folder.resolve("builds")).doesNotExist();
  }

  @Test
  void buildsWhatIsMissingOnce() throws Exception {
    Files.createFile(home.resolve("pom.xml"));
    script(
        "mvn",
        "echo built >> ../builds; for m in agent collector shop; do mkdir -p $m/target; done\n"
            + "touch agent/target/whoread-agent.jar\n"
            + "for m in collector shop; do touch $m/target/whoread-$m-exec.jar; done");
    assertThat(run(home.resolve("whoread"), Map.of(), "check")).endsWith("\ncheck\n");
    assertThat(run(home.resolve("whoread"), Map.of(), "check").lines())
        .containsExactly(called("check"));
    assertThat(folder.resolve("builds")).hasContent("built");
  }

  /** From the first on, however quickly they follow each other. */
  @Test
  void tellsWhichModuleIsBuilt() throws Exception {
    Files.createFile(home.resolve("pom.xml"));
    script(
        "mvn",
        "echo '[INFO] Building whoread 0.1.0-SNAPSHOT                [1/3]'\n"
            + "echo '[INFO] Building whoread record 0.1.0-SNAPSHOT         [2/3]'\n"
            + "echo '[INFO] Building whoread agent 0.1.0-SNAPSHOT          [3/3]'\n"
            + "for m in agent collector shop; do mkdir -p $m/target; done\n"
            + "touch agent/target/whoread-agent.jar\n"
            + "for m in collector shop; do touch $m/target/whoread-$m-exec.jar; done");
    assertThat(run(home.resolve("whoread"), Map.of(), "check").lines())
        .containsSubsequence("  [1/3] whoread", "  [2/3] whoread record", "  [3/3] whoread agent");
  }

  /** The agent's jar does it alone: nothing else is built for it. */
  @Test
  void aScanNeedsTheAgentOnly() throws Exception {
    Files.createFile(home.resolve("pom.xml"));
    script(
        "mvn",
        "echo \"$@\" > ../build; mkdir -p agent/target; touch agent/target/whoread-agent.jar");
    String jar = home.toRealPath().resolve("agent/target/whoread-agent.jar").toString();
    assertThat(run(home.resolve("whoread"), Map.of(), "scan", "a b.jar").lines())
        .endsWith("-jar", jar, "scan", "a b.jar");
    assertThat(folder.resolve("build")).content().contains("-pl record,agent -am package");
  }

  @Test
  void aBuildThatFailsIsToldWithItsErrors() throws Exception {
    Files.createFile(home.resolve("pom.xml"));
    script("mvn", "echo '[ERROR] no such thing'; exit 3");
    Process process = start(home.resolve("whoread"), Map.of(), "check");
    assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isOne();
    assertThat(Files.readString(output()))
        .contains("[ERROR] no such thing")
        .contains("whoread: the build failed")
        .contains("build.log");
  }

  @Test
  void aBuildEndsWithIt() throws Exception {
    Files.createFile(home.resolve("pom.xml"));
    // Maven's own script goes on as Java in the same way.
    script("mvn", "echo $$ > ../pid.part; mv ../pid.part ../pid; exec sleep 300");
    Process process = start(home.resolve("whoread"), Map.of(), "check");
    try {
      await().atMost(LIMIT).until(() -> Files.exists(folder.resolve("pid")));
      long pid = Long.parseLong(Files.readString(folder.resolve("pid")).trim());
      ProcessHandle maven = ProcessHandle.of(pid).orElseThrow();
      try {
        process.destroy();
        assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(143);
        await().atMost(LIMIT).until(() -> !maven.isAlive());
      } finally {
        maven.destroyForcibly();
      }
    } finally {
      process.destroyForcibly();
    }
  }
}
