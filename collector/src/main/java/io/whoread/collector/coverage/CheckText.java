package io.whoread.collector.coverage;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The rows of a report, and before them what asks for attention. */
final class CheckText {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

  private final Instant now;
  private final ZoneId zone;
  private final ZoneOffset offset;
  private final StringBuilder rows = new StringBuilder();
  private final List<String> attention = new ArrayList<>();
  private final Set<String> questions = new LinkedHashSet<>();
  private String waiting;

  /**
   * @param zone that times are told in
   */
  CheckText(Instant now, ZoneId zone) {
    this.now = now;
    this.zone = zone;
    this.offset = zone.getRules().getOffset(now);
  }

  Instant now() {
    return now;
  }

  /** Something is wrong. */
  void attention(String line) {
    attention.add(line);
  }

  /**
   * Nothing is wrong, as far as is known, and a person should look. What is asked of several
   * processes in the same words is asked once.
   */
  void question(String line) {
    questions.add(line);
  }

  /** Nothing can be judged yet. */
  void waiting(String line) {
    waiting = line;
  }

  void row(String label, String line) {
    rows.append(String.format("  %-13s%s\n", label, line));
  }

  CheckReport report(String service) {
    CheckReport.Verdict verdict =
        !attention.isEmpty()
            ? CheckReport.Verdict.ATTENTION
            : waiting != null ? CheckReport.Verdict.WAITING : CheckReport.Verdict.OK;
    StringBuilder all = new StringBuilder(service);
    all.append(
        switch (verdict) {
          case ATTENTION -> ": needs attention";
          case WAITING -> ": no request yet";
          case OK ->
              questions.isEmpty() ? ": all is well" : ": all is well, but see the lines with ?";
        });
    all.append(" (times ").append(utc(offset)).append(")\n");
    attention.forEach(each -> all.append("  ! ").append(each).append('\n'));
    if (waiting != null) {
      all.append("  . ").append(waiting).append('\n');
    }
    questions.forEach(each -> all.append("  ? ").append(each).append('\n'));
    return new CheckReport(verdict, all.append(rows).toString());
  }

  /** With the offset only where it is not that of the headline: clocks were changed meanwhile. */
  String time(Instant at) {
    ZonedDateTime there = at.atZone(zone);
    return TIME.format(there)
        + (there.getOffset().equals(offset) ? "" : " " + utc(there.getOffset()));
  }

  private static String utc(ZoneOffset offset) {
    return offset.equals(ZoneOffset.UTC) ? "UTC" : "UTC" + offset.getId();
  }

  String ago(Instant then) {
    Duration age = Duration.between(then, now);
    if (age.toSeconds() < 120) {
      return Math.max(0, age.toSeconds()) + " s ago";
    }
    return age.toMinutes() < 120 ? age.toMinutes() + " min ago" : age.toHours() + " h ago";
  }

  static String many(long count, String one, String more) {
    return String.format(Locale.ROOT, "%,d %s", count, count == 1 ? one : more);
  }
}
