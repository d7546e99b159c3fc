package io.whoread.collector.detect;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;

/** A live object as bytes and back: in snapshots, and in states that are kept outside the heap. */
interface Codec<T> {
  ByteString encode(T value);

  /** The inverse of {@link #encode}: the object returned behaves as the one that was encoded. */
  T decode(ByteString bytes) throws InvalidProtocolBufferException;

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
