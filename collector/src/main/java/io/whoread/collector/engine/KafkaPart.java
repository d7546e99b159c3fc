package io.whoread.collector.engine;

import io.whoread.collector.log.Positions;
import io.whoread.collector.log.kafka.KafkaSettings;
import io.whoread.collector.settings.SecretFiles;
import io.whoread.collector.settings.Yaml;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;

/** What {@code engines.yaml} says of Kafka. */
final class KafkaPart {
  private static final Set<String> KEYS =
      Set.of("brokers", "topic", "partitions", "replicas", "fewer-replicas", "properties-file");

  /** What a file of properties may say: how the client proves itself, and whom it trusts. */
  private static final List<String> CLIENT = List.of("security.", "sasl.", "ssl.", "client.");

  private static final int USUAL_REPLICAS = 3;
  private static final int MOST_REPLICAS = 100;

  private KafkaPart() {}

  static KafkaSettings read(Yaml kafka, SecretFiles files) {
    Map<String, Yaml> map = kafka.map(KEYS);
    List<String> brokers = new ArrayList<>();
    for (Yaml each : kafka.get("brokers").list()) {
      if (!each.text().matches("[\\w.\\[\\]:-]+:[0-9]{1,5}")) {
        throw each.wrong("expected a broker such as k1:9092");
      }
      brokers.add(each.text());
    }
    if (brokers.isEmpty()) {
      throw kafka.get("brokers").wrong("expected a broker such as k1:9092");
    }
    String topic = map.containsKey("topic") ? map.get("topic").text() : "whoread";
    if (!topic.matches("[A-Za-z0-9._-]{1,200}")) {
      throw map.get("topic").wrong("expected up to 200 letters, digits, dots, and hyphens");
    }
    boolean fewer = map.containsKey("fewer-replicas");
    if (fewer && !map.get("fewer-replicas").text().equals("accept")) {
      throw map.get("fewer-replicas").wrong("expected accept, or nothing of it");
    }
    return new KafkaSettings(
        String.join(",", brokers),
        topic,
        number(kafka.get("partitions"), Positions.MOST_PARTITIONS),
        map.containsKey("replicas") ? number(map.get("replicas"), MOST_REPLICAS) : USUAL_REPLICAS,
        fewer,
        map.containsKey("properties-file") ? client(map.get("properties-file"), files) : Map.of());
  }

  private static int number(Yaml number, int most) {
    int value = number.text().matches("[0-9]{1,4}") ? Integer.parseInt(number.text()) : 0;
    if (value < 1 || value > most) {
      throw number.wrong("expected 1 to " + most);
    }
    return value;
  }

  private static Map<String, String> client(Yaml name, SecretFiles files) {
    Properties read = new Properties();
    try {
      read.load(new StringReader(String.join("\n", files.secret(name))));
    } catch (IOException | IllegalArgumentException e) {
      throw name.wrong("it names no file of Java properties");
    }
    Map<String, String> client = new TreeMap<>();
    for (String key : read.stringPropertyNames()) {
      if (CLIENT.stream().noneMatch(key::startsWith)) {
        throw name.wrong(
            "of its settings only those that begin with "
                + String.join(" ", CLIENT)
                + " are taken, and not "
                + key);
      }
      client.put(key, read.getProperty(key));
    }
    return client;
  }
}
