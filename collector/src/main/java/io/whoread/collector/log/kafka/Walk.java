package io.whoread.collector.log.kafka;

import com.google.protobuf.UnsafeByteOperations;
import io.whoread.collector.log.Positions;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads all partitions from the brokers, up to an end that is known, in the order of the log: of
 * the next entries of the partitions the one with the least stamp. Where offsets have holes
 * (markers of transactions, and what was sent in one that came to nothing) the brokers tell so.
 */
final class Walk implements AutoCloseable {
  private static final int FETCH_BYTES = 1 << 20;
  private static final int ENOUGH = 1_000;
  private static final Duration POLL = Duration.ofMillis(200);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Item behind;
  private final long[] ends;
  private final boolean[] done;
  private final List<TopicPartition> partitions = new ArrayList<>();
  private final List<ArrayDeque<ConsumerRecord<byte[], byte[]>>> heads = new ArrayList<>();

  /**
   * @param behind the entry that was read last
   * @param from of each partition an offset before which nothing is wanted
   * @param ends of each the one behind the last
   */
  Walk(KafkaSettings settings, Item behind, long[] from, long[] ends) {
    this.behind = behind;
    this.ends = ends;
    this.done = new boolean[ends.length];
    this.consumer = Clients.consumer(settings, FETCH_BYTES);
    for (int i = 0; i < ends.length; i++) {
      partitions.add(new TopicPartition(settings.topic(), i));
      heads.add(new ArrayDeque<>());
    }
    consumer.assign(partitions);
    for (int i = 0; i < ends.length; i++) {
      consumer.seek(partitions.get(i), from[i]);
    }
  }

  /** The next entry; null at the end. */
  Item next() throws IOException {
    try {
      fill();
    } catch (KafkaException e) {
      throw new IOException("the log cannot be read from its brokers", e);
    }
    int first = -1;
    for (int i = 0; i < ends.length; i++) {
      ConsumerRecord<byte[], byte[]> head = heads.get(i).peek();
      if (head != null && (first < 0 || head.timestamp() < heads.get(first).peek().timestamp())) {
        first = i;
      }
    }
    return first < 0 ? null : item(heads.get(first).poll());
  }

  static Item item(ConsumerRecord<byte[], byte[]> record) {
    return new Item(
        record.timestamp(),
        Positions.of(record.partition(), record.offset()),
        UnsafeByteOperations.unsafeWrap(record.value()));
  }

  /** Until each partition has an entry at hand, or none more. */
  private void fill() throws IOException {
    long deadline = System.nanoTime() + Duration.ofMillis(Clients.PATIENCE_MS).toNanos();
    while (wants()) {
      long before = reached();
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        if (record.offset() < ends[record.partition()] && item(record).compareTo(behind) > 0) {
          heads.get(record.partition()).add(record);
        }
      }
      long now = System.nanoTime();
      if (reached() > before) {
        deadline = now + Duration.ofMillis(Clients.PATIENCE_MS).toNanos();
      } else if (now > deadline) {
        throw new IOException("the log's brokers do not answer");
      }
    }
  }

  /** Also has those wait that have much at hand. */
  private boolean wants() {
    boolean any = false;
    for (int i = 0; i < ends.length; i++) {
      any |= heads.get(i).isEmpty() && !isDone(i);
    }
    if (any) {
      List<TopicPartition> waiting = new ArrayList<>();
      List<TopicPartition> wanted = new ArrayList<>();
      for (int i = 0; i < ends.length; i++) {
        (isDone(i) || heads.get(i).size() > ENOUGH ? waiting : wanted).add(partitions.get(i));
      }
      consumer.pause(waiting);
      consumer.resume(wanted);
    }
    return any;
  }

  private boolean isDone(int partition) {
    if (!done[partition]) {
      done[partition] = consumer.position(partitions.get(partition)) >= ends[partition];
    }
    return done[partition];
  }

  private long reached() {
    return partitions.stream().mapToLong(consumer::position).sum();
  }

  @Override
  public void close() {
    consumer.close();
  }
}
