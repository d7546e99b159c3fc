package io.whoread.collector.engine;

import io.whoread.collector.index.elastic.ElasticSettings;
import io.whoread.collector.log.kafka.KafkaSettings;

/**
 * What a collector runs on.
 *
 * @param index where accesses are found
 * @param elasticsearch where it is; null where nothing is kept there
 * @param log where the log is
 * @param kafka where its topic is; null where it is on the local disk
 */
public record Engines(
    IndexEngine index, ElasticSettings elasticsearch, LogEngine log, KafkaSettings kafka) {
  /** One machine, and nothing beside the collector. */
  public static final Engines LOCAL = new Engines(IndexEngine.LUCENE, null, LogEngine.LOCAL, null);

  /** An engine of the index. */
  public enum IndexEngine {
    LUCENE,
    ELASTICSEARCH
  }

  /** What the log lies on. */
  public enum LogEngine {
    LOCAL,
    KAFKA
  }
}
