package io.whoread.collector.detect;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When a snapshot of the detector's state is written, and in which steps: between two entries a
 * few, so that nobody's alert waits for the state of everybody else; waiting for the disk at the
 * end is another thread's. One that cannot be written costs time at the next start, and is tried
 * again later. On the detector's thread.
 */
final class Snapshots {
  /** The steps of all snapshots may take at most one part in so many of the time. */
  private static final int SHARE = 20;

  /** And those of one, while it is written, one part in so many. */
  private static final int STEP_SHARE = 4;

  private static final long STEP_NANOS = 2_000_000;

  private static final Logger LOGGER = LoggerFactory.getLogger(Snapshots.class);

  /** What is kept. */
  interface State {
    /** Changes with the state. */
    long position();

    /** Begins to write the state as it is. */
    SnapshotWriter write() throws IOException;
  }

  private final State state;
  private final long intervalMs;
  private final InstantSource clock;
  private final Executor publisher;

  /** Of the state that is in the file. */
  private long saved;

  private long next;

  // Of the snapshot that is under way, if one is.
  private SnapshotWriter writer;
  private long position;
  private long spent;
  private long nextStep;

  /** Where all is written, and it is not on disk yet. */
  private CompletableFuture<Void> publishing;

  private volatile int failed;

  /**
   * @param intervalMs from one snapshot to the next, at least
   * @param publisher runs what waits for the disk
   */
  Snapshots(State state, long intervalMs, InstantSource clock, Executor publisher) {
    this.publisher = publisher;
    this.state = state;
    this.intervalMs = intervalMs;
    this.clock = clock;
    this.next = clock.millis() + intervalMs;
  }

  /** The state is the one that lies in the file. */
  void restored() {
    saved = state.position();
  }

  /** Whether {@link #step} is to be called between any two entries. */
  boolean isUnderWay() {
    return writer != null;
  }

  /** How many times in a row the state could not be saved. */
  int failed() {
    return failed;
  }

  /** Takes a step, if one is due. */
  void step() {
    try {
      if (writer == null) {
        if (clock.millis() < next || saved == state.position()) {
          return;
        }
        begin();
      }
      if (publishing == null) {
        write();
      }
      if (publishing != null && publishing.isDone()) {
        end();
      }
    } catch (IOException e) {
      failed(e);
    }
  }

  private void failed(IOException e) {
    failed++;
    LOGGER.warn("the detector's state could not be saved, {} times in a row", failed, e);
    giveUp();
    next = clock.millis() + intervalMs;
  }

  private void begin() throws IOException {
    long now = System.nanoTime();
    position = state.position();
    writer = state.write();
    spent = System.nanoTime() - now;
    nextStep = now;
  }

  private void write() throws IOException {
    long now = System.nanoTime();
    if (now < nextStep) {
      return;
    }
    boolean more = writer.step(STEP_NANOS);
    long took = System.nanoTime() - now;
    spent += took;
    nextStep = now + STEP_SHARE * took;
    if (!more) {
      publishing = CompletableFuture.runAsync(this::publish, publisher);
    }
  }

  private void publish() {
    try {
      writer.publish();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until it is on disk. */
  private void end() throws IOException {
    try {
      publishing.join();
    } catch (CompletionException e) {
      throw new IOException(e.getCause());
    }
    saved = position;
    failed = 0;
    next = clock.millis() + Math.max(intervalMs, SHARE * spent / 1_000_000);
    giveUp();
  }

  /** Lets go of the one that is under way, published or not. */
  private void giveUp() {
    publishing = null;
    SnapshotWriter ended = writer;
    writer = null;
    if (ended != null) {
      try {
        ended.close();
      } catch (IOException e) {
        LOGGER.warn("what there was of a snapshot of the detector's state stays beside it", e);
      }
    }
  }

  /**
   * The state is about to change as a whole: one that is being written is given up. One that only
   * has to come to disk is not of the state any more.
   */
  void cut() {
    if (publishing == null) {
      giveUp();
    }
  }

  /** Has the state as it is on disk when it returns. */
  void save() throws IOException {
    close();
    if (saved == state.position()) {
      return;
    }
    try {
      begin();
      while (writer.step(Long.MAX_VALUE)) {
        // Until nothing is left.
      }
      publishing = CompletableFuture.runAsync(this::publish, publisher);
      end();
    } catch (IOException e) {
      giveUp();
      throw e;
    }
  }

  /** Nothing is written any more when it returns. */
  void close() {
    if (publishing == null) {
      giveUp();
      return;
    }
    try {
      end();
    } catch (IOException e) {
      failed(e);
    }
  }
}
