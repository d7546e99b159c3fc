package io.whoread.collector.log.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Makes what speaks with the brokers. */
final class Clients {
  /** How long a broker may be silent, at most, before that is an error. */
  static final int PATIENCE_MS = 30_000;

  private static final int REQUEST_MS = 10_000;
  private static final int TRANSACTION_MS = 60_000;
  private static final int GROUP_BYTES = 1 << 20;

  private Clients() {}

  /** Of the transactional id, and of the group. */
  private static String name(KafkaSettings settings) {
    return "whoread-log-" + settings.topic();
  }

  private static Map<String, Object> common(KafkaSettings settings) {
    Map<String, Object> config = new HashMap<>(settings.client());
    config.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, settings.brokers());
    config.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_MS);
    return config;
  }

  static Admin admin(KafkaSettings settings) {
    Map<String, Object> config = common(settings);
    config.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, PATIENCE_MS);
    return Admin.create(config);
  }

  /** One for the whole topic at a time: who comes later puts an end to who was before. */
  static KafkaProducer<byte[], byte[]> producer(KafkaSettings settings) {
    Map<String, Object> config = common(settings);
    config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, name(settings));
    config.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_MS);
    return producer(config);
  }

  /** Without transactions. */
  static KafkaProducer<byte[], byte[]> copier(KafkaSettings settings) {
    return producer(common(settings));
  }

  private static KafkaProducer<byte[], byte[]> producer(Map<String, Object> config) {
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    config.put(ProducerConfig.BATCH_SIZE_CONFIG, GROUP_BYTES / 2);
    config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, GROUP_BYTES);
    // Pseudonyms do not compress.
    config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "none");
    config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, PATIENCE_MS);
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE_MS);
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** A name to commit something by, by whoever may write to the topic. */
  static ConsumerGroupMetadata group(KafkaSettings settings) {
    Map<String, Object> config = common(settings);
    config.put(ConsumerConfig.GROUP_ID_CONFIG, name(settings));
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      return consumer.groupMetadata();
    }
  }

  /** One of the collectors on a topic, of which one leads. */
  static KafkaConsumer<byte[], byte[]> member(KafkaSettings settings, Duration silence) {
    Map<String, Object> config = common(settings);
    config.put(ConsumerConfig.GROUP_ID_CONFIG, name(settings));
    config.put(
        ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, List.of(OneLeads.class.getName()));
    config.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, (int) silence.toMillis());
    config.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, (int) silence.toMillis() / 4);
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /** Sees what was committed. */
  static KafkaConsumer<byte[], byte[]> consumer(KafkaSettings settings, int fetchBytes) {
    Map<String, Object> config = common(settings);
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, fetchBytes);
    config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 100);
    config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, PATIENCE_MS);
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }
}
