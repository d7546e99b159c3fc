package io.whoread.agent.ship;

import java.util.zip.CRC32;

/**
 * How parts of batches lie in a segment.
 *
 * <p>A segment begins with {@link #MAGIC}; frames follow without a space between them: a word
 * (flags in the highest byte, length of the payload in the others), the CRC-32 of word and payload,
 * the payload; all numbers big-endian. A frame flagged {@link #START} begins a batch, which goes on
 * up to the next such frame or the end of the segment: no batch spans two segments. Segments are
 * filled with zeros beforehand, and no frame's word is 0: that is the end.
 */
final class Frames {
  /** The last byte is the version of the format. */
  static final byte[] MAGIC = {'w', 'h', 'o', 'r', 'e', 'a', 'd', 1};

  /** Bytes before a payload. */
  static final int HEADER = 8;

  /** The frame begins a batch. */
  static final int START = 1 << 24;

  /** The frame holds one access. */
  static final int ACCESS = 2 << 24;

  /** The most bytes that the frames of one batch take. */
  static final int MAX_BATCH = BatchEncoder.MAX_BYTES + HEADER * BatchEncoder.MAX_PARTS;

  private static final int LENGTH = (1 << 24) - 1;

  private Frames() {}

  /**
   * Writes the header before a payload that stands at {@link #HEADER}.
   *
   * @return length of the frame
   */
  static int seal(byte[] frame, int payload, int flags) {
    put(frame, 0, payload | flags);
    put(frame, 4, checksum(frame, 0, payload));
    return HEADER + payload;
  }

  /** The word at a place; 0 where there is no room for a header. */
  static int word(byte[] bytes, int at, int end) {
    return end - at < HEADER ? 0 : get(bytes, at);
  }

  static int length(int word) {
    return word & LENGTH;
  }

  /** Whether a whole and undamaged frame stands at a place. */
  static boolean isSound(byte[] bytes, int at, int end) {
    int length = length(word(bytes, at, end));
    return length > 0
        && length <= end - at - HEADER
        && get(bytes, at + 4) == checksum(bytes, at, length);
  }

  private static int checksum(byte[] bytes, int at, int payload) {
    CRC32 crc = new CRC32();
    crc.update(bytes, at, 4);
    crc.update(bytes, at + HEADER, payload);
    return (int) crc.getValue();
  }

  private static void put(byte[] bytes, int at, int value) {
    bytes[at] = (byte) (value >>> 24);
    bytes[at + 1] = (byte) (value >>> 16);
    bytes[at + 2] = (byte) (value >>> 8);
    bytes[at + 3] = (byte) value;
  }

  private static int get(byte[] bytes, int at) {
    return (bytes[at] & 255) << 24
        | (bytes[at + 1] & 255) << 16
        | (bytes[at + 2] & 255) << 8
        | bytes[at + 3] & 255;
  }
}
