package io.whoread.agent.scope;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The text of a response, put together again from the chunks that it leaves in: each is given with
 * the end of the one before, so that a value is found that lies across two.
 */
final class ResponseText {
  /** Longer than any value that is looked for, also with each of its characters escaped. */
  private static final int OVERLAP = 6 * Needle.MAX_LENGTH;

  private static final byte[] NOTHING = {};

  private final CharsetDecoder decoder;
  private final boolean utf8;

  /** The end of the text before, which comes once more. */
  private char[] last = new char[0];

  /** Bytes of a character that the next chunk ends. */
  private byte[] begun = NOTHING;

  ResponseText(Charset charset) {
    utf8 = charset.equals(StandardCharsets.UTF_8);
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
    CharBuffer text = CharBuffer.allocate(last.length + expected(bytes));
    text.put(last);
    decoder.reset();
    while (decoder.decode(bytes, text, false).isOverflow()) {
      // Each byte that is none of a character becomes one.
      text = CharBuffer.allocate(2 * text.capacity() + 2).put((CharBuffer) text.flip());
    }
    begun = bytes.hasRemaining() ? new byte[bytes.remaining()] : NOTHING;
    bytes.get(begun);
    char[] all = text.hasRemaining() ? Arrays.copyOf(text.array(), text.position()) : text.array();
    // No more than its end is held on to: a body may come as one chunk of many megabytes.
    last = Arrays.copyOfRange(all, Math.max(0, all.length - OVERLAP), all.length);
    return all;
  }

  /** How many characters bytes make, so that they fill what is made for them. */
  private int expected(ByteBuffer bytes) {
    if (!utf8) {
      return (int) (bytes.remaining() * decoder.maxCharsPerByte()) + 1;
    }
    int characters = 0;
    for (int at = bytes.position(); at < bytes.limit(); at++) {
      byte each = bytes.get(at);
      // All but those that go on with a character; one of four bytes makes two.
      characters += (each & 0xc0) == 0x80 ? 0 : (each & 0xf8) == 0xf0 ? 2 : 1;
    }
    return characters;
  }
}
