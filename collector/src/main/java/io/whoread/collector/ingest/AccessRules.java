package io.whoread.collector.ingest;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.WireFormat;
import io.whoread.collector.index.LazyBatch;
import io.whoread.record.v1.Access;
import io.whoread.record.v1.Link;
import io.whoread.record.v1.Loaded;
import io.whoread.record.v1.Subject;
import io.whoread.record.v1.Unattributed;
import java.io.IOException;

/**
 * What every access of a batch fulfils. Reads the encoding itself: this runs for each record, and
 * an object for each would cost more than all the rest of taking a batch in. So it is strict where
 * protobuf is not: a known field that is encoded as another type is a fault, since those who read
 * accesses in the same way would stumble over it.
 */
final class AccessRules {
  private static final int PSEUDONYM = 16;
  private static final int TRACE = 16;
  private static final int REQUEST = 8;
  private static final int MAX_PLACED_DAY = 100_000;
  // Of an identity that is not there.
  private static final int ABSENT = 0;

  private static final int ACCESS_OFFSET = varint(Access.OFFSET_MS_FIELD_NUMBER);
  private static final int ACCESS_OPERATION = varint(Access.OPERATION_FIELD_NUMBER);
  private static final int ACCESS_CALLER = varint(Access.CALLER_FIELD_NUMBER);
  private static final int ACCESS_PURPOSE = varint(Access.PURPOSE_FIELD_NUMBER);
  private static final int ACCESS_REPEATS = varint(Access.REPEATS_FIELD_NUMBER);
  private static final int ACCESS_UNTIL = varint(Access.UNTIL_MS_FIELD_NUMBER);
  private static final int ACCESS_TRACE = sized(Access.TRACE_ID_FIELD_NUMBER);
  private static final int ACCESS_REQUEST = sized(Access.REQUEST_FIELD_NUMBER);
  private static final int ACCESS_SUBJECTS = sized(Access.SUBJECTS_FIELD_NUMBER);
  private static final int ACCESS_UNATTRIBUTED = sized(Access.UNATTRIBUTED_FIELD_NUMBER);
  private static final int ACCESS_LOADED = sized(Access.LOADED_FIELD_NUMBER);
  private static final int SUBJECT_ID = sized(Subject.ID_FIELD_NUMBER);
  private static final int SUBJECT_EXPOSURE = varint(Subject.EXPOSURE_FIELD_NUMBER);
  private static final int SUBJECT_LINKS = sized(Subject.LINKS_FIELD_NUMBER);
  private static final int SUBJECT_OWNER = varint(Subject.OWNER_FIELD_NUMBER);
  private static final int SUBJECT_PLACED = varint(Subject.PLACED_DAY_FIELD_NUMBER);
  private static final int SUBJECT_STATUS = varint(Subject.STATUS_FIELD_NUMBER);
  private static final int LINK_KIND = varint(Link.KIND_FIELD_NUMBER);
  private static final int LINK_ID = sized(Link.ID_FIELD_NUMBER);
  private static final int LINK_EPOCH = varint(Link.KEY_EPOCH_FIELD_NUMBER);

  private final LazyBatch batch;
  private final int operations;
  private final int callers;
  private final int exposures;
  private final int words;
  private final long earliestMs;
  private final long latestMs;

  // Where the reading is, to name a fault.
  private int access;
  private int subjects;
  private int links;

  AccessRules(LazyBatch batch, long earliestMs, long latestMs) {
    this.batch = batch;
    this.operations = batch.operations().size();
    this.callers = batch.callers().size();
    this.exposures = batch.exposures().size();
    this.words = batch.words().size();
    this.earliestMs = earliestMs;
    this.latestMs = latestMs;
  }

  /**
   * @throws InvalidBatchException naming the first fault
   */
  void check() throws InvalidBatchException {
    try {
      for (access = 0; access < batch.size(); access++) {
        ByteString encoded = batch.encoded(access);
        subjects = 0;
        access(encoded.newCodedInput());
      }
    } catch (IOException e) {
      throw new InvalidBatchException("the body is not an encoded whoread.v1.Batch");
    }
  }

  private void access(CodedInputStream in) throws IOException, InvalidBatchException {
    long offsetMs = 0;
    long untilMs = 0;
    int operation = 0;
    int caller = 0;
    int purpose = 0;
    int trace = 0;
    int request = 0;
    for (int tag; (tag = in.readTag()) != 0; ) {
      if (tag == ACCESS_SUBJECTS) {
        int outer = in.pushLimit(in.readRawVarint32());
        links = 0;
        subject(in);
        in.popLimit(outer);
        subjects++;
      } else if (tag == ACCESS_OFFSET) {
        offsetMs = in.readSInt64();
      } else if (tag == ACCESS_OPERATION) {
        operation = in.readUInt32();
      } else if (tag == ACCESS_CALLER) {
        caller = in.readUInt32();
      } else if (tag == ACCESS_PURPOSE) {
        purpose = in.readUInt32();
      } else if (tag == ACCESS_TRACE) {
        trace = skipSized(in);
      } else if (tag == ACCESS_REQUEST) {
        request = skipSized(in);
      } else if (tag == ACCESS_UNATTRIBUTED) {
        unattributed(Unattributed.parseFrom(in.readByteArray()));
      } else if (tag == ACCESS_LOADED) {
        loaded(Loaded.parseFrom(in.readByteArray()));
      } else if (tag == ACCESS_UNTIL) {
        untilMs = in.readSInt64();
      } else if (tag == ACCESS_REPEATS) {
        in.readRawVarint64();
      } else {
        skipUnknown(in, tag, Access.getDescriptor());
      }
    }
    time(offsetMs, "offset_ms");
    time(untilMs, "until_ms");
    refer(operation, operations, true, "operations", "operation");
    refer(caller, callers, true, "callers", "caller");
    refer(purpose, words, false, "words", "purpose");
    length(trace, TRACE, "trace_id");
    length(request, REQUEST, "request");
  }

