package io.whoread.collector.coverage;

import com.google.protobuf.InvalidProtocolBufferException;
import io.whoread.collector.coverage.Coverages.LastAccess;
import io.whoread.collector.index.Forms;
import io.whoread.collector.index.LazyBatch;
import io.whoread.record.v1.Access;
import io.whoread.record.v1.Actor;
import io.whoread.record.v1.Disclosure;
import io.whoread.record.v1.Exposure;
import io.whoread.record.v1.Loaded;
import io.whoread.record.v1.Operation;
import io.whoread.record.v1.Subject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What an access was taken for, over all that it read. */
final class AccessReader {
  private AccessReader() {}

  /**
   * @param i of the access in its batch
   */
  static LastAccess of(LazyBatch batch, int i) throws InvalidProtocolBufferException {
    Access access = batch.access(i);
    Operation operation = batch.operation(access.getOperation());
    Actor actor = batch.caller(access.getCaller()).getActor();
    Set<Integer> exposures = new TreeSet<>();
    for (Subject subject : access.getSubjectsList()) {
      exposures.add(subject.getExposure());
    }
    access.getUnattributedList().forEach(each -> exposures.add(each.getExposure()));
    Set<String> touched = new TreeSet<>();
    List<Disclosure> left = new ArrayList<>();
    for (int each : exposures) {
      Exposure exposure = batch.exposure(each);
      touched.addAll(exposure.getTouchedList());
      left.addAll(exposure.getDisclosuresList());
    }
    Set<String> loaded = new TreeSet<>();
    access
        .getLoadedList()
        .forEach(each -> loaded.addAll(batch.exposure(each.getExposure()).getTouchedList()));
    return new LastAccess(
        Instant.ofEpochMilli(batch.startMs() + access.getOffsetMs()),
        operation.getName(),
        Forms.label(operation.getForm()),
        actor.getId(),
        actor.getRole(),
        actor.getSource(),
        access.getSubjectsCount(),
        List.copyOf(touched),
        byChannel(left),
        access.getLoadedList().stream().mapToLong(Loaded::getRows).sum(),
        List.copyOf(loaded));
  }

  /** Two parts of one access. */
  static LastAccess together(LastAccess one, LastAccess other) {
    LastAccess later = other.at().isBefore(one.at()) ? one : other;
    List<Disclosure> left = new ArrayList<>(one.disclosures());
    left.addAll(other.disclosures());
    return new LastAccess(
        later.at(),
        later.operation(),
        later.form(),
        later.actor(),
        later.role(),
        later.actorSource(),
        one.subjects() + other.subjects(),
        union(one.touched(), other.touched()),
        byChannel(left),
        one.rows() + other.rows(),
        union(one.loaded(), other.loaded()));
  }

  private static List<String> union(List<String> one, List<String> other) {
    Set<String> all = new TreeSet<>(one);
    all.addAll(other);
    return List.copyOf(all);
  }

  private static List<Disclosure> byChannel(List<Disclosure> all) {
    // By number: a channel of a later version is another one, too.
    Map<Integer, Set<String>> plain = new TreeMap<>();
    Map<Integer, Set<String>> masked = new TreeMap<>();
    for (Disclosure left : all) {
      plain
          .computeIfAbsent(left.getChannelValue(), unused -> new TreeSet<>())
          .addAll(left.getPlainList());
      masked
          .computeIfAbsent(left.getChannelValue(), unused -> new TreeSet<>())
          .addAll(left.getMaskedList());
    }
    List<Disclosure> disclosures = new ArrayList<>();
    plain.forEach(
        (channel, fields) ->
            disclosures.add(
                Disclosure.newBuilder()
                    .setChannelValue(channel)
                    .addAllPlain(fields)
                    .addAllMasked(masked.get(channel))
                    .build()));
    return disclosures;
  }
}
