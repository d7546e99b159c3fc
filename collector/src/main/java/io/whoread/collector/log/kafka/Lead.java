package io.whoread.collector.log.kafka;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which of several collectors on a topic is to write to it. They are members of one group of Kafka,
 * which gives partition 0 to one of them; when that one leaves, or is not heard of for ten seconds,
 * to another.
 *
 * <p>This says who may begin. That nobody else goes on writing then is seen to by the transactional
 * id of {@link Committer}: one who was away for long, and does not know yet that another leads, can
 * commit nothing.
 */
public final class Lead implements Closeable {
  /** After which one who leads and is not heard of is taken for dead. */
  public static final Duration SILENCE = Duration.ofSeconds(10);

  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration LEAVING = Duration.ofSeconds(5);
  private static final Logger LOGGER = LoggerFactory.getLogger(Lead.class);

  private final KafkaSettings settings;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Thread thread = new Thread(this::run, "lead");
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  // Guarded by lock.
  private boolean held;
  private IOException failure;
  private volatile boolean closing;

  private Lead(KafkaSettings settings) {
    this.settings = settings;
    this.consumer = Clients.member(settings, SILENCE);
  }

  /**
   * Lines up for a topic, which is made where it is missing.
   *
   * @throws UnfitTopicException where the topic is not as a log needs it
   * @throws IOException where the brokers do not answer
   */
  public static Lead join(KafkaSettings settings) throws IOException {
    try (Admin admin = Clients.admin(settings)) {
      Topic.require(settings, admin);
    } catch (KafkaException e) {
      throw new IOException("the log's " + settings + " cannot be looked at", e);
    }
    Lead lead = new Lead(settings);
    lead.thread.setDaemon(true);
    lead.thread.start();
    return lead;
  }

  /**
   * Waits until this one leads.
   *
   * @return whether it does
   * @throws IOException where the brokers do not let it
   */
  public boolean await(Duration timeout) throws IOException, InterruptedException {
    long left = timeout.toNanos();
    lock.lockInterruptibly();
    try {
      while (!held && failure == null && left > 0) {
        left = changed.awaitNanos(left);
      }
      if (failure != null) {
        throw failure;
      }
      return held;
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    try {
      consumer.subscribe(List.of(settings.topic()), new Listener());
      while (!closing) {
        consumer.poll(POLL);
      }
    } catch (WakeupException e) {
      // It is being closed.
    } catch (KafkaException e) {
      LOGGER.error("this collector is in line for the log no more: {}", e.getMessage(), e);
      become(false, new IOException("the log's " + settings + " lets nobody join its group", e));
    } finally {
      consumer.close(CloseOptions.timeout(LEAVING));
    }
  }

  private void become(boolean leading, IOException why) {
    lock.lock();
    try {
      held = leading;
      failure = why;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private final class Listener implements ConsumerRebalanceListener {
    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> added) {
      if (!added.isEmpty()) {
        // Nothing is read here.
        consumer.pause(added);
        become(true, null);
      }
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> taken) {
      if (!taken.isEmpty()) {
        become(false, null);
      }
    }
  }

  /** Lets another one lead at once. */
  @Override
  public void close() {
    closing = true;
    consumer.wakeup();
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
  }
}
