package io.whoread.collector.index;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.whoread.collector.log.v1.Entry;
import io.whoread.record.v1.Access;
import io.whoread.record.v1.Actor;
import io.whoread.record.v1.Batch;
import io.whoread.record.v1.Caller;
import io.whoread.record.v1.Exposure;
import io.whoread.record.v1.Form;
import io.whoread.record.v1.Operation;
import io.whoread.record.v1.Subject;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The index as one would have it if nothing cost anything: a list, looked through. */
final class AccessModel {
  private record Known(AccessRow row, ByteString run) {}

  private final List<Known> all = new ArrayList<>();
  private final Set<ByteString> imported = new HashSet<>();

  void add(long position, Entry entry) throws InvalidProtocolBufferException {
    if (entry.hasImported()) {
      imported.add(entry.getImported().getRun());
    }
    if (!entry.hasBatch()) {
      return;
    }
    Batch batch = Batch.parseFrom(entry.getBatch());
    for (int i = 0; i < batch.getAccessesCount(); i++) {
      all.add(new Known(row(position, i, entry.getService(), batch), batch.getRun()));
    }
  }

  private static AccessRow row(long position, int i, String service, Batch batch) {
    Access access = batch.getAccesses(i);
    Operation operation = batch.getOperations(access.getOperation() - 1);
    Caller caller = batch.getCallers(access.getCaller() - 1);
    Actor actor = caller.getActor();
    List<AccessRow.SubjectRow> subjects = new ArrayList<>();
    for (Subject subject : access.getSubjectsList()) {
      subjects.add(
          new AccessRow.SubjectRow(
              "order",
              HexFormat.of().formatHex(subject.getId().toByteArray()),
              batch.getExposures(subject.getExposure() - 1),
              subject.getLinksList().stream()
                  .map(
                      link ->
                          new AccessRow.LinkRow(
                              "customer", HexFormat.of().formatHex(link.getId().toByteArray())))
                  .toList(),
              "",
              "",
              null));
    }
    Form form = operation.getForm();
    return new AccessRow(
        position,
        i,
        Instant.ofEpochMilli(
            batch.getStart().getSeconds() * 1000
                + batch.getStart().getNanos() / 1_000_000
                + access.getOffsetMs()),
        service,
        batch.getInstance(),
        operation.getName(),
        form == Form.UNRECOGNIZED
            ? "other"
            : form == Form.FORM_UNSPECIFIED
                ? ""
                : form.name().toLowerCase(Locale.ROOT).substring(5),
        actor.getId(),
        actor.getRole(),
        actor.getSource(),
        "",
        caller.getAddress(),
        "",
        "",
        access.getPurpose() == 0 ? "" : batch.getWords(access.getPurpose() - 1),
        access.getRequest().isEmpty() ? "" : hex(batch.getRun()) + hex(access.getRequest()),
        access.getRepeats(),
        false,
        subjects,
        List.of(),
        List.of());
  }

  List<AccessRow> accesses(AccessFilter filter) {
    return matching(filter)
        .sorted(
            Comparator.comparing(AccessRow::at)
                .thenComparing(AccessRow::position)
                .thenComparing(AccessRow::ordinal)
                .reversed())
        .toList();
  }

  private Stream<AccessRow> matching(AccessFilter filter) {
    return all.stream()
        .map(known -> imported.contains(known.run) ? asImported(known.row) : known.row)
        .filter(row -> matches(row, filter));
  }

  private static AccessRow asImported(AccessRow row) {
    return new AccessRow(
        row.position(),
        row.ordinal(),
        row.at(),
        row.service(),
        row.instance(),
        row.operation(),
        row.form(),
        row.actor(),
        row.role(),
        row.actorSource(),
        row.onBehalfOf(),
        row.address(),
        row.session(),
        row.traceId(),
        row.purpose(),
        row.request(),
        row.repeats(),
        true,
        row.subjects(),
        row.unattributed(),
        row.loaded());
  }

  private static boolean matches(AccessRow row, AccessFilter filter) {
    List<String> wanted =
        filter.subjects().stream().map(id -> HexFormat.of().formatHex(id)).toList();
    return (filter.from() == null || !row.at().isBefore(filter.from()))
        && (filter.to() == null || row.at().isBefore(filter.to()))
        && is(filter.actor(), row.actor())
        && is(filter.role(), row.role())
        && is(filter.service(), row.service())
        && is(filter.operation(), row.operation())
        && is(filter.form(), row.form())
        && is(filter.address(), row.address())
        && (filter.field() == null
            || row.subjects().stream().anyMatch(s -> exposes(s.exposure(), filter.field())))
        && (wanted.isEmpty()
            || row.subjects().stream()
                .anyMatch(
                    s ->
                        wanted.contains(s.id())
                            || s.links().stream().anyMatch(link -> wanted.contains(link.id()))));
  }

