package io.whoread.collector.log.kafka;

import com.google.protobuf.ByteString;
import io.whoread.collector.log.Log;
import io.whoread.collector.log.Positions;
import io.whoread.collector.log.v1.Entry;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Utils;

/**
 * The log on a topic of Apache Kafka.
 *
 * <p><b>One writer.</b> A collector that opens the log takes over the topic's one transactional id:
 * whoever held it before can commit nothing any more. Which of several is to open it {@link Lead}
 * tells; the others {@link #follow} it. What is appended is written in transactions, group by group
 * as {@link io.whoread.collector.log.LocalLog} does; only what was committed is read, by anybody.
 *
 * <p><b>One order.</b> Each transaction has one stamp, larger than that of any before, which is
 * both {@code received_ms} and Kafka's timestamp. The order of the log is by stamp, then partition,
 * then offset: every reader merges the partitions to the same, without a clock or a second topic to
 * keep it in. Kafka's own index by time finds, for how far a reader has come in one partition, how
 * far that is in the others; so one number still says it.
 *
 * <p><b>Partitions.</b> What is appended together with a run of an agent goes where the hash of the
 * run says: a run's batches stay in order, which gaps are found by, and neither one actor ({@code
 * system}, {@code unknown}) nor one service with many instances fills one partition alone. All else
 * is little, and in partition 0.
 */
public final class KafkaLog implements Log {
  private final KafkaSettings settings;
  private final Closeable held;
  private final Admin admin;
  private final String topicId;
  // One of them: this collector writes, or follows one that does.
  private final Committer committer;
  private final Tail tail;
  private final Recent recent;
  // For questions of order; guarded by itself.
  private final KafkaLookup lookup;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition committed = lock.newCondition();

  // Of each partition the offset behind its last entry; replaced as a whole, before the entries are
  // seen.
  private volatile long[] ends;
  private volatile Item last;

  private KafkaLog(KafkaSettings settings, Admin admin, Closeable held, boolean writes)
      throws IOException {
    this.settings = settings;
    this.held = held;
    this.admin = admin;
    this.topicId = Topic.require(settings, admin);
    this.lookup = new KafkaLookup(settings, null);
    this.committer = writes ? new Committer(settings, this::publish) : null;
    this.tail =
        writes ? null : new Tail(settings, admin, new KafkaLookup(settings, null), this::publish);
    try {
      this.last = findEnd(writes ? null : tail.first());
      this.recent = new Recent(last);
      if (writes) {
        committer.start(last.stamp());
      } else {
        tail.start(last, ends.clone());
      }
    } catch (IOException | RuntimeException e) {
      lookup.close();
      if (writes) {
        committer.abandon();
      } else {
        tail.close();
      }
      throw e;
    }
  }

  /**
   * Opens the log on its topic, which is made where it is missing, and ends whoever wrote to it.
   *
   * @param held let go when it is closed
   * @throws UnfitTopicException where the topic is not as a log needs it
   * @throws IOException where the brokers do not answer
   */
  public static KafkaLog open(KafkaSettings settings, Closeable held) throws IOException {
    return open(settings, held, true);
  }

  /**
   * Opens the log to read it while another collector writes: what is appended is refused. What is
   * read has the order of all other readers, some seconds later.
   *
   * @throws UnfitTopicException where the topic is not as a log needs it
   * @throws IOException where the brokers do not answer
   */
  public static KafkaLog follow(KafkaSettings settings) throws IOException {
    return open(settings, () -> {}, false);
  }

  private static KafkaLog open(KafkaSettings settings, Closeable held, boolean writes)
      throws IOException {
    Admin admin = Clients.admin(settings);
    try {
      return new KafkaLog(settings, admin, held, writes);
    } catch (IOException | RuntimeException e) {
      admin.close(Duration.ZERO);
      throw e;
    }
  }

  /**
   * @param cut null after all that was under way has been committed or come to nothing
   */
  private Item findEnd(Cut cut) throws IOException {
    long[] found = new long[settings.partitions()];
    Item latest = Item.NONE;
    for (int i = 0; i < found.length; i++) {
      TopicPartition partition = new TopicPartition(settings.topic(), i);
      long first = Offsets.first(admin, partition);
      if (first > 0) {
        throw new UnfitTopicException(
            settings,
            "partition "
                + i
                + " begins at offset "
                + first
                + ": what was before was deleted, and a log keeps everything");
      }
      Item end =
          cut == null ? lookup.lastBefore(i, Offsets.end(admin, partition)) : cut.last(i, lookup);
      found[i] = end == Item.NONE ? 0 : Positions.offset(end.position()) + 1;
      latest = end.compareTo(latest) > 0 ? end : latest;
    }
    ends = found;
    return latest;
  }

  /** The topic's own id, so that another one of the same name is told from it. */
  public String topicId() {
    return topicId;
  }

