package io.whoread.agent.it;

import static org.awaitility.Awaitility.await;

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
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jboss.shrinkwrap.resolver.api.maven.Maven;

/** A broker of Kafka's, one node that is its own controller, on ports of this host's loopback. */
record Kafka(Process process, int port) implements AutoCloseable {
  static Kafka start(Path folder) throws IOException, InterruptedException {
    int port = free();
    int controller = free();
    Path properties = folder.resolve("kafka.properties");
    Files.writeString(
        properties,
        """
        process.roles=broker,controller
        node.id=1
        controller.quorum.voters=1@127.0.0.1:%d
        listeners=PLAINTEXT://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d
        advertised.listeners=PLAINTEXT://127.0.0.1:%d
        controller.listener.names=CONTROLLER
        log.dirs=%s
        offsets.topic.replication.factor=1
        """
            .formatted(controller, port, controller, port, folder.resolve("kafka")));
    String classPath =
        Arrays.stream(
                Maven.resolver()
                    .resolve(
                        "org.apache.kafka:kafka_2.13:" + LibraryJars.version("kafka", "newest"))
                    .withTransitivity()
                    .asFile())
            .map(Object::toString)
            .collect(Collectors.joining(":"));
    Process format =
        java(
            folder,
            classPath,
            "kafka.tools.StorageTool",
            "format",
            "-t",
            "AAAAAAAAQACAAAAAAAAAAQ",
            "-c",
            properties.toString());
    if (!format.waitFor(60, TimeUnit.SECONDS) || format.exitValue() != 0) {
      format.destroyForcibly();
      throw new IOException(Files.readString(folder.resolve("kafka.out")));
    }
    Process broker = java(folder, classPath, "kafka.Kafka", properties.toString());
    await().atMost(Duration.ofSeconds(60)).until(() -> answers(port) || !broker.isAlive());
    return new Kafka(broker, port);
  }

  private static Process java(Path folder, String classPath, String... command) throws IOException {
    Path jdk = Jdks.all().get(Jdks.all().size() - 1);
    List<String> line = new ArrayList<>();
    line.addAll(List.of(jdk.resolve("bin/java").toString(), "-Xmx512m", "-cp", classPath));
    line.addAll(List.of(command));
    return new ProcessBuilder(line)
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("kafka.out").toFile())
        .start();
  }

  private static int free() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static boolean answers(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  String address() {
    return "127.0.0.1:" + port;
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
