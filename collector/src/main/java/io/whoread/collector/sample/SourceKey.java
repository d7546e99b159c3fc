package io.whoread.collector.sample;

import io.whoread.collector.log.Positions;
import io.whoread.collector.log.Sha256;
import io.whoread.record.FieldKind;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.HexFormat;

/**
 * What a sampled read tells of its source: no name, but a hash that is the same for the same name.
 * Whom a hash stands for is never asked: a source counts in a trace only where it read of a victim,
 * and those reads are taken from the log, with all names. So a row has one width whatever the names
 * are, and no table of names grows with the trail.
 *
 * <p>With 64 bits, a million names agree in one of two million samples; with 32 bits, which is
 * enough for services and operations, ten thousand names in one of a hundred.
 */
public final class SourceKey {
  /** Of what is empty. */
  public static final long NONE = 0;

  // A batch holds at most 4,096 accesses.
  static final int ORDINAL_BITS = 12;

  /** Of what left where that is not known: every bit. */
  public static final int UNKNOWN_FIELDS = -1;

  private SourceKey() {}

  /** Of a person: an id and its role are one; {@link #NONE} where nobody could be named. */
  public static long ofPerson(String role, String id) {
    return id.isEmpty() ? NONE : of(role + '\0' + id);
  }

  public static long of(String text) {
    return text.isEmpty() ? NONE : notNone(ByteBuffer.wrap(Sha256.of(text)).getLong());
  }

  /** Of a pseudonym, which is random as it is. */
  public static long ofPseudonym(byte[] pseudonym) {
    return pseudonym.length < Long.BYTES ? NONE : notNone(ByteBuffer.wrap(pseudonym).getLong());
  }

  /**
   * @param hex empty, or 32 hexadecimal digits
   */
  public static long ofPseudonymHex(String hex) {
    return hex.isEmpty() ? NONE : notNone(HexFormat.fromHexDigitsToLong(hex, 0, 16));
  }

  /** The 32 bits that are kept of a service or an operation. */
  public static int small(String text) {
    return text.isEmpty() ? 0 : notNone((int) of(text));
  }

  /**
   * An access: where it lies in the log, or where it is told in parts, what these have in common.
   *
   * @param request of a part, in hexadecimal behind its run; empty where the access is whole
   */
  public static long ofAccess(long position, int ordinal, String request) {
    return request.isEmpty() ? place(position, ordinal) : ofRequest(request);
  }

  static long place(long position, int ordinal) {
    return Positions.small(position) << ORDINAL_BITS | ordinal;
  }

  /** Never the place of an access. */
  static long ofRequest(String request) {
    return of(request) | Long.MIN_VALUE;
  }

  /**
   * Kinds of personal data as a set of bits, by the place of {@link FieldKind}; a configuration's
   * own kinds are passed over.
   */
  public static int ofFields(Collection<String> labels) {
    int set = 0;
    for (FieldKind kind : FieldKind.values()) {
      if (labels.contains(kind.label())) {
        set |= 1 << kind.ordinal();
      }
    }
    return set;
  }

  private static long notNone(long hash) {
    return hash == NONE ? 1 : hash;
  }

  private static int notNone(int hash) {
    return hash == 0 ? 1 : hash;
  }
}
