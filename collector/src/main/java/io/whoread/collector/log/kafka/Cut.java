package io.whoread.collector.log.kafka;

import java.io.IOException;
import java.util.Arrays;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.IsolationLevel;

/**
 * How far somebody who does not write may read: whole transactions, and no later one without those
 * before it. The brokers commit a transaction partition by partition, each at a time of its own,
 * but none before the one before it is committed everywhere. So where nothing is under way in any
 * partition, all may be read; else all that is older than the newest that is seen anywhere.
 *
 * @param ends of the partitions
 * @param below only stamps below this one count
 */
record Cut(long[] ends, long below) {
  private static final long ALL = Long.MAX_VALUE;

  /** As it is now. */
  static Cut now(Admin admin, KafkaSettings settings, KafkaLookup lookup) throws IOException {
    long[] ends = Offsets.ends(admin, settings, IsolationLevel.READ_COMMITTED);
    if (Arrays.equals(ends, Offsets.ends(admin, settings, IsolationLevel.READ_UNCOMMITTED))) {
      return new Cut(ends, ALL);
    }
    long newest = Long.MIN_VALUE;
    for (int i = 0; i < ends.length; i++) {
      newest = Math.max(newest, lookup.lastBefore(i, ends[i]).stamp());
    }
    return new Cut(Offsets.ends(admin, settings, IsolationLevel.READ_COMMITTED), newest);
  }

  /** Whether it takes in all that was committed when another one was made. */
  boolean covers(Cut other) {
    return below == ALL || below > other.below;
  }

  /** The last entry of a partition that is within. */
  Item last(int partition, KafkaLookup lookup) throws IOException {
    return lookup.lastBefore(partition, ends[partition], below);
  }
}
