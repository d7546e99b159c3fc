package io.whoread.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The launcher {@code whoread}, in a checkout that has what the test gives it: a JDK that says how
 * it was called, and a Maven that builds or hangs.
 */
class LauncherTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final String[] MODULES = {"agent", "collector", "shop"};

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

  /** What the launcher has put in place. */
  private void built() throws IOException {
    Path jars = Files.createDirectories(home.resolve("target/jars"));
    for (String module : MODULES) {
      Files.createFile(jars.resolve(jar(module)));
    }
  }

  private static String jar(String module) {
    return "whoread-" + module + (module.equals("agent") ? ".jar" : "-exec.jar");
  }

  /** Shell that does in a checkout what Maven does: each jar then holds a word. */
  private static String building(String word) {
    StringBuilder script = new StringBuilder();
    for (String module : MODULES) {
      String target = module + "/target";
      script.append("mkdir -p " + target + "; echo " + word + " > " + target + "/" + jar(module));
      script.append("\n");
    }
    return script.toString();
  }

  private Process start(Path launcher, Map<String, String> environment, String... arguments)
      throws IOException {
    return start(output(), launcher, environment, arguments);
  }

  private Process start(
      Path output, Path launcher, Map<String, String> environment, String... arguments)
      throws IOException {
    String[] command = new String[arguments.length + 2];
    command[0] = "/bin/sh";
    command[1] = launcher.toString();
    System.arraycopy(arguments, 0, command, 2, arguments.length);
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().clear();
    builder.environment().put("PATH", tools + ":/usr/bin:/bin");
    builder.environment().putAll(environment);
    return builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
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
    String jar = home.toRealPath().resolve("target/jars/whoread-collector-exec.jar") + "";
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
    script("mvn", "echo built >> ../builds\n" + building("whole"));
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
            + building("whole"));
    assertThat(run(home.resolve("whoread"), Map.of(), "check").lines())
        .containsSubsequence("  [1/3] whoread", "  [2/3] whoread record", "  [3/3] whoread agent");
  }

  @Test
  void saysSomethingAtLeastEveryTenSeconds() throws Exception {
    Files.createFile(home.resolve("pom.xml"));
    script(
        "mvn",
        "echo '[INFO] --- compiler:3.14.0:compile (default-compile) @ whoread-agent ---'\n"
            + building("whole")
            + "while ! [ -f ../go ]; do sleep 0.1; done");
    Process building = start(home.resolve("whoread"), Map.of(), "check");
    try {
      await()
          .atMost(LIMIT)
          .until(
              () -> Files.readString(output()).matches("(?s).*\n +(9|1\\d) s, compiler:compile\n"));
      Files.createFile(folder.resolve("go"));
      assertThat(building.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    } finally {
      building.destroyForcibly();
    }
  }

  @Test
  void whoeverStartsDuringABuildWaitsForIt() throws Exception {
    Files.createFile(home.resolve("pom.xml"));
    script(
        "mvn",
        "echo built >> ../builds\n"
            + building("half")
            + "while ! [ -f ../go ]; do sleep 0.1; done\n"
            + building("whole"));
    script("java", "for word; do jar=$last; last=$word; done; cat \"$jar\"");
    Process first = start(home.resolve("whoread"), Map.of(), "check");
    Path waiting = folder.resolve("waiting");
    try {
      await().atMost(LIMIT).until(() -> Files.exists(folder.resolve("builds")));
      Process second = start(waiting, home.resolve("whoread"), Map.of(), "check");
      try {
        String line = "whoread: process " + first.pid() + " is building; waiting for it ...\n";
        await().atMost(LIMIT).until(() -> Files.readString(waiting).equals(line));
        Files.createFile(folder.resolve("go"));
        assertThat(second.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(first.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(waiting).hasContent(line + "whole");
        assertThat(Files.readString(output())).endsWith("whole\n");
        assertThat(folder.resolve("builds")).hasContent("built");
      } finally {
        second.destroyForcibly();
      }
    } finally {
      first.destroyForcibly();
    }
  }

  /** It left its lock, and jars of which nobody knows whether they are whole. */
  @Test
  void aBuildThatWasKilledIsDoneAgain() throws Exception {
    Files.createFile(home.resolve("pom.xml"));
    script(
        "mvn", building("half") + "echo $$ > ../pid.part; mv ../pid.part ../pid; exec sleep 300");
    Process killed = start(home.resolve("whoread"), Map.of(), "check");
    await().atMost(LIMIT).until(() -> Files.exists(folder.resolve("pid")));
    killed.destroyForcibly().waitFor();
    long maven = Long.parseLong(Files.readString(folder.resolve("pid")).trim());
    ProcessHandle.of(maven).orElseThrow().destroyForcibly();
    assertThat(Files.isSymbolicLink(home.resolve("target/build.lock"))).isTrue();
    script("mvn", building("whole"));
    assertThat(run(home.resolve("whoread"), Map.of(), "check")).endsWith("\ncheck\n");
    assertThat(home.resolve("target/jars/whoread-collector-exec.jar")).hasContent("whole");
    assertThat(Files.exists(home.resolve("target/build.lock"), LinkOption.NOFOLLOW_LINKS))
        .isFalse();
  }

  /**
   * Its number is another process's, as after a restart of the machine, or the launcher's own, as
   * in a container.
   */
  @ParameterizedTest
  @ValueSource(strings = {"process-%d", "process-%d-1"})
  void aLockIsNotTakenForThatOfALaterProcess(String lock) throws Exception {
    Files.createFile(home.resolve("pom.xml"));
    script("mvn", building("whole"));
    Path link = Files.createDirectory(home.resolve("target")).resolve("build.lock");
    Files.createSymbolicLink(link, Path.of(lock.formatted(ProcessHandle.current().pid())));
    assertThat(run(home.resolve("whoread"), Map.of(), "check")).endsWith("\ncheck\n");

    Files.delete(home.resolve("target/jars/whoread-agent.jar"));
    Path inPlace =
        Files.writeString(
            folder.resolve("in-place"),
            "ln -s %s 'check out/target/build.lock'; exec sh 'check out/whoread' check\n"
                .formatted(lock.replace("%d", "$$")));
    assertThat(run(inPlace, Map.of())).endsWith("\ncheck\n");
    assertThat(Files.exists(link, LinkOption.NOFOLLOW_LINKS)).isFalse();
  }

  @Test
  void aLockThatCannotBeMadeIsTold() throws Exception {
    Files.createFile(home.resolve("pom.xml"));
    script("mvn", building("whole"));
    script("ln", "exit 1");
    Process process = start(home.resolve("whoread"), Map.of(), "check");
    try {
      assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.exitValue()).isOne();
    assertThat(Files.readString(output()))
        .startsWith("whoread: " + home.toRealPath().resolve("target/build.lock") + " cannot be ")
        .hasLineCount(1);
  }

  /** Many find the lock of one that was killed: one after the other builds, and only the first. */
  @Test
  void ofManyThatFindAStaleLockOneBuilds() throws Exception {
    Files.createFile(home.resolve("pom.xml"));
    script("mvn", "echo built >> ../builds\n" + building("whole"));
    Path link = Files.createDirectory(home.resolve("target")).resolve("build.lock");
    Files.createSymbolicLink(link, Path.of("process-1-1"));
    List<Process> all = new ArrayList<>();
    try {
      for (int i = 0; i < 8; i++) {
        all.add(start(folder.resolve("output" + i), home.resolve("whoread"), Map.of(), "check"));
      }
      for (Process each : all) {
        assertThat(each.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(each.exitValue()).isZero();
      }
    } finally {
      all.forEach(Process::destroyForcibly);
    }
    assertThat(folder.resolve("builds")).hasContent("built");
  }

  @Test
  void whatIsChangedDuringABuildIsBuiltByTheNext() throws Exception {
    Files.createFile(home.resolve("pom.xml"));
    script(
        "mvn",
        "echo built >> ../builds\n"
            + building("whole")
            + "while ! [ -f ../go ]; do sleep 0.1; done");
    Process first = start(home.resolve("whoread"), Map.of(), "check");
    try {
      await().atMost(LIMIT).until(() -> Files.exists(folder.resolve("builds")));
      Files.writeString(home.resolve("pom.xml"), "<!-- changed -->");
      Files.createFile(folder.resolve("go"));
      assertThat(first.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
      run(home.resolve("whoread"), Map.of(), "check");
      assertThat(folder.resolve("builds")).hasContent("built\nbuilt");
      run(home.resolve("whoread"), Map.of(), "check");
      assertThat(folder.resolve("builds")).hasContent("built\nbuilt");
    } finally {
      first.destroyForcibly();
    }
  }

  /** A collector may be running from it. */
  @Test
  void aJarThatIsInUseStaysWhole() throws Exception {
    Files.createFile(home.resolve("pom.xml"));
    script("mvn", building("old"));
    run(home.resolve("whoread"), Map.of(), "check");
    Path jar = home.resolve("target/jars/whoread-collector-exec.jar");
    try (InputStream running = Files.newInputStream(jar)) {
      script("mvn", building("new"));
      Files.setLastModifiedTime(
          home.resolve("pom.xml"), FileTime.from(Instant.now().plusSeconds(9)));
      run(home.resolve("whoread"), Map.of(), "check");
      assertThat(jar).hasContent("new");
      assertThat(running.readAllBytes()).asString().isEqualTo("old\n");
    }
  }

  /** The agent's jar does it alone: nothing else is built for it. */
  @Test
  void aScanNeedsTheAgentOnly() throws Exception {
    Files.createFile(home.resolve("pom.xml"));
    script(
        "mvn",
        "echo \"$@\" > ../build; mkdir -p agent/target; touch agent/target/whoread-agent.jar");
    String jar = home.toRealPath().resolve("target/jars/whoread-agent.jar").toString();
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
