package io.whoread.collector.index.lucene;

import io.whoread.collector.index.Forms;
import io.whoread.collector.log.Positions;
import io.whoread.record.v1.Caller;
import io.whoread.record.v1.Operation;
import java.nio.ByteBuffer;
import org.apache.lucene.util.BytesRef;

/**
 * The fields of an access's document, and how several strings share one. Their shapes, that of
 * {@link #ref} too, bind nobody: the index can be made again from the log in another.
 */
final class Fields {
  /** Postings: first 8 bytes of the pseudonyms of subjects and links. */
  static final String SUBJECT = "s";

  /** Postings: the actor's id. */
  static final String ACTOR = "a";

  /** Doc values with a skip index: milliseconds since 1970. */
  static final String TIME = "t";

  /** Doc values: where the access lies in the log. */
  static final String REF = "r";

  /** Sorted doc values: see {@link Site}. */
  static final String SITE = "o";

  /** Sorted doc values: see {@link Who}. */
  static final String WHO = "w";

  // A batch holds at most 4,096 accesses.
  static final int ORDINAL_BITS = 12;

  private Fields() {}

  static long ref(long position, int ordinal) {
    return Positions.small(position) << ORDINAL_BITS | ordinal;
  }

  static long position(long ref) {
    return Positions.ofSmall(ref >>> ORDINAL_BITS);
  }

  static int ordinal(long ref) {
    return (int) ref & (1 << ORDINAL_BITS) - 1;
  }

  static BytesRef prefix(byte[] pseudonym) {
    return new BytesRef(pseudonym, 0, 8);
  }

  static void prefix(long high, BytesRef into) {
    ByteBuffer.wrap(into.bytes).putLong(0, high);
  }

  /** Where it happened. */
  record Site(String service, String operation, String form) {
    static Site of(String service, Operation operation) {
      return new Site(service, operation.getName(), Forms.label(operation.getForm()));
    }

    static Site decode(BytesRef bytes) {
      String[] parts = bytes.utf8ToString().split("\0", -1);
      return new Site(parts[0], parts[1], parts[2]);
    }

    BytesRef encode() {
      return new BytesRef(service + '\0' + operation + '\0' + form);
    }
  }

  /** Who did it. */
  record Who(String actor, String role, String address) {
    static Who of(Caller caller) {
      return new Who(caller.getActor().getId(), caller.getActor().getRole(), caller.getAddress());
    }

    static Who decode(BytesRef bytes) {
      String[] parts = bytes.utf8ToString().split("\0", -1);
      return new Who(parts[0], parts[1], parts[2]);
    }

    BytesRef encode() {
      return new BytesRef(actor + '\0' + role + '\0' + address);
    }
  }
}
