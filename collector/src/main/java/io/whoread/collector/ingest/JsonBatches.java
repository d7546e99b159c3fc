package io.whoread.collector.ingest;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.whoread.record.v1.Batch;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Batches as protobuf JSON. What is not as it must be is refused by the name of its field. */
final class JsonBatches {
  private static final Pattern UNKNOWN_FIELD =
      Pattern.compile("Cannot find field: (\\w{1,64}) in message ([\\w.]+)");
  private static final Pattern PLACE = Pattern.compile("at line (\\d+) column (\\d+)");

  private JsonBatches() {}

  static ByteString encode(byte[] json) throws InvalidBatchException {
    Batch.Builder batch = Batch.newBuilder();
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(json)).toString();
    } catch (CharacterCodingException e) {
      throw new InvalidBatchException("the body is not UTF-8");
    }
    try {
      JsonFormat.parser().merge(text, batch);
    } catch (InvalidProtocolBufferException e) {
      throw new InvalidBatchException(fault(String.valueOf(e.getMessage()), text));
    }
    return batch.build().toByteString();
  }

  /** The parser's own messages may hold values; so only what surely holds none is passed on. */
  private static String fault(String message, String text) {
    Matcher unknown = UNKNOWN_FIELD.matcher(message);
    if (unknown.find()) {
      return unknown.group(1) + ": no such field in " + unknown.group(2);
    }
    String field = JsonFault.in(text, Batch.getDescriptor());
    if (field != null) {
      return field;
    }
    Matcher place = PLACE.matcher(message);
    return "the body is not a whoread.v1.Batch as protobuf JSON"
        + (place.find() ? ": line " + place.group(1) + ", column " + place.group(2) : "");
  }
}
