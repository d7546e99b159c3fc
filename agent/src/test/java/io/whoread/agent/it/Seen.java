package io.whoread.agent.it;

import com.google.protobuf.ByteString;
import io.whoread.record.v1.Access;
import io.whoread.record.v1.Actor;
import io.whoread.record.v1.Batch;
import io.whoread.record.v1.Caller;
import io.whoread.record.v1.Channel;
import io.whoread.record.v1.Disclosure;
import io.whoread.record.v1.Exposure;
import io.whoread.record.v1.Form;
import io.whoread.record.v1.Subject;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** An access, its references followed. */
record Seen(Batch batch, Access access) {
  String operation() {
    return batch.getOperations(access.getOperation() - 1).getName();
  }

  Form form() {
    return batch.getOperations(access.getOperation() - 1).getForm();
  }

  Caller caller() {
    return batch.getCallers(access.getCaller() - 1);
  }

  Actor actor() {
    return caller().getActor();
  }

  List<ByteString> subjects() {
    return access.getSubjectsList().stream().map(Subject::getId).toList();
  }

  Exposure exposure(int subject) {
    return batch.getExposures(access.getSubjects(subject).getExposure() - 1);
  }

  String word(int number) {
    return number == 0 ? "" : batch.getWords(number - 1);
  }

  Set<String> touched(int subject) {
    return new TreeSet<>(exposure(subject).getTouchedList());
  }

  Set<String> plain(int subject) {
    Set<String> plain = new TreeSet<>();
    for (Disclosure one : exposure(subject).getDisclosuresList()) {
      if (one.getChannel() == Channel.CHANNEL_RESPONSE) {
        plain.addAll(one.getPlainList());
      }
    }
    return plain;
  }

  Set<String> masked(int subject) {
    Set<String> masked = new TreeSet<>();
    for (Disclosure one : exposure(subject).getDisclosuresList()) {
      if (one.getChannel() == Channel.CHANNEL_RESPONSE) {
        masked.addAll(one.getMaskedList());
      }
    }
    return masked;
  }
}
