package io.whoread.collector.api;

import io.whoread.collector.index.AccessRow;
import io.whoread.collector.index.Channels;
import io.whoread.record.v1.Channel;
import io.whoread.record.v1.Disclosure;
import io.whoread.record.v1.Exposure;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An access as a line of a list: its subjects summed up.
 *
 * @param id names the access in {@link TrailController}
 * @param parts 0 for a whole access; else how many parts of one that is told in parts, because it
 *     is long, this line holds
 * @param through where the line is about some subjects and none of them is read itself: the kinds
 *     of those that were read and are linked with it, such as the orders of a customer
 * @param linked where the line is about some subjects and what it tells was read of others too: the
 *     kinds of those that the subjects name as linked with them, such as the customer of an order
 * @param rows with personal columns that were loaded from databases, where all subjects are counted
 * @param plain kinds of personal data that went to the reader in plain, over the subjects counted
 *     here, and over what is of nobody known where all subjects are counted
 * @param masked those that went to the reader masked
 * @param elsewhere those that left in plain, and not to the reader: into a log, a cache, to another
 *     service
 * @param touched those that code read, whether they left or not
 * @param channels through which they left: "response", "export" ...
 * @param examples the first subjects
 */
record AccessView(
    String id,
    Instant at,
    String service,
    String operation,
    String form,
    String actor,
    String role,
    String onBehalfOf,
    String address,
    long repeats,
    boolean imported,
    int parts,
    int subjects,
    Set<String> through,
    Set<String> linked,
    long rows,
    Set<String> plain,
    Set<String> masked,
    Set<String> elsewhere,
    Set<String> touched,
    Set<String> channels,
    List<SubjectName> examples) {
  private static final int EXAMPLES = 3;

  /**
   * @param id as {@link Subjects} has it
   */
  record SubjectName(String kind, String id) {
    static SubjectName of(String kind, String hex) {
      return new SubjectName(kind, Subjects.name(hex));
    }
  }

  /** With all its subjects. */
  record Detail(
      AccessView access,
      String instance,
      String source,
      String trace,
      String purpose,
      List<SubjectView> subjects,
      List<UnattributedView> unattributed,
      List<LoadedView> loaded) {}

  /**
   * @param source class of the objects whose subject is not known
   * @param count of such objects
   */
  record UnattributedView(
      String source, long count, List<String> touched, List<DisclosureView> disclosures) {}

  /**
   * Rows with personal columns that the request loaded from a database.
   *
   * @param statement without its values
   * @param touched kinds of the columns that were asked for
   */
  record LoadedView(String statement, long rows, List<String> touched) {}

  record SubjectView(
      String kind,
      String id,
      List<SubjectName> links,
      String owner,
      String status,
      Integer placedDay,
      List<String> touched,
      List<String> framework,
      List<DisclosureView> disclosures) {}

  record DisclosureView(String channel, List<String> plain, List<String> masked) {}

  static AccessView of(AccessRow row) {
    return of(row, Set.of(), Set.of(), row.subjects(), row.unattributed(), row.loaded());
  }

  /**
   * The line as far as it concerns some subjects: those that are one of the pseudonyms or linked.
   */
  static AccessView of(AccessRow row, Set<String> pseudonyms) {
    return of(row, Concerned.in(List.of(row), pseudonyms));
  }

  private static AccessView of(AccessRow row, Concerned concerned) {
    return of(
        row,
        concerned.through(row),
        concerned.linked(row),
        concerned.subjects(row),
        List.of(),
        List.of());
  }

  /** Together with a further part of the same access. */
  AccessView and(AccessView part) {
    return new AccessView(
        id,
        at,
        service,
        operation,
        form,
        actor,
        role,
        onBehalfOf,
        address,
        repeats,
        imported,
        parts + part.parts,
        subjects + part.subjects,
        through.isEmpty() || part.through.isEmpty() ? Set.of() : union(through, part.through),
        union(linked, part.linked),
        rows + part.rows,
        union(plain, part.plain),
        union(masked, part.masked),
        without(union(elsewhere, part.elsewhere), union(plain, part.plain)),
        union(touched, part.touched),
        union(channels, part.channels),
        Stream.concat(examples.stream(), part.examples.stream()).limit(EXAMPLES).toList());
  }

  private static Set<String> without(Set<String> all, Set<String> some) {
    Set<String> rest = new TreeSet<>(all);
    rest.removeAll(some);
    return rest;
  }

  private static Set<String> union(Set<String> one, Set<String> other) {
    Set<String> all = new TreeSet<>(one);
    all.addAll(other);
    return all;
  }

  private static AccessView of(
      AccessRow row,
      Set<String> through,
      Set<String> linked,
      List<AccessRow.SubjectRow> subjects,
      List<AccessRow.UnattributedRow> unattributed,
      List<AccessRow.LoadedRow> loaded) {
    AccessRow.Cursor cursor = row.cursor();
    List<Exposure> exposures =
        Stream.of(
                subjects.stream().map(AccessRow.SubjectRow::exposure),
                unattributed.stream().map(AccessRow.UnattributedRow::exposure),
                loaded.stream().map(AccessRow.LoadedRow::exposure))
            .flatMap(each -> each)
            .toList();
    Set<String> plain = fields(exposures, Channels::toReader, Disclosure::getPlainList);
    return new AccessView(
        cursor.atMs() + "." + cursor.position() + "." + cursor.ordinal(),
        row.at(),
        row.service(),
        row.operation(),
        row.form(),
        row.actor(),
        row.role(),
        row.onBehalfOf(),
        row.address(),
        row.repeats(),
        row.imported(),
        row.request().isEmpty() ? 0 : 1,
        subjects.size(),
        through,
        linked,
        loaded.stream().mapToLong(AccessRow.LoadedRow::rows).sum(),
        plain,
        fields(exposures, Channels::toReader, Disclosure::getMaskedList),
        without(fields(exposures, Channels::elsewhere, Disclosure::getPlainList), plain),
        union(exposures, Exposure::getTouchedList),
        fields(
            exposures,
            exposure -> exposure.getDisclosuresList().stream(),
            d -> List.of(label(d.getChannel()))),
        subjects.stream().limit(EXAMPLES).map(s -> SubjectName.of(s.kind(), s.id())).toList());
  }

  /**
   * @param parts of one access, at least one
   * @param pseudonyms as far as it concerns these subjects; none for all of it
   */
  static Detail detail(List<AccessRow> parts, Set<String> pseudonyms) {
    AccessRow row = parts.getFirst();
    boolean all = pseudonyms.isEmpty();
    Concerned concerned = Concerned.in(parts, pseudonyms);
    return new Detail(
        parts.stream()
            .map(part -> all ? of(part) : of(part, concerned))
            .reduce(AccessView::and)
            .orElseThrow(),
        row.instance(),
        row.actorSource(),
        row.traceId(),
        row.purpose(),
        parts.stream()
            .flatMap(part -> (all ? part.subjects() : concerned.subjects(part)).stream())
            .map(AccessView::subject)
            .toList(),
        parts.stream()
            .flatMap(part -> all ? part.unattributed().stream() : Stream.empty())
            .map(
                each ->
                    new UnattributedView(
                        each.source(),
                        each.count(),
                        each.exposure().getTouchedList(),
                        disclosures(each.exposure().getDisclosuresList())))
            .toList(),
        parts.stream()
            .flatMap(part -> all ? part.loaded().stream() : Stream.empty())
            .map(
                each ->
                    new LoadedView(each.statement(), each.rows(), each.exposure().getTouchedList()))
            .toList());
  }

  private static SubjectView subject(AccessRow.SubjectRow row) {
    Exposure exposure = row.exposure();
    return new SubjectView(
        row.kind(),
        Subjects.name(row.id()),
        row.links().stream().map(link -> SubjectName.of(link.kind(), link.id())).toList(),
        row.owner(),
        row.status(),
        row.placedDay(),
        exposure.getTouchedList(),
        exposure.getFrameworkList(),
        disclosures(exposure.getDisclosuresList()));
  }

  static List<DisclosureView> disclosures(List<Disclosure> disclosures) {
    return disclosures.stream()
        .map(d -> new DisclosureView(label(d.getChannel()), d.getPlainList(), d.getMaskedList()))
        .toList();
  }

  private static Set<String> fields(
      List<Exposure> exposures,
      Function<Exposure, Stream<Disclosure>> which,
      Function<Disclosure, ? extends List<String>> fields) {
    return exposures.stream()
        .flatMap(which)
        .map(fields)
        .flatMap(Collection::stream)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> union(
      List<Exposure> exposures, Function<Exposure, ? extends List<String>> fields) {
    return exposures.stream()
        .map(fields)
        .flatMap(Collection::stream)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String label(Channel channel) {
    return channel == Channel.UNRECOGNIZED || channel == Channel.CHANNEL_UNSPECIFIED
        ? "other"
        : channel.name().substring("CHANNEL_".length()).toLowerCase(Locale.ROOT);
  }
}
