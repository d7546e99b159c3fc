package io.whoread.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A collector and the shop as a user sets them up: the collector's own commands, JVMs of their own,
 * free ports of the loopback interface, everything in one folder.
 */
public final class Deployment implements AutoCloseable {
  /** Employees of the shop's generated world. */
  public static final List<String> STAFF = List.of("E1001", "E1002", "E1003");

  public static final String PASSWORD = "shop";

  private static final Duration START = Duration.ofSeconds(120);
  private final Path home;
  private final Path folder;
  private final int port;
  private ChildJvm collector;
  private URI shop;

  private Deployment(Path home, Path folder) throws IOException {
    this.home = home;
    this.folder = Files.createDirectories(folder);
    this.port = ChildJvm.freePort();
  }

  /**
   * Starts a collector and registers the service {@code shop} with it.
   *
   * @param home the checkout, built
   * @param folder for everything that comes to disk
   */
  public static Deployment start(Path home, Path folder) throws Exception {
    Deployment deployment = new Deployment(home, folder);
    deployment.startCollector();
    deployment.addService("shop");
    return deployment;
  }

  /**
   * Registers a service.
   *
   * @return the folder with what an agent, or another sender, needs
   */
  public Path addService(String name) throws Exception {
    command(
        "service",
        "add",
        name,
        "--data",
        data().toString(),
        "--out",
        folder.toString(),
        "--collector",
        collectorAddress().toString());
    return folder.resolve(name);
  }

  /** Starts the collector, again where it was ended. */
  public void startCollector() throws Exception {
    collector =
        ChildJvm.start(
            ChildJvm.ownJavaHome(),
            List.of(
                "--enable-native-access=ALL-UNNAMED",
                "-Dwhoread.home=" + home,
                "-jar",
                home.resolve("collector/target/whoread-collector-exec.jar").toString(),
                "collector",
                "--data",
                data().toString(),
                "--port",
                Integer.toString(port)),
            Map.of(),
            folder.resolve("collector.out"));
    collector.awaitAnswer(collectorAddress().resolve("/actuator/health/readiness"), START);
  }

  public ChildJvm collector() {
    return collector;
  }

  public URI collectorAddress() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** As the collector kept it at its first start, since no terminal is there. */
  public String adminPassword() {
    try {
      return Files.readString(data().resolve("first-password")).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("no administrator's password was kept", e);
    }
  }

  /**
   * Starts the shop on a new free port.
   *
   * @param jvmArguments before {@code -jar}, such as {@link #agentArguments}
   */
  public ChildJvm startShop(List<String> jvmArguments, Path output) throws IOException {
    int shopPort = ChildJvm.freePort();
    shop = URI.create("http://127.0.0.1:" + shopPort);
    List<String> arguments = new ArrayList<>(jvmArguments);
    arguments.addAll(
        List.of(
            "-Xmx512m",
            "-jar",
            home.resolve("shop/target/whoread-shop-exec.jar").toString(),
            "--server.address=127.0.0.1",
            "--server.port=" + shopPort));
    return ChildJvm.start(ChildJvm.ownJavaHome(), arguments, Map.of(), output);
  }

  /** What attaches the agent, with the configuration that {@code service add} wrote. */
  public List<String> agentArguments() {
    return List.of(
        "-javaagent:"
            + agentFolder().resolve("whoread-agent.jar")
            + "="
            + agentFolder().resolve("whoread.yaml"));
  }

  /** Of the shop started last. */
  public URI shopAddress() {
    return shop;
  }

  /** The collector's data folder. */
  public Path data() {
    return folder.resolve("data");
  }

  /** The folder that {@code service add} wrote. */
  public Path agentFolder() {
    return folder.resolve("shop");
  }

  /** Twenty orders. */
  public static String orderPage(int number) {
    return "/api/orders?page=" + number + "&size=20";
  }

  @Override
  public void close() {
    collector.close();
  }

  /** Deletes a folder and what is in it. */
  public static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private void command(String... arguments) throws Exception {
    List<String> all =
        new ArrayList<>(
            List.of(
                "-Dwhoread.home=" + home,
                "-jar",
                home.resolve("collector/target/whoread-collector-exec.jar").toString()));
    all.addAll(List.of(arguments));
    Path output = folder.resolve("command.out");
    try (ChildJvm command = ChildJvm.start(ChildJvm.ownJavaHome(), all, Map.of(), output)) {
      int exit = command.process().waitFor();
      if (exit != 0) {
        throw new IllegalStateException(
            String.join(" ", arguments) + " ended with " + exit + ":\n" + command.output());
      }
    }
  }
}
