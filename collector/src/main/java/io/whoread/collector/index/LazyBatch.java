package io.whoread.collector.index;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.ExtensionRegistryLite;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import com.google.protobuf.WireFormat;
import io.whoread.record.v1.Access;
import io.whoread.record.v1.Batch;
import io.whoread.record.v1.Caller;
import io.whoread.record.v1.Coverage;
import io.whoread.record.v1.Exposure;
import io.whoread.record.v1.Gap;
import io.whoread.record.v1.Operation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A batch whose accesses are left encoded until one is asked for: whoever wants one access of a
 * thousand pays for one. Its tables are small, and are decoded at once.
 */
public final class LazyBatch {
  private static final ExtensionRegistryLite NOTHING = ExtensionRegistryLite.getEmptyRegistry();
  private static final Operation NO_OPERATION = Operation.getDefaultInstance();
  private static final Exposure NO_EXPOSURE = Exposure.getDefaultInstance();

  private final ByteString bytes;
  private ByteString run = ByteString.EMPTY;
  private long sequence;
  private Timestamp start = Timestamp.getDefaultInstance();
  private int keyEpoch;
  private String instance = "";
  private String sender = "";
  private final List<Operation> operations = new ArrayList<>();
  private final List<Caller> callers = new ArrayList<>();
  private final List<Exposure> exposures = new ArrayList<>();
  private final List<String> words = new ArrayList<>();
  private final List<Gap> gaps = new ArrayList<>();
  private final List<Coverage> coverage = new ArrayList<>();
  // Offset and length of each access, alternating.
  private int[] accesses = new int[64];
  private int accessCount;

  private LazyBatch(ByteString bytes) {
    this.bytes = bytes;
  }

  /**
   * @throws InvalidProtocolBufferException where these are not the bytes of a batch
   */
  public static LazyBatch of(ByteString bytes) throws InvalidProtocolBufferException {
    LazyBatch batch = new LazyBatch(bytes);
    try {
      batch.read(bytes.newCodedInput());
    } catch (InvalidProtocolBufferException e) {
      throw e;
    } catch (IOException e) {
      throw new InvalidProtocolBufferException(e);
    }
    return batch;
  }

  private void read(CodedInputStream in) throws IOException {
    in.enableAliasing(true);
    for (int tag; (tag = in.readTag()) != 0; ) {
      switch (WireFormat.getTagFieldNumber(tag)) {
        case Batch.RUN_FIELD_NUMBER -> run = in.readBytes();
        case Batch.SEQUENCE_FIELD_NUMBER -> sequence = in.readUInt64();
        case Batch.START_FIELD_NUMBER -> {
          // As protobuf has it: a message that comes in two parts is merged.
          Timestamp.Builder merged = start.toBuilder();
          in.readMessage(merged, NOTHING);
          start = merged.build();
        }
        case Batch.KEY_EPOCH_FIELD_NUMBER -> keyEpoch = in.readUInt32();
        case Batch.INSTANCE_FIELD_NUMBER -> instance = in.readString();
        case Batch.SENDER_FIELD_NUMBER -> sender = in.readString();
        case Batch.OPERATIONS_FIELD_NUMBER ->
            operations.add(in.readMessage(Operation.parser(), NOTHING));
        case Batch.CALLERS_FIELD_NUMBER -> callers.add(in.readMessage(Caller.parser(), NOTHING));
        case Batch.EXPOSURES_FIELD_NUMBER ->
            exposures.add(in.readMessage(Exposure.parser(), NOTHING));
        case Batch.WORDS_FIELD_NUMBER -> words.add(in.readString());
        case Batch.ACCESSES_FIELD_NUMBER -> {
          int length = in.readRawVarint32();
          note(in.getTotalBytesRead(), length);
          in.skipRawBytes(length);
        }
        case Batch.GAPS_FIELD_NUMBER -> gaps.add(in.readMessage(Gap.parser(), NOTHING));
        case Batch.COVERAGE_FIELD_NUMBER ->
            coverage.add(in.readMessage(Coverage.parser(), NOTHING));
        default -> in.skipField(tag);
      }
    }
  }

  private void note(int offset, int length) {
    if (2 * accessCount == accesses.length) {
      accesses = Arrays.copyOf(accesses, 2 * accesses.length);
    }
    accesses[2 * accessCount] = offset;
    accesses[2 * accessCount + 1] = length;
    accessCount++;
  }

  public ByteString run() {
    return run;
  }

  public long sequence() {
    return sequence;
  }

  /** Milliseconds since 1970 that the offsets count from. */
  public long startMs() {
    return start.getSeconds() * 1000 + start.getNanos() / 1_000_000;
  }

  public int keyEpoch() {
    return keyEpoch;
  }

  public String instance() {
    return instance;
  }

  public String sender() {
    return sender;
  }

  public List<Gap> gaps() {
    return gaps;
  }

  public List<Coverage> coverage() {
    return coverage;
  }

  public List<Exposure> exposures() {
    return exposures;
  }

  public List<Operation> operations() {
    return operations;
  }

  public List<Caller> callers() {
    return callers;
  }

  /** How many accesses there are. */
  public int size() {
    return accessCount;
  }

  /**
   * @param i from 0
   */
  public Access access(int i) throws InvalidProtocolBufferException {
    return Access.parseFrom(encoded(i));
  }

  ByteString encoded(int i) {
    int offset = accesses[2 * i];
    return bytes.substring(offset, offset + accesses[2 * i + 1]);
  }

  /** What a reference of an access stands for; references count from 1. */
  public Operation operation(int reference) {
    return reference == 0 ? NO_OPERATION : operations.get(reference - 1);
  }

  public Caller caller(int reference) {
    return callers.get(reference - 1);
  }

  public Exposure exposure(int reference) {
    return reference == 0 ? NO_EXPOSURE : exposures.get(reference - 1);
  }

  /** Empty for 0. */
  public String word(int reference) {
    return reference == 0 ? "" : words.get(reference - 1);
  }
}
