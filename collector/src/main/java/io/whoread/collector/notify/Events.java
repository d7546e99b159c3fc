package io.whoread.collector.notify;

import io.whoread.collector.notify.v1.Digest;
import io.whoread.collector.notify.v1.Message;
import io.whoread.collector.notify.v1.Notice;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Messages as CloudEvents, for machines. What stands here is for good; keys may be added. */
final class Events {
  private final String source;
  private final Words words;

  Events(NotifySettings settings, Words words) {
    this.source =
        settings.console() == null ? "urn:whoread:collector" : settings.console().toString();
    this.words = words;
  }

  /** In the JSON format's order of attributes. */
  Map<String, Object> of(Message message) {
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("specversion", "1.0");
    event.put("id", message.getId());
    event.put("source", source);
    event.put("type", type(message));
    if (message.hasAlerted()) {
      event.put("subject", message.getAlerted().getNotice().getAlert());
    }
    event.put("time", time(message.getMadeMs()));
    event.put("datacontenttype", "application/json");
    event.put("data", data(message));
    return event;
  }

  private static String type(Message message) {
    return switch (message.getContentCase()) {
      case ALERTED ->
          message.getAlerted().getBeforeValue() > 0
              ? "io.whoread.alert.risen.v1"
              : "io.whoread.alert.raised.v1";
      case DIGEST -> "io.whoread.digest.v1";
      default -> "io.whoread.test.v1";
    };
  }

  private Map<String, Object> data(Message message) {
    Map<String, Object> data = new LinkedHashMap<>();
    switch (message.getContentCase()) {
      case ALERTED -> {
        data.putAll(notice(message.getAlerted().getNotice()));
        if (message.getAlerted().getBeforeValue() > 0) {
          data.put("severity_before", word(message.getAlerted().getBefore().name()));
        }
        if (message.getAlerted().getLastOf() > 0) {
          data.put("last_of_today", true);
        }
      }
      case DIGEST -> {
        Digest digest = message.getDigest();
        data.put("day", LocalDate.ofEpochDay(digest.getDay()).toString());
        data.put("open", digest.getOpen());
        data.put("held_back", digest.getHeldBack());
        data.put("grown", digest.getGrown());
        data.put("lost", digest.getLost());
        List<Object> alerts = new ArrayList<>();
        for (Digest.Line line : digest.getLinesList()) {
          Map<String, Object> alert = notice(line.getNotice());
          alert.put("held_back", line.getHeldBack());
          alert.put("grown", line.getGrown());
          alert.put("open", line.getOpen());
          alerts.add(alert);
        }
        data.put("alerts", alerts);
      }
      default -> data.put("test", true);
    }
    data.put("text", words.title(message));
    return data;
  }

  private Map<String, Object> notice(Notice notice) {
    Map<String, Object> alert = new LinkedHashMap<>();
    alert.put("alert", notice.getAlert());
    alert.put("revision", notice.getRevision());
    alert.put("severity", word(notice.getSeverity().name()));
    alert.put("risk", notice.getRisk());
    alert.put("role", notice.getRole());
    alert.put("team", notice.getTeam());
    alert.put("from", time(notice.getFromMs()));
    alert.put("to", time(notice.getToMs()));
    alert.put("raised", time(notice.getRaisedMs()));
    List<Object> rules = new ArrayList<>();
    notice.getCountsList().forEach(count -> rules.add(count(count)));
    alert.put("rules", rules);
    if (words.link(notice) != null) {
      alert.put("link", words.link(notice));
    }
    return alert;
  }

  private static Map<String, Object> count(Notice.Count count) {
    Map<String, Object> rule = new LinkedHashMap<>();
    rule.put("rule", count.getRule());
    rule.put("observed", Math.round(count.getObserved()));
    if (count.getAbout()) {
      rule.put("estimated", true);
    }
    if (count.getWindowSeconds() > 0) {
      rule.put("window_seconds", count.getWindowSeconds());
    }
    if (count.hasLimit()) {
      rule.put("threshold", Math.round(count.getLimit()));
    }
    if (count.hasGroupNormal()) {
      rule.put("usual_in_group", Math.round(count.getGroupNormal()));
    }
    rule.put("plain", count.getPlain());
    Map<String, Object> forms = new LinkedHashMap<>();
    Words.forms(count)
        .forEach((form, n) -> forms.put(word(form.name().substring("FORM_".length())), n));
    rule.put("forms", forms);
    return rule;
  }

  private static String word(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  private static String time(long ms) {
    return Instant.ofEpochMilli(ms).toString();
  }
}
