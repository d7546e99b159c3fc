package io.whoread.agent.ship;

import com.google.protobuf.ByteString;
import io.whoread.record.PlainText;
import io.whoread.record.Pseudonyms;
import io.whoread.record.Roles;
import io.whoread.record.v1.Actor;
import io.whoread.record.v1.Caller;
import io.whoread.record.v1.Disclosure;
import io.whoread.record.v1.Exposure;
import io.whoread.record.v1.Operation;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * How the rows of a batch's tables are encoded. A collector refuses a batch as a whole, so nothing
 * may get into one that is against the rules: strings are mended, and where a pseudonym is no
 * pseudonym the access is refused here, alone.
 */
final class Rows {
  /** Characters of any string that is kept. */
  static final int MAX_CHARS = 256;

  /** Characters of a statement's fingerprint. */
  static final int MAX_STATEMENT_CHARS = 1_024;

  private static final String UNMATCHED = "unmatched";

  private Rows() {}

  /** What stands once for all accesses of one operation in one form. */
  static final class OperationKey {
    final String name;
    final int form;

    OperationKey(String name, int form) {
      this.name = name;
      this.form = form;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof OperationKey
          && form == ((OperationKey) other).form
          && name.equals(((OperationKey) other).name);
    }

    @Override
    public int hashCode() {
      return name.hashCode() * 31 + form;
    }
  }

  static byte[] operation(OperationKey key) {
    return Operation.newBuilder()
        .setName(key.name.isEmpty() ? UNMATCHED : text(key.name))
        .setFormValue(key.form)
        .build()
        .toByteArray();
  }

  /**
   * @param previousEpoch of the key before; 0 for none
   */
  static byte[] caller(CallerInfo info, int previousEpoch) {
    Caller.Builder caller = Caller.newBuilder().setActor(actor(info.actor, previousEpoch));
    if (info.address != null) {
      caller.setAddress(text(info.address));
    }
    if (info.session != null) {
      caller.setSession(
          ByteString.copyFrom(sized(info.session, Pseudonyms.LENGTH, "session's pseudonym")));
    }
    return caller.build().toByteArray();
  }

  private static Actor actor(CallerInfo.ActorInfo info, int previousEpoch) {
    Actor.Builder actor =
        Actor.newBuilder()
            .setId(info.pseudonymous ? pseudonym(info.id) : text(info.id))
            .setRole(info.role.isEmpty() ? Roles.UNKNOWN : text(info.role))
            .setSource(text(info.source))
            .setPseudonymous(info.pseudonymous);
    if (info.previousId != null && previousEpoch > 0) {
      actor.setPreviousId(pseudonym(info.previousId)).setPreviousKeyEpoch(previousEpoch);
    }
    return actor.build();
  }

  private static String pseudonym(String id) {
    if (!id.matches("[0-9a-f]{32}")) {
      throw new IllegalArgumentException("an actor's pseudonym must have 32 hexadecimal digits");
    }
    return id;
  }

  static byte[] exposure(ExposureKey key, FieldNames fields) {
    Exposure.Builder exposure = Exposure.newBuilder().setSubjectKind(text(key.subjectKind));
    names(key.touched, fields, exposure::addTouched);
    names(key.framework, fields, exposure::addFramework);
    int channels = Math.max(key.plain.length, key.masked.length);
    for (int channel = 1; channel < channels; channel++) {
      long plain = channel < key.plain.length ? key.plain[channel] : 0;
      long masked = channel < key.masked.length ? key.masked[channel] : 0;
      if ((plain | masked) != 0) {
        Disclosure.Builder disclosure = Disclosure.newBuilder().setChannelValue(channel);
        names(plain, fields, disclosure::addPlain);
        names(masked, fields, disclosure::addMasked);
        exposure.addDisclosures(disclosure);
      }
    }
    return exposure.build().toByteArray();
  }

  private static void names(long mask, FieldNames fields, Consumer<String> to) {
    for (long rest = mask; rest != 0; rest &= rest - 1) {
      to.accept(text(fields.name(Long.numberOfTrailingZeros(rest))));
    }
  }

  static byte[] word(String word) {
    // Whoever gives a word a place has cut it to its length.
    return text(word, MAX_STATEMENT_CHARS).getBytes(StandardCharsets.UTF_8);
  }

  static byte[] sized(byte[] bytes, int length, String what) {
    if (bytes == null || bytes.length != length) {
      throw new IllegalArgumentException(what + " must have " + length + " bytes");
    }
    return bytes;
  }

  /**
   * A string as it can be kept: at most {@value #MAX_CHARS} characters, question marks for what is
   * not {@link PlainText} and for half surrogate pairs (of which protobuf would complain through
   * the application's logging).
   */
  static String text(String string) {
    return text(string, MAX_CHARS);
  }

  private static String text(String string, int most) {
    Objects.requireNonNull(string, "string");
    int length = Math.min(string.length(), most);
    for (int i = 0; i < length; i++) {
      char c = string.charAt(i);
      if (!PlainText.isPlain(c) || Character.isSurrogate(c)) {
        return mended(string.substring(0, length));
      }
    }
    return length == string.length() ? string : string.substring(0, length);
  }

  private static String mended(String string) {
    char[] chars = string.toCharArray();
    for (int i = 0; i < chars.length; i++) {
      if (!PlainText.isPlain(chars[i])) {
        chars[i] = '?';
      }
    }
    byte[] bytes = new String(chars).getBytes(StandardCharsets.UTF_8);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
