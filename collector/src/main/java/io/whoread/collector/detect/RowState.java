package io.whoread.collector.detect;

import com.google.protobuf.InvalidProtocolBufferException;
import io.whoread.collector.detect.v1.Keyed;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * The state of one stage: a column of {@link Rows}, whose values are on the heap as live objects or
 * in the scratch file as bytes. Its alarms, which few keys have, are always on the heap.
 */
final class RowState<K, V> implements TimedState<K, V> {
  private record Wake<K>(long time, K key) {}

  private final Rows<K> rows;
  private final int number;
  private final int part;
  private final Weighed<V> values;
  private final Map<K, Long> alarms = new HashMap<>();

  /** Keys decide between alarms of the same time, so that a replay keeps their order. */
  private final TreeSet<Wake<K>> inOrder;

  /** Of the first alarm: it is asked for with every read. */
  private long first = NEVER;

  private final LongSupplier watermark;
  private UnaryOperator<V> handedOver = UnaryOperator.identity();
  private int size;

  /** To be made by {@link Rows#column}. */
  RowState(
      Rows<K> rows,
      int number,
      int part,
      Weighed<V> values,
      Comparator<? super K> order,
      LongSupplier watermark) {
    this.rows = rows;
    this.number = number;
    this.part = part;
    this.values = values;
    this.inOrder =
        new TreeSet<>(
            Comparator.<Wake<K>>comparingLong(Wake::time).thenComparing(Wake::key, order));
    this.watermark = watermark;
  }

  int number() {
    return number;
  }

  int part() {
    return part;
  }

  Weighed<V> values() {
    return values;
  }

  @Override
  public V get(K key) {
    Row<K> row = rows.find(key);
    return row == null ? null : value(row);
  }

  @SuppressWarnings("unchecked")
  private V value(Row<K> row) {
    return (V) row.get(number);
  }

  @Override
  public void put(K key, V value) {
    Row<K> row = rows.change(key);
    if (!row.has(number)) {
      size++;
    }
    row.set(number, value);
  }

  @Override
  public void wakeAt(K key, long time) {
    rows.beforeChange(key);
    Long before = time == NEVER ? alarms.remove(key) : alarms.put(key, time);
    if (before != null) {
      inOrder.remove(new Wake<>(before, key));
    }
    if (time != NEVER) {
      inOrder.add(new Wake<>(time, key));
    }
    first = inOrder.isEmpty() ? NEVER : inOrder.first().time();
  }

  @Override
  public long alarm(K key) {
    return alarms.getOrDefault(key, NEVER);
  }

  @Override
  public long watermark() {
    return watermark.getAsLong();
  }

  /** The time of the first alarm, or {@link #NEVER}. */
  long firstAlarm() {
    return first;
  }

  /** Takes the first alarm off and returns its key. */
  K takeFirstAlarm() {
    K key = inOrder.first().key();
    rows.beforeChange(key);
    inOrder.pollFirst();
    alarms.remove(key);
    first = inOrder.isEmpty() ? NEVER : inOrder.first().time();
    return key;
  }

  @Override
  public void removeIf(BiPredicate<K, V> forgettable) {
    if (size == 0) {
      return;
    }
    rows.visit(
        row -> {
          if (!row.has(number) || !forgettable.test(row.key, look(row))) {
            return false;
          }
          wakeAt(row.key, NEVER);
          size--;
          row.clear(number);
          return true;
        });
  }

  /** The value wherever it is, and it stays there. */
  @SuppressWarnings("unchecked")
  private V look(Row<K> row) {
    return row.isSpilled() ? (V) row.decoded(number, rows.spilled(row)) : value(row);
  }

  @Override
  public void forEach(BiConsumer<K, V> visitor) {
    rows.visitNow(
        row -> {
          if (row.has(number)) {
            visitor.accept(row.key, look(row));
          }
          return false;
        });
  }

  /**
   * Changes the values that are on the heap, to take less of it and answer the same.
   *
   * @param shrinking returns whether it changed the value
   */
  void shrink(Predicate<V> shrinking) {
    if (size == 0) {
      return;
    }
    rows.visit(
        row -> {
          if (!row.has(number) || row.isSpilled()) {
            return false;
          }
          rows.beforeChange(row);
          return shrinking.test(value(row));
        });
  }

  @Override
  public int size() {
    return size;
  }

  /** How each value is changed where all are handed over; not at all unless it is told. */
  void handOver(UnaryOperator<V> changed) {
    handedOver = changed;
  }

  void moveAlarms(RowState<K, ?> other) {
    alarms.forEach(other::wakeAt);
    alarms.clear();
    inOrder.clear();
    first = NEVER;
  }

  /** Hands one value over; see {@link Rows#moveTo}. */
  @SuppressWarnings("unchecked")
  void hand(K key, Object value, RowState<K, ?> to) {
    ((RowState<K, V>) to).put(key, handedOver.apply((V) value));
  }

  /** Takes in a cell that was written; see {@link Rows#read}. */
  void read(K key, Keyed cell) throws InvalidProtocolBufferException {
    put(key, values.decode(cell.getValue()));
    if (cell.hasWakeMs()) {
      wakeAt(key, cell.getWakeMs());
    }
  }
}
