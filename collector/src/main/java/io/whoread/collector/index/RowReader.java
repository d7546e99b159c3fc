package io.whoread.collector.index;

import com.google.protobuf.ByteString;
import io.whoread.collector.log.Log;
import io.whoread.collector.log.v1.Entry;
import io.whoread.record.v1.Access;
import io.whoread.record.v1.Actor;
import io.whoread.record.v1.Caller;
import io.whoread.record.v1.Exposure;
import io.whoread.record.v1.Loaded;
import io.whoread.record.v1.Operation;
import io.whoread.record.v1.Subject;
import io.whoread.record.v1.Unattributed;
import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Reads accesses from the log, where the index points to. Keeps the batch that it decoded last:
 * neighbours in an answer are often neighbours in the log. For one query, in one thread.
 */
final class RowReader implements Closeable {
  private final Log.Lookup lookup;
  private final Predicate<ByteString> imported;
  private long position = -1;
  private String service;
  private LazyBatch batch;
  private AccessFilter wantedBy;
  private Set<ByteString> wanted;

  /**
   * @param imported whether a run's batches came from a file
   */
  RowReader(Log log, Predicate<ByteString> imported) {
    this.lookup = log.lookup();
    this.imported = imported;
  }

  /** The batch in the entry at a position. */
  LazyBatch batch(long wanted) throws IOException {
    if (wanted != position) {
      Entry entry = lookup.at(wanted);
      position = wanted;
      service = entry.getService();
      batch = LazyBatch.of(entry.getBatch());
    }
    return batch;
  }

  /** Whether an access fulfils those parts of a filter that the index does not hold exactly. */
  boolean matches(long at, int ordinal, AccessFilter filter) throws IOException {
    boolean bySubject = !filter.subjects().isEmpty();
    if (!bySubject && filter.field() == null) {
      return true;
    }
    Access access = batch(at).access(ordinal);
    return (!bySubject || touches(access, wanted(filter)))
        && (filter.field() == null || exposes(access, filter.field()));
  }

  /** A list of victims asks for some thousands. */
  private Set<ByteString> wanted(AccessFilter filter) {
    if (filter != wantedBy) {
      wantedBy = filter;
      wanted = filter.subjects().stream().map(ByteString::copyFrom).collect(Collectors.toSet());
    }
    return wanted;
  }

  private static boolean touches(Access access, Set<ByteString> wanted) {
    for (Subject subject : access.getSubjectsList()) {
      if (wanted.contains(subject.getId())
          || subject.getLinksList().stream().anyMatch(link -> wanted.contains(link.getId()))) {
        return true;
      }
    }
    return false;
  }

  private boolean exposes(Access access, String field) {
    for (Subject subject : access.getSubjectsList()) {
      if (exposes(batch.exposure(subject.getExposure()), field)) {
        return true;
      }
    }
    for (Unattributed unattributed : access.getUnattributedList()) {
      if (exposes(batch.exposure(unattributed.getExposure()), field)) {
        return true;
      }
    }
    for (Loaded loaded : access.getLoadedList()) {
      if (exposes(batch.exposure(loaded.getExposure()), field)) {
        return true;
      }
    }
    return false;
  }

  private static boolean exposes(Exposure exposure, String field) {
    return exposure.getTouchedList().contains(field)
        || exposure.getDisclosuresList().stream()
            .anyMatch(
                left ->
                    left.getPlainList().contains(field) || left.getMaskedList().contains(field));
  }

  /** An access with all its references resolved. */
  AccessRow row(long at, int ordinal) throws IOException {
    LazyBatch in = batch(at);
    Access access = in.access(ordinal);
    Operation operation = in.operation(access.getOperation());
    Caller caller = in.caller(access.getCaller());
    Actor actor = caller.getActor();
    List<AccessRow.SubjectRow> subjects = new ArrayList<>(access.getSubjectsCount());
    for (Subject subject : access.getSubjectsList()) {
      subjects.add(row(in, subject));
    }
    return new AccessRow(
        position,
        ordinal,
        Instant.ofEpochMilli(in.startMs() + access.getOffsetMs()),
        service,
        in.instance(),
        operation.getName(),
        Forms.label(operation.getForm()),
        actor.getId(),
        actor.getRole(),
        actor.getSource(),
        caller.getOnBehalfOf().getId(),
        caller.getAddress(),
        hex(caller.getSession()),
        hex(access.getTraceId()),
        in.word(access.getPurpose()),
        access.getRequest().isEmpty() ? "" : hex(in.run()) + hex(access.getRequest()),
        Integer.toUnsignedLong(access.getRepeats()),
        imported.test(in.run()),
        subjects,
        access.getUnattributedList().stream()
            .map(
                each ->
                    new AccessRow.UnattributedRow(
                        in.word(each.getSource()),
                        each.getCount(),
                        in.exposure(each.getExposure())))
            .toList(),
        access.getLoadedList().stream()
            .map(
                each ->
                    new AccessRow.LoadedRow(
                        in.word(each.getStatement()),
                        each.getRows(),
                        in.exposure(each.getExposure())))
            .toList());
  }

  private static AccessRow.SubjectRow row(LazyBatch in, Subject subject) {
    Exposure exposure = in.exposure(subject.getExposure());
    return new AccessRow.SubjectRow(
        exposure.getSubjectKind(),
        hex(subject.getId()),
        exposure,
        subject.getLinksList().stream()
            .map(link -> new AccessRow.LinkRow(in.word(link.getKind()), hex(link.getId())))
            .toList(),
        in.word(subject.getOwner()),
        in.word(subject.getStatus()),
        subject.getPlacedDay() == 0 ? null : Integer.valueOf(subject.getPlacedDay() - 1));
  }

  private static String hex(ByteString bytes) {
    return HexFormat.of().formatHex(bytes.toByteArray());
  }

  @Override
  public void close() throws IOException {
    lookup.close();
  }
}
