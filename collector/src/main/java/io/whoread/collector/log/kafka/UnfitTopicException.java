package io.whoread.collector.log.kafka;

import java.io.IOException;

/** The topic is not as a log needs it; a person has to see to it. */
public final class UnfitTopicException extends IOException {
  UnfitTopicException(KafkaSettings settings, String problem) {
    super("the log's " + settings + ": " + problem);
  }
}
