package io.whoread.collector.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * A real Elasticsearch in a process of its own, on a free port of the loopback interface. One of a
 * version is started for the whole run of the tests, and ended with it; each test takes names of
 * its own for what it keeps there.
 *
 * <p>It is the distribution that Elastic publishes for tests: the stock server with few of its
 * modules. What it cannot show stands in {@code docs/what-we-miss.md}.
 */
public final class ElasticServer implements AutoCloseable {
  /** The newest that is supported, and the oldest. */
  public static final String NEWEST = "9.5.3";

  public static final String OLDEST = "8.19.0";

  // Of the zips, as they were when they were first taken.
  private static final Map<String, String> SHA256 =
      Map.of(
          NEWEST, "bec49f3b8d00e75c8d1cec85c35298635ec9fbd3ae80ef5aeb6bc05abdb3db2d",
          OLDEST, "14833b2d86c30656901f92049f81fb5777a8e4545413c8656cd1a21b55173033");

  private static final Map<String, ElasticServer> SHARED = new ConcurrentHashMap<>();

  private final Path folder;
  private final Path home;
  private final String settings;
  private Process process;
  private int port;

  private ElasticServer(String version, Setup setup) throws Exception {
    folder = Files.createTempDirectory("whoread-elasticsearch");
    Runtime.getRuntime().addShutdownHook(new Thread(this::close));
    unpack(Path.of(System.getProperty("basedir", ""), "target", "elasticsearch"), version);
    home = folder.resolve("elasticsearch-" + version);
    Path options = Files.createDirectories(home.resolve("config/jvm.options.d"));
    Files.writeString(options.resolve("test.options"), "-Xms512m\n-Xmx512m\n");
    for (String each : List.of("data", "logs", "tmp")) {
      Files.createDirectories(home.resolve(each));
    }
    settings = setup.settings(home);
    start();
  }

  /** The server of a version that all tests share; it is started where it does not run yet. */
  public static ElasticServer of(String version) {
    return SHARED.computeIfAbsent(version, ElasticServer::own);
  }

  /** What is done to a server before it starts. */
  public interface Setup {
    /**
     * @param home of the server, with its {@code config}
     * @return lines of its settings
     */
    String settings(Path home) throws Exception;
  }

  /** One that nobody else uses. */
  public static ElasticServer own(String version) {
    return own(version, home -> "xpack.security.enabled: false\n");
  }

  /** One that nobody else uses, with settings of its own. */
  public static ElasticServer own(String version, Setup setup) {
    try {
      return new ElasticServer(version, setup);
    } catch (Exception e) {
      throw new IllegalStateException("Elasticsearch " + version + " does not start", e);
    }
  }

  /** Runs a command of the server's on its folder, such as one that makes users. */
  public static void command(Path home, String... words) throws Exception {
    List<String> command = new ArrayList<>(List.of(words));
    command.set(0, home.resolve("bin").resolve(words[0]).toString());
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("ES_JAVA_HOME", System.getProperty("java.home"));
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }

  /** Starts it on the port that it had before, or on a free one. */
  public void start() throws IOException {
    Files.writeString(
        home.resolve("config/elasticsearch.yml"),
        """
        cluster.name: whoread-test
        discovery.type: single-node
        http.host: 127.0.0.1
        http.port: %d
        transport.host: 127.0.0.1
        transport.port: 0
        node.portsfile: true
        cluster.routing.allocation.disk.threshold_enabled: false
        """
                .formatted(port)
            + settings);
    List<String> command = new ArrayList<>();
    if (System.getProperty("user.name").equals("root")) {
      // It will not be root.
      command.addAll(List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"));
      giveAway(folder);
    }
    command.add(home.resolve("bin/elasticsearch").toString());
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("ES_JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("ES_TMPDIR", home.resolve("tmp").toString());
    builder.environment().put("HOME", home.resolve("tmp").toString());
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    Path ports = home.resolve("logs/http.ports");
    Files.deleteIfExists(ports);
    Path output = folder.resolve("output");
    process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    await()
        .atMost(Duration.ofMinutes(3))
        .failFast(
            "the server ended",
            () -> assertThat(process.isAlive()).as(Files.readString(output)).isTrue())
        .until(() -> Files.exists(ports) && Files.size(ports) > 0);
    port = URI.create("http://" + Files.readAllLines(ports).getFirst()).getPort();
  }

  /** Ends it at once, as when the power fails. */
  public void kill() throws InterruptedException {
    // The server is a child of its launcher.
    List<ProcessHandle> all = process.descendants().toList();
    all.forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().waitFor();
    all.forEach(each -> each.onExit().join());
  }

  public URI address() {
    return URI.create("http://127.0.0.1:" + port);
  }

  private void unpack(Path zips, String version) throws Exception {
    Path zip = zips.resolve("elasticsearch-" + version + ".zip");
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(zip));
    if (!HexFormat.of().formatHex(hash).equals(SHA256.get(version))) {
      throw new IOException(zip + " is not the file that it was");
    }
    try (ZipInputStream in = new ZipInputStream(Files.newInputStream(zip))) {
      for (ZipEntry entry; (entry = in.getNextEntry()) != null; ) {
        Path to = folder.resolve(entry.getName()).normalize();
        if (!to.startsWith(folder)) {
          throw new IOException(entry.getName() + " leads out of the folder");
        }
        if (entry.isDirectory()) {
          Files.createDirectories(to);
        } else {
          Files.createDirectories(to.getParent());
          write(in, to);
        }
      }
    }
  }

  private static void write(InputStream in, Path to) throws IOException {
    Files.copy(in, to);
    if (to.getParent().endsWith("bin")) {
      Files.setPosixFilePermissions(to, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  private static void giveAway(Path folder) throws IOException {
    UserPrincipal nobody =
        folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody");
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.toList()) {
        Files.setOwner(each, nobody);
      }
    }
  }

  /** Ends it and deletes what it kept. */
  @Override
  public void close() {
    try {
      if (process != null) {
        kill();
      }
      if (!Files.exists(folder)) {
        return;
      }
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.delete(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path each, IOException e) throws IOException {
              Files.delete(each);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException("left behind: " + folder, e);
    }
  }
}
