package io.whoread.collector.engine;

import io.whoread.collector.engine.Engines.LogEngine;
import io.whoread.collector.log.DurableFile;
import io.whoread.collector.log.FolderLock;
import io.whoread.collector.log.LocalLog;
import io.whoread.collector.log.Log;
import io.whoread.collector.log.kafka.KafkaLog;
import io.whoread.collector.log.kafka.KafkaSettings;
import io.whoread.collector.settings.SettingsException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Opens the log that {@code engines.yaml} names. Once it is on a topic a file beside the seals says
 * on which, so that neither another topic nor the local disk is taken for it.
 */
public final class Logs {
  private static final String TOPIC = "topic";

  private Logs() {}

  /**
   * @param data the collector's folder
   * @throws SettingsException where it is not the log that this folder belongs to
   */
  public static Log open(Path data) throws IOException {
    return open(data, EnginesFile.read(data.resolve(EnginesFile.NAME)));
  }

  /** As {@link #open(Path)}, with the settings as they were read. */
  public static Log open(Path data, Engines engines) throws IOException {
    Path dir = data.resolve("log");
    Path noted = dir.resolve(TOPIC);
    if (engines.log() == LogEngine.LOCAL) {
      if (Files.exists(noted)) {
        throw new SettingsException(
            data.resolve(EnginesFile.NAME)
                + ": the log of this folder is in Kafka: say \"log: kafka\"");
      }
      return LocalLog.open(dir);
    }
    Files.createDirectories(dir);
    FolderLock lock = FolderLock.take(dir);
    try {
      if (!Files.exists(noted)) {
        LogMove.run(dir, engines.kafka());
      }
      KafkaLog log = KafkaLog.open(engines.kafka(), lock);
      try {
        note(noted, log.topicId(), engines.kafka());
        LogMove.putAside(dir);
        return log;
      } catch (IOException | RuntimeException e) {
        log.close();
        throw e;
      }
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private static void note(Path file, String id, KafkaSettings settings) throws IOException {
    if (!Files.exists(file)) {
      DurableFile.replace(file, ByteBuffer.wrap((id + "\n").getBytes(StandardCharsets.UTF_8)));
    } else if (!Files.readString(file).strip().equals(id)) {
      throw new SettingsException(
          "the log's "
              + settings
              + " is another topic than the one that "
              + file
              + " tells of: it was deleted and made again, or is that of another collector");
    }
  }
}
