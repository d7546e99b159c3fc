package io.whoread.collector.cli;

import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import io.whoread.collector.alert.Sentences;
import io.whoread.collector.alert.v1.Alert;
import io.whoread.collector.alert.v1.Signal;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** Writes alerts as JSON, one object a line for every revision. */
final class AlertLines {
  private final BufferedWriter out;
  private final Sentences sentences;
  private final ZoneId zone;
  private final JsonMapper json = JsonMapper.builder().build();

  /**
   * @param zone in which times are told
   */
  AlertLines(BufferedWriter out, Locale locale, ZoneId zone) {
    this.out = out;
    this.sentences = new Sentences(locale, zone);
    this.zone = zone;
  }

  /**
   * @param more what stands in the line before the alert
   * @throws UncheckedIOException where the file cannot be written
   */
  void write(Map<String, Object> more, Alert alert) {
    Map<String, Object> all = new LinkedHashMap<>(more);
    all.putAll(line(alert));
    try {
      out.write(json.writeValueAsString(all));
      out.write('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Map<String, Object> line(Alert alert) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("id", alert.getId());
    line.put("revision", alert.getRevision());
    line.put("actor", alert.getActor());
    line.put("role", alert.getRole());
    line.put("group", alert.getGroup());
    line.put("from", iso(alert.getFrom(), zone));
    line.put("to", iso(alert.getTo(), zone));
    line.put("raised", iso(alert.getRaised(), zone));
    line.put("severity", alert.getSeverity().name().toLowerCase(Locale.ROOT));
    line.put("risk", Math.round(alert.getRisk() * 100) / 100.0);
    line.put("rules", alert.getRules());
    line.put("sentence", sentences.sentence(alert));
    List<Map<String, Object>> signals = new ArrayList<>();
    for (Signal signal : alert.getSignalsList()) {
      signals.add(line(signal, zone));
    }
    line.put("signals", signals);
    return line;
  }

  private static Map<String, Object> line(Signal signal, ZoneId zone) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("rule", signal.getRule());
    line.put("from", iso(signal.getFrom(), zone));
    line.put("to", iso(signal.getTo(), zone));
    line.put("window_seconds", signal.getWindowSeconds());
    line.put("observed", signal.getObserved());
    line.put("limit", signal.getLimit());
    line.put("floor", signal.getFloor());
    if (signal.hasOwnNormal()) {
      line.put("own_normal", Math.round(signal.getOwnNormal() * 10) / 10.0);
      line.put("own_days", signal.getOwnDays());
    }
    if (signal.hasGroupNormal()) {
      line.put("group_normal", Math.round(signal.getGroupNormal() * 10) / 10.0);
    }
    if (signal.hasGroupPace()) {
      line.put("group_pace", Math.round(signal.getGroupPace() * 100) / 100.0);
    }
    line.put("score", Math.round(signal.getScore() * 100) / 100.0);
    return line;
  }

  private static String iso(Timestamp time, ZoneId zone) {
    return Instant.ofEpochMilli(Timestamps.toMillis(time))
        .atZone(zone)
        .toOffsetDateTime()
        .toString();
  }
}
