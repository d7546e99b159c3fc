package io.whoread.collector.ingest;

/**
 * A batch is not as it must be; the message names the first fault by its path, and never a value.
 */
public final class InvalidBatchException extends Exception {
  InvalidBatchException(String message) {
    super(message);
  }

  InvalidBatchException(String path, String fault) {
    super(path + ": " + fault);
  }
}
