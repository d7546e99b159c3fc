package io.whoread.collector.alert;

import com.google.protobuf.InvalidProtocolBufferException;
import io.whoread.collector.alert.v1.Alert;
import io.whoread.collector.log.Log;
import io.whoread.collector.log.SnapshotFile;
import io.whoread.collector.log.View;
import io.whoread.collector.log.v1.Entry;
import io.whoread.collector.state.v1.AlertState;
import io.whoread.collector.state.v1.AlertsState;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The alerts of the log, each in its newest revision: a view in memory, with a snapshot on disk
 * that spares reading the log from its beginning. It keeps the {@code capacity} alerts that were
 * raised or grew last.
 *
 * <p>Fed by one thread, asked by many. Between two revisions an alert is shown as it {@link #stand
 * stands} by now. An alert's place in the order is the log position of its newest revision, so that
 * a list that is paged from new to old shows no alert twice and leaves out only those that grew
 * meanwhile and moved to its head.
 */
public final class Alerts implements View {
  public static final int DEFAULT_CAPACITY = 20_000;

  private static final int FORMAT = 1;
  private static final long SNAPSHOT_MS = 300_000;

  /** Reading the clock for every entry would be too often. */
  private static final int ENTRIES_BETWEEN_CHECKS = 1_024;

  private final int capacity;

  /** Null where nothing is kept. */
  private final SnapshotFile file;

  private final ConcurrentSkipListMap<Long, AlertRow> byPosition = new ConcurrentSkipListMap<>();

  /** Alert id to the position of its newest revision. Guarded by this. */
  private final Map<String, Long> newest = new HashMap<>();

  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private volatile long position;
  private long saved;
  private long lastSave = System.currentTimeMillis();

  private volatile boolean changed;

  public Alerts() {
    this(DEFAULT_CAPACITY);
  }

  /**
   * @param capacity how many alerts are kept, from 1
   */
  public Alerts(int capacity) {
    this(capacity, null);
  }

  private Alerts(int capacity, SnapshotFile file) {
    if (capacity < 1) {
      throw new IllegalArgumentException("capacity from 1, not " + capacity);
    }
    this.capacity = capacity;
    this.file = file;
  }

  /**
   * Opens the alerts as they were, as far as a snapshot tells.
   *
   * @param state the snapshot's file, which need not be there
   */
  public static Alerts open(Path state, Log log) throws IOException {
    Alerts alerts = new Alerts(DEFAULT_CAPACITY, new SnapshotFile(state, FORMAT));
    byte[] bytes = alerts.file.read();
    if (bytes != null) {
      alerts.load(bytes, log);
    }
    return alerts;
  }

  private void load(byte[] bytes, Log log) {
    AlertsState state;
    try {
      state = AlertsState.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      return;
    }
    if (state.getPosition() <= log.end()) {
      for (AlertState each : state.getAlertsList()) {
        put(
            each.getPosition(),
            new AlertRow(
                each.getAlert(), each.getPosition(), Instant.ofEpochMilli(each.getReceivedMs())));
      }
      position = state.getPosition();
      saved = position;
    }
  }

  private void save() throws IOException {
    if (file == null || saved == position) {
      return;
    }
    AlertsState.Builder state = AlertsState.newBuilder().setPosition(position);
    for (AlertRow row : byPosition.values()) {
      state.addAlerts(
          AlertState.newBuilder()
              .setPosition(row.position())
              .setReceivedMs(row.received().toEpochMilli())
              .setAlert(row.alert()));
    }
    file.write(state.build().toByteArray());
    saved = position;
  }

  /**
   * Alerts, those that were raised or grew last first.
   *
   * @param before continue behind the alert at this log position, the last of the page before; null
   *     for the first page
   * @param limit 1 to 1,000
   */
  public List<AlertRow> list(AlertFilter filter, Long before, int limit) {
    if (limit < 1 || limit > 1_000) {
      throw new IllegalArgumentException("limit from 1 to 1000, not " + limit);
    }
    var rows = before == null ? byPosition : byPosition.headMap(before, false);
    List<AlertRow> page = new ArrayList<>();
    for (AlertRow row : rows.descendingMap().values()) {
      if (filter.accepts(row.alert())) {
        page.add(row);
        if (page.size() == limit) {
          break;
        }
      }
    }
    return page;
  }

  /** How many of the alerts kept pass the filter. */
  public int count(AlertFilter filter) {
    int count = 0;
    for (AlertRow row : byPosition.values()) {
      count += filter.accepts(row.alert()) ? 1 : 0;
    }
    return count;
  }

  /** The newest revision of an alert, by its id. */
  public synchronized Optional<AlertRow> get(String id) {
    Long at = newest.get(id);
    return at == null ? Optional.empty() : Optional.of(byPosition.get(at));
  }

  /**
   * Takes in how an alert stands by now: it has grown since the revision whose number it bears, and
   * the log will hold that later. Passed over where that is not the newest revision known here. Any
   * thread.
   */
  public synchronized void stand(Alert alert) {
    Long at = newest.get(alert.getId());
    AlertRow row = at == null ? null : byPosition.get(at);
    if (row != null && row.alert().getRevision() == alert.getRevision()) {
      byPosition.put(at, new AlertRow(alert, at, row.received()));
      changed = true;
    }
  }

  /**
   * Calls a listener whenever alerts were raised or grew, on the feeding thread: it must be quick
   * and not throw. Several changes may come as one call.
   *
   * @return stops the calls
   */
  public Subscription listen(Runnable listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /** Ends by {@link #close}. */
  @FunctionalInterface
  public interface Subscription extends AutoCloseable {
    @Override
    void close();
  }

  @Override
  public String name() {
    return "alerts";
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public void apply(long at, Entry entry) throws IOException {
    if (entry.hasAlert()) {
      put(at, new AlertRow(entry.getAlert(), at, Instant.ofEpochMilli(entry.getReceivedMs())));
      changed = true;
    }
    position = at + 1;
    if (position % ENTRIES_BETWEEN_CHECKS == 0) {
      saveInTime();
    }
  }

  private synchronized void put(long at, AlertRow row) {
    Alert alert = row.alert();
    byPosition.put(at, row);
    Long earlier = newest.put(alert.getId(), at);
    if (earlier != null) {
      byPosition.remove(earlier);
    } else if (newest.size() > capacity) {
      AlertRow oldest = byPosition.pollFirstEntry().getValue();
      newest.remove(oldest.alert().getId());
    }
  }

  @Override
  public void idle() throws IOException {
    if (changed) {
      changed = false;
      listeners.forEach(Runnable::run);
    }
    saveInTime();
  }

  private void saveInTime() throws IOException {
    long now = System.currentTimeMillis();
    if (now - lastSave >= SNAPSHOT_MS) {
      save();
      lastSave = now;
    }
  }

  @Override
  public void close() throws IOException {
    listeners.clear();
    save();
  }
}
