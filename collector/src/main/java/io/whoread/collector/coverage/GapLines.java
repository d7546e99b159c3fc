package io.whoread.collector.coverage;

import io.whoread.collector.coverage.Coverages.GapRow;
import io.whoread.collector.coverage.Coverages.Hole;
import io.whoread.collector.coverage.Coverages.Hole.Why;
import io.whoread.record.v1.GapReason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Whether the last 24 hours of a service's trail are whole, as the console says it: what was lost
 * asks for attention; what people did, or ended with its process, is told until it is a day old.
 */
record GapLines(String service, Coverages coverages, CheckText text) {
  private static final Duration DAY = Duration.ofHours(24);
  private static final int MAX_LINES = 5;

  /** An agent tells every minute what it does not see; what it told of just now goes on. */
  private static final Duration LAST_WORD = Duration.ofMinutes(3);

  /** A gap, or something that was not looked at; in words. */
  private record Line(String words, Instant to, boolean over, boolean settled) {}

  void write() {
    Instant now = text.now();
    Instant from = now.minus(DAY);
    List<Hole> holes =
        coverages.holes(from, now, now).stream()
            .filter(hole -> hole.service().equals(service))
            .toList();
    List<Line> lines = new ArrayList<>();
    List<GapRow> gaps = coverages.gaps(service, from, now, 1_000);
    GapGroup.of(gaps).forEach(group -> lines.add(line(group)));
    holes.stream()
        .filter(hole -> hole.isDoubt() && hole.why() != Why.GAP)
        .forEach(hole -> lines.add(line(hole)));
    if (lines.isEmpty()) {
      text.row(
          "gaps",
          holes.stream()
              .filter(hole -> hole.why() == Why.BEFORE)
              .findFirst()
              .map(before -> "none since " + text.time(before.to()) + ", when it was attached")
              .orElse("none in 24 h"));
      return;
    }
    Instant last = lines.stream().map(Line::to).max(Comparator.naturalOrder()).orElseThrow();
    String until = text.time(last.plus(DAY));
    boolean allOver = lines.stream().allMatch(Line::over);
    String over = allOver ? " What made them is over; they are told until " + until : "";
    if (lines.stream().allMatch(Line::settled)) {
      text.question("the trail of the last 24 h is not whole: see the gaps below." + over);
    } else {
      text.attention("records may be missing: see the gaps below." + over);
    }
    String label = "gaps";
    for (Line line : lines.subList(0, Math.min(MAX_LINES, lines.size()))) {
      text.row(label, line.words());
      label = "";
    }
    if (lines.size() > MAX_LINES) {
      text.row("", "and " + (lines.size() - MAX_LINES) + " more kinds in 24 h: see the console");
    }
  }

  private Line line(GapGroup group) {
    String accesses = CheckText.many(group.accesses(), "access", "accesses");
    String words =
        when(group.gaps().size(), group.from(), group.to())
            + reason(group.reason())
            + (group.accesses() == 0 ? "" : (group.isCounted() ? ", " : ", at least ") + accesses)
            + (group.detail().isEmpty() ? "" : ", " + group.detail());
    // A person did that, and undid it.
    return new Line(
        words,
        group.to(),
        group.to().isBefore(text.now()),
        group.gaps().stream().allMatch(KnownGaps::isOnAgain));
  }

  /** That it goes on, and asks for attention, is told beside the agent that it is about. */
  private Line line(Hole hole) {
    String words =
        when(hole.count(), hole.from(), hole.to())
            + what(hole.why())
            + (hole.detail().isEmpty() ? "" : ", " + hole.detail())
            + (hole.instance().isEmpty() ? "" : ", in " + hole.instance());
    return new Line(
        words,
        hole.to(),
        hole.to().isBefore(text.now().minus(LAST_WORD)),
        hole.why() != Why.FORGOTTEN);
  }

  private String when(int count, Instant from, Instant to) {
    return (count == 1 ? "" : "%,d between ".formatted(count))
        + text.time(from)
        + (to.equals(from) ? "" : (count == 1 ? " to " : " and ") + text.time(to))
        + ": ";
  }

  private static String what(Why why) {
    return switch (why) {
      case SILENT -> "nothing was heard";
      case LOADED -> "what is loaded was not looked for, as signals: in whoread.yaml says";
      case TOUCHED -> "what is touched was not looked for, as signals: in whoread.yaml says";
      case DISCLOSED -> "what is disclosed was not looked for, as signals: in whoread.yaml says";
      case HOOK -> "a hook did not work, or not wholly";
      case UNGUARDED -> "none of the classes to guard was met";
      case FORGOTTEN -> "there were more gaps than are kept";
      case NEVER, BEFORE, GAP -> throw new IllegalArgumentException(why.name());
    };
  }

  private static String reason(int number) {
    return switch (GapReason.forNumber(number)) {
      case GAP_REASON_SPOOL -> "the spool was full or could not be written";
      case GAP_REASON_LEDGER -> "a request read more than is kept of one";
      case GAP_REASON_REFUSED -> "a batch was refused";
      case GAP_REASON_OFF -> "the agent was switched off";
      case GAP_REASON_HOOK -> "a hook failed";
      case GAP_REASON_MISSING -> "batches never came";
      case GAP_REASON_DAMAGED -> "the spool was damaged";
      case GAP_REASON_ERROR -> "an error inside the agent";
      case null -> "a reason that this version does not know (" + number + ")";
      default -> "no reason given";
    };
  }
}
