package io.whoread.agent.ship;

import com.google.protobuf.CodedOutputStream;
import io.whoread.record.v1.Coverage;
import io.whoread.record.v1.GuardedType;
import java.util.ArrayList;
import java.util.List;

/** Keeps a coverage report within a batch. */
final class Report {
  private static final int MAX_BYTES = 40_000;

  private Report() {}

  /**
   * Encodes all of a report but its books.
   *
   * @param guarded what the report says beside books and faults
   */
  static byte[] encode(Coverage.Builder guarded, Faults faults, long nowMs, boolean stopping) {
    faults.addTo(guarded);
    bound(guarded, faults);
    return guarded.setAt(PendingGaps.timestamp(nowMs)).setStopping(stopping).build().toByteArray();
  }

  /** Leaves out types, and if that is not enough all else; a cut counts as a fault. */
  private static void bound(Coverage.Builder report, Faults faults) {
    if (report.buildPartial().getSerializedSize() <= MAX_BYTES) {
      return;
    }
    faults.count("ship.coverage-too-large", null);
    List<GuardedType> types = new ArrayList<>(report.getTypesList());
    report.clearTypes();
    int size = report.buildPartial().getSerializedSize();
    if (size > MAX_BYTES) {
      report.clear();
      size = 0;
    }
    for (GuardedType type : types) {
      size += CodedOutputStream.computeMessageSize(Coverage.TYPES_FIELD_NUMBER, type);
      if (size > MAX_BYTES) {
        return;
      }
      report.addTypes(type);
    }
  }
}
