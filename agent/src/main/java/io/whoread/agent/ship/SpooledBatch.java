package io.whoread.agent.ship;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import io.whoread.record.v1.Batch;
import java.io.IOException;
import java.util.Arrays;

/** A whole batch as read from a spool. */
final class SpooledBatch {
  final byte[] bytes;
  final int accesses;

  /** Behind its last frame in its segment. */
  final int end;

  SpooledBatch(byte[] bytes, int accesses, int end) {
    this.bytes = bytes;
    this.accesses = accesses;
    this.end = end;
  }

  /** Number of the batch in its run; 0 where that cannot be read. */
  long sequence() {
    CodedInputStream in = CodedInputStream.newInstance(bytes);
    try {
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        if (WireFormat.getTagFieldNumber(tag) == Batch.SEQUENCE_FIELD_NUMBER) {
          return in.readUInt64();
        }
        in.skipField(tag);
      }
    } catch (IOException e) {
      // Told where the batch is sent.
    }
    return 0;
  }

  Batch parse() throws InvalidProtocolBufferException {
    return Batch.parseFrom(bytes);
  }

  /**
   * Reads the batch that begins at a place.
   *
   * @param bytes a segment's, from {@code at} to {@code end}
   * @param offset of {@code at} in the segment
   * @return null where there is none
   * @throws DamagedException where something else begins there
   */
  static SpooledBatch at(byte[] bytes, int at, int end, int offset) throws DamagedException {
    int word = Frames.word(bytes, at, end);
    if (word == 0) {
      return null;
    }
    if ((word & Frames.START) == 0 || !Frames.isSound(bytes, at, end)) {
      throw new DamagedException("no batch begins at " + offset);
    }
    byte[] payload = new byte[end - at];
    int length = 0;
    int accesses = 0;
    int next = at;
    do {
      int part = Frames.length(word);
      System.arraycopy(bytes, next + Frames.HEADER, payload, length, part);
      length += part;
      accesses += (word & Frames.ACCESS) == 0 ? 0 : 1;
      next += Frames.HEADER + part;
      word = Frames.word(bytes, next, end);
    } while ((word & Frames.START) == 0 && Frames.isSound(bytes, next, end));
    return new SpooledBatch(Arrays.copyOf(payload, length), accesses, offset + next - at);
  }
}
