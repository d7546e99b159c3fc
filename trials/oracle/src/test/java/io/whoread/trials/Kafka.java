package io.whoread.trials;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import kafka.tools.StorageTool;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A real Kafka broker on a free port. */
final class Kafka implements AutoCloseable {
  private static final TopicPartition ORDERS = new TopicPartition("orders", 0);

  private final Server server;

  Kafka(Path folder) throws IOException {
    int port = Server.freePort();
    int controller = Server.freePort();
    Path properties = folder.resolve("server.properties");
    String settings =
        """
        process.roles=broker,controller
        node.id=1
        controller.quorum.voters=1@127.0.0.1:%d
        controller.listener.names=CONTROLLER
        listeners=PLAINTEXT://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d
        log.dirs=%s
        offsets.topic.replication.factor=1
        """;
    Files.writeString(
        properties, settings.formatted(controller, port, controller, folder.resolve("data")));
    format(properties);
    server =
        new Server(
            folder,
            folder.resolve("server.log"),
            port,
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "kafka.Kafka",
                properties.toString()));
    server.awaitUp();
  }

  private static void format(Path properties) throws IOException {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    String[] arguments = {
      "format", "-t", Uuid.randomUuid().toString(), "-c", properties.toString()
    };
    if (StorageTool.execute(arguments, new PrintStream(said, true, StandardCharsets.UTF_8)) != 0) {
      throw new IOException(said.toString(StandardCharsets.UTF_8));
    }
  }

  String address() {
    return "127.0.0.1:" + server.port;
  }

  /** All messages so far, by the number of the request in which they were sent. */
  Map<String, List<byte[]>> messages() {
    Map<String, List<byte[]>> messages = new HashMap<>();
    Map<String, Object> settings = Map.of("bootstrap.servers", address());
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(List.of(ORDERS));
      consumer.seekToBeginning(List.of(ORDERS));
      long end = consumer.endOffsets(List.of(ORDERS)).get(ORDERS);
      while (consumer.position(ORDERS) < end) {
        for (ConsumerRecord<byte[], byte[]> one : consumer.poll(Duration.ofSeconds(1))) {
          byte[] parent = one.headers().lastHeader("traceparent").value();
          String number = new String(parent, StandardCharsets.US_ASCII).split("-")[1];
          messages.computeIfAbsent(number, key -> new ArrayList<>()).add(one.value());
        }
      }
    }
    return messages;
  }

  @Override
  public void close() {
    server.close();
  }
}
