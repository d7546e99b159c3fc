package io.whoread.collector.coverage;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The rows of a report, and before them what asks for attention. */
final class CheckText {
  private final Instant now;
  private final DateTimeFormatter time;
  private final StringBuilder rows = new StringBuilder();
  private final List<String> attention = new ArrayList<>();
  private final List<String> questions = new ArrayList<>();
  private String waiting;

  /**
   * @param zone that times are told in
   */
  CheckText(Instant now, ZoneId zone) {
    this.now = now;
    this.time = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss xxx").withZone(zone);
  }

  Instant now() {
    return now;
  }

  /** Something is wrong. */
  void attention(String line) {
    attention.add(line);
  }

  /** Nothing is wrong, as far as is known, and a person should look. */
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
          case ATTENTION -> ": needs attention\n";
          case WAITING -> ": no request yet\n";
          case OK ->
              questions.isEmpty() ? ": all is well\n" : ": all is well, but see the lines with ?\n";
        });
    attention.forEach(each -> all.append("  ! ").append(each).append('\n'));
    if (waiting != null) {
      all.append("  . ").append(waiting).append('\n');
    }
    questions.forEach(each -> all.append("  ? ").append(each).append('\n'));
    return new CheckReport(verdict, all.append(rows).toString());
  }

  String time(Instant at) {
    return time.format(at);
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