  private static boolean is(String wanted, String value) {
    return wanted == null || wanted.equals(value);
  }

  private static boolean exposes(Exposure exposure, String field) {
    return exposure.getTouchedList().contains(field)
        || exposure.getDisclosures(0).getMaskedList().contains(field);
  }

  Index.Totals totals(AccessFilter filter) {
    List<AccessRow> rows = matching(filter).toList();
    if (rows.isEmpty()) {
      return new Index.Totals(0, 0, null, null);
    }
    return new Index.Totals(
        requests(rows),
        distinct(rows),
        rows.stream().map(AccessRow::at).min(Comparator.naturalOrder()).orElseThrow(),
        rows.stream().map(AccessRow::at).max(Comparator.naturalOrder()).orElseThrow());
  }

  /** The parts of one request count as one. */
  private static long requests(List<AccessRow> rows) {
    return rows.stream().mapToLong(AccessRow::repeats).sum()
        + rows.stream().filter(row -> row.request().isEmpty()).count()
        + rows.stream()
            .map(AccessRow::request)
            .filter(request -> !request.isEmpty())
            .distinct()
            .count();
  }

  private static String hex(ByteString bytes) {
    return HexFormat.of().formatHex(bytes.toByteArray());
  }

  private static long distinct(List<AccessRow> rows) {
    return rows.stream()
        .flatMap(row -> row.subjects().stream())
        .map(AccessRow.SubjectRow::id)
        .distinct()
        .count();
  }

  Index.Heatmap heatmap(AccessFilter filter, ZoneId zone) {
    long[][] accesses = new long[7][24];
    long[][] subjects = new long[7][24];
    Map<LocalDateTime, List<AccessRow>> hours = new TreeMap<>();
    matching(filter)
        .forEach(
            row -> {
              ZonedDateTime at = row.at().atZone(zone);
              hours
                  .computeIfAbsent(
                      at.toLocalDate().atTime(at.getHour(), 0), unused -> new ArrayList<>())
                  .add(row);
            });
    hours.forEach(
        (at, rows) -> {
          accesses[at.getDayOfWeek().getValue() - 1][at.getHour()] += requests(rows);
          subjects[at.getDayOfWeek().getValue() - 1][at.getHour()] += distinct(rows);
        });
    return new Index.Heatmap(accesses, subjects);
  }

  Map<LocalDate, Index.FormCounts> days(AccessFilter filter, ZoneId zone) {
    Map<LocalDate, Map<String, List<AccessRow>>> rows = new TreeMap<>();
    matching(filter)
        .forEach(
            row ->
                rows.computeIfAbsent(row.at().atZone(zone).toLocalDate(), unused -> new TreeMap<>())
                    .computeIfAbsent(row.form(), unused -> new ArrayList<>())
                    .add(row));
    Map<LocalDate, Index.FormCounts> counts = new TreeMap<>();
    rows.forEach(
        (day, byForm) -> {
          Map<String, Long> numbers = new TreeMap<>();
          byForm.forEach((form, of) -> numbers.put(form, distinct(of)));
          counts.put(day, new Index.FormCounts(numbers));
        });
    return counts;
  }

  Set<String> roles(String actor) {
    return all.stream()
        .filter(known -> known.row.actor().equals(actor))
        .map(known -> known.row.role())
        .collect(Collectors.toSet());
  }

  List<Index.ActorTotal> actors(AccessFilter filter, int limit) {
    Map<List<String>, List<AccessRow>> rows = new HashMap<>();
    matching(filter)
        .forEach(
            row ->
                rows.computeIfAbsent(List.of(row.actor(), row.role()), unused -> new ArrayList<>())
                    .add(row));
    return rows.entrySet().stream()
        .map(
            each ->
                new Index.ActorTotal(
                    each.getKey().get(0),
                    each.getKey().get(1),
                    distinct(each.getValue()),
                    requests(each.getValue()),
                    each.getValue().stream()
                        .map(AccessRow::at)
                        .max(Comparator.naturalOrder())
                        .orElseThrow()))
        .sorted(
            Comparator.comparing((Index.ActorTotal total) -> -total.subjects())
                .thenComparing(total -> -total.accesses())
                .thenComparing(Index.ActorTotal::actor)
                .thenComparing(Index.ActorTotal::role))
        .limit(limit)
        .toList();
  }
}
