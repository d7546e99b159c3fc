package io.whoread.collector.engine;

import io.whoread.collector.log.LocalLog;
import io.whoread.collector.log.Log;
import io.whoread.collector.log.kafka.KafkaSettings;
import io.whoread.collector.log.kafka.TopicCopy;
import io.whoread.collector.settings.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves the log from the local disk to a topic: once, before it is opened there. Each entry comes
 * to lie in partition 0 at the very offset that was its position. So every view goes on where it
 * was, and the seals of the local log are those of partition 0. A move that was broken off goes on
 * where it ended.
 */
final class LogMove {
  private static final String ASIDE = "before-kafka";
  private static final Logger LOGGER = LoggerFactory.getLogger(LogMove.class);

  private LogMove() {}

  /**
   * @throws SettingsException where the topic holds something else
   */
  static void run(Path dir, KafkaSettings settings) throws IOException {
    if (segments(dir).isEmpty()) {
      return;
    }
    try (LocalLog log = LocalLog.openLocked(dir);
        TopicCopy copy = TopicCopy.to(settings)) {
      long from = copy.end();
      requireSame(log, copy, from, settings);
      LOGGER.info("moving the log to Kafka, {}: {} entries", settings, log.end() - from);
      try (Log.Cursor cursor = log.read(from)) {
        while (cursor.next()) {
          copy.add(cursor.position(), cursor.entry().getReceivedMs(), cursor.encoded());
        }
      }
      copy.finish();
      LOGGER.info("the log is in Kafka, {}", settings);
    }
  }

  private static void requireSame(LocalLog log, TopicCopy copy, long from, KafkaSettings settings)
      throws IOException {
    if (from == 0) {
      return;
    }
    boolean same = from <= log.end();
    if (same) {
      try (Log.Cursor last = log.read(from - 1)) {
        same = last.next() && last.encoded().equals(copy.last());
      }
    }
    if (!same) {
      throw new SettingsException(
          "the log's " + settings + " holds entries that are not of this log: name an empty one");
    }
  }

  /** The segments stay, for who wants to compare, where nothing takes them for the log. */
  static void putAside(Path dir) throws IOException {
    List<Path> segments = segments(dir);
    if (!segments.isEmpty()) {
      Path aside = Files.createDirectories(dir.resolve(ASIDE));
      for (Path each : segments) {
        Files.move(each, aside.resolve(each.getFileName()));
      }
    }
  }

  private static List<Path> segments(Path dir) throws IOException {
    try (Stream<Path> files = Files.list(dir)) {
      return files.filter(LocalLog::isSegment).sorted().toList();
    }
  }
}
