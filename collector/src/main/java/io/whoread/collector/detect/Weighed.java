package io.whoread.collector.detect;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;

/** A codec that knows as well what a value takes while it is a live object. */
interface Weighed<T> extends Codec<T> {
  /** About how many bytes of heap a value takes, with all that is its own. */
  int heap(T value);

  /** A message as it is encoded. */
  static <M extends MessageLite> Weighed<M> of(Parser<M> parser) {
    return new Weighed<>() {
      @Override
      public ByteString encode(M value) {
        return value.toByteString();
      }

      @Override
      public M decode(ByteString bytes) throws InvalidProtocolBufferException {
        return parser.parseFrom(bytes);
      }

      @Override
      public int heap(M value) {
        // Short strings, and messages within, take several times their bytes.
        return 64 + 3 * value.getSerializedSize();
      }
    };
  }
}
