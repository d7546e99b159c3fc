package io.whoread.collector.detect;

import com.google.protobuf.util.Timestamps;
import io.whoread.collector.detect.v1.Actor;
import io.whoread.collector.detect.v1.Read;
import io.whoread.record.Pseudonyms;
import io.whoread.record.Roles;
import io.whoread.record.v1.Access;
import io.whoread.record.v1.Batch;
import io.whoread.record.v1.Caller;
import io.whoread.record.v1.Disclosure;
import io.whoread.record.v1.Exposure;
import io.whoread.record.v1.Link;
import io.whoread.record.v1.Operation;
import io.whoread.record.v1.Subject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Takes a batch apart into reads: one for each subject of each access. */
final class Reads {
  private static final int MAX_WORDS = 10_000;
  private static final int MAX_SERVICES = 10_000;

  private final Rules rules;

  /** One copy of each string that repeats from batch to batch. */
  private final Map<String, String> words = new HashMap<>();

  /** Service to the time of its first read. */
  private final Map<String, Long> watchedSince = new HashMap<>();

  Reads(Rules rules) {
    this.rules = rules;
  }

  Map<String, Long> watchedSince() {
    return watchedSince;
  }

  /**
   * Hands on the reads of a batch in its order. A reference into a table that does not exist, or a
   * subject that is no pseudonym, is passed over: the batch has been accepted, and the trail keeps
   * it as it is.
   *
   * @param latest no read is later than this: clocks of services run ahead
   */
  void of(Batch batch, String service, long position, long latest, Consumer<Read> next) {
    long start = Timestamps.toMillis(batch.getStart());
    String serviceName = word(service);
    Actor[] known = new Actor[batch.getCallersCount()];
    Read.Builder read = Read.newBuilder().setService(serviceName).setPosition(position);
    for (Access access : batch.getAccessesList()) {
      if (access.getSubjectsCount() == 0
          || access.getCaller() < 1
          || access.getCaller() > batch.getCallersCount()) {
        continue;
      }
      long time = Math.min(start + access.getOffsetMs(), latest);
      int caller = access.getCaller() - 1;
      if (known[caller] == null) {
        known[caller] = actor(batch.getCallers(caller), serviceName);
      }
      Actor actor = known[caller];
      Operation operation =
          at(batch.getOperationsList(), access.getOperation(), Operation.getDefaultInstance());
      read.setTimeMs(time)
          .setActor(actor)
          .setGroup(rules.group(actor.getId(), actor.getRole()))
          .setAddress(word(batch.getCallers(caller).getAddress()))
          .setWatchedSinceMs(watched(serviceName, time))
          .setOperation(word(operation.getName()))
          .setForm(operation.getFormValue())
          .setPurpose(word(batch, access.getPurpose()));
      for (Subject subject : access.getSubjectsList()) {
        if (subject.getId().size() == Pseudonyms.LENGTH) {
          subject(read, batch, subject);
          next.accept(read.build());
        }
      }
    }
  }

  private Actor actor(Caller caller, String service) {
    var named = caller.getActor();
    String role = named.getRole().isEmpty() ? Roles.UNKNOWN : word(named.getRole());
    Actor.Builder actor =
        Actor.newBuilder()
            .setRole(role)
            .setId(named.getId())
            .setPseudonymous(named.getPseudonymous())
            .setAlias(word(named.getAlias()));
    if (role.equals(Roles.UNKNOWN)) {
      actor.setService(service).setAddress(caller.getAddress());
    }
    return actor.build();
  }

  private void subject(Read.Builder read, Batch batch, Subject subject) {
    Exposure exposure =
        at(batch.getExposuresList(), subject.getExposure(), Exposure.getDefaultInstance());
    read.setSubject(subject.getId())
        .setSubjectKind(word(exposure.getSubjectKind()))
        .setPlain(plain(exposure))
        .setOwner(word(batch, subject.getOwner()))
        .setStatus(word(batch, subject.getStatus()))
        .setPlacedDay(subject.getPlacedDay())
        .clearLinks();
    for (Link link : subject.getLinksList()) {
      read.addLinks(link.getId());
    }
  }

  private static boolean plain(Exposure exposure) {
    for (Disclosure disclosure : exposure.getDisclosuresList()) {
      if (disclosure.getPlainCount() > 0) {
        return true;
      }
    }
    return false;
  }

  private long watched(String service, long time) {
    Long since = watchedSince.get(service);
    if (since == null ? watchedSince.size() < MAX_SERVICES : time < since) {
      watchedSince.put(service, time);
      return time;
    }
    return since == null ? time : since;
  }

  private String word(Batch batch, int reference) {
    return word(at(batch.getWordsList(), reference, ""));
  }

  private String word(String text) {
    if (text.isEmpty()) {
      return "";
    }
    String known = words.get(text);
    if (known != null) {
      return known;
    }
    if (words.size() >= MAX_WORDS) {
      words.clear();
    }
    words.put(text, text);
    return text;
  }

  private static <T> T at(List<T> table, int reference, T none) {
    return reference >= 1 && reference <= table.size() ? table.get(reference - 1) : none;
  }
}
