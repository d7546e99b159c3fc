package io.whoread.agent.capture.jdbc;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What each statement says that a driver has made, until it is closed. Statements are told apart by
 * identity and kept alive by nobody: pools keep prepared ones for hours, and some are never closed.
 */
final class Statements {
  /** Beyond these no more are noted; their rows are told without what was asked. */
  private static final int MAX = 32_768;

  private final Map<Key, String> texts = new ConcurrentHashMap<>();
  private final ReferenceQueue<Object> gone = new ReferenceQueue<>();

  void put(Object statement, String sql) {
    for (Reference<?> each = gone.poll(); each != null; each = gone.poll()) {
      texts.remove(each);
    }
    String text = sql.length() <= SqlReader.MAX_READ ? sql : sql.substring(0, SqlReader.MAX_READ);
    if (texts.size() < MAX) {
      texts.put(new Key(statement, gone), text);
    }
  }

  /** One that is closed leaves nothing for the garbage collector to look after. */
  void remove(Object statement) {
    texts.remove(new Probe(statement));
  }

  /** Null where it is not known. */
  String get(Object statement) {
    return texts.get(new Probe(statement));
  }

  /** What is asked with: of no concern to the garbage collector. */
  private static final class Probe {
    private final Object statement;

    Probe(Object statement) {
      this.statement = statement;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(statement);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Key && ((Key) other).get() == statement;
    }
  }

  private static final class Key extends WeakReference<Object> {
    private final int hash;

    Key(Object statement, ReferenceQueue<Object> queue) {
      super(statement, queue);
      hash = System.identityHashCode(statement);
    }

    @Override
    public int hashCode() {
      return hash;
    }

    @Override
    public boolean equals(Object other) {
      if (this == other) {
        return true;
      }
      Object own = get();
      return own != null && other instanceof Key && ((Key) other).get() == own;
    }
  }
}
