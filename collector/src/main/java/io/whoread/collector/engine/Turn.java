package io.whoread.collector.engine;

import io.whoread.collector.log.FolderLock;
import io.whoread.collector.log.kafka.KafkaSettings;
import io.whoread.collector.log.kafka.Lead;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The place of a collector in line for a log in Kafka, together with its folder. Closed, it lets
 * the next one take over at once.
 */
public final class Turn implements Closeable {
  /** In which it is clear whether another one leads: one that died is known to be dead by then. */
  public static final Duration PATIENCE = Lead.SILENCE.plusSeconds(5);

  private final FolderLock folder;
  private final Lead lead;

  private Turn(FolderLock folder, Lead lead) {
    this.folder = folder;
    this.lead = lead;
  }

  /**
   * @param data the collector's folder
   * @throws io.whoread.collector.log.LogInUseException where another process has the folder
   */
  public static Turn join(Path data, KafkaSettings settings) throws IOException {
    Path dir = Files.createDirectories(data.resolve("log"));
    FolderLock folder = FolderLock.take(dir);
    try {
      return new Turn(folder, Lead.join(settings));
    } catch (IOException | RuntimeException e) {
      folder.close();
      throw e;
    }
  }

  /**
   * Waits until it has come.
   *
   * @return whether it has
   */
  public boolean await(Duration timeout) throws IOException {
    try {
      return lead.await(timeout);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
  }

  @Override
  public void close() throws IOException {
    lead.close();
    folder.close();
  }
}
