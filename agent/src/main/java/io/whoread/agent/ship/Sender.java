package io.whoread.agent.ship;

import com.google.protobuf.InvalidProtocolBufferException;
import io.whoread.record.v1.Access;
import io.whoread.record.v1.Batch;
import io.whoread.record.v1.Gap;
import io.whoread.record.v1.GapReason;
import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Brings what is spooled to the collector, one batch at a time, on a daemon thread of its own.
 *
 * <p>It looks ten times a second whether there is something to do, so that a writing thread never
 * pays for waking it, and half as often while there is: posts in a row cost less than as many one
 * by one, for the service, whose caches they use, and for the collector. This run's batches and
 * those of dead runs take turns. What the collector answers decides:
 *
 * <ul>
 *   <li>200, 204: the batch is in the log and freed here.
 *   <li>400: it will never take this batch: kept aside, told as a gap; the next one goes on.
 *   <li>413: it goes in {@link Pieces}, half as large each time.
 *   <li>all else, no answer included: everything is kept and tried again, later each time up to a
 *       minute, by chance within half of that so that a thousand services do not come back at once.
 *       {@code Retry-After} is obeyed up to two minutes. After 401 and 403 the token is read anew.
 * </ul>
 */
final class Sender implements Runnable {
  private static final long BUSY_MS = 200;
  private static final long IDLE_MS = 100;
  private static final int LARGE = BatchEncoder.MAX_BYTES / 2;
  private static final long COVERAGE_MS = 60_000;
  private static final long ADOPT_MS = 10_000;
  private static final String WAITS = "; records wait in the spool";

  private final ShipConfig config;
  private final Spool spool;
  private final Faults faults;
  private final Quarantine quarantine;
  private final Backoff backoff = new Backoff();

  /** Of what fails here, whatever the collector answers. */
  private final Backoff errors = new Backoff();

  private final Orphans orphans;
  private final Thread thread;
  private Collector collector;
  private final News news;
  private final SpoolNews spoolNews;
  private long nextCoverage;
  private long nextAdoption;
  private long firstPost;
  private volatile boolean coverageChanged;
  private volatile boolean stopping;
  private volatile boolean stopped;
  private volatile CountDownLatch drain;

  Sender(ShipConfig config, Spool spool, Faults faults, File parent, Quarantine quarantine) {
    this.config = config;
    this.spool = spool;
    this.faults = faults;
    this.quarantine = quarantine;
    news = config.collectors.isEmpty() ? null : new News(config);
    spoolNews = new SpoolNews(parent);
    orphans = new Orphans(parent, faults, new Losses());
    thread = new Thread(this, "whoread-sender");
    thread.setDaemon(true);
    // Not the one of the application that happened to start us: it would never be unloaded.
    thread.setContextClassLoader(ClassLoader.getSystemClassLoader());
  }

  void start() {
    long now = now();
    nextCoverage = now;
    nextAdoption = now;
    firstPost = now + config.firstPostAfterMs;
    thread.start();
  }

  void coverageChanged() {
    coverageChanged = true;
  }

  /** No report after this one. */
  void stopping() {
    stopping = true;
    report(true);
  }

  /** Waits until all is sent, sending fails, or the time is over. */
  void drain(long ms) throws InterruptedException {
    CountDownLatch latch = new CountDownLatch(1);
    drain = latch;
    LockSupport.unpark(thread);
    latch.await(ms, TimeUnit.MILLISECONDS);
  }

  void stop() throws InterruptedException {
    stopped = true;
    Collector present = collector;
    if (present != null) {
      present.abort();
    }
    LockSupport.unpark(thread);
    thread.join(1_000);
  }

  /**
   * Memory may end at any moment, and with it whatever the JVM needs to do something for the first
   * time. So nothing is done where an error is caught; the next turn does it, where it may fail.
   */
  @Override
  public void run() {
    // Looked up at the first error otherwise, and that look-up fails for want of memory as well.
    Objects.requireNonNull(Throwable.class);
    Throwable error = null;
    while (!stopped) {
      try {
        if (error == null) {
          pause(round());
        } else {
          pause(IDLE_MS);
          Throwable noted = error;
          error = null;
          failed(noted);
        }
      } catch (Throwable e) {
        error = e;
      }
    }
    orphans.release();
  }

