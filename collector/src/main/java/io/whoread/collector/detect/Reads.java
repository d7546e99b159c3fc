package io.whoread.collector.detect;

import com.google.protobuf.ByteString;
import com.google.protobuf.util.Timestamps;
import io.whoread.collector.detect.v1.Actor;
import io.whoread.collector.detect.v1.Read;
import io.whoread.collector.detect.v1.ServiceState;
import io.whoread.collector.index.Channels;
import io.whoread.record.Pseudonyms;
import io.whoread.record.Roles;
import io.whoread.record.v1.Access;
import io.whoread.record.v1.Batch;
import io.whoread.record.v1.Caller;
import io.whoread.record.v1.Channel;
import io.whoread.record.v1.Disclosure;
import io.whoread.record.v1.Exposure;
import io.whoread.record.v1.Link;
import io.whoread.record.v1.Operation;
import io.whoread.record.v1.Subject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * By service: takes a batch apart into reads, one for each subject of each access.
 *
 * <p><b>Clocks.</b> Services' clocks may be wrong. No read is taken to be later than the collector
 * received it; and one that would be more than {@link #LATENESS_MS} older than that is not judged:
 * it would make subjects look cold that are not, and the service look watched for longer than it
 * is. A service is watched since the collector first heard of it, whatever its clock says. Records
 * that were imported from a file are as old as they say.
 */
final class Reads {
  /**
   * How long after they happened reads are waited for: as long as a spool may have been cut off.
   */
  static final long LATENESS_MS = 7 * 86_400_000L;

  private static final int MAX_WORDS = 10_000;
  private static final int MAX_SERVICES = 10_000;
  private static final int MAX_IMPORTED = 100;

  private final Roster roster;
  private final Predicate<ByteString> canary;
  private final KeyedState<String, ServiceState> state;
  private final Coverage coverage;
  private long late;

  /** One copy of each string that repeats from batch to batch. */
  private final Map<String, String> words = new HashMap<>();

  /**
   * @param canary whether a pseudonym is that of a canary
   */
  Reads(Roster roster, KeyedState<String, ServiceState> state, Predicate<ByteString> canary) {
    this.canary = canary;
    this.roster = roster;
    this.state = state;
    this.coverage = new Coverage(state);
  }

  /** Reads that came too late to be judged. */
  long late() {
    return late;
  }

  /** Takes in that a run of a service is an import. */
  void imported(String service, ByteString run) {
    ServiceState known = state.get(service);
    if (known != null || state.size() < MAX_SERVICES) {
      ServiceState.Builder next =
          (known == null
              ? ServiceState.newBuilder().setWatchedSinceMs(Long.MAX_VALUE)
              : known.toBuilder());
      List<ByteString> runs = new ArrayList<>(next.getImportedList());
      runs.add(run);
      next.clearImported()
          .addAllImported(runs.subList(Math.max(0, runs.size() - MAX_IMPORTED), runs.size()));
      state.put(service, next.build());
    }
  }

  /**
   * Hands on the reads of a batch in its order. A reference into a table that does not exist, or a
   * subject that is no pseudonym, is passed over: the batch has been accepted, and the trail keeps
   * it as it is.
   *
   * @param received by the collector's clock, in milliseconds since 1970; {@link Long#MAX_VALUE}
   *     where all times are to be believed
   */
  void of(Batch batch, String service, long position, long received, Consumer<Read> next) {
    long start = Timestamps.toMillis(batch.getStart());
    String serviceName = word(service);
    ServiceState known = state.get(serviceName);
    boolean imported = known != null && known.getImportedList().contains(batch.getRun());
    boolean believed = imported || received == Long.MAX_VALUE;
    long earliest = believed ? Long.MIN_VALUE : received - LATENESS_MS;
    CallerWords[] callers = new CallerWords[batch.getCallersCount()];
    List<String> words = new ArrayList<>(batch.getWordsCount());
    batch.getWordsList().forEach(text -> words.add(word(text)));
    Read.Builder read =
        Read.newBuilder().setService(serviceName).setPosition(position).setImported(imported);
    for (Access access : batch.getAccessesList()) {
      if (access.getSubjectsCount() == 0
          || access.getCaller() < 1
          || access.getCaller() > batch.getCallersCount()) {
        continue;
      }
      long time = Math.min(start + access.getOffsetMs(), received);
      if (time < earliest) {
        late += access.getSubjectsCount();
        continue;
      }
      int place = access.getCaller() - 1;
      if (callers[place] == null) {
        callers[place] = words(batch.getCallers(place), serviceName);
      }
      CallerWords caller = callers[place];
      Operation operation =
          at(batch.getOperationsList(), access.getOperation(), Operation.getDefaultInstance());
      read.setTimeMs(time)
          .setActor(caller.actor)
          .setGroup(caller.group)
          .setAddress(caller.address)
          .setBehalf(caller.behalf)
          .setWatchedSinceMs(watchedSince(serviceName, believed ? time : received))
          .setOperation(word(operation.getName()))
          .setForm(operation.getFormValue())
          .setPurpose(at(words, access.getPurpose(), ""));
      HeldCustomers customers = HeldCustomers.of(batch, access);
      for (Subject subject : access.getSubjectsList()) {
        if (subject.getId().size() == Pseudonyms.LENGTH) {
          subject(read, batch, words, subject, customers);
          read.setCoveredSinceMs(Math.max(read.getWatchedSinceMs(), coverage.since(read)));
          next.accept(read.build());
        }
      }
    }
  }

  /** The subjects of a batch, those that are pseudonyms. */
  static List<ByteString> subjects(Batch batch) {
    List<ByteString> subjects = new ArrayList<>();
    for (Access access : batch.getAccessesList()) {
      for (Subject subject : access.getSubjectsList()) {
        if (subject.getId().size() == Pseudonyms.LENGTH) {
          subjects.add(subject.getId());
        }
      }
    }
    return subjects;
  }

  /** What the reads of one caller share. */
  private record CallerWords(Actor actor, String group, String address, String behalf) {}

  private CallerWords words(Caller caller, String service) {
    Actor actor = actor(caller, service);
    return new CallerWords(
        actor,
        roster.group(actor.getRole(), actor.getId()),
        word(caller.getAddress()),
        word(caller.getOnBehalfOf().getId()));
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

  private void subject(
      Read.Builder read,
      Batch batch,
      List<String> words,
      Subject subject,
      HeldCustomers customers) {
    Exposure exposure =
        at(batch.getExposuresList(), subject.getExposure(), Exposure.getDefaultInstance());
    read.setSubject(subject.getId())
        .setHeld(customers.holds(subject))
        .setSubjectKind(word(exposure.getSubjectKind()))
        .setPlain(plain(exposure) || customers.anyOf(subject, Reads::plain))
        .setLogged(logged(exposure) || customers.anyOf(subject, Reads::logged))
        .setOwner(at(words, subject.getOwner(), ""))
        .setStatus(at(words, subject.getStatus(), ""))
        .setPlacedDay(subject.getPlacedDay())
        .clearLaterEpochs();
    int oldest = batch.getKeyEpoch();
    boolean planted = canary.test(subject.getId());
    for (Link link : subject.getLinksList()) {
      planted |= canary.test(link.getId());
      if (isSameUnderOtherKey(link, batch, read)) {
        if (link.getKeyEpoch() < oldest) {
          oldest = link.getKeyEpoch();
          read.addLaterEpochs(read.getSubject()).setSubject(link.getId());
        } else {
          read.addLaterEpochs(link.getId());
        }
      }
    }
    read.setCanary(planted);
  }

  /** A link of the subject's own kind made with another key is the subject under another name. */
  private static boolean isSameUnderOtherKey(Link link, Batch batch, Read.Builder read) {
    return link.getKeyEpoch() != 0
        && link.getKeyEpoch() != batch.getKeyEpoch()
        && link.getId().size() == Pseudonyms.LENGTH
        && at(batch.getWordsList(), link.getKind(), "").equals(read.getSubjectKind());
  }

  private static boolean plain(Exposure exposure) {
    for (Disclosure disclosure : exposure.getDisclosuresList()) {
      if (disclosure.getPlainCount() > 0 && Channels.isToReader(disclosure.getChannel())) {
        return true;
      }
    }
    return false;
  }

  private static boolean logged(Exposure exposure) {
    for (Disclosure disclosure : exposure.getDisclosuresList()) {
      if (disclosure.getChannel() == Channel.CHANNEL_LOG && disclosure.getPlainCount() > 0) {
        return true;
      }
    }
    return false;
  }

  private long watchedSince(String service, long time) {
    ServiceState known = state.get(service);
    if (known != null && known.getWatchedSinceMs() <= time) {
      return known.getWatchedSinceMs();
    }
    if (known != null || state.size() < MAX_SERVICES) {
      state.put(
          service,
          (known == null ? ServiceState.newBuilder() : known.toBuilder())
              .setWatchedSinceMs(time)
              .build());
    }
    return time;
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
