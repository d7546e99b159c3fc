package io.whoread.collector.engine;

import io.whoread.collector.index.elastic.ElasticSettings;

/**
 * What a collector runs on.
 *
 * @param index where accesses are found
 * @param elasticsearch where it is; null where nothing is kept there
 */
public record Engines(IndexEngine index, ElasticSettings elasticsearch) {
  /** One machine, and nothing beside the collector. */
  public static final Engines LOCAL = new Engines(IndexEngine.LUCENE, null);

  /** An engine of the index. */
  public enum IndexEngine {
    LUCENE,
    ELASTICSEARCH
  }
}
