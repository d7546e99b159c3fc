package io.whoread.collector.log.kafka;

import io.whoread.collector.log.Log;
import io.whoread.collector.log.Positions;
import io.whoread.collector.log.v1.Entry;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Fetches single entries from the brokers, and keeps what came with the last one: neighbours in an
 * answer are often neighbours in the log.
 */
final class KafkaLookup implements Log.Lookup {
  private static final int FETCH_BYTES = 128 << 10;
  private static final Duration POLL = Duration.ofMillis(200);

  private final KafkaSettings settings;
  private final KafkaLog log;
  private final TreeMap<Long, ConsumerRecord<byte[], byte[]>> near = new TreeMap<>();
  private KafkaConsumer<byte[], byte[]> consumer;
  private int partition = -1;

  /**
   * @param log whose memory is asked first; null for none
   */
  KafkaLookup(KafkaSettings settings, KafkaLog log) {
    this.settings = settings;
    this.log = log;
  }

  @Override
  public Entry at(long position) throws IOException {
    Item recent = log == null ? null : log.recent(position);
    Item item = recent != null ? recent : fetch(position);
    return item.entry();
  }

  private Item fetch(long position) throws IOException {
    long offset = Positions.offset(position);
    if (partition != Positions.partition(position) || !near.containsKey(offset)) {
      partition = Positions.partition(position);
      load(offset, offset + 1);
    }
    ConsumerRecord<byte[], byte[]> record = near.get(offset);
    if (record == null) {
      throw new IllegalArgumentException("no entry lies at position " + position);
    }
    return Walk.item(record);
  }

  /**
   * The last entry of a partition before an offset.
   *
   * @return {@link Item#NONE} where there is none
   */
  Item lastBefore(int wanted, long end) throws IOException {
    return lastBefore(wanted, end, Long.MAX_VALUE);
  }

  /**
   * As {@link #lastBefore(int, long)}.
   *
   * @param stamp beyond those that count
   */
  Item lastBefore(int wanted, long end, long stamp) throws IOException {
    // Behind the last entry lie markers of transactions, and what came to nothing.
    for (long back = 2; ; back *= 8) {
      long from = Math.max(0, end - back);
      partition = wanted;
      Item last = Item.NONE;
      for (long at = from; at < end; ) {
        load(at, end);
        for (ConsumerRecord<byte[], byte[]> each : near.headMap(end).values()) {
          last = each.timestamp() < stamp ? Walk.item(each) : last;
        }
        at = consumer.position(of());
      }
      if (last != Item.NONE || from == 0) {
        return last;
      }
    }
  }

  /** Until an entry from an offset on is there, or the brokers have gone beyond an end. */
  private void load(long from, long end) throws IOException {
    if (consumer == null) {
      consumer = Clients.consumer(settings, FETCH_BYTES);
    }
    near.clear();
    long deadline = System.nanoTime() + Duration.ofMillis(Clients.PATIENCE_MS).toNanos();
    try {
      consumer.assign(List.of(of()));
      consumer.seek(of(), from);
      while (near.isEmpty() && consumer.position(of()) < end) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          near.put(record.offset(), record);
        }
        if (System.nanoTime() > deadline) {
          throw new IOException("the log's brokers do not answer");
        }
      }
    } catch (KafkaException e) {
      throw new IOException("the log cannot be read from its brokers", e);
    }
  }

  private TopicPartition of() {
    return new TopicPartition(settings.topic(), partition);
  }

  @Override
  public void close() {
    if (consumer != null) {
      consumer.close();
    }
  }
}
