package io.whoread.collector.cli;

import io.whoread.collector.CollectorApplication;
import io.whoread.collector.StandbyApplication;
import io.whoread.collector.engine.Turn;
import io.whoread.collector.log.Log;
import io.whoread.collector.log.kafka.KafkaSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Has a collector whose log is in Kafka run while it is its turn, and stand by while it is that of
 * another one.
 */
final class Turns {
  private static final Duration LOOK = Duration.ofMillis(500);
  private static final Logger LOGGER = LoggerFactory.getLogger(Turns.class);

  private final Path data;
  private final KafkaSettings kafka;
  private final Starter starter;

  /** Starts one of the two servers. */
  interface Starter {
    /**
     * @param turn null for one that stands by
     */
    ConfigurableApplicationContext start(Class<?> application, Turn turn) throws IOException;
  }

  Turns(Path data, KafkaSettings kafka, Starter starter) {
    this.data = data;
    this.kafka = kafka;
    this.starter = starter;
  }

  /** Until the process is told to stop. */
  void run() throws IOException {
    // What is logged before a server has started is not in the form that was asked for.
    LoggingSystem.get(Turns.class.getClassLoader()).beforeInitialize();
    boolean again = true;
    while (again) {
      try (Turn turn = Turn.join(data, kafka)) {
        again = (turn.await(Turn.PATIENCE) || standBy(turn)) && lead(turn);
      }
    }
  }

  /** Whether its turn has come, and it was not told to stop. */
  private boolean standBy(Turn turn) throws IOException {
    try (ConfigurableApplicationContext server = starter.start(StandbyApplication.class, null)) {
      LOGGER.info("standing by: another collector writes the log's {}", kafka);
      while (server.isActive() && !turn.await(LOOK)) {
        // Once more.
      }
      if (server.isActive()) {
        LOGGER.info("taking over the log's {}", kafka);
        return true;
      }
      return false;
    }
  }

  /** Whether another one has taken over; else it was told to stop. */
  private boolean lead(Turn turn) throws IOException {
    try (ConfigurableApplicationContext server = starter.start(CollectorApplication.class, turn)) {
      Log log = server.getBean(Log.class);
      while (server.isActive() && log.failure() == null) {
        Thread.sleep(LOOK);
      }
      return server.isActive();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
