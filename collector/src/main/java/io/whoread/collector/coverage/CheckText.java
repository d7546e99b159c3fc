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

  void attention(String line) {
    attention.add(line);
  }

  void row(String label, String line) {
    rows.append(String.format("  %-13s%s\n", label, line));
  }

  CheckReport report(String service) {
    StringBuilder all = new StringBuilder(service);
    all.append(attention.isEmpty() ? ": all is well\n" : ": needs attention\n");
    attention.forEach(each -> all.append("  ! ").append(each).append('\n'));
    return new CheckReport(attention.isEmpty(), all.append(rows).toString());
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
