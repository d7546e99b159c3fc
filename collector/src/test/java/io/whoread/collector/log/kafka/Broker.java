package io.whoread.collector.log.kafka;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.AppInfoParser;
import org.jboss.shrinkwrap.resolver.api.maven.Maven;

/**
 * A real Kafka in a process of its own, one node that is its own controller, on free ports of the
 * loopback interface. One is started for the whole run of the tests, and ended with it; each test
 * takes a topic of its own.
 */
public final class Broker implements AutoCloseable {
  private static final AtomicInteger TOPICS = new AtomicInteger();
  private static Broker shared;

  private final Path folder;
  private final String classPath;
  private final int port;
  private Process process;

  private Broker() throws Exception {
    folder = Files.createTempDirectory("whoread-kafka");
    Runtime.getRuntime().addShutdownHook(new Thread(this::close));
    classPath =
        Arrays.stream(
                Maven.resolver()
                    .resolve("org.apache.kafka:kafka_2.13:" + AppInfoParser.getVersion())
                    .withTransitivity()
                    .asFile())
            .map(Object::toString)
            .collect(Collectors.joining(File.pathSeparator));
    port = free();
    int controller = free();
    Files.writeString(
        folder.resolve("server.properties"),
        """
        process.roles=broker,controller
        node.id=1
        controller.quorum.voters=1@127.0.0.1:%d
        listeners=PLAINTEXT://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d
        advertised.listeners=PLAINTEXT://127.0.0.1:%d
        controller.listener.names=CONTROLLER
        log.dirs=%s
        offsets.topic.replication.factor=1
        offsets.topic.num.partitions=1
        transaction.state.log.replication.factor=1
        transaction.state.log.min.isr=1
        transaction.state.log.num.partitions=1
        group.initial.rebalance.delay.ms=0
        auto.create.topics.enable=false
        """
            .formatted(controller, port, controller, port, folder.resolve("data")));
    Process format =
        java("kafka.tools.StorageTool", "format", "-t", "AAAAAAAAQACAAAAAAAAAAQ", "-c");
    if (!format.waitFor(60, TimeUnit.SECONDS) || format.exitValue() != 0) {
      format.destroyForcibly();
      throw new IOException("Kafka cannot be formatted: " + output());
    }
    start();
  }

  /** The broker that all tests share; it is started where it does not run yet. */
  public static synchronized Broker shared() {
    if (shared == null) {
      shared = own();
    }
    return shared;
  }

  /** One that nobody else uses. */
  public static Broker own() {
    try {
      return new Broker();
    } catch (Exception e) {
      throw new IllegalStateException("Kafka does not start", e);
    }
  }

  public void start() throws IOException {
    process = java("kafka.Kafka");
    await()
        .atMost(Duration.ofMinutes(2))
        .until(
            () -> {
              if (!process.isAlive()) {
                throw new IllegalStateException("Kafka ended: " + output());
              }
              return answers();
            });
  }

  /** Ends it at once, as when the power fails. */
  public void kill() {
    process.destroyForcibly().onExit().join();
  }

  /** A log that nobody else has, on one broker. */
  KafkaSettings log(int partitions) {
    return new KafkaSettings(address(), topic(), partitions, 1, true, Map.of());
  }

  /** A name that no test had. */
  public static String topic() {
    return "whoread-" + ProcessHandle.current().pid() + "-" + TOPICS.incrementAndGet();
  }

  public String address() {
    return "127.0.0.1:" + port;
  }

  private Process java(String... command) throws IOException {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(List.of("-Xmx512m", "-XX:TieredStopAtLevel=1", "-cp", classPath));
    line.addAll(List.of(command));
    line.add(folder.resolve("server.properties").toString());
    return new ProcessBuilder(line)
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("output").toFile())
        .start();
  }

  private String output() throws IOException {
    return Files.readString(folder.resolve("output"));
  }

  private static int free() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private boolean answers() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  /** Ends it and deletes what it kept. */
  @Override
  public void close() {
    if (process != null) {
      kill();
    }
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    } catch (IOException e) {
      throw new IllegalStateException("left behind: " + folder, e);
    }
  }
}
