package io.whoread.collector.notify;

import io.whoread.collector.notify.v1.Message;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers what lies in a channel's outbox, in a thread of its own: a channel that is down holds up
 * neither another one nor whoever fills the outbox.
 */
final class Delivery implements AutoCloseable {
  /** The clock is looked at so often at least: it may be set, or the machine have slept. */
  private static final long LONGEST_WAIT_MS = 1_000;

  private static final Duration LONGEST_PAUSE = Duration.ofDays(1);
  private static final Logger LOGGER = LoggerFactory.getLogger(Delivery.class);

  private final String name;
  private final Outbox outbox;
  private final Backoff backoff;
  private final InstantSource clock;
  private final Thread thread;
  private final Pace pace = new Pace();
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private volatile Way way;
  private volatile boolean closing;
  private volatile long failingSince;

  /** Failures of the peer itself in a row, and until when it is left alone. Of the thread. */
  private int failures;

  private long pausedUntil;

  /** What changes with the settings. */
  private record Way(NotifySettings settings, NotifySettings.Channel channel, Sender sender) {}

  Delivery(
      NotifySettings.Channel channel,
      NotifySettings settings,
      Outbox outbox,
      Backoff backoff,
      InstantSource clock) {
    this.name = channel.name();
    this.outbox = outbox;
    this.backoff = backoff;
    this.clock = clock;
    this.way = new Way(settings, channel, Sender.of(channel, settings));
    this.thread = Thread.ofPlatform().daemon().name("notify-" + name).unstarted(this::run);
  }

  /** Does nothing where it has been started before. */
  void start() {
    if (thread.getState() == Thread.State.NEW) {
      thread.start();
    }
  }

  /** Goes on with other settings; what has failed is tried again at once. */
  void change(NotifySettings settings, NotifySettings.Channel channel) {
    Sender old = way.sender;
    way = new Way(settings, channel, Sender.of(channel, settings));
    old.close();
    outbox.tryAgain();
  }

  private void run() {
    Way last = way;
    try {
      while (!closing) {
        if (way != last) {
          last = way;
          failures = 0;
          pausedUntil = 0;
        }
        step(last);
      }
    } catch (InterruptedException e) {
      // It is closed.
    } catch (RuntimeException e) {
      failingSince = clock.millis();
      LOGGER.error("channel {} delivers nothing more", name, e);
    }
  }

  private void step(Way now) throws InterruptedException {
    long time = clock.millis();
    outbox.makeDigest(
        clock.instant().atZone(ZoneOffset.UTC),
        now.settings,
        now.channel.kind() != NotifySettings.Kind.SYSLOG);
    long wait = Math.max(pausedUntil - time, pace.pause(time, now.sender.perMinute()));
    Optional<Message> message = wait > 0 ? Optional.empty() : outbox.next(time);
    if (message.isPresent()) {
      pace.tried(time);
      note(message.get(), tried(now.sender, message.get()));
    } else {
      long due = wait > 0 ? wait : Math.max(1, outbox.nextTry() - time);
      save();
      outbox.await(Math.min(due, LONGEST_WAIT_MS));
    }
  }

  /** A message that cannot even be written down holds up no other. */
  private Answer tried(Sender sender, Message message) throws InterruptedException {
    try {
      return sender.send(message);
    } catch (RuntimeException e) {
      LOGGER.error("message {} cannot be made for channel {}", message.getId(), name, e);
      return Answer.refused("an error inside the collector");
    }
  }

  private void note(Message message, Answer answer) {
    if (closing && answer.kind() != Answer.Kind.SENT) {
      // It may have been cut off by us.
      return;
    }
    long time = clock.millis();
    switch (answer.kind()) {
      case SENT -> {
        outbox.sent(message);
        sent.incrementAndGet();
        if (failingSince != 0) {
          LOGGER.info("channel {} delivers again", name);
        }
        failingSince = 0;
        failures = 0;
      }
      case REFUSED -> {
        outbox.refused(message);
        failing(time, message, answer, "given up");
      }
      case LATER -> {
        long wait = backoff.after(outbox.tries(message) + 1, RandomGenerator.getDefault());
        outbox.failed(message, time + wait);
        failing(time, message, answer, "tried again in " + Duration.ofMillis(wait));
      }
      case DOWN -> {
        failures++;
        long wait = backoff.after(failures, RandomGenerator.getDefault());
        if (answer.after() != null) {
          Duration asked =
              answer.after().compareTo(LONGEST_PAUSE) < 0 ? answer.after() : LONGEST_PAUSE;
          wait = Math.max(asked.toMillis(), answer.after().isZero() ? wait : 0);
        }
        pausedUntil = time + wait;
        outbox.failed(message, time + wait);
        failing(time, message, answer, "tried again in " + Duration.ofMillis(wait));
      }
    }
    save();
  }

  private void failing(long time, Message message, Answer answer, String then) {
    failed.incrementAndGet();
    if (failingSince == 0) {
      failingSince = time;
    }
    LOGGER.warn("channel {}, message {}: {}; {}", name, message.getId(), answer.words(), then);
  }

  /** What the disk refuses now is tried again with the next change. */
  private void save() {
    try {
      outbox.save();
    } catch (IOException e) {
      LOGGER.error("what channel {} has sent could not be noted", name, e);
    }
  }

  Outbox outbox() {
    return outbox;
  }

  /** Messages delivered since the start. */
  long sent() {
    return sent.get();
  }

  /** Tries in vain since the start. */
  long failed() {
    return failed.get();
  }

  /** Since when nothing goes through, in milliseconds since 1970; 0 where the last try did. */
  long failingSince() {
    return failingSince;
  }

  NotifySettings.Channel channel() {
    return way.channel;
  }

  /** Ends soon; what was not delivered stays in the outbox. */
  @Override
  public void close() {
    closing = true;
    thread.interrupt();
    way.sender.close();
  }

  /** Waits until it has ended, at most so long. */
  void join(Duration longest) throws InterruptedException {
    thread.join(longest);
  }
}
