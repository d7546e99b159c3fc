package io.whoread.collector.api;

import io.whoread.collector.alert.Alerts;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.springframework.context.SmartLifecycle;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Tells open pages that alerts have changed, as server-sent events. An event says only that there
 * is something to ask for: what, the page asks the API. Each page has a virtual thread that waits
 * for the next change, so that one slow browser holds up no other.
 */
final class Changes implements SmartLifecycle {
  private static final int MOST_PAGES = 500;
  private static final long HEARTBEAT_SECONDS = 15;

  private final Alerts alerts;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final AtomicInteger pages = new AtomicInteger();
  private Alerts.Subscription subscription;
  private long version;
  private volatile boolean running;

  Changes(Alerts alerts) {
    this.alerts = alerts;
  }

  /**
   * @return stays open until the browser leaves or the collector stops
   */
  SseEmitter open() {
    if (!running || pages.incrementAndGet() > MOST_PAGES) {
      pages.decrementAndGet();
      throw new Refusal(503, "too-many-pages", "Too many pages are open; this one is not live.");
    }
    SseEmitter emitter = new SseEmitter(0L);
    Thread.ofVirtual().name("changes").start(() -> feed(emitter));
    return emitter;
  }

  private void feed(SseEmitter emitter) {
    try {
      long seen = current();
      emitter.send(SseEmitter.event().name("open").data(""));
      while (running) {
        long now = await(seen);
        emitter.send(
            now == seen
                ? SseEmitter.event().comment("still here")
                : SseEmitter.event().name("alerts").data(""));
        seen = now;
      }
      emitter.complete();
    } catch (IOException | IllegalStateException | InterruptedException e) {
      // The browser has left.
      emitter.completeWithError(e);
    } finally {
      pages.decrementAndGet();
    }
  }

  private long current() {
    lock.lock();
    try {
      return version;
    } finally {
      lock.unlock();
    }
  }

  /** The version after a change, or the same after a while without one. */
  private long await(long seen) throws InterruptedException {
    lock.lock();
    try {
      long left = TimeUnit.SECONDS.toNanos(HEARTBEAT_SECONDS);
      while (version == seen && running && left > 0) {
        left = changed.awaitNanos(left);
      }
      return version;
    } finally {
      lock.unlock();
    }
  }

  private void signal() {
    lock.lock();
    try {
      version++;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void start() {
    running = true;
    subscription = alerts.listen(this::signal);
  }

  /** Lets the pages go before the server waits for its requests to end. */
  @Override
  public void stop() {
    running = false;
    subscription.close();
    signal();
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public int getPhase() {
    return Integer.MAX_VALUE;
  }
}
