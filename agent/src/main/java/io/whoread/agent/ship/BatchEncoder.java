package io.whoread.agent.ship;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Timestamp;
import com.google.protobuf.WireFormat;
import io.whoread.agent.ship.AccessDraft.LoadedDraft;
import io.whoread.agent.ship.AccessDraft.UnattributedDraft;
import io.whoread.record.v1.Access;
import io.whoread.record.v1.Batch;
import io.whoread.record.v1.Loaded;
import io.whoread.record.v1.Unattributed;
import java.io.IOException;

/**
 * Grows a batch by appending.
 *
 * <p>Protobuf defines that the concatenation of two encodings of a message is an encoding of the
 * two merged: repeated fields follow one another. So the batch under way is never held anywhere.
 * Each access becomes a <em>part</em> of it: the rows of the tables that no earlier part brought,
 * and the access itself, which refers to rows by their place in the whole batch. Parts go to the
 * spool as they are; laid end to end they are what is posted. The first part also brings the
 * batch's head.
 *
 * <p>An access that does not fit is cut between its items (subjects, unattributed reads, loads).
 * Whoever drives this then ends the batch and goes on in the next one; a batch in which something
 * went wrong is ended as well, because places may have been given to rows that were not written.
 *
 * <p>Everything is encoded straight into two reused arrays by the field numbers of the generated
 * classes, without their objects. Not safe for several threads.
 */
final class BatchEncoder {
  /** Of a batch, as the record's contract has it. */
  static final int MAX_BYTES = 61_440;

  /** Of accesses and of parts. */
  static final int MAX_PARTS = 4_096;

  /** 2000-01-01: what is before that is no clock. */
  static final long EARLIEST_MS = 946_684_800_000L;

  /** A batch of this size is not worth to be kept open. */
  private static final int FULL_BYTES = 56 << 10;

  /** Tag and length around an access. */
  private static final int AROUND_ACCESS = 5;

  private final ShipConfig config;
  private final byte[] run;
  private final Table<Rows.OperationKey> operations;
  private final Table<CallerInfo> callers;
  private final Table<ExposureKey> exposures;
  private final Words words;
  private final SubjectEncoder subjects;

  private final byte[] frame = new byte[Frames.HEADER + MAX_BYTES];
  private final byte[] access = new byte[MAX_BYTES];
  private CodedOutputStream rows;
  private CodedOutputStream body;
  private int frameLength;

  private boolean open;
  private long sequence;
  private long startMs;
  private int bytes;
  private int parts;

  BatchEncoder(ShipConfig config, FieldNames fields, byte[] run) {
    this.config = config;
    this.run = run;
    operations = new Table<>(Batch.OPERATIONS_FIELD_NUMBER, Rows::operation);
    callers =
        new Table<>(Batch.CALLERS_FIELD_NUMBER, info -> Rows.caller(info, config.previousKeyEpoch));
    exposures = new Table<>(Batch.EXPOSURES_FIELD_NUMBER, key -> Rows.exposure(key, fields));
    words = new Words();
    subjects = new SubjectEncoder(exposures, words, config.previousKeyEpoch);
  }

  /** Begins a batch; it counts as begun once its first part is {@link #written}. */
  void begin(long sequence, long startMs) {
    this.sequence = sequence;
    this.startMs = startMs;
    open = true;
    bytes = 0;
    parts = 0;
    operations.clear();
    callers.clear();
    exposures.clear();
    words.clear();
  }

  void end() {
    open = false;
  }

  boolean isOpen() {
    return open;
  }

  /** Whether no part was written yet. */
  boolean isEmpty() {
    return parts == 0;
  }

  /** Whether the batch should be ended. */
  boolean isFull() {
    return bytes >= FULL_BYTES || parts >= MAX_PARTS;
  }

  /** Bytes that the next part may have. */
  int room() {
    return MAX_BYTES - bytes;
  }

  static int items(AccessDraft draft) {
    return draft.subjects.size() + draft.unattributed.size() + draft.loaded.size();
  }

  /**
   * Makes a part of an access's items from {@code from} on.
   *
   * @param room bytes that the part may have, at most {@link #room}
   * @return the first item that did not fit, or -1 where not even the envelope did
   * @throws IllegalArgumentException naming what the draft lacks
   */
  int access(AccessDraft draft, int from, byte[] request, int room) throws IOException {
    int taken = from - 1;
    int rowsEnd = 0;
    int bodyEnd = 0;
    try {
      head(room);
      body = CodedOutputStream.newInstance(access, 0, room);
      envelope(draft, request);
      int total = items(draft);
      while (room - rows.spaceLeft() + room - body.spaceLeft() + AROUND_ACCESS <= room) {
        rowsEnd = room - rows.spaceLeft();
        bodyEnd = room - body.spaceLeft();
        taken++;
        if (taken == total) {
          break;
        }
        item(draft, taken);
      }
    } catch (CodedOutputStream.OutOfSpaceException e) {
      // What was complete before is what fits.
    }
    if (taken < from) {
      return -1;
    }
    CodedOutputStream rest =
        CodedOutputStream.newInstance(frame, Frames.HEADER + rowsEnd, room - rowsEnd);
    rest.writeByteArray(Batch.ACCESSES_FIELD_NUMBER, access, 0, bodyEnd);
    finish(room - rest.spaceLeft(), Frames.ACCESS);
    return taken;
  }

