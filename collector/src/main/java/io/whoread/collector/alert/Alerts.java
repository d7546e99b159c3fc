package io.whoread.collector.alert;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.Timestamps;
import io.whoread.collector.alert.v1.Alert;
import io.whoread.collector.life.Exceptions;
import io.whoread.collector.life.Life;
import io.whoread.collector.life.Lives;
import io.whoread.collector.life.Risk;
import io.whoread.collector.log.Log;
import io.whoread.collector.log.SnapshotFile;
import io.whoread.collector.log.View;
import io.whoread.collector.log.v1.AlertStep;
import io.whoread.collector.log.v1.Entry;
import io.whoread.collector.state.v1.AlertState;
import io.whoread.collector.state.v1.AlertsState;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The alerts of the log, each in its newest revision, with how it stands and what people did about
 * it: a view in memory, with a snapshot on disk that spares reading the log from its beginning. It
 * keeps the {@code capacity} alerts that were raised or grew last.
 *
 * <p>Fed by one thread, asked by many. Between two revisions an alert is shown as it {@link #stand
 * stands} by now. An alert's place in the order is the log position of its newest revision, so that
 * a list that is paged from new to old shows no alert twice and leaves out only those that grew
 * meanwhile and moved to its head.
 */
public final class Alerts implements View {
  public static final int DEFAULT_CAPACITY = Lives.MOST;

  private static final int FORMAT = 3;
  private static final long SNAPSHOT_MS = 300_000;

  /** Reading the clock for every entry would be too often. */
  private static final int ENTRIES_BETWEEN_CHECKS = 1_024;

  private final int capacity;

  /** Null where nothing is kept. */
  private final SnapshotFile file;

  private final ConcurrentSkipListMap<Long, AlertRow> byPosition = new ConcurrentSkipListMap<>();

  /** Alert id to the position of its newest revision. Guarded by this. */
  private final Map<String, Long> newest = new HashMap<>();

  /** Guarded by this. */
  private final Steps steps = new Steps(Steps.MOST);

  /** Guarded by this. */
  private Lives lives;

  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private volatile long position;
  private int sinceCheck;
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
    this.lives = new Lives(capacity);
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

  private synchronized void load(byte[] bytes, Log log) {
    AlertsState state;
    try {
      state = AlertsState.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      return;
    }
    if (log.holds(state.getPosition())) {
      lives = Lives.of(state.getLives(), capacity);
      for (AlertState each : state.getAlertsList()) {
        put(each.getPosition(), Instant.ofEpochMilli(each.getReceivedMs()), each.getAlert());
      }
      steps.load(state.getAlertsList());
      position = state.getPosition();
      saved = position;
    }
  }

  private void save() throws IOException {
    if (file == null || saved == position) {
      return;
    }
    file.write(state().toByteArray());
    saved = position;
  }

  private synchronized AlertsState state() {
    AlertsState.Builder state =
        AlertsState.newBuilder().setPosition(position).setLives(lives.state());
    for (AlertRow row : byPosition.values()) {
      AlertState.Builder each =
          AlertState.newBuilder()
              .setPosition(row.position())
              .setReceivedMs(row.received().toEpochMilli())
              .setAlert(row.alert());
      steps.save(row.alert().getId(), each);
      state.addAlerts(each);
    }
    return state.build();
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
      if (filter.accepts(row)) {
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
      count += filter.accepts(row) ? 1 : 0;
    }
    return count;
  }

  /** The newest revision of an alert, by its id. */
  public synchronized Optional<AlertRow> get(String id) {
    Long at = newest.get(id);
    return at == null ? Optional.empty() : Optional.of(byPosition.get(at));
  }

  /** What people did about an alert, as far as it is kept: the earliest first. */
  public synchronized List<Step> steps(String id) {
    return steps.of(id).steps();
  }

  /** How many steps on an alert came before those kept. */
  public synchronized int earlierSteps(String id) {
    return steps.of(id).earlier();
  }

  /**
   * The risk of everybody who was alerted on, by {@link Life#who}.
   *
   * @param at as of when
   * @param halfLife in which an alert comes to weigh half
   */
  public synchronized Map<String, Double> risks(Instant at, Duration halfLife) {
    Map<String, Double> risks = new HashMap<>();
    for (AlertRow row : byPosition.values()) {
      Alert alert = row.alert();
      long age = at.toEpochMilli() - Timestamps.toMillis(alert.getRaised());
      if (!Risk.isOver(age, halfLife.toMillis()) && !lives.isExplained(alert.getId())) {
        double left = Risk.after(alert.getRisk(), age, halfLife.toMillis());
        risks.merge(row.life().who(), left, Double::sum);
      }
    }
    return risks;
  }

  /** The alerts that are in the end part of another, those that were raised or grew last first. */
  public synchronized List<AlertRow> parts(String id) {
    return rows(lives.parts(id).stream().map(Life::alert).toList());
  }

  /** As {@link #asked(String)}, of those that a filter accepts. */
  public List<AlertRow> asked(String user, AlertFilter filter) {
    return asked(user).stream().filter(filter::accepts).toList();
  }

  /**
   * The alerts of which a question was put to somebody, those that were raised or grew last first.
   *
   * @param user login name of who was asked
   */
  public synchronized List<AlertRow> asked(String user) {
    return rows(
        steps.having(
            step -> step.getKind() == AlertStep.Kind.ASKED && step.getAssignee().equals(user)));
  }

  private List<AlertRow> rows(List<String> ids) {
    return ids.stream()
        .map(id -> byPosition.get(newest.get(id)))
        .sorted(Comparator.comparingLong(AlertRow::position).reversed())
        .toList();
  }

  /** What is in order for a while, whether or not its time has come or is over. */
  public synchronized List<Exceptions.Grant> exceptions() {
    return lives.exceptions().all();
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
      byPosition.put(at, new AlertRow(alert, at, row.received(), row.life()));
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

  /** Whether a step counted that lies in the log at a position that was taken in. */
  public synchronized boolean counted(String alert, long at) {
    return steps.of(alert).steps().stream().anyMatch(step -> step.position() == at);
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
    if (entry.hasAlert() || entry.hasAlertStep()) {
      take(at, Instant.ofEpochMilli(entry.getReceivedMs()), entry);
      changed = true;
    }
    position = at + 1;
    if (++sinceCheck == ENTRIES_BETWEEN_CHECKS) {
      sinceCheck = 0;
      saveInTime();
    }
  }

  private synchronized void take(long at, Instant received, Entry entry) {
    if (entry.hasAlert()) {
      Optional<String> reopened = lives.apply(entry.getAlert());
      put(at, received, entry.getAlert());
      reopened.ifPresent(this::standAnew);
    } else {
      AlertStep step = entry.getAlertStep();
      if (lives.apply(step, at, entry.getReceivedMs()) && newest.containsKey(step.getAlert())) {
        steps.add(new Step(at, received, step));
        standAnew(step.getAlert());
      }
    }
  }

  private void standAnew(String id) {
    byPosition.computeIfPresent(newest.get(id), (at, row) -> row.with(lives.get(id).orElseThrow()));
  }

  private void put(long at, Instant received, Alert alert) {
    Life life = lives.get(alert.getId()).orElseThrow();
    byPosition.put(at, new AlertRow(alert, at, received, life));
    Long earlier = newest.put(alert.getId(), at);
    if (earlier != null) {
      byPosition.remove(earlier);
    } else if (newest.size() > capacity) {
      AlertRow oldest = byPosition.pollFirstEntry().getValue();
      newest.remove(oldest.alert().getId());
      steps.remove(oldest.alert().getId());
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
