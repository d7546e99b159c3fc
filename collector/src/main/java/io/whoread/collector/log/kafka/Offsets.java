package io.whoread.collector.log.kafka;

import io.whoread.collector.log.Positions;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/** Asks the brokers for offsets. */
final class Offsets {
  private static final IsolationLevel WRITTEN = IsolationLevel.READ_UNCOMMITTED;

  private Offsets() {}

  static long first(Admin admin, TopicPartition partition) throws IOException {
    return ask(admin, Map.of(partition, OffsetSpec.earliest()), WRITTEN).get(partition).offset();
  }

  /** Behind all that was written, whether it was committed or not. */
  static long end(Admin admin, TopicPartition partition) throws IOException {
    return ask(admin, Map.of(partition, OffsetSpec.latest()), WRITTEN).get(partition).offset();
  }

  /**
   * The ends of all partitions, as they are at about the same time.
   *
   * @param isolation up to what is committed, or up to what is written
   */
  static long[] ends(Admin admin, KafkaSettings settings, IsolationLevel isolation)
      throws IOException {
    Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
    for (int i = 0; i < settings.partitions(); i++) {
      wanted.put(new TopicPartition(settings.topic(), i), OffsetSpec.latest());
    }
    long[] ends = new long[settings.partitions()];
    ask(admin, wanted, isolation)
        .forEach((partition, found) -> ends[partition.partition()] = found.offset());
    return ends;
  }

  /**
   * Of each partition an offset behind which lies all that comes behind an entry in the order of
   * the log. The brokers stamp the markers of transactions by their own clocks, somewhat later than
   * what was written in them; so a little of what comes before the entry may lie there, too.
   *
   * @param own partition of the entry
   * @param ends of the partitions: where all lies before the entry
   */
  static long[] behind(Admin admin, String topic, int own, Item entry, long[] ends)
      throws IOException {
    Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
    for (int i = 0; i < ends.length; i++) {
      if (i != own) {
        wanted.put(
            new TopicPartition(topic, i),
            OffsetSpec.forTimestamp(i < own ? entry.stamp() + 1 : entry.stamp()));
      }
    }
    long[] behind = ends.clone();
    behind[own] = Positions.offset(entry.position()) + 1;
    ask(admin, wanted, WRITTEN)
        .forEach(
            (partition, found) -> {
              // -1 where there is nothing so late.
              if (found.offset() >= 0) {
                behind[partition.partition()] = found.offset();
              }
            });
    return behind;
  }

  private static Map<TopicPartition, ListOffsetsResultInfo> ask(
      Admin admin, Map<TopicPartition, OffsetSpec> wanted, IsolationLevel isolation)
      throws IOException {
    if (wanted.isEmpty()) {
      return Map.of();
    }
    try {
      return admin.listOffsets(wanted, new ListOffsetsOptions(isolation)).all().get();
    } catch (ExecutionException e) {
      throw new IOException("the log's brokers do not say where it ends", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
