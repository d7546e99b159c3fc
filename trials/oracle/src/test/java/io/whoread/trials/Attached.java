package io.whoread.trials;

import io.whoread.record.PseudonymKey;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A shop in a JVM of its own, with the agent attached. */
final class Attached implements AutoCloseable {
  private static final Path HOME = Path.of(System.getProperty("whoread.home"));
  private static final Path AGENT = HOME.resolve("agent/target/whoread-agent.jar");
  private static final Pattern LINE = Pattern.compile("\\[([0-9a-f]{32}|-?)] [^ ]+ (.*)");

  final URI address;
  private final Path folder;
  private final Server server;

  /**
   * @param folder the shop's own, empty
   * @param guard what its whoread.yaml says beside how to reach the collector
   */
  Attached(
      Shop shop,
      Path jdk,
      Path folder,
      String guard,
      String database,
      Servers servers,
      URI neighbour,
      URI collector,
      PseudonymKey key)
      throws IOException {
    this.folder = folder;
    Files.writeString(folder.resolve("key"), key.toLine() + "\n");
    String head =
        """
        service: %s
        collector: %s
        key-file: key
        spool: {dir: spool, max-mb: 8}
        zone: Asia/Shanghai
        """;
    Files.writeString(
        folder.resolve("whoread.yaml"), head.formatted(shop.folder(), collector) + guard);
    int port = Server.freePort();
    address = URI.create("http://127.0.0.1:" + port);
    List<String> command = new ArrayList<>();
    command.add(jdk.resolve("bin/java").toString());
    command.add("-Duser.home=" + folder);
    command.add("-javaagent:" + AGENT + "=" + folder.resolve("whoread.yaml"));
    command.addAll(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
    command.add("-jar");
    command.add(jar(shop).toString());
    command.add("--server.port=" + port);
    command.add("--spring.datasource.url=" + database);
    command.add("--spring.datasource.username=shop");
    command.add("--spring.datasource.password=shop");
    command.add("--carrier.url=" + neighbour);
    command.add("--spring.kafka.bootstrap-servers=" + servers.queue().address());
    // The name was changed with Spring Boot 3.
    command.add("--spring.redis.port=" + servers.cache().port());
    command.add("--spring.data.redis.port=" + servers.cache().port());
    command.add("--logging.file.name=" + folder.resolve("shop.log"));
    server = new Server(folder, folder.resolve("stdout"), port, command);
    server.awaitUp();
  }

  /** What the service's configuration guards, as it stands beside its sources. */
  static String guard(Shop shop) throws IOException {
    return Files.readString(HOME.resolve("trials").resolve(shop.folder()).resolve("whoread.yaml"));
  }

  /** What scan writes of a shop's jar, but for the name of the service. */
  static String scanned(Shop shop, Path jdk, Path folder) throws Exception {
    Path yaml = folder.resolve("scanned.yaml");
    Process scan =
        new ProcessBuilder(
                jdk.resolve("bin/java").toString(),
                "-jar",
                AGENT.toString(),
                "scan",
                jar(shop).toString(),
                "-o",
                yaml.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("scan.txt").toFile())
            .start();
    if (scan.waitFor() != 0) {
      throw new IOException(Files.readString(folder.resolve("scan.txt")));
    }
    return Files.readString(yaml).replaceFirst("(?m)^service: .*\n", "");
  }

  private static Path jar(Shop shop) {
    String jar = "trials/%s/target/whoread-trial-%s-exec.jar";
    return HOME.resolve(jar.formatted(shop.folder(), shop.folder()));
  }

  /** The messages in the log on disk, by the number of the request. */
  Map<String, List<String>> logged() throws IOException {
    Map<String, List<String>> messages = new HashMap<>();
    List<String> last = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve("shop.log"))) {
      Matcher matcher = LINE.matcher(line);
      if (matcher.matches()) {
        last = messages.computeIfAbsent(matcher.group(1), number -> new ArrayList<>());
        last.add(matcher.group(2));
      } else {
        last.add(line);
      }
    }
    return messages;
  }

  /** An orderly end, by which the agent has told all it has to tell. */
  void stop() throws InterruptedException {
    server.stop();
  }

  @Override
  public void close() {
    server.close();
  }
}
