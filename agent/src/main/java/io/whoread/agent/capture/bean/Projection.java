package io.whoread.agent.capture.bean;

import java.util.Map;
import java.util.function.BiConsumer;

/** A row that the application sees through a guarded interface: values by the members' names. */
public final class Projection {
  public final GuardedType type;
  private final Map<?, ?> row;

  public Projection(GuardedType type, Map<?, ?> row) {
    this.type = type;
    this.row = row;
  }

  public boolean isOf(GuardedType seenAs, Map<?, ?> of) {
    return type == seenAs && row == of;
  }

  /** The row, which several projections may stand for. */
  public Object row() {
    return row;
  }

  /** Null where the row has none. */
  public Object id() {
    return type.id == null ? null : row.get(type.id);
  }

  /** As {@link TypeReader#facts}. */
  public void facts(GuardedTypes types, Object[] into, int offset, int most)
      throws IllegalAccessException {
    int count = Math.min(type.factMembers.length, most);
    for (int i = 0; i < count; i++) {
      String member = type.factMembers[i];
      Object fact = member == null ? null : row.get(member);
      into[offset + i] = GuardedType.isLink(i) ? types.linked(fact, type.linkKind(i)) : fact;
    }
  }

  /** Tells the bits of the kinds of what is personal, and the values. */
  public void personal(BiConsumer<Integer, Object> found) {
    for (String member : type.fields.keySet()) {
      found.accept(type.bit(member), row.get(member));
    }
  }
}
