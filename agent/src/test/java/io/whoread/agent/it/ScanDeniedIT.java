package io.whoread.agent.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A scan by a user who may not do everything: nobody, where the tests run as root. */
class ScanDeniedIT {
  private static final boolean ROOT = System.getProperty("user.name").equals("root");
  private static final String SETPRIV = "/usr/bin/setpriv";
  private static final String ME = ROOT ? "nobody" : System.getProperty("user.name");

  @TempDir Path temp;
  private Path jar;
  private Path folder;
  private Path yaml;
  private String owner;

  @BeforeEach
  void prepare() throws Exception {
    assumeThat(!ROOT || Files.isExecutable(Path.of(SETPRIV))).isTrue();
    mode(temp, "rwxr-xr-x");
    jar = mode(Files.copy(Jvm.JAR, temp.resolve("whoread-agent.jar")), "rw-r--r--");
    Path to = Files.createDirectories(temp.resolve("classes"));
    Path from = Path.of("target/test-classes/com/example/held");
    try (Stream<Path> classes = Files.list(from)) {
      for (Path each : classes.toList()) {
        mode(Files.copy(each, to.resolve(each.getFileName())), "rw-r--r--");
      }
    }
    mode(to, "rwxr-xr-x");
    folder = Files.createDirectory(temp.resolve("orders"));
    yaml = folder.resolve("whoread.yaml");
    Files.writeString(folder.resolve("token"), "a token");
    Files.writeString(folder.resolve("key"), "a key");
    Files.writeString(yaml, "service: orders\nspool: {dir: spool}\n");
    mode(yaml, "rw-r--r--");
    owner = Files.getOwner(yaml).getName();
  }

  /** So that what is there can be taken away. */
  @AfterEach
  void open() throws Exception {
    mode(folder, "rwxrwxrwx");
  }

  private static Path mode(Path path, String mode) throws Exception {
    Set<PosixFilePermission> permissions = PosixFilePermissions.fromString(mode);
    return Files.setPosixFilePermissions(path, permissions);
  }

  private String scan(String... to) throws Exception {
    List<String> command = new ArrayList<>();
    if (ROOT) {
      command.addAll(List.of(SETPRIV, "--reuid=65534", "--regid=65534", "--clear-groups"));
    }
    command.addAll(
        List.of(Path.of(System.getProperty("java.home"), "bin/java").toString(), "-jar"));
    command.addAll(List.of(jar.toString(), "scan", temp.resolve("classes").toString()));
    command.addAll(List.of(to));
    Path said = temp.resolve("said");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .directory(temp.toFile())
            .start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.exitValue()).as(Files.readString(said)).isOne();
    return Files.readString(said);
  }

  private void refused(String told) throws Exception {
    String before = ROOT ? Files.readString(yaml) : "";
    assertThat(scan("--into", folder.toString()))
        .isEqualTo("whoread: " + told + "; begin the command with sudo -u " + owner + "\n");
    mode(folder, "rwxrwxrwx");
    assertThat(folder.toFile().list()).containsExactlyInAnyOrder("token", "key", "whoread.yaml");
    assertThat(ROOT ? Files.readString(yaml) : "").isEqualTo(before);
  }

  @Test
  void aFolderThatIsClosed() throws Exception {
    mode(folder, "---------");
    refused(folder + ": user " + ME + " may not look into it");
  }

  @Test
  void aFileThatIsClosed() throws Exception {
    mode(folder, "rwxr-xr-x");
    mode(yaml, "-w-------");
    refused(yaml + ": user " + ME + " may not read it");
  }

  @Test
  void aFolderThatIsReadOnly() throws Exception {
    mode(folder, "r-xr-xr-x");
    refused(folder.toRealPath() + ": user " + ME + " may not write there");
    mode(folder, "r-xr-xr-x");
    assertThat(scan("-o", folder.resolve("x.yaml").toString()))
        .contains(folder + ": user " + ME + " may not write there");
  }

  @Test
  void aFileOfAnother() throws Exception {
    assumeThat(ROOT).isTrue();
    mode(folder, "rwxrwxrwx");
    mode(folder.resolve("token"), "rw-r--r--");
    mode(folder.resolve("key"), "rw-r--r--");
    refused(yaml.toRealPath() + ": belongs to root, and user nobody cannot leave it so");
  }
}
