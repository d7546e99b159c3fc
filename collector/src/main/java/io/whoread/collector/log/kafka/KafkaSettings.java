package io.whoread.collector.log.kafka;

import java.util.Map;

/**
 * Where the log's topic is, and what is demanded of it.
 *
 * @param brokers such as {@code k1:9092,k2:9092}
 * @param partitions for good: which partition a run is in follows from it
 * @param replicas that each partition has at least
 * @param fewerReplicas whether one broker that has an entry is enough for an acknowledgement
 * @param client further settings of the client: how it proves itself, and whom it trusts
 */
public record KafkaSettings(
    String brokers,
    String topic,
    int partitions,
    int replicas,
    boolean fewerReplicas,
    Map<String, String> client) {
  @Override
  public String toString() {
    return "topic " + topic + " at " + brokers;
  }
}
