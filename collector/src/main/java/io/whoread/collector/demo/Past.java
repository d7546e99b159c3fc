package io.whoread.collector.demo;

import io.whoread.collector.cli.CommandFailed;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * What a folder holds from earlier runs of the demo: when its shop's last order was placed, and up
 * to when its people's work has been told.
 *
 * @param world the shop's end of time, from which all its orders follow
 * @param told end of the history imported and the live traffic of earlier runs
 */
record Past(Instant world, Instant told) {
  private static final String FILE = "demo.properties";
  private static final Duration HISTORY = Duration.ofDays(30);
  private static final Duration OLDEST = Duration.ofDays(14);

  /**
   * @throws CommandFailed where the folder is no demo's, or its shop has stood still for too long
   */
  static Past of(Path folder, Instant now) throws IOException {
    Path file = folder.resolve(FILE);
    if (!Files.exists(file)) {
      if (!empty(folder)) {
        throw new CommandFailed(
            folder + " is not empty and holds no demo: give --data another folder");
      }
      Instant world = now.truncatedTo(ChronoUnit.SECONDS);
      return new Past(world, world.minus(HISTORY));
    }
    Properties properties = new Properties();
    try (Reader in = Files.newBufferedReader(file)) {
      properties.load(in);
    }
    Past past =
        new Past(
            Instant.parse(properties.getProperty("world")),
            Instant.parse(properties.getProperty("told")));
    if (past.world.isBefore(now.minus(OLDEST))) {
      throw new CommandFailed(
          folder
              + " holds a demo of "
              + past.world
              + ", whose shop has had no order since: remove the folder, or give --data another");
    }
    return past;
  }

  private static boolean empty(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.findAny().isEmpty();
    }
  }

  /** Keeps up to when everything has been told. */
  void save(Path folder, Instant told) throws IOException {
    Properties properties = new Properties();
    properties.setProperty("world", world.toString());
    properties.setProperty("told", told.toString());
    try (Writer out = Files.newBufferedWriter(folder.resolve(FILE))) {
      properties.store(out, "The demo's folder");
    }
  }
}
