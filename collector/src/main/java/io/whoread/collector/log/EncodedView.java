package io.whoread.collector.log;

import com.google.protobuf.ByteString;
import io.whoread.collector.log.v1.Entry;
import java.io.IOException;

/** A view that is made from the entries' encodings, as they lie in the log. */
interface EncodedView extends View {
  /** In the place of {@link #apply(long, Entry)}. */
  void apply(long position, ByteString encoded) throws IOException;
}
