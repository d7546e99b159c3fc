package io.whoread.collector.log.kafka;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.UnsafeByteOperations;
import io.whoread.collector.log.Log;
import io.whoread.collector.log.Positions;
import io.whoread.collector.log.v1.Entry;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what is appended, whatever has queued in one transaction. While the brokers do not answer
 * it tries again, for as long as that takes, and what queues meanwhile is bounded; nothing that it
 * has taken is given up, so that senders need not send twice. It stops for good where another
 * collector has taken over, and where only a person can help.
 */
final class Committer {
  private static final int MOST_GROUP_BYTES = 4 << 20;
  private static final long MOST_QUEUED_BYTES = 64 << 20;
  private static final Duration LAST_TRIES = Duration.ofSeconds(10);
  private static final long PAUSE_NANOS = Duration.ofMillis(500).toNanos();
  // A timestamp takes at most so many bytes of an encoded entry.
  private static final int TIMESTAMP_BYTES = 11;
  private static final Logger LOGGER = LoggerFactory.getLogger(Committer.class);

  private final KafkaSettings settings;
  private final KafkaProducer<byte[], byte[]> producer;
  private final ConsumerGroupMetadata group;
  private final Consumer<List<Item>> published;
  private final Thread thread = new Thread(this::run, "log");

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition queued = lock.newCondition();
  private final Condition drained = lock.newCondition();
  // Guarded by lock.
  private ArrayDeque<Pending> queue = new ArrayDeque<>();
  private long queuedBytes;
  private boolean closing;
  private long closingSince;
  private IOException failure;

  // The thread's own.
  private long stamp;

  /**
   * @param entry null where nothing is written, and the transaction is but to be committed
   */
  private record Pending(Entry entry, int partition, int size, CompletableFuture<Long> done) {}

  /** Ends whoever wrote to the topic before. */
  Committer(KafkaSettings settings, Consumer<List<Item>> published) throws IOException {
    this.settings = settings;
    this.published = published;
    try {
      group = Clients.group(settings);
      producer = Clients.producer(settings);
    } catch (KafkaException e) {
      throw new IOException("the log's " + settings + " cannot be written", e);
    }
    try {
      producer.initTransactions();
    } catch (KafkaException e) {
      producer.close(Duration.ZERO);
      throw new IOException("the log's " + settings + " cannot be written", e);
    }
  }

  /**
   * @param lastStamp of the log so far
   */
  void start(long lastStamp) {
    stamp = lastStamp;
    thread.start();
  }

  /** Closes what was never started. */
  void abandon() {
    producer.close(Duration.ZERO);
  }

  CompletableFuture<Long> append(Entry given, int partition) {
    Entry entry = given.getReceivedMs() == 0 ? given : given.toBuilder().clearReceivedMs().build();
    int size = entry.getSerializedSize() + TIMESTAMP_BYTES;
    if (size > Log.MAX_ENTRY_BYTES) {
      throw new IllegalArgumentException(
          "an entry of " + size + " bytes; the log takes " + Log.MAX_ENTRY_BYTES + " at most");
    }
    return queue(new Pending(entry, partition, size, new CompletableFuture<>()));
  }

  /** Commits something, which only the one can who is let write. */
  CompletableFuture<Long> confirm() {
    return queue(new Pending(null, 0, 0, new CompletableFuture<>()));
  }

  private CompletableFuture<Long> queue(Pending pending) {
    lock.lock();
    try {
      while (queuedBytes > MOST_QUEUED_BYTES && failure == null && !closing) {
        drained.awaitUninterruptibly();
      }
      if (failure != null || closing) {
        pending.done.completeExceptionally(new IOException("the log takes nothing more", failure));
      } else {
        queue.add(pending);
        queuedBytes += pending.size;
        queued.signal();
      }
    } finally {
      lock.unlock();
    }
    return pending.done;
  }

