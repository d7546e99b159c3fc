package io.whoread.collector.log.kafka;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Writes a log into partition 0 of a topic that nothing else writes to, each entry at the offset
 * that is its position: without transactions, whose markers would take offsets.
 */
public final class TopicCopy implements AutoCloseable {
  private static final int PARTITION = 0;

  private final KafkaSettings settings;
  private final Admin admin;
  private final KafkaProducer<byte[], byte[]> producer;
  private final AtomicReference<Exception> failure = new AtomicReference<>();
  private final long end;

  private TopicCopy(KafkaSettings settings, Admin admin) throws IOException {
    this.settings = settings;
    this.admin = admin;
    Topic.require(settings, admin);
    for (int i = 1; i < settings.partitions(); i++) {
      if (Offsets.end(admin, new TopicPartition(settings.topic(), i)) > 0) {
        throw new UnfitTopicException(
            settings, "it is not empty: a log moves to a topic of its own");
      }
    }
    this.end = Offsets.end(admin, new TopicPartition(settings.topic(), PARTITION));
    this.producer = Clients.copier(settings);
  }

  public static TopicCopy to(KafkaSettings settings) throws IOException {
    Admin admin = Clients.admin(settings);
    try {
      return new TopicCopy(settings, admin);
    } catch (IOException | RuntimeException e) {
      admin.close(Duration.ZERO);
      throw e;
    }
  }

  /** How many entries are there already. */
  public long end() {
    return end;
  }

  /** The last of them, as it lies there; null where there is none. */
  public ByteString last() throws IOException {
    try (KafkaLookup lookup = new KafkaLookup(settings, null)) {
      return lookup.lastBefore(PARTITION, end).encoded();
    }
  }

  /**
   * Takes the next entry.
   *
   * @throws IOException where one before it could not be written, or came to lie elsewhere
   */
  public void add(long position, long receivedMs, ByteString encoded) throws IOException {
    check();
    try {
      producer.send(
          new ProducerRecord<>(
              settings.topic(), PARTITION, receivedMs, null, encoded.toByteArray()),
          (at, e) -> {
            if (e == null && at.offset() != position) {
              failure.compareAndSet(
                  null, new IOException("somebody else writes to it: at offset " + at.offset()));
            } else if (e != null) {
              failure.compareAndSet(null, e);
            }
          });
    } catch (KafkaException e) {
      throw new IOException("the log's " + settings + " cannot be written", e);
    }
  }

  /** Once all is there that was added. */
  public void finish() throws IOException {
    producer.flush();
    check();
  }

  private void check() throws IOException {
    Exception e = failure.get();
    if (e != null) {
      throw new IOException("the log's " + settings + " cannot be written: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    producer.close();
    admin.close();
  }
}