  /** What could not be done now will not be the next moment, and perhaps never in this JVM. */
  private void failed(Throwable error) {
    long now = now();
    if (errors.isOver(now)) {
      // Else it is of what goes on meanwhile, ten times a second.
      errors.failed(now, null);
    }
    if (error instanceof LinkageError && news != null) {
      news.away(news.of(error) + WAITS);
    }
    faults.count("ship.sender", error);
  }

  private void pause(long ms) {
    if (ms > 0 && !stopped) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(ms));
    }
  }

  private static long now() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }

  /** Returns after how many milliseconds to come again. */
  private long round() throws IOException {
    long now = now();
    spoolNews.look(spool.tend(orphans.bytes()), now);
    if (coverageChanged) {
      // Changes come in crowds, as classes are loaded.
      coverageChanged = false;
      nextCoverage = Math.min(nextCoverage, now + 1_000);
    }
    if (!stopping && now >= nextCoverage) {
      nextCoverage = now + (report(false) ? COVERAGE_MS : 1_000);
    }
    if (now >= nextAdoption) {
      nextAdoption = now + ADOPT_MS;
      orphans.adopt();
    }
    if (config.collectors.isEmpty()) {
      // Nobody will ever take what dead runs left: it stays for as long as there is room.
      orphans.makeRoom(spool.roomForOthers());
    }
    CountDownLatch draining = drain;
    boolean mayPost = !config.collectors.isEmpty() && (draining != null || now >= firstPost);
    Sent sent = Sent.NOTHING;
    if (mayPost && (backoff.isOver(now) && errors.isOver(now) || draining != null)) {
      sent = send();
      errors.reset();
    }
    if (draining == null) {
      return sent == Sent.MORE ? 0 : sent == Sent.ALL ? BUSY_MS : IDLE_MS;
    }
    if (sent == Sent.NOTHING) {
      spool.leave(!config.collectors.isEmpty());
      drain = null;
      draining.countDown();
      return IDLE_MS;
    }
    return 0;
  }

  /** What a round brought. */
  private enum Sent {
    /** There was nothing, or it did not go. */
    NOTHING,
    /** All that there was, as it seems. */
    ALL,
    /** Something, and there may well be more. */
    MORE
  }

  private boolean report(boolean last) {
    try {
      return spool.coverage(config.coverage.get(), System.currentTimeMillis(), last);
    } catch (RuntimeException | Error e) {
      // What is asked of all of the agent here is not to hold up the records.
      faults.count("ship.coverage", e);
      return true;
    }
  }

  /** What is lost with dead runs is told by this one. */
  private final class Losses implements Orphan.Losses {
    @Override
    public void damaged(String detail) {
      long now = System.currentTimeMillis();
      spool.gap(GapReason.GAP_REASON_DAMAGED, now, now, 0, detail);
    }

    @Override
    public void inherited(List<Gap> gaps) {
      spool.inherit(gaps);
    }

    @Override
    public void givenUp(long fromMs, long toMs, long accesses, String detail) {
      spool.gap(GapReason.GAP_REASON_SPOOL, fromMs, toMs, accesses, detail);
    }
  }

  /** One batch of each source. */
  private Sent send() throws IOException {
    Sent sent = deliver(spool.backlog());
    for (Orphan orphan : orphans.all()) {
      if (backoff.isOn()) {
        break;
      }
      if (deliver(orphan) != Sent.NOTHING) {
        sent = Sent.MORE;
      }
    }
    return sent;
  }

  private Sent deliver(Source source) throws IOException {
    SpooledBatch batch = source.next();
    if (batch == null) {
      return Sent.NOTHING;
    }
    boolean settled;
    try {
      settled =
          source.reader().place.piece > 0 ? deliverPiece(source, batch) : deliver(source, batch);
    } catch (InvalidProtocolBufferException e) {
      // Its checksum is right, so it was written like that: nobody will ever read it.
      faults.count("ship.sender", e);
      long now = System.currentTimeMillis();
      spool.gap(GapReason.GAP_REASON_DAMAGED, now, now, batch.accesses, "batch");
      source.count(0, batch.accesses);
      source.reader().settled(batch);
      settled = true;
    }
    // While nothing goes, batches fill up: small ones are what was written since the last round.
    return !settled ? Sent.NOTHING : batch.bytes.length > LARGE ? Sent.MORE : Sent.ALL;
  }

  /** Whether something came of it; if not, waiting has begun. */
  private boolean deliver(Source source, SpooledBatch batch) throws IOException {
    Collector.Answer answer = post(batch.bytes);
    switch (answer == null ? 0 : answer.status) {
      case 200:
      case 204:
        source.count(batch.accesses, 0);
        source.reader().settled(batch);
        return true;
      case 400:
        refused(batch.parse(), batch.bytes, answer);
        source.count(0, batch.accesses);
        source.reader().settled(batch);
        return true;
      case 413:
        source.reader().place.piece = Math.max(1, (batch.accesses + 1) / 2);
        source.reader().note();
        return true;
      default:
        return false;
    }
  }

  private boolean deliverPiece(Source source, SpooledBatch whole) throws IOException {
    Pieces pieces = new Pieces(whole.parse());
    Place place = source.reader().place;
    int to = Math.min(place.settled + place.piece, pieces.accesses());
    int accesses = to - place.settled;
    Batch piece = accesses == 0 ? pieces.rest() : pieces.piece(place.pieces + 1, place.settled, to);
    Collector.Answer answer = post(piece.toByteArray());
    int status = answer == null ? 0 : answer.status;
    if (status == 413 && accesses > 1) {
      place.piece = accesses / 2;
      source.reader().note();
      return true;
    }
    boolean acked = status == 200 || status == 204;
    if (!acked && status != 400 && status != 413) {
      return false;
    }
    if (!acked) {
      refused(piece, piece.toByteArray(), answer);
    }
    source.count(acked ? accesses : 0, acked ? 0 : accesses);
    if (accesses == 0) {
      source.reader().settled(whole);
    } else {
      place.settled = to;
      place.pieces++;
      source.reader().note();
    }
    return true;
  }

  /** Null where no answer came, or one after which to wait; then waiting has begun. */
  private Collector.Answer post(byte[] bytes) {
    Collector.Answer answer = null;
    String problem;
    try {
      if (collector == null) {
        collector = new Collector(config);
      }
      answer = collector.post(bytes);
      problem = news.of(answer.status);
    } catch (IOException | RuntimeException | LinkageError e) {
      faults.count("ship.post", e);
      problem = news.of(e);
    }
    int status = answer == null ? 0 : answer.status;
    if (status == 200 || status == 204 || status == 400 || status == 413) {
      if (!errors.isOn()) {
        news.reached(this::waiting);
      }
      if (status == 400) {
        news.say(problem + "; what it refuses is kept in " + quarantine);
      }
      backoff.reset();
      return answer;
    }
    if (status == 401 || status == 403) {
      collector.forgetToken();
    }
    news.away(problem + WAITS);
    backoff.failed(now(), answer == null ? null : answer.retryAfter);
    return null;
  }

  private String waiting() {
    long batches = spool.backlog().waiting();
    int runs = orphans.all().size();
    return batches
        + (batches == 1 ? " batch" : " batches")
        + " waiting"
        + (runs == 0 ? "" : ", and those of " + runs + (runs == 1 ? " dead run" : " dead runs"));
  }

  private void refused(Batch batch, byte[] bytes, Collector.Answer answer) {
    String name = Hex.of(batch.getRun().toByteArray()) + "-" + batch.getSequence();
    try {
      quarantine.keep(name, bytes, answer.text);
    } catch (IOException e) {
      faults.count("ship.quarantine", e);
    }
    spool.gaps.refused(batch.getGapsList());
    if (batch.getAccessesCount() == 0) {
      faults.count("ship.refused", null);
      return;
    }
    long start = PendingGaps.milliseconds(batch.getStart());
    long from = start;
    long to = start;
    for (Access access : batch.getAccessesList()) {
      from = Math.min(from, start + access.getOffsetMs());
      to = Math.max(to, start + access.getOffsetMs());
    }
    spool.gap(GapReason.GAP_REASON_REFUSED, from, to, batch.getAccessesCount(), name);
  }
}
