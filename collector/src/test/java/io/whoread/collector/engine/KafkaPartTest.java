package io.whoread.collector.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.whoread.collector.engine.Engines.LogEngine;
import io.whoread.collector.log.kafka.KafkaSettings;
import io.whoread.collector.settings.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaPartTest {
  @TempDir private Path dir;

  private Engines read(String text) throws IOException {
    return EnginesFile.read(Files.writeString(dir.resolve("engines.yaml"), text));
  }

  @Test
  void allIsRead() throws IOException {
    Path client = Files.writeString(dir.resolve("client"), "security.protocol=SSL\n");
    Files.setPosixFilePermissions(client, PosixFilePermissions.fromString("rw-------"));
    Engines engines =
        read(
            """
            log: kafka
            kafka:
              brokers: ["k1:9092", "k2:9093"]
              topic: reads
              partitions: 12
              replicas: 2
              fewer-replicas: accept
              properties-file: client
            """);
    assertThat(engines.log()).isEqualTo(LogEngine.KAFKA);
    assertThat(engines.kafka())
        .isEqualTo(
            new KafkaSettings(
                "k1:9092,k2:9093", "reads", 12, 2, true, Map.of("security.protocol", "SSL")));
  }

  @Test
  void whatIsSafeHoldsWhereNothingIsSaid() throws IOException {
    KafkaSettings kafka = read("kafka: {brokers: [\"k1:9092\"], partitions: 4}\n").kafka();
    assertThat(kafka.replicas()).isEqualTo(3);
    assertThat(kafka.fewerReplicas()).isFalse();
    assertThat(kafka.topic()).isEqualTo("whoread");
  }

  @Test
  void whatIsWrongIsToldWithItsLine() throws IOException {
    refused("log: kafka\n", "1: ", "say under \"kafka\" where its topic is");
    refused("log: disk\n", "1: ", "expected local or kafka, not \"disk\"");
    refused("kafka:\n  brokers: []\n  partitions: 4\n", "2: ", "expected a broker such as k1:9092");
    refused("kafka:\n  brokers: [k1]\n  partitions: 4\n", "2: ", "expected a broker such as");
    refused("kafka:\n  brokers: [\"k:1\"]\n  partitions: 33\n", "3: ", "expected 1 to 32");
    refused(
        "kafka:\n  brokers: [\"k:1\"]\n  partitions: 3\n  fewer-replicas: yes\n",
        "4: ",
        "expected accept");
    Path client = Files.writeString(dir.resolve("client"), "acks=1\n");
    Files.setPosixFilePermissions(client, PosixFilePermissions.fromString("rw-------"));
    refused(
        "kafka:\n  brokers: [\"k:1\"]\n  partitions: 3\n  properties-file: client\n",
        "4: ",
        "and not acks");
  }

  private void refused(String text, String line, String why) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining(line)
        .hasMessageContaining(why);
  }
}
