package io.whoread.collector.detect;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;

/** A live object as bytes and back: in snapshots, and in states that are kept outside the heap. */
interface Codec<T> {
  ByteString encode(T value);

  /** The inverse of {@link #encode}: the object returned behaves as the one that was encoded. */
  T decode(ByteString bytes) throws InvalidProtocolBufferException;

  /** A message as it is encoded. */
  static <M extends MessageLite> Codec<M> of(Parser<M> parser) {
    return new Codec<>() {
      @Override
      public ByteString encode(M value) {
        return value.toByteString();
      }

      @Override
      public M decode(ByteString bytes) throws InvalidProtocolBufferException {
        return parser.parseFrom(bytes);
      }
    };
  }

  /** Text as UTF-8. */
  Codec<String> TEXT =
      new Codec<>() {
        @Override
        public ByteString encode(String value) {
          return ByteString.copyFromUtf8(value);
        }

        @Override
        public String decode(ByteString bytes) {
          return bytes.toStringUtf8();
        }
      };
}
