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
import java.util.List;

/**
 * A batch that is left encoded until something of it is asked for: whoever wants one access of a
 * thousand pays for one, and whoever wants its number for no more than that. For one thread.
 */
public final class LazyBatch {
  private static final ExtensionRegistryLite NOTHING = ExtensionRegistryLite.getEmptyRegistry();
  private static final Operation NO_OPERATION = Operation.getDefaultInstance();
  private static final Exposure NO_EXPOSURE = Exposure.getDefaultInstance();

  private final ByteString bytes;
  private ByteString run = ByteString.EMPTY;
  private long sequence;
  private Timestamp start = Timestamp.getDefaultInstance();
  private boolean started;
  private int keyEpoch;
  private String instance = "";
  private String sender = "";
  private final LazyRows<Operation> operations;
  private final LazyRows<Caller> callers;
  private final LazyRows<Exposure> exposures;
  private final LazyRows<String> words;
  private final LazyRows<Gap> gaps;
  private final LazyRows<Coverage> coverage;
  private final LazyRows<Access> accesses;

  private LazyBatch(ByteString bytes) {
    this.bytes = bytes;
    operations = new LazyRows<>(bytes, Operation.parser()::parseFrom);
    callers = new LazyRows<>(bytes, Caller.parser()::parseFrom);
    exposures = new LazyRows<>(bytes, Exposure.parser()::parseFrom);
    words = new LazyRows<>(bytes, LazyBatch::text);
    gaps = new LazyRows<>(bytes, Gap.parser()::parseFrom);
    coverage = new LazyRows<>(bytes, Coverage.parser()::parseFrom);
    accesses = new LazyRows<>(bytes, Access.parser()::parseFrom);
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
        case Batch.RUN_FIELD_NUMBER -> run = sized(tag, in).readBytes();
        case Batch.SEQUENCE_FIELD_NUMBER -> sequence = number(tag, in).readUInt64();
        case Batch.START_FIELD_NUMBER -> {
          // As protobuf has it: a message that comes in two parts is merged.
          Timestamp.Builder merged = start.toBuilder();
          sized(tag, in).readMessage(merged, NOTHING);
          start = merged.build();
          started = true;
        }
        case Batch.KEY_EPOCH_FIELD_NUMBER -> keyEpoch = number(tag, in).readUInt32();
        case Batch.INSTANCE_FIELD_NUMBER -> instance = sized(tag, in).readStringRequireUtf8();
        case Batch.SENDER_FIELD_NUMBER -> sender = sized(tag, in).readStringRequireUtf8();
        case Batch.OPERATIONS_FIELD_NUMBER -> operations.note(sized(tag, in));
        case Batch.CALLERS_FIELD_NUMBER -> callers.note(sized(tag, in));
        case Batch.EXPOSURES_FIELD_NUMBER -> exposures.note(sized(tag, in));
        case Batch.WORDS_FIELD_NUMBER -> words.note(sized(tag, in));
        case Batch.ACCESSES_FIELD_NUMBER -> accesses.note(sized(tag, in));
        case Batch.GAPS_FIELD_NUMBER -> gaps.note(sized(tag, in));
        case Batch.COVERAGE_FIELD_NUMBER -> coverage.note(sized(tag, in));
        default -> {
          if (!in.skipField(tag)) {
            throw new InvalidProtocolBufferException("the end of a group that has not begun");
          }
        }
      }
    }
  }

  private static CodedInputStream sized(int tag, CodedInputStream in)
      throws InvalidProtocolBufferException {
    return of(WireFormat.WIRETYPE_LENGTH_DELIMITED, tag, in);
  }

  private static CodedInputStream number(int tag, CodedInputStream in)
      throws InvalidProtocolBufferException {
    return of(WireFormat.WIRETYPE_VARINT, tag, in);
  }

  private static CodedInputStream of(int type, int tag, CodedInputStream in)
      throws InvalidProtocolBufferException {
    if (WireFormat.getTagWireType(tag) != type) {
      throw new InvalidProtocolBufferException("a field that is encoded as another type");
    }
    return in;
  }

  private static String text(ByteString bytes) throws InvalidProtocolBufferException {
    if (!bytes.isValidUtf8()) {
      throw new InvalidProtocolBufferException("a text that is not UTF-8");
    }
    return bytes.toStringUtf8();
  }

  /**
   * Decodes all but the accesses: afterwards no question fails.
   *
   * @throws InvalidProtocolBufferException where something is not what it must be
   */
  public void decodeTables() throws InvalidProtocolBufferException {
    operations.decode();
    callers.decode();
    exposures.decode();
    words.decode();
    gaps.decode();
    coverage.decode();
  }

  public ByteString run() {
    return run;
  }

  public long sequence() {
    return sequence;
  }

  /** That the offsets count from; null where it is missing. */
  public Timestamp start() {
    return started ? start : null;
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
    return gaps.all();
  }

  public List<Coverage> coverage() {
    return coverage.all();
  }

  public List<Exposure> exposures() {
    return exposures.all();
  }

  public List<Operation> operations() {
    return operations.all();
  }

  public List<Caller> callers() {
    return callers.all();
  }

  public List<String> words() {
    return words.all();
  }

  /** How many accesses there are. */
  public int size() {
    return accesses.size();
  }

  /** Of the whole batch, in bytes. */
  public int encodedSize() {
    return bytes.size();
  }

  /**
   * @param i from 0
   */
  public Access access(int i) throws InvalidProtocolBufferException {
    return Access.parseFrom(encoded(i));
  }

  /** Bytes of an access, not copied. */
  public ByteString encoded(int i) {
    return accesses.encoded(i);
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

  public int operationCount() {
    return operations.size();
  }

  public int callerCount() {
    return callers.size();
  }

  public int exposureCount() {
    return exposures.size();
  }

  public int wordCount() {
    return words.size();
  }
}