  /**
   * Makes a part of one message whose encoding is given in pieces.
   *
   * @return whether it fits
   */
  boolean message(int fieldNumber, int room, byte[]... pieces) throws IOException {
    int length = 0;
    for (byte[] piece : pieces) {
      length += piece.length;
    }
    try {
      head(room);
      rows.writeTag(fieldNumber, WireFormat.WIRETYPE_LENGTH_DELIMITED);
      rows.writeUInt32NoTag(length);
      for (byte[] piece : pieces) {
        rows.writeRawBytes(piece);
      }
    } catch (CodedOutputStream.OutOfSpaceException e) {
      return false;
    }
    finish(room - rows.spaceLeft(), 0);
    return true;
  }

  /** The part last made, as a frame: valid up to {@link #frameLength}. */
  byte[] frame() {
    return frame;
  }

  int frameLength() {
    return frameLength;
  }

  /** The part last made is in the spool. */
  void written() {
    bytes += frameLength - Frames.HEADER;
    parts++;
  }

  private void head(int room) throws IOException {
    rows = CodedOutputStream.newInstance(frame, Frames.HEADER, room);
    if (!isEmpty()) {
      return;
    }
    rows.writeByteArray(Batch.RUN_FIELD_NUMBER, run);
    rows.writeUInt64(Batch.SEQUENCE_FIELD_NUMBER, sequence);
    Timestamp start = PendingGaps.timestamp(startMs);
    rows.writeMessage(Batch.START_FIELD_NUMBER, start);
    rows.writeUInt32(Batch.KEY_EPOCH_FIELD_NUMBER, config.keyEpoch);
    rows.writeString(Batch.INSTANCE_FIELD_NUMBER, Rows.text(config.instance));
    rows.writeString(Batch.SENDER_FIELD_NUMBER, Rows.text(config.sender));
  }

  private void finish(int payload, int flags) {
    frameLength = Frames.seal(frame, payload, isEmpty() ? flags | Frames.START : flags);
  }

  private void envelope(AccessDraft draft, byte[] request) throws IOException {
    if (draft.operation == null || draft.caller == null) {
      throw new IllegalArgumentException("an access needs an operation and a caller");
    }
    if (draft.atMs < EARLIEST_MS) {
      throw new IllegalArgumentException("an access needs its time");
    }
    body.writeSInt64(Access.OFFSET_MS_FIELD_NUMBER, draft.atMs - startMs);
    body.writeUInt32(
        Access.OPERATION_FIELD_NUMBER,
        operations.place(new Rows.OperationKey(draft.operation, draft.form), rows));
    body.writeUInt32(Access.CALLER_FIELD_NUMBER, callers.place(draft.caller, rows));
    if (draft.traceId != null) {
      body.writeByteArray(Access.TRACE_ID_FIELD_NUMBER, Rows.sized(draft.traceId, 16, "trace id"));
    }
    number(Access.PURPOSE_FIELD_NUMBER, words.place(draft.purpose, rows));
    if (request != null) {
      body.writeByteArray(Access.REQUEST_FIELD_NUMBER, Rows.sized(request, 8, "request"));
    }
    if (draft.repeats != 0) {
      // Out of the order of numbers, which no reader minds; the items can be cut off behind it.
      body.writeUInt32(
          Access.REPEATS_FIELD_NUMBER, (int) Math.min(draft.repeats, Integer.MAX_VALUE));
      body.writeSInt64(Access.UNTIL_MS_FIELD_NUMBER, draft.untilMs - startMs);
    }
  }

  private void item(AccessDraft draft, int item) throws IOException {
    int unattributed = item - draft.subjects.size();
    int loaded = unattributed - draft.unattributed.size();
    if (unattributed < 0) {
      subjects.write(draft.subjects.get(item), body, rows);
    } else if (loaded < 0) {
      unattributed(draft.unattributed.get(unattributed));
    } else {
      loaded(draft.loaded.get(loaded));
    }
  }

  private void loaded(LoadedDraft draft) throws IOException {
    int statement = words.statement(draft.statement, rows);
    int exposure = exposures.place(draft.exposure, rows);
    nested(
        Access.LOADED_FIELD_NUMBER,
        size(Loaded.STATEMENT_FIELD_NUMBER, statement)
            + CodedOutputStream.computeUInt64Size(Loaded.ROWS_FIELD_NUMBER, draft.rows)
            + size(Loaded.EXPOSURE_FIELD_NUMBER, exposure));
    number(Loaded.STATEMENT_FIELD_NUMBER, statement);
    body.writeUInt64(Loaded.ROWS_FIELD_NUMBER, draft.rows);
    number(Loaded.EXPOSURE_FIELD_NUMBER, exposure);
  }

  private void unattributed(UnattributedDraft draft) throws IOException {
    int source = words.place(draft.source, rows);
    int exposure = exposures.place(draft.exposure, rows);
    nested(
        Access.UNATTRIBUTED_FIELD_NUMBER,
        size(Unattributed.SOURCE_FIELD_NUMBER, source)
            + size(Unattributed.EXPOSURE_FIELD_NUMBER, exposure)
            + CodedOutputStream.computeUInt64Size(Unattributed.COUNT_FIELD_NUMBER, draft.count));
    number(Unattributed.SOURCE_FIELD_NUMBER, source);
    number(Unattributed.EXPOSURE_FIELD_NUMBER, exposure);
    body.writeUInt64(Unattributed.COUNT_FIELD_NUMBER, draft.count);
  }

  private void nested(int fieldNumber, int size) throws IOException {
    body.writeTag(fieldNumber, WireFormat.WIRETYPE_LENGTH_DELIMITED);
    body.writeUInt32NoTag(size);
  }

  private void number(int fieldNumber, int value) throws IOException {
    if (value != 0) {
      body.writeUInt32(fieldNumber, value);
    }
  }

  private static int size(int fieldNumber, int value) {
    return value == 0 ? 0 : CodedOutputStream.computeUInt32Size(fieldNumber, value);
  }
}
