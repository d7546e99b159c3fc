package io.whoread.collector.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Feeds a view from the log, in a thread of its own, until it is closed.
 *
 * <p>Where the disk fails the view, or the log's, it is fed again after a while, from where it then
 * says that it is: a disk that was full for an hour must not cost a restart. The waits grow from a
 * second to a minute. Any other failure is a fault in the view itself, whose state may be half
 * changed: it is fed no more.
 */
public final class Follower implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final long FIRST_WAIT_MS = 1_000;
  private static final long LONGEST_WAIT_MS = 60_000;
  private static final Logger LOGGER = LoggerFactory.getLogger(Follower.class);

  private final Log log;
  private final View view;
  private final String name;
  private final Thread thread;
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile long position;
  private volatile Throwable failure;
  private volatile long failures;

  public Follower(Log log, View view) {
    this(log, view, view.name());
  }

  /**
   * @param name in metrics and log lines, in place of the view's own
   */
  public Follower(Log log, View view, String name) {
    this.log = log;
    this.view = view;
    this.name = name;
    this.position = wanted();
    this.thread = new Thread(this::run, name);
  }

  public void start() {
    thread.start();
  }

  private void run() {
    long wait = FIRST_WAIT_MS;
    try {
      while (!isClosing()) {
        try {
          feed();
        } catch (IOException | UncheckedIOException e) {
          wait = failure == null ? FIRST_WAIT_MS : Math.min(2 * wait, LONGEST_WAIT_MS);
          failed(e);
          LOGGER.error(
              "{} stands still at position {} of the log, and tries again in {} s",
              name,
              position,
              wait / 1_000,
              e);
          closing.await(wait, TimeUnit.MILLISECONDS);
          position = wanted();
        }
      }
    } catch (InterruptedException e) {
      failed(e);
    } catch (RuntimeException | Error e) {
      failed(e);
      LOGGER.error("{} stands still at position {} of the log", name, position, e);
    }
  }

  private long wanted() {
    long position = view.position();
    return log.isBefore(position, log.start()) ? log.start() : position;
  }

  private void feed() throws IOException, InterruptedException {
    try (Log.Cursor cursor = log.read(position)) {
      while (!isClosing()) {
        while (!isClosing() && cursor.next()) {
          apply(cursor);
          position = cursor.position() + 1;
        }
        view.idle();
        recovered();
        log.await(position, PAUSE);
      }
    }
  }

  private void apply(Log.Cursor cursor) throws IOException {
    if (view instanceof EncodedView encoded) {
      encoded.apply(cursor.position(), cursor.encoded());
    } else {
      view.apply(cursor.position(), cursor.entry());
    }
  }

  private void failed(Throwable e) {
    failures++;
    failure = e;
  }

  private void recovered() {
    if (failure != null) {
      LOGGER.info("{} goes on, at position {} of the log", name, position);
      failure = null;
    }
  }

  private boolean isClosing() {
    return closing.getCount() == 0;
  }

  public View view() {
    return view;
  }

  public String name() {
    return name;
  }

  /** Position of the next entry that the view is given. */
  public long position() {
    return position;
  }

  /** Entries of the log that the view has not been given yet. */
  public long lag() {
    return log.entriesFrom(position);
  }

  /** Why the view stands still; null while it is fed. */
  public Throwable failure() {
    return failure;
  }

  /** How often feeding has failed. */
  public long failures() {
    return failures;
  }

  /** Stops feeding; the view stays open. */
  @Override
  public void close() {
    closing.countDown();
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
