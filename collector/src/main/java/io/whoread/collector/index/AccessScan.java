package io.whoread.collector.index;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import io.whoread.record.v1.Access;
import io.whoread.record.v1.Link;
import io.whoread.record.v1.Subject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Reads of an encoded access what the index is made of, without an object for each subject: that
 * object would cost more than all the rest. One instance is used for access after access.
 */
public final class AccessScan {
  private static final int PSEUDONYM = 16;

  private long offsetMs;
  private int operation;
  private int caller;
  private int repeats;
  private boolean part;
  private long request;
  private boolean unattributed;
  // Pseudonyms as two big-endian halves, alternating.
  private long[] subjects = new long[64];
  private int subjectCount;
  // Of each subject: into the batch's exposures, and where its links end.
  private int[] exposures = new int[32];
  private int[] linkEnds = new int[32];
  // Of each subject: into the batch's words, and as the record has it.
  private int[] owners = new int[32];
  private int[] placedDays = new int[32];
  private long[] links = new long[64];
  // Into the batch's words.
  private int[] linkKinds = new int[32];
  private int linkCount;

  /** Takes in the access of a batch with this number, from 0. */
  public AccessScan read(LazyBatch batch, int i) throws InvalidProtocolBufferException {
    offsetMs = 0;
    operation = 0;
    caller = 0;
    repeats = 0;
    part = false;
    request = 0;
    unattributed = false;
    subjectCount = 0;
    linkCount = 0;
    try {
      access(batch.encoded(i).newCodedInput());
    } catch (InvalidProtocolBufferException e) {
      throw e;
    } catch (IOException e) {
      throw new InvalidProtocolBufferException(e);
    }
    return this;
  }

  /** Only when an access happened, in milliseconds after the batch's start. */
  public static long offsetMs(LazyBatch batch, int i) throws InvalidProtocolBufferException {
    long offsetMs = 0;
    try {
      CodedInputStream in = batch.encoded(i).newCodedInput();
      for (int tag; (tag = in.readTag()) != 0; ) {
        if (WireFormat.getTagFieldNumber(tag) == Access.OFFSET_MS_FIELD_NUMBER) {
          offsetMs = in.readSInt64();
        } else {
          in.skipField(tag);
        }
      }
    } catch (InvalidProtocolBufferException e) {
      throw e;
    } catch (IOException e) {
      throw new InvalidProtocolBufferException(e);
    }
    return offsetMs;
  }

  private void access(CodedInputStream in) throws IOException {
    for (int tag; (tag = in.readTag()) != 0; ) {
      switch (WireFormat.getTagFieldNumber(tag)) {
        case Access.OFFSET_MS_FIELD_NUMBER -> offsetMs = in.readSInt64();
        case Access.OPERATION_FIELD_NUMBER -> operation = in.readUInt32();
        case Access.CALLER_FIELD_NUMBER -> caller = in.readUInt32();
        case Access.REPEATS_FIELD_NUMBER -> repeats = in.readUInt32();
        case Access.REQUEST_FIELD_NUMBER -> {
          byte[] id = in.readByteArray();
          part = id.length == Long.BYTES;
          request = part ? ByteBuffer.wrap(id).getLong() : 0;
        }
        case Access.UNATTRIBUTED_FIELD_NUMBER -> {
          unattributed = true;
          in.skipField(tag);
        }
        case Access.SUBJECTS_FIELD_NUMBER -> {
          int outer = in.pushLimit(in.readRawVarint32());
          subject(in);
          in.popLimit(outer);
        }
        default -> in.skipField(tag);
      }
    }
  }

