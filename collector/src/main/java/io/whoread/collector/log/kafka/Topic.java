package io.whoread.collector.log.kafka;

import io.whoread.collector.log.Log;
import io.whoread.collector.log.Positions;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Makes the log's topic where it is missing, and refuses one in which a log would not be safe. */
final class Topic {
  /** Two brokers have an entry before it is acknowledged. */
  private static final int FEWEST_IN_SYNC = 2;

  /** A record is larger than its entry by what Kafka writes around it. */
  private static final int SMALLEST_MESSAGE = Log.MAX_ENTRY_BYTES + 4_096;

  private final KafkaSettings settings;
  private final Admin admin;

  private Topic(KafkaSettings settings, Admin admin) {
    this.settings = settings;
    this.admin = admin;
  }

  /**
   * @return the topic's own id: another topic of the same name has another
   * @throws UnfitTopicException where it is not as it must be
   */
  static String require(KafkaSettings settings, Admin admin) throws IOException {
    Topic topic = new Topic(settings, admin);
    try {
      TopicDescription found = topic.describe().orElse(null);
      if (found == null) {
        topic.create();
        found = topic.describe().orElseThrow(() -> topic.unfit("it was not made"));
      }
      topic.check(found);
      ConfigResource key = new ConfigResource(ConfigResource.Type.TOPIC, settings.topic());
      topic.check(admin.describeConfigs(List.of(key)).all().get().get(key));
      return found.topicId().toString();
    } catch (ExecutionException e) {
      throw new IOException("the log's " + settings + " cannot be looked at", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private Optional<TopicDescription> describe() throws ExecutionException, InterruptedException {
    try {
      return Optional.of(
          admin
              .describeTopics(List.of(settings.topic()))
              .allTopicNames()
              .get()
              .get(settings.topic()));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private void create() throws ExecutionException, InterruptedException {
    NewTopic topic =
        new NewTopic(settings.topic(), settings.partitions(), (short) settings.replicas());
    topic.configs(
        Map.of(
            TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG,
            Integer.toString(settings.fewerReplicas() ? 1 : FEWEST_IN_SYNC),
            TopicConfig.CLEANUP_POLICY_CONFIG,
            TopicConfig.CLEANUP_POLICY_DELETE,
            TopicConfig.RETENTION_MS_CONFIG,
            "-1",
            TopicConfig.RETENTION_BYTES_CONFIG,
            "-1",
            TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
            "CreateTime",
            TopicConfig.UNCLEAN_LEADER_ELECTION_ENABLE_CONFIG,
            "false",
            TopicConfig.COMPRESSION_TYPE_CONFIG,
            "producer"));
    try {
      admin.createTopics(List.of(topic)).all().get();
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw e;
      }
    }
  }

  private void check(TopicDescription found) throws UnfitTopicException {
    int partitions = found.partitions().size();
    if (partitions != settings.partitions()) {
      throw unfit(
          "it has "
              + partitions
              + " partitions, and engines.yaml says "
              + settings.partitions()
              + ": their number stays as it was when the log began");
    }
    if (partitions > Positions.MOST_PARTITIONS) {
      throw unfit("it has " + partitions + " partitions: at most " + Positions.MOST_PARTITIONS);
    }
    int replicas =
        found.partitions().stream().mapToInt(each -> each.replicas().size()).min().orElse(0);
    if (replicas < settings.replicas()) {
      throw unfit(
          "it has "
              + replicas
              + " replicas, and engines.yaml demands "
              + settings.replicas()
              + ": reassign its partitions with more, or say a smaller number");
    }
  }

  private void check(Config config) throws UnfitTopicException {
    int inSync = Integer.parseInt(value(config, TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG));
    if (inSync < FEWEST_IN_SYNC && !settings.fewerReplicas()) {
      throw unfit(
          "min.insync.replicas is "
              + inSync
              + ": set it to at least "
              + FEWEST_IN_SYNC
              + ", or say \"fewer-replicas: accept\" if a trail that dies with one broker is"
              + " enough");
    }
    require(config, TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE);
    require(config, TopicConfig.RETENTION_MS_CONFIG, "-1");
    require(config, TopicConfig.RETENTION_BYTES_CONFIG, "-1");
    require(config, TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "CreateTime");
    require(config, TopicConfig.UNCLEAN_LEADER_ELECTION_ENABLE_CONFIG, "false");
    String compression = value(config, TopicConfig.COMPRESSION_TYPE_CONFIG);
    if (!List.of("producer", "uncompressed", "gzip").contains(compression)) {
      throw unfit(
          "compression.type is " + compression + ": set it to producer, uncompressed or gzip");
    }
    int message = Integer.parseInt(value(config, TopicConfig.MAX_MESSAGE_BYTES_CONFIG));
    if (message < SMALLEST_MESSAGE) {
      throw unfit("max.message.bytes is " + message + ": set it to at least " + SMALLEST_MESSAGE);
    }
  }

  private void require(Config config, String name, String wanted) throws UnfitTopicException {
    String found = value(config, name);
    if (!found.equals(wanted)) {
      throw unfit(name + " is " + found + ": set it to " + wanted);
    }
  }

  private static String value(Config config, String name) {
    return config.get(name).value();
  }

  private UnfitTopicException unfit(String problem) {
    return new UnfitTopicException(settings, problem);
  }
}
