package io.whoread.agent.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How the agent behaves at the start of a JVM. */
class LaunchIT {
  @TempDir Path folder;

  static List<Path> jdks() {
    return Jdks.all();
  }

  private String stderr(Path jdk, String... options) throws Exception {
    List<String> all = new ArrayList<>(List.of(options));
    all.addAll(List.of("-cp", Jvm.classPath()));
    try (Jvm jvm = Jvm.start(jdk, folder, all, "com.example.orders.Idle")) {
      assertThat(jvm.waitFor()).isZero();
      assertThat(jvm.stdout()).isEqualTo("idle\n");
      return jvm.stderr();
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void saysOneLineWithoutConfiguration(Path jdk) throws Exception {
    assertThat(stderr(jdk, "-javaagent:" + Jvm.JAR).lines())
        .singleElement()
        .asString()
        .matches("whoread \\S+ guards what looks personal by its name .*keeps records in .*");
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void aBadConfigurationStopsTheAgentAndNotTheService(Path jdk) throws Exception {
    Path yaml = folder.resolve("whoread.yaml");
    Files.writeString(yaml, "service: orders\ncolector: http://127.0.0.1:1\n");
    assertThat(stderr(jdk, "-javaagent:" + Jvm.JAR + "=" + yaml).lines())
        .singleElement()
        .asString()
        .startsWith("whoread not started: " + yaml + ":2: unknown key colector; here may stand ");
  }

  /** It holds all the same: a configuration may have kinds of its own. */
  @ParameterizedTest
  @MethodSource("jdks")
  void aKindThatLooksMisspeltIsAskedAbout(Path jdk) throws Exception {
    Path yaml = folder.resolve("whoread.yaml");
    Files.writeString(
        yaml,
        """
        service: orders
        guard:
          - class: com.example.orders.Order
            fields:
              phone: nick-name
              receiverName: nmae
              receiver: nmae
        """);
    assertThat(stderr(jdk, "-javaagent:" + Jvm.JAR + "=" + yaml).lines())
        .hasSize(2)
        .last(InstanceOfAssertFactories.STRING)
        .isEqualTo(
            "whoread: %s:6: kind \"nmae\" is none of the usual ones; did you mean \"name\"?", yaml);
  }

  /** One of the start script and one of JAVA_TOOL_OPTIONS: what the second says is not done. */
  @ParameterizedTest
  @MethodSource("jdks")
  void aSecondAgentWithAnotherFileIsTold(Path jdk) throws Exception {
    Path one = Files.writeString(folder.resolve("one.yaml"), "service: orders\n");
    Path two = Files.writeString(folder.resolve("two.yaml"), "service: payments\n");
    String agent = "-javaagent:" + Jvm.JAR + "=";
    assertThat(stderr(jdk, agent + one, agent + two).lines())
        .hasSize(2)
        .last(InstanceOfAssertFactories.STRING)
        .startsWith("whoread runs in this JVM already, with " + one + "; " + two + " is not read");
    assertThat(stderr(jdk, agent + one, agent + one).lines()).hasSize(1);
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void aRenamedJarIsToldInOneLine(Path jdk) throws Exception {
    Path renamed = Files.copy(Jvm.JAR, folder.resolve("agent-1.jar"));
    assertThat(stderr(jdk, "-javaagent:" + renamed).lines())
        .singleElement()
        .asString()
        .isEqualTo(
            "whoread not started: the agent's jar must be named whoread-agent.jar; was it"
                + " renamed?");
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void aPathWithBlanksWorks(Path jdk) throws Exception {
    Path blanks = Files.createDirectory(folder.resolve("a b+c"));
    Path jar = Files.copy(Jvm.JAR, blanks.resolve("whoread-agent.jar"));
    assertThat(stderr(jdk, "-javaagent:" + jar)).startsWith("whoread ").contains("guards");
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void isSilentAndIdleInTools(Path jdk) throws Exception {
    String[][] commands = {
      {"keytool", "-help"}, {"jps"}, {"jar", "--version"}, {"javac", "-version"}, {"jcmd", "-l"}
    };
    for (String[] command : commands) {
      List<String> line = new ArrayList<>(List.of(command));
      line.set(0, jdk.resolve("bin/" + command[0]).toString());
      ProcessBuilder builder =
          new ProcessBuilder(line)
              .redirectErrorStream(true)
              .redirectOutput(new File(folder.toFile(), "out"));
      builder
          .environment()
          .put("JAVA_TOOL_OPTIONS", "-javaagent:" + Jvm.JAR + " -Duser.home=" + folder);
      assertThat(builder.start().waitFor()).as(command[0]).isZero();
      assertThat(Files.readAllLines(folder.resolve("out")))
          .as(command[0])
          .filteredOn(said -> said.startsWith("whoread "))
          .isEmpty();
    }
    assertThat(folder.resolve(".whoread")).doesNotExist();
  }
}
