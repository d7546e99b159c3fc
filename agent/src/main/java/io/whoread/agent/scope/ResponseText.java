package io.whoread.agent.scope;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.util.Arrays;

/**
 * The text of a response, put together again from the chunks that it leaves in: each is given with
 * the end of the one before, so that a value is found that lies across two.
 */
final class ResponseText {
  /** Longer than any value that is looked for, also with each of its characters escaped. */
  private static final int OVERLAP = 6 * Needle.MAX_LENGTH;

  private final CharsetDecoder decoder;
  private char[] last = new char[0];

  /** Bytes of a character that the next chunk ends. */
  private byte[] begun = new byte[0];

  ResponseText(Charset charset) {
    decoder =
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
  }

  /** The text of a chunk, and the end of what came before. The chunk stays as it is. */
  char[] next(ByteBuffer chunk) {
    ByteBuffer bytes = chunk.duplicate();
    if (begun.length > 0) {
      ByteBuffer joined = ByteBuffer.allocate(begun.length + chunk.remaining());
      joined.put(begun).put(chunk.duplicate()).rewind();
      bytes = joined;
    }
    int most = (int) (bytes.remaining() * decoder.maxCharsPerByte()) + 1;
    CharBuffer text = CharBuffer.allocate(last.length + most);
    text.put(last);
    decoder.reset();
    decoder.decode(bytes, text, false);
    begun = new byte[bytes.remaining()];
    bytes.get(begun);
    char[] all = Arrays.copyOf(text.array(), text.position());
    last = Arrays.copyOfRange(all, Math.max(0, all.length - OVERLAP), all.length);
    return all;
  }
}
