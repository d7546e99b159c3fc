package io.whoread.agent.ship;

import io.whoread.record.v1.GapReason;
import java.io.File;
import java.io.RandomAccessFile;
import java.security.SecureRandom;
import java.util.Locale;

/**
 * What stands between the request's ledger and the collector: a {@link Spool} that outlives this
 * JVM, and a {@link Sender} that empties it.
 *
 * <pre>
 * spool/SERVICE/RUN/lock             held while the run's process, or who took it over, lives
 *                   00000001.spool   segments
 *                   acked            up to where they are settled
 *                   gaps             what was dropped and could not be told yet
 *               quarantine/          batches that the collector refused
 * </pre>
 *
 * <p>Each start is a run of its own; what dead runs left is taken over by one of the living.
 */
public final class Shipper implements Recorder, AutoCloseable {
  private static final int DRAIN_MS = 2_000;

  private final Faults faults = new Faults();
  private final Spool spool;
  private final Sender sender;

  private Shipper(ShipConfig config, FieldNames fields, Segments.Opening opening) {
    byte[] run = new byte[16];
    new SecureRandom().nextBytes(run);
    File parent = new File(config.spool, fileName(config.service));
    long forQuarantine = config.spoolMaxBytes / 8;
    long maxBytes = config.spoolMaxBytes - forQuarantine;
    spool = new Spool(config, fields, run, parent, maxBytes, opening, faults);
    sender =
        new Sender(
            config,
            spool,
            faults,
            parent,
            new Quarantine(new File(parent, "quarantine"), forQuarantine));
  }

  /**
   * Opens the spool and starts the sender. A spool that cannot be written is no error here: what is
   * written meanwhile is dropped and told as a gap, and opening it is tried again every second.
   */
  public static Shipper start(ShipConfig config, FieldNames fields) {
    return start(config, fields, segment -> new RandomAccessFile(segment, "rw"));
  }

  static Shipper start(ShipConfig config, FieldNames fields, Segments.Opening opening) {
    Shipper shipper = new Shipper(config, fields, opening);
    shipper.sender.start();
    return shipper;
  }

  /** Another name for another service, whatever characters a file system takes. */
  private static String fileName(String service) {
    StringBuilder name = new StringBuilder();
    for (char c : service.toCharArray()) {
      boolean plain = c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' || c == '_';
      name.append(plain ? String.valueOf(c) : String.format(Locale.ROOT, "%%%04x", (int) c));
    }
    return name.toString();
  }

  @Override
  public boolean write(AccessDraft access) {
    return spool.write(access);
  }

  @Override
  public void gap(GapReason reason, long fromMs, long toMs, long accesses, String detail) {
    try {
      spool.gap(reason, fromMs, toMs, accesses, detail);
    } catch (RuntimeException e) {
      fault("ship.gap", e);
    }
  }

  @Override
  public void fault(String where, Throwable error) {
    faults.count(where, error);
  }

  /** Whether the spool can be written at present. */
  public boolean canWrite() {
    return spool.trouble == null;
  }

  /** Has a coverage report sent within about a second: what is guarded or hooked has changed. */
  public void coverageChanged() {
    sender.coverageChanged();
  }

  /**
   * For the shutdown hook of the JVM: reports that this is the end and tries for at most 2 s to
   * send what is spooled. Writing goes on until the JVM is gone, for requests that are still
   * running; what was not sent is sent by the service's next process.
   */
  public void stopping() {
    try {
      sender.stopping();
      sender.drain(DRAIN_MS);
      spool.keepGapsInTime();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * As {@link #stopping}, then lets go of the spool. What is written later is dropped. The agent
   * never does so, as its JVM goes on to the last request; for tests, which start many in one.
   */
  @Override
  public void close() {
    stopping();
    try {
      sender.stop();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    spool.close();
  }

  Faults faults() {
    return faults;
  }

  /** Where accesses went so far. */
  Books books() {
    return spool.books();
  }
}