  private void subject(CodedInputStream in) throws IOException {
    int first = subjectCount;
    int exposure = 0;
    int owner = 0;
    int placedDay = 0;
    for (int tag; (tag = in.readTag()) != 0; ) {
      switch (WireFormat.getTagFieldNumber(tag)) {
        case Subject.EXPOSURE_FIELD_NUMBER -> exposure = in.readUInt32();
        case Subject.OWNER_FIELD_NUMBER -> owner = in.readUInt32();
        case Subject.PLACED_DAY_FIELD_NUMBER -> placedDay = in.readUInt32();
        case Subject.ID_FIELD_NUMBER -> {
          subjects = room(subjects, subjectCount);
          pseudonym(in, subjects, subjectCount++);
        }
        case Subject.LINKS_FIELD_NUMBER -> {
          int outer = in.pushLimit(in.readRawVarint32());
          link(in);
          in.popLimit(outer);
        }
        default -> in.skipField(tag);
      }
    }
    if (exposures.length < subjectCount) {
      exposures = Arrays.copyOf(exposures, subjects.length / 2);
      linkEnds = Arrays.copyOf(linkEnds, subjects.length / 2);
      owners = Arrays.copyOf(owners, subjects.length / 2);
      placedDays = Arrays.copyOf(placedDays, subjects.length / 2);
    }
    Arrays.fill(exposures, first, subjectCount, exposure);
    Arrays.fill(linkEnds, first, subjectCount, linkCount);
    Arrays.fill(owners, first, subjectCount, owner);
    Arrays.fill(placedDays, first, subjectCount, placedDay);
  }

  private void link(CodedInputStream in) throws IOException {
    int first = linkCount;
    int kind = 0;
    for (int tag; (tag = in.readTag()) != 0; ) {
      switch (WireFormat.getTagFieldNumber(tag)) {
        case Link.KIND_FIELD_NUMBER -> kind = in.readUInt32();
        case Link.ID_FIELD_NUMBER -> {
          links = room(links, linkCount);
          pseudonym(in, links, linkCount++);
        }
        default -> in.skipField(tag);
      }
    }
    if (linkKinds.length < linkCount) {
      linkKinds = Arrays.copyOf(linkKinds, links.length / 2);
    }
    Arrays.fill(linkKinds, first, linkCount, kind);
  }

  private static long[] room(long[] halves, int count) {
    return 2 * count < halves.length ? halves : Arrays.copyOf(halves, 2 * halves.length);
  }

  private static void pseudonym(CodedInputStream in, long[] into, int i) throws IOException {
    if (in.readRawVarint32() != PSEUDONYM) {
      throw new InvalidProtocolBufferException("a pseudonym that is not 16 bytes long");
    }
    into[2 * i] = Long.reverseBytes(in.readRawLittleEndian64());
    into[2 * i + 1] = Long.reverseBytes(in.readRawLittleEndian64());
  }

  public long offsetMs() {
    return offsetMs;
  }

  public int operation() {
    return operation;
  }

  public int caller() {
    return caller;
  }

  /** Whether data was read of which it is not known whose it is. */
  public boolean unattributed() {
    return unattributed;
  }

  /** Whether this is but a part of a request that is told in several accesses. */
  public boolean isPart() {
    return part;
  }

  /**
   * What the parts of one request have in common, within a run; means nothing where it is whole.
   */
  public long request() {
    return request;
  }

  /** Further accesses that this one stands for. */
  public long repeats() {
    return Integer.toUnsignedLong(repeats);
  }

  public int subjects() {
    return subjectCount;
  }

  public long subjectHigh(int i) {
    return subjects[2 * i];
  }

  public long subjectLow(int i) {
    return subjects[2 * i + 1];
  }

  /** A reference to the batch's exposures. */
  public int exposure(int subject) {
    return exposures[subject];
  }

  /** A reference to the batch's words; 0 for none. */
  public int owner(int subject) {
    return owners[subject];
  }

  /** Days since 1970-01-01 plus 1; 0 where unknown. */
  public int placedDay(int subject) {
    return placedDays[subject];
  }

  /** The number of a subject's first link; it ends where the next one's begin. */
  public int firstLink(int subject) {
    return subject == 0 ? 0 : linkEnds[subject - 1];
  }

  public int links() {
    return linkCount;
  }

  public long linkHigh(int i) {
    return links[2 * i];
  }

  /** A reference to the batch's words. */
  public int linkKind(int i) {
    return linkKinds[i];
  }

  public long linkLow(int i) {
    return links[2 * i + 1];
  }
}
