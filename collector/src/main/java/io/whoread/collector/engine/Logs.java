package io.whoread.collector.engine;

import io.whoread.collector.engine.Engines.LogEngine;
import io.whoread.collector.log.DurableFile;
import io.whoread.collector.log.LocalLog;
import io.whoread.collector.log.Log;
import io.whoread.collector.log.LogInUseException;
import io.whoread.collector.log.kafka.KafkaLog;
import io.whoread.collector.log.kafka.KafkaSettings;
import io.whoread.collector.settings.SettingsException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

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
   * @throws LogInUseException where another collector has it open, here or elsewhere
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
    Turn turn = Turn.join(data, engines.kafka());
    try {
      if (!turn.await(Turn.PATIENCE)) {
        throw new LogInUseException("the log's " + engines.kafka());
      }
      return open(data, engines, turn);
    } catch (IOException | RuntimeException e) {
      turn.close();
      throw e;
    }
  }

  /**
   * Opens the log in Kafka.
   *
   * @param turn has come; it ends when the log is closed
   * @throws SettingsException where it is not the log that this folder belongs to
   */
  public static Log open(Path data, Engines engines, Turn turn) throws IOException {
    Path dir = data.resolve("log");
    Path noted = dir.resolve(TOPIC);
    if (!Files.exists(noted)) {
      LogMove.run(dir, engines.kafka());
    }
    KafkaLog log = KafkaLog.open(engines.kafka(), turn);
    try {
      note(noted, log.topicId(), engines.kafka());
      LogMove.putAside(dir);
      return log;
    } catch (IOException | RuntimeException e) {
      log.close();
      throw e;
    }
  }

  /**
   * Opens the log in Kafka to read it while another collector writes. Whoever does so is to take
   * over some day, and must have what that takes.
   *
   * @throws SettingsException where the folder lacks something, or belongs to another log
   */
  public static Log follow(Path data, Engines engines) throws IOException {
    Path dir = data.resolve("log");
    for (String each : List.of(TOPIC, "signing-key", "checkpoint")) {
      if (!Files.exists(dir.resolve(each))) {
        throw new SettingsException(
            "another collector writes the log's "
                + engines.kafka()
                + ", and this one could not take over: "
                + dir.resolve(each)
                + " is missing; copy the other one's folder log/ first");
      }
    }
    KafkaLog log = KafkaLog.follow(engines.kafka());
    try {
      note(dir.resolve(TOPIC), log.topicId(), engines.kafka());
      return log;
    } catch (IOException | RuntimeException e) {
      log.close();
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