  IOException failure() {
    lock.lock();
    try {
      return failure;
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    List<Pending> taken = new ArrayList<>();
    try {
      while (take(taken)) {
        List<Item> items = write(taken);
        List<Item> ordered = new ArrayList<>(items);
        ordered.removeIf(each -> each == Item.NONE);
        Collections.sort(ordered);
        published.accept(ordered);
        for (int i = 0; i < taken.size(); i++) {
          taken.get(i).done.complete(items.get(i).position());
        }
        taken.clear();
      }
    } catch (IOException | RuntimeException | Error e) {
      fail(e instanceof IOException io ? io : new IOException("the log's writer failed", e), taken);
    }
  }

  /** Waits for entries; false once the log is closing and all are written. */
  private boolean take(List<Pending> taken) {
    lock.lock();
    try {
      while (queue.isEmpty()) {
        if (closing) {
          return false;
        }
        queued.awaitUninterruptibly();
      }
      int bytes = 0;
      while (!queue.isEmpty() && bytes + queue.peek().size <= MOST_GROUP_BYTES) {
        bytes += queue.peek().size;
        queuedBytes -= queue.peek().size;
        taken.add(queue.poll());
      }
      drained.signalAll();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Until it is committed. */
  private List<Item> write(List<Pending> taken) throws IOException {
    stamp = Math.max(stamp + 1, System.currentTimeMillis());
    List<ByteString> encoded = new ArrayList<>(taken.size());
    for (Pending each : taken) {
      encoded.add(each.entry == null ? null : encode(each.entry));
    }
    for (boolean told = false; ; told = true) {
      try {
        return attempt(taken, encoded);
      } catch (KafkaException e) {
        stopWhereFinal(e);
        if (!told) {
          LOGGER.warn("the log's {} does not take entries; trying again", settings, e);
        }
        again("abort", producer::abortTransaction);
        pause(e);
      }
    }
  }

  private List<Item> attempt(List<Pending> taken, List<ByteString> encoded) throws IOException {
    producer.beginTransaction();
    List<Future<RecordMetadata>> sent = new ArrayList<>(taken.size());
    for (int i = 0; i < taken.size(); i++) {
      if (encoded.get(i) == null) {
        // Of what is sent, the least that has the transaction's coordinator asked.
        producer.sendOffsetsToTransaction(
            Map.of(new TopicPartition(settings.topic(), 0), new OffsetAndMetadata(0)), group);
        sent.add(null);
        continue;
      }
      sent.add(
          producer.send(
              new ProducerRecord<>(
                  settings.topic(),
                  taken.get(i).partition,
                  stamp,
                  null,
                  encoded.get(i).toByteArray())));
    }
    producer.flush();
    List<Item> items = new ArrayList<>(taken.size());
    try {
      for (int i = 0; i < sent.size(); i++) {
        if (sent.get(i) == null) {
          items.add(Item.NONE);
          continue;
        }
        RecordMetadata at = sent.get(i).get();
        long position = Positions.of(at.partition(), at.offset());
        items.add(new Item(stamp, position, encoded.get(i)));
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof KafkaException kafka ? kafka : new KafkaException(e.getCause());
    } catch (InterruptedException e) {
      throw new IOException("interrupted", e);
    }
    // From here on the outcome is the brokers' to know: asked again until they tell it.
    again("commit", producer::commitTransaction);
    return items;
  }

  private void again(String what, Runnable call) throws IOException {
    for (boolean told = false; ; told = true) {
      try {
        call.run();
        return;
      } catch (KafkaException e) {
        stopWhereFinal(e);
        if (!(e instanceof RetriableException)) {
          throw e;
        }
        if (!told) {
          LOGGER.warn("the log's brokers do not answer to a {}; asking again", what, e);
        }
        pause(e);
      }
    }
  }

  private static void stopWhereFinal(KafkaException e) throws IOException {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof ProducerFencedException) {
        throw new IOException("another collector has taken over the log", e);
      }
      if (cause instanceof AuthorizationException || cause instanceof AuthenticationException) {
        throw new IOException("the log's brokers do not let this collector write", e);
      }
    }
  }

  private void pause(KafkaException e) throws IOException {
    lock.lock();
    try {
      if (closing && System.nanoTime() - closingSince > LAST_TRIES.toNanos()) {
        throw new IOException("closed while the log's brokers did not answer", e);
      }
    } finally {
      lock.unlock();
    }
    LockSupport.parkNanos(PAUSE_NANOS);
  }

  private ByteString encode(Entry entry) throws IOException {
    // An entry's encoding begins with the time, which it does not have yet.
    byte[] bytes =
        new byte
            [CodedOutputStream.computeInt64Size(Entry.RECEIVED_MS_FIELD_NUMBER, stamp)
                + entry.getSerializedSize()];
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    out.writeInt64(Entry.RECEIVED_MS_FIELD_NUMBER, stamp);
    entry.writeTo(out);
    out.checkNoSpaceLeft();
    return UnsafeByteOperations.unsafeWrap(bytes);
  }

  private void fail(IOException e, List<Pending> taken) {
    LOGGER.error("the log takes nothing more from this collector: {}", e.getMessage(), e);
    List<Pending> refused = new ArrayList<>(taken);
    lock.lock();
    try {
      failure = e;
      refused.addAll(queue);
      queue = new ArrayDeque<>();
      queuedBytes = 0;
      drained.signalAll();
    } finally {
      lock.unlock();
    }
    for (Pending pending : refused) {
      pending.done.completeExceptionally(e);
    }
  }

  /** Writes what was appended. */
  void close() {
    lock.lock();
    try {
      closing = true;
      closingSince = System.nanoTime();
      queued.signal();
      drained.signalAll();
    } finally {
      lock.unlock();
    }
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    producer.close(LAST_TRIES);
  }
}
