package io.whoread.collector.trace;

import io.whoread.record.FieldKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Kinds of fields as a mask of bits, by the place of {@link FieldKind}. */
public final class PlainFields {
  /** It is not known what left: every bit. */
  public static final int UNKNOWN = -1;

  public static final int NONE = 0;

  private PlainFields() {}

  /**
   * @param labels such as {@code card-tail}; a configuration's own kinds are passed over
   */
  public static int of(Collection<String> labels) {
    int mask = NONE;
    for (FieldKind kind : FieldKind.values()) {
      if (labels.contains(kind.label())) {
        mask |= of(kind);
      }
    }
    return mask;
  }

  public static int of(FieldKind kind) {
    return 1 << kind.ordinal();
  }

  /** The labels of a mask that is known. */
  public static List<String> labels(int mask) {
    List<String> labels = new ArrayList<>();
    for (FieldKind kind : FieldKind.values()) {
      if ((mask & of(kind)) != 0) {
        labels.add(kind.label());
      }
    }
    return labels;
  }
}
