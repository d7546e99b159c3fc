package io.whoread.collector.detect;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.whoread.collector.detect.v1.Keyed;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * The state of all stages that keep it by one key: a row for each key, a column for each stage. So
 * a read looks its actor up once, for all stages; and who is quiet goes to the scratch file, and
 * comes back, as a whole.
 */
final class Rows<K> {
  private final Memory memory;
  private final Codec<K> keys;
  private final Comparator<? super K> order;
  private final LongSupplier watermark;
  private final List<RowState<K, ?>> columns = new ArrayList<>();
  private final Map<K, Row<K>> rows = new HashMap<>();

  // The row asked for last, which is likely the next one too: reads of one actor follow each other.
  private K lastKey;
  private Row<K> last;
  private boolean changed;

  /** What the next pass is to do; null while there is none to come. */
  private List<Predicate<Row<K>>> pass;

  /** Writes the rows as they were when it was begun; null while no snapshot is under way. */
  private Copy copy;

  /** Number of the last copy that was begun. */
  private int copies;

  /** Of the row that is visited, if it is in the file and somebody asked. */
  private Map<Integer, ByteString> read;

  /**
   * @param order decides between alarms of the same time
   */
  Rows(Memory memory, Codec<K> keys, Comparator<? super K> order, LongSupplier watermark) {
    this.memory = memory;
    this.keys = keys;
    this.order = order;
    this.watermark = watermark;
  }

  /**
   * Adds a column; those of two that hand over to each other are added in the same order.
   *
   * @param part by which number a snapshot knows it
   */
  <V> RowState<K, V> column(int part, Weighed<V> values) {
    RowState<K, V> state = new RowState<>(this, columns.size(), part, values, order, watermark);
    columns.add(state);
    return state;
  }

  Memory memory() {
    return memory;
  }

  @SuppressWarnings("unchecked")
  Weighed<Object> codec(int column) {
    return (Weighed<Object>) columns.get(column).values();
  }

  /** How many keys anything is known of. */
  int size() {
    return rows.size();
  }

  /** Of one key its values, on the heap; null where nothing is known. */
  Row<K> find(K key) {
    if (key != lastKey) {
      settle();
      Row<K> row = rows.get(key);
      lastKey = key;
      last = row;
      if (row != null) {
        beforeChange(row);
        row.used = true;
        if (row.isSpilled()) {
          row.comeBack();
          memory.weighs(row, row.weigh());
        }
      }
    }
    return last;
  }

  /** The same; made where there is none. */
  Row<K> change(K key) {
    Row<K> row = find(key);
    if (row == null) {
      row = new Row<>(this, key);
      row.used = true;
      row.copied = copies;
      rows.put(key, row);
      last = row;
    }
    changed = true;
    return row;
  }

  /** Whether a row may just be changed, by whoever asked for it last. */
  boolean isInUse(Row<?> row) {
    return row == last;
  }

  /** Weighs what was changed last. */
  private void settle() {
    if (changed) {
      changed = false;
      if (last.isChanged()) {
        memory.weighs(last, last.weigh());
      }
    }
  }

  /** Has all that columns are asked to forget or to shrink meanwhile done in one pass. */
  void inOnePass(Runnable asking) {
    pass = new ArrayList<>();
    asking.run();
    List<Predicate<Row<K>>> all = pass;
    pass = null;
    visit(all);
  }

  /**
   * Visits all rows, wherever they are; those that have nothing left are forgotten.
   *
   * @param visitor returns whether it changed the row
   */
  void visit(Predicate<Row<K>> visitor) {
    if (pass == null) {
      visit(List.of(visitor));
    } else {
      pass.add(visitor);
    }
  }

  /** The same at once, whatever the next pass is to do. */
  void visitNow(Predicate<Row<K>> visitor) {
    visit(List.of(visitor));
  }

  private void visit(List<Predicate<Row<K>>> visitors) {
    leave();
    rows.values()
        .removeIf(
            row -> {
              boolean changed = false;
              for (Predicate<Row<K>> visitor : visitors) {
                changed |= visitor.test(row);
              }
              read = null;
              if (row.columns == 0) {
                memory.gone(row);
                return true;
              }
              if (changed && !row.isSpilled()) {
                memory.weighs(row, row.weigh());
              }
              return false;
            });
  }

  /** The values of a row that is in the file, as they lie there; read once for all columns. */
  Map<Integer, ByteString> spilled(Row<K> row) {
    if (read == null) {
      read = row.spilled();
    }
    return read;
  }

  private void leave() {
    settle();
    lastKey = null;
    last = null;
  }

  /**
   * Hands all rows over to those of other rules, each value as its column changes it; never are all
   * of them held twice.
   */
  void moveTo(Rows<K> other) {
    for (int column = 0; column < columns.size(); column++) {
      columns.get(column).moveAlarms(other.columns.get(column));
    }
    leave();
    rows.values()
        .removeIf(
            row -> {
              Object[] values = row.isSpilled() ? row.decoded() : row.values;
              memory.gone(row);
              for (int column = 0; column < values.length; column++) {
                if (values[column] != null) {
                  columns.get(column).hand(row.key, values[column], other.columns.get(column));
                }
              }
              return true;
            });
  }

  /** Begins to hand out all cells as they are now; see {@link Copying}. */
  Copying copy(Consumer<Keyed> to) {
    leave();
    copies++;
    copy = new Copy(new ArrayList<>(rows.values()), to);
    return copy;
  }

  /** To be called before anything of a row is changed, its alarms too. */
  void beforeChange(Row<K> row) {
    if (copy != null) {
      copy.before(row);
    }
  }

  /** The same for whatever row a key has. */
  void beforeChange(K key) {
    if (copy != null) {
      Row<K> row = rows.get(key);
      if (row != null) {
        copy.before(row);
      }
    }
  }

  private final class Copy implements Copying {
    private final List<Row<K>> all;
    private final Consumer<Keyed> to;
    private final int number = copies;
    private int next;

    Copy(List<Row<K>> all, Consumer<Keyed> to) {
      this.all = all;
      this.to = to;
    }

    private void before(Row<K> row) {
      if (row.copied != number) {
        row.copied = number;
        handOut(row, to);
      }
    }

    @Override
    public boolean goOn() {
      if (next < all.size()) {
        before(all.get(next));
        // Let go of, for it may be forgotten.
        all.set(next++, null);
      }
      return next < all.size();
    }

    @Override
    public void end() {
      if (copy == this) {
        copy = null;
      }
    }
  }

  private void handOut(Row<K> row, Consumer<Keyed> to) {
    ByteString key = keys.encode(row.key);
    Map<Integer, ByteString> spilled = row.isSpilled() ? row.spilled() : null;
    for (RowState<K, ?> column : columns) {
      if (row.has(column.number())) {
        Keyed.Builder cell = Keyed.newBuilder().setStage(column.part()).setKey(key);
        cell.setValue(
            spilled == null
                ? codec(column.number()).encode(row.get(column.number()))
                : spilled.get(column.number()));
        if (column.alarm(row.key) != TimedState.NEVER) {
          cell.setWakeMs(column.alarm(row.key));
        }
        to.accept(cell.build());
      }
    }
  }

  /** Takes in a cell that was written; returns whether it belongs here. */
  boolean read(Keyed cell) throws InvalidProtocolBufferException {
    for (RowState<K, ?> column : columns) {
      if (column.part() == cell.getStage()) {
        column.read(keys.decode(cell.getKey()), cell);
        return true;
      }
    }
    return false;
  }
}
