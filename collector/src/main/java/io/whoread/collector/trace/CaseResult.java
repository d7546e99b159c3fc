package io.whoread.collector.trace;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a trace says of one case.
 *
 * @param name of the case; empty where the list names none
 * @param windows the victims that are traced, in the order of the list, with the times in which
 *     their data must have leaked
 * @param untraced lines of those that are not: nothing was read of their orders in their time
 * @param others sources of the kinds that the records tell of, each among its own
 * @param unguarded what callers knew and no record tells of: {@link PlainFields}
 * @param fieldsUnknown whether of some reads it is not known what left; they count as reads
 * @param partly lines of the victims in whose windows the trail is not known to be whole; null
 *     where nobody can tell, as of a file
 */
public record CaseResult(
    String name,
    List<Victim.Window> windows,
    List<Long> untraced,
    Ranking persons,
    List<Ranking> others,
    Exclusion exclusion,
    Takeover takeover,
    int unguarded,
    boolean fieldsUnknown,
    Set<Long> partly) {
  /** How many victims are traced. */
  public int victims() {
    return windows.size();
  }

  /**
   * @param victims of the case, no subject twice
   * @param about persons to be told of, whatever they read
   */
  public static CaseResult of(
      String name, ReadTable table, List<Victim> victims, List<SourceName> about) {
    Trace trace = Trace.of(table, victims);
    // The kinds know nothing of one another.
    Map<SourceKind, Ranking> ranked =
        Arrays.stream(SourceKind.values())
            .parallel()
            .filter(kind -> kind == SourceKind.PERSON || table.sources(kind) > 0)
            .collect(Collectors.toConcurrentMap(kind -> kind, trace::rank));
    Ranking persons = ranked.remove(SourceKind.PERSON);
    return new CaseResult(
        name,
        trace.windows().stream()
            .sorted(Comparator.comparingLong(window -> window.victim().line()))
            .toList(),
        trace.untraced().stream().map(Victim::line).toList(),
        persons,
        ranked.values().stream().sorted(Comparator.comparing(Ranking::kind)).toList(),
        trace.exclusion(about),
        trace.takeover(),
        trace.unguarded(),
        table.hasUnknownFields(),
        null);
  }

  CaseResult with(Exclusion other) {
    return new CaseResult(
        name,
        windows,
        untraced,
        persons,
        others,
        other,
        takeover,
        unguarded,
        fieldsUnknown,
        partly);
  }

  /** The same where it is known how far the trail is whole. */
  public CaseResult watched(Set<Long> partly) {
    return new CaseResult(
        name,
        windows,
        untraced,
        persons,
        others,
        exclusion,
        takeover,
        unguarded,
        fieldsUnknown,
        partly);
  }

  /** What it comes to, as to persons. */
  public enum Verdict {
    /** A person is. */
    SUPPORTED,
    /** None is, and it would have been seen. */
    NOT_SUPPORTED,
    /** None is, and there are too few victims, or the trail of their time is not whole. */
    CANNOT_TELL;

    /** Lower case, with hyphens. */
    public String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** Whether the trail is not known to be whole in the time of some victims. */
  public boolean isPartly() {
    return partly != null && !partly.isEmpty();
  }

  /** In the times of how many victims the trail is whole, where it is known. */
  public int whole() {
    return windows.size() - partly.size();
  }

  /** Whether all that is said of the persons that are supported comes from imported records. */
  public boolean isByImportedAlone() {
    return persons.isSupported()
        && persons.sources().stream()
            .filter(Source::isSupported)
            .allMatch(source -> source.imported() == source.explained());
  }

  public Verdict verdict() {
    if (persons.isSupported()) {
      return Verdict.SUPPORTED;
    }
    return persons.cannotTell() || isPartly() ? Verdict.CANNOT_TELL : Verdict.NOT_SUPPORTED;
  }
}