  @Override
  public int partitions() {
    return settings.partitions();
  }

  @Override
  public long endOf(int partition) {
    return ends[partition];
  }

  @Override
  public Cursor readPartition(int partition) {
    long[] to = new long[settings.partitions()];
    to[partition] = ends[partition];
    return new PartitionCursor(new Walk(settings, Item.NONE, new long[to.length], to));
  }

  @Override
  public boolean isWritten() {
    return committer != null;
  }

  private static <T> CompletableFuture<T> standingBy() {
    return CompletableFuture.failedFuture(
        new IOException("this collector stands by, and another one writes the log"));
  }

  @Override
  public CompletableFuture<?> confirm() {
    if (!isWritten()) {
      return standingBy();
    }
    return committer
        .confirm()
        .orTimeout(Clients.PATIENCE_MS, TimeUnit.MILLISECONDS)
        .exceptionallyCompose(
            e ->
                CompletableFuture.failedFuture(
                    e instanceof TimeoutException
                        ? new IOException("the log's brokers do not answer", e)
                        : e));
  }

  @Override
  public CompletableFuture<Long> append(Entry entry) {
    return isWritten() ? committer.append(entry, 0) : standingBy();
  }

  @Override
  public CompletableFuture<Long> append(Entry entry, ByteString together) {
    if (!isWritten()) {
      return standingBy();
    }
    int hash = Utils.toPositive(Utils.murmur2(together.toByteArray()));
    return committer.append(entry, hash % settings.partitions());
  }

  /** Lets readers see what was committed. */
  private void publish(Iterable<Item> items) {
    long[] now = ends.clone();
    Item newest = last;
    for (Item item : items) {
      now[Positions.partition(item.position())] = Positions.offset(item.position()) + 1;
      newest = item;
    }
    ends = now;
    items.forEach(recent::add);
    lock.lock();
    try {
      last = newest;
      committed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public IOException failure() {
    return isWritten() ? committer.failure() : null;
  }

  @Override
  public long end() {
    return last.behind();
  }

  @Override
  public long start() {
    return 0;
  }

  @Override
  public boolean isBefore(long one, long other) {
    if (one == other) {
      return false;
    }
    if (Positions.partition(one) == Positions.partition(other)) {
      return one < other;
    }
    return lastBefore(one).compareTo(lastBefore(other)) < 0;
  }

  @Override
  public boolean holds(long position) {
    int partition = Positions.partition(position);
    return partition < settings.partitions() && Positions.offset(position) <= ends[partition];
  }

  @Override
  public long entriesFrom(long position) {
    if (position == end()) {
      return 0;
    }
    long[] to = ends;
    long[] from = offsets(lastBefore(position), to);
    long sum = 0;
    for (int i = 0; i < to.length; i++) {
      sum += Math.max(0, to[i] - from[i]);
    }
    return sum;
  }

  @Override
  public long[] inPartitions(long position) {
    long[] positions = offsets(lastBefore(position), ends);
    for (int i = 0; i < positions.length; i++) {
      positions[i] = Positions.of(i, positions[i]);
    }
    return positions;
  }

  @Override
  public Cursor read(long from) {
    return new KafkaCursor(this, recent, lastBefore(from));
  }

  @Override
  public Lookup lookup() {
    return new KafkaLookup(settings, this);
  }

  Item recent(long position) {
    return recent.at(position);
  }

  /** All behind an entry, as far as it is committed by now. */
  Walk walk(Item from) throws IOException {
    long[] to = ends;
    return new Walk(settings, from, offsets(from, to), to);
  }

  /** What one who has come to a position has read last. */
  private Item lastBefore(long position) {
    Item newest = last;
    if (position == newest.behind()) {
      return newest;
    }
    Item known = recent.at(position - 1);
    if (known != null || position == 0) {
      return known == null ? Item.NONE : known;
    }
    synchronized (lookup) {
      try {
        return lookup.lastBefore(Positions.partition(position), Positions.offset(position));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Of each partition the first offset behind an entry. */
  private long[] offsets(Item from, long[] to) {
    if (from.position() < 0) {
      return new long[to.length];
    }
    int own = Positions.partition(from.position());
    try {
      // Of the same transaction, partitions with smaller numbers come before.
      return Offsets.behind(admin, settings.topic(), own, from, to);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public boolean await(long position, Duration timeout) throws InterruptedException {
    long left = timeout.toNanos();
    lock.lockInterruptibly();
    try {
      while (last.behind() == position && left > 0) {
        left = committed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
    return isBefore(position, end());
  }

  @Override
  public void close() throws IOException {
    if (isWritten()) {
      committer.close();
    } else {
      tail.close();
    }
    synchronized (lookup) {
      lookup.close();
    }
    admin.close();
    held.close();
  }
}
