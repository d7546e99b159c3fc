package io.whoread.collector.trace;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** What a trace found, for whoever runs it. */
public final class CaseText {
  /** So many of each kind are printed; all of them are in the result. */
  private static final int SHOWN = 5;

  private final PrintWriter out;

  public CaseText(PrintWriter out) {
    this.out = out;
  }

  public void print(CaseResult result) {
    String head =
        (result.name().isEmpty() ? "" : result.name() + ": ") + result.victims() + " victims: ";
    Ranking persons = result.persons();
    out.println(head + verdict(result));
    persons.sources().stream().limit(SHOWN).forEach(source -> print(source, true));
    for (Ranking other : result.others()) {
      if (other.isSupported()) {
        out.println("  " + other.kind().label() + ":");
        other.sources().stream()
            .filter(Source::isSupported)
            .forEach(source -> print(source, other.kind() != SourceKind.SELLER));
      }
    }
    print(result.exclusion(), result.isPartly());
    if (!result.takeover().lines().isEmpty()) {
      out.printf(
          "  rival: in %d lines the caller knew a password, as where customers' accounts are taken"
              + " over%n",
          result.takeover().lines().size());
    }
    if (!result.takeover().seen().isEmpty()) {
      out.printf(
          "  rival: %d places from which many customers read what is theirs read victims' orders%n",
          result.takeover().seen().size());
    }
    if (result.unguarded() != PlainFields.NONE) {
      out.println(
          "  not asked for, since no record tells of it: "
              + String.join(", ", PlainFields.labels(result.unguarded())));
    }
  }

  /** For how many lines, which had no number, a resolver named orders. */
  public void resolved(List<TrailTrace.Identity> identities) {
    List<TrailTrace.Identity> resolved =
        identities.stream().filter(TrailTrace.Identity::resolved).toList();
    if (!resolved.isEmpty()) {
      out.printf(
          "  %d lines without a number were taken for orders, %d of them for the last of several%n",
          resolved.size(), resolved.stream().filter(each -> each.candidates() > 1).count());
    }
  }

  private static String verdict(CaseResult result) {
    Ranking persons = result.persons();
    if (result.verdict() == CaseResult.Verdict.SUPPORTED) {
      return "an internal source is supported"
          + (result.isByImportedAlone() ? ", by imported records alone" : "");
    }
    String read = persons.sources().isEmpty() ? "nobody read of them in their time; " : "";
    if (result.isPartly()) {
      return read
          + "cannot tell: the trail is whole in the time of %d of them".formatted(result.whole());
    }
    return persons.cannotTell()
        ? read + "cannot tell: too few to tell one who read all of them from chance"
        : read + "no internal source is supported by the reads";
  }

  private void print(Source source, boolean reads) {
    out.printf(
        Locale.ROOT,
        "  %-20s %s %d of %d, %.1f by chance (%d to %d); %sp %.4f%s%s%n",
        source.name(),
        reads ? "read" : "sold",
        source.explained(),
        source.of(),
        source.expected(),
        source.low(),
        source.high(),
        source.rest() == source.of() || source.rest() == 0
            ? ""
            : source.beyond() + " of the other " + source.rest() + "; ",
        source.p(),
        source.isSupported() ? ", supported" : "",
        source.imported() == 0
            ? ""
            : "; " + source.imported() + " of them by imported records alone");
  }

  private void print(Exclusion exclusion, boolean partly) {
    out.printf(
        "  %d people read anything in those days: %d none of the victims' orders in their time, %d"
            + " no more than by chance%s%n",
        exclusion.active(),
        exclusion.readNone(),
        exclusion.noMore(),
        partly ? "; it excludes nobody, since the trail is not whole" : "");
    for (Exclusion.Asked asked : exclusion.about()) {
      if (asked.source() != null) {
        print(asked.source(), true);
      } else {
        out.printf(
            "  %-20s %s%n",
            asked.name(), asked.known() ? "read nothing like them" : "is not in the records");
      }
    }
  }
}