  private void subject(CodedInputStream in) throws IOException, InvalidBatchException {
    int id = ABSENT;
    int exposure = 0;
    int owner = 0;
    int placedDay = 0;
    int status = 0;
    for (int tag; (tag = in.readTag()) != 0; ) {
      if (tag == SUBJECT_ID) {
        id = skipSized(in);
      } else if (tag == SUBJECT_EXPOSURE) {
        exposure = in.readUInt32();
      } else if (tag == SUBJECT_LINKS) {
        int outer = in.pushLimit(in.readRawVarint32());
        link(in);
        in.popLimit(outer);
        links++;
      } else if (tag == SUBJECT_OWNER) {
        owner = in.readUInt32();
      } else if (tag == SUBJECT_PLACED) {
        placedDay = in.readUInt32();
      } else if (tag == SUBJECT_STATUS) {
        status = in.readUInt32();
      } else {
        skipUnknown(in, tag, Subject.getDescriptor());
      }
    }
    if (id != PSEUDONYM) {
      throw fault(inSubject("id"), id + " bytes, expected " + PSEUDONYM);
    }
    if (exposure < 1 || exposure > exposures) {
      refer(exposure, exposures, true, "exposures", inSubject("exposure"));
    }
    if (Integer.compareUnsigned(owner, words) > 0) {
      refer(owner, words, false, "words", inSubject("owner"));
    }
    if (Integer.compareUnsigned(status, words) > 0) {
      refer(status, words, false, "words", inSubject("status"));
    }
    if (Integer.compareUnsigned(placedDay, MAX_PLACED_DAY) > 0) {
      throw fault(inSubject("placed_day"), "no day of our days");
    }
  }

  private void link(CodedInputStream in) throws IOException, InvalidBatchException {
    int kind = 0;
    int id = ABSENT;
    for (int tag; (tag = in.readTag()) != 0; ) {
      if (tag == LINK_KIND) {
        kind = in.readUInt32();
      } else if (tag == LINK_ID) {
        id = skipSized(in);
      } else if (tag == LINK_EPOCH) {
        in.readRawVarint64();
      } else {
        skipUnknown(in, tag, Link.getDescriptor());
      }
    }
    if (id != PSEUDONYM) {
      throw fault(inLink("id"), id + " bytes, expected " + PSEUDONYM);
    }
    if (kind < 1 || kind > words) {
      refer(kind, words, true, "words", inLink("kind"));
    }
  }

  private void unattributed(Unattributed each) throws InvalidBatchException {
    refer(each.getSource(), words, false, "words", "unattributed.source");
    refer(each.getExposure(), exposures, true, "exposures", "unattributed.exposure");
  }

  private void loaded(Loaded each) throws InvalidBatchException {
    refer(each.getStatement(), words, false, "words", "loaded.statement");
    refer(each.getExposure(), exposures, false, "exposures", "loaded.exposure");
  }

  private static int skipSized(CodedInputStream in) throws IOException {
    int length = in.readRawVarint32();
    in.skipRawBytes(length);
    return length;
  }

  /**
   * A field of a later version is passed over, whatever its number; one that is known here comes as
   * its own type or not at all.
   */
  private static void skipUnknown(CodedInputStream in, int tag, Descriptor message)
      throws IOException {
    if (message.findFieldByNumber(WireFormat.getTagFieldNumber(tag)) != null
        || !in.skipField(tag)) {
      throw new IOException("a field that is encoded as another type");
    }
  }

  /** Nothing is asked of how the two lie to each other: clocks step back. */
  private void time(long offsetMs, String field) throws InvalidBatchException {
    long atMs = batch.startMs() + offsetMs;
    if (atMs < earliestMs || atMs > latestMs) {
      throw fault(field, "leads to no time of our days");
    }
  }

  private void length(int length, int expected, String field) throws InvalidBatchException {
    if (length != 0 && length != expected) {
      throw fault(field, length + " bytes, expected " + expected);
    }
  }

  private void refer(int reference, int count, boolean required, String table, String field)
      throws InvalidBatchException {
    if (reference == 0 && required) {
      throw fault(field, "missing; references count from 1");
    }
    if (Integer.compareUnsigned(reference, count) > 0) {
      throw fault(
          field,
          Integer.toUnsignedString(reference) + ", but the batch has " + count + " " + table);
    }
  }

  private InvalidBatchException fault(String field, String what) {
    return new InvalidBatchException("accesses[" + access + "]." + field, what);
  }

  private String inSubject(String field) {
    return "subjects[" + subjects + "]." + field;
  }

  private String inLink(String field) {
    return inSubject("links[" + links + "]." + field);
  }

  private static int varint(int field) {
    return field << 3 | WireFormat.WIRETYPE_VARINT;
  }

  private static int sized(int field) {
    return field << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;
  }
}
