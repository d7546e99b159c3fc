package io.whoread.collector.index.elastic;

import java.io.IOException;

/** A cluster that the index cannot be kept in, whenever one asks again. */
public final class UnfitClusterException extends IOException {
  UnfitClusterException(String message) {
    super(message);
  }
}
