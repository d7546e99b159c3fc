package io.whoread.collector.notify;

import io.whoread.collector.alert.v1.Severity;
import io.whoread.collector.notify.v1.Alerted;
import io.whoread.collector.notify.v1.Message;
import io.whoread.collector.notify.v1.Notice;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Alerts as Detection Findings of the Open Cybersecurity Schema Framework, version 1.8.0
 * (events/findings/detection_finding.json): class 2004 of category 2.
 */
final class Ocsf {
  static final String VERSION = "1.8.0";

  private static final int CATEGORY = 2;
  private static final int CLASS = 2004;
  private static final int CREATE = 1;
  private static final int UPDATE = 2;
  private static final int OTHER = 99;
  private static final int BEHAVIORAL = 2;

  private final Words words;

  Ocsf(Words words) {
    this.words = words;
  }

  /** One finding for an alert or a test; of a digest one update for each of its alerts. */
  List<Map<String, Object>> of(Message message) {
    switch (message.getContentCase()) {
      case ALERTED:
        boolean fresh = message.getAlerted().getBeforeValue() == 0;
        return List.of(finding(message, fresh ? CREATE : UPDATE, message.getId()));
      case DIGEST:
        List<Map<String, Object>> updates = new ArrayList<>();
        message
            .getDigest()
            .getLinesList()
            .forEach(
                line -> {
                  Message one =
                      message.toBuilder()
                          .setAlerted(Alerted.newBuilder().setNotice(line.getNotice()))
                          .build();
                  updates.add(
                      finding(one, UPDATE, message.getId() + "-" + line.getNotice().getAlert()));
                });
        return updates;
      default:
        return List.of(trial(message));
    }
  }

  private Map<String, Object> finding(Message message, int activity, String uid) {
    Notice notice = message.getAlerted().getNotice();
    Map<String, Object> finding = head(activity, severity(notice.getSeverity()), uid);
    finding.put("time", message.getMadeMs());
    finding.put("start_time", notice.getFromMs());
    finding.put("end_time", notice.getToMs());
    finding.put("message", words.title(message));
    finding.put("is_alert", notice.getSeverity() != Severity.WATCH);
    Map<String, Object> info = new LinkedHashMap<>();
    info.put("uid", notice.getAlert());
    info.put("title", words.title(message));
    info.put("desc", String.join("; ", words.lines(message)));
    info.put("created_time", notice.getFirstRaisedMs());
    info.put("modified_time", notice.getRaisedMs());
    info.put("first_seen_time", notice.getFromMs());
    info.put("last_seen_time", notice.getToMs());
    if (words.link(notice) != null) {
      info.put("src_url", words.link(notice));
    }
    List<String> rules = notice.getCountsList().stream().map(Notice.Count::getRule).toList();
    info.put("types", rules);
    if (!rules.isEmpty()) {
      info.put("analytic", analytic(rules.get(0)));
    }
    finding.put("finding_info", info);
    finding.put("unmapped", Map.of("role", notice.getRole(), "team", notice.getTeam()));
    return finding;
  }

  private static Map<String, Object> analytic(String rule) {
    return Map.of("name", rule, "type_id", BEHAVIORAL, "type", "Behavioral");
  }

  private Map<String, Object> trial(Message message) {
    Map<String, Object> finding = head(OTHER, 1, message.getId());
    finding.put("activity_name", "Test");
    finding.put("time", message.getMadeMs());
    finding.put("message", words.title(message));
    finding.put("is_alert", false);
    finding.put("finding_info", Map.of("uid", message.getId(), "title", words.title(message)));
    return finding;
  }

  private static Map<String, Object> head(int activity, int severity, String uid) {
    Map<String, Object> head = new LinkedHashMap<>();
    head.put("category_uid", CATEGORY);
    head.put("class_uid", CLASS);
    head.put("class_name", "Detection Finding");
    head.put("activity_id", activity);
    head.put("type_uid", CLASS * 100 + activity);
    head.put("severity_id", severity);
    head.put(
        "metadata",
        Map.of(
            "version",
            VERSION,
            "uid",
            uid,
            "product",
            Map.of("name", "whoread", "vendor_name", "whoread")));
    return head;
  }

  /** Low: the user decides; medium: action is required; high: action is required immediately. */
  private static int severity(Severity severity) {
    return switch (severity) {
      case URGENT -> 4;
      case REVIEW -> 3;
      default -> 2;
    };
  }
}
