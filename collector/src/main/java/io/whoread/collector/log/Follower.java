package io.whoread.collector.log;

import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Feeds a view from the log, in a thread of its own, until it is closed or the view fails. */
public final class Follower implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final Logger LOGGER = LoggerFactory.getLogger(Follower.class);

  private final Log log;
  private final View view;
  private final Thread thread;
  private volatile long position;
  private volatile Throwable failure;
  private volatile boolean closing;

  public Follower(Log log, View view) {
    this.log = log;
    this.view = view;
    this.position = Math.max(view.position(), log.start());
    this.thread = new Thread(this::run, view.name());
  }

  public void start() {
    thread.start();
  }

  private void run() {
    try (Log.Cursor cursor = log.read(position)) {
      while (!closing) {
        while (!closing && cursor.next()) {
          apply(cursor);
          position = cursor.position() + 1;
        }
        view.idle();
        log.await(position, PAUSE);
      }
    } catch (InterruptedException e) {
      failure = e;
    } catch (IOException | RuntimeException | Error e) {
      failure = e;
      LOGGER.error("{} stands still at position {} of the log", view.name(), position, e);
    }
  }

  private void apply(Log.Cursor cursor) throws IOException {
    if (view instanceof EncodedView encoded && cursor instanceof LocalCursor local) {
      encoded.apply(cursor.position(), local.payload());
    } else {
      view.apply(cursor.position(), cursor.entry());
    }
  }

  public View view() {
    return view;
  }

  /** Position of the next entry that the view is given. */
  public long position() {
    return position;
  }

  /** Entries of the log that the view has not been given yet. */
  public long lag() {
    return Math.max(0, log.end() - position);
  }

  /** Why the view is fed no more; null while it is. */
  public Throwable failure() {
    return failure;
  }

  /** Stops feeding; the view stays open. */
  @Override
  public void close() {
    closing = true;
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
