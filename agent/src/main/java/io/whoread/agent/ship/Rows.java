package io.whoread.agent.ship;

import com.google.protobuf.ByteString;
import io.whoread.record.v1.Actor;
import io.whoread.record.v1.Caller;
import io.whoread.record.v1.Disclosure;
import io.whoread.record.v1.Exposure;
import io.whoread.record.v1.Operation;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.function.Consumer;

/** How the rows of a batch's tables are encoded. Long strings are cut: names are short. */
final class Rows {
  /** Characters of any string that is kept. */
  static final int MAX_CHARS = 256;

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
        .setName(text(key.name))
        .setFormValue(key.form)
        .build()
        .toByteArray();
  }

  static byte[] caller(CallerInfo info) {
    Caller.Builder caller = Caller.newBuilder().setActor(actor(info.actor));
    if (info.onBehalfOf != null) {
      caller.setOnBehalfOf(actor(info.onBehalfOf));
    }
    if (info.address != null) {
      caller.setAddress(text(info.address));
    }
    if (info.session != null) {
      caller.setSession(ByteString.copyFrom(info.session));
    }
    return caller.build().toByteArray();
  }

  private static Actor actor(CallerInfo.ActorInfo info) {
    return Actor.newBuilder()
        .setId(text(info.id))
        .setRole(text(info.role))
        .setSource(text(info.source))
        .setPseudonymous(info.pseudonymous)
        .build();
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
    return text(word).getBytes(StandardCharsets.UTF_8);
  }

  /**
   * A string as it can be kept: at most {@value #MAX_CHARS} characters, and valid Unicode (protobuf
   * would otherwise complain through the application's logging).
   */
  static String text(String string) {
    Objects.requireNonNull(string, "string");
    int length = Math.min(string.length(), MAX_CHARS);
    for (int i = 0; i < length; i++) {
      if (Character.isSurrogate(string.charAt(i))) {
        String cut = string.substring(0, length);
        return new String(cut.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
      }
    }
    return length == string.length() ? string : string.substring(0, length);
  }
}
