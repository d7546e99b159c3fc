package io.whoread.collector.notify;

import io.whoread.collector.notify.v1.Digest;
import io.whoread.collector.notify.v1.Notice;
import io.whoread.record.v1.Form;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

final class EnglishWords extends Words {
  EnglishWords(NotifySettings settings) {
    super(settings);
  }

  @Override
  String open() {
    return "Open in the console";
  }

  @Override
  String title(Notice notice) {
    return severity(notice.getSeverity().name()) + ": " + who(notice) + ", " + rules(notice);
  }

  private static String who(Notice notice) {
    String role = notice.getRole().isEmpty() ? "unknown" : notice.getRole();
    return role + (notice.getTeam().equals(notice.getRole()) ? "" : " of team " + notice.getTeam());
  }

  private static String rules(Notice notice) {
    return notice.getCountsList().stream()
        .map(count -> rule(count.getRule()))
        .collect(Collectors.joining(", "));
  }

  private static String severity(String name) {
    return switch (name) {
      case "URGENT" -> "Urgent";
      case "REVIEW" -> "Review today";
      default -> "Watch";
    };
  }

  private static String rule(String rule) {
    return switch (rule) {
      case "bulk" -> "bulk reads";
      case "off-hours" -> "reads outside working hours";
      case "cold" -> "old orders that nobody works on";
      case "slow" -> "low and slow";
      case "unexplained" -> "reads without a reason";
      case "no-purpose" -> "reads without a ticket";
      case "enumeration" -> "numbers walked in sequence";
      case "outside" -> "outside one's own work";
      case "canary" -> "a canary order was read";
      case "first-time" -> "a first time";
      case "shared" -> "a shared account";
      case "reused" -> "reused passwords";
      case "logged" -> "personal data in logs";
      case "left" -> "reads by somebody who has left";
      default -> rule;
    };
  }

  @Override
  String digestTitle(LocalDate day) {
    return "whoread digest of " + day;
  }

  @Override
  String trialTitle() {
    return "TEST of whoread's notifications";
  }

  @Override
  String trial() {
    return "This is a test. No alert was raised; nothing is to be done.";
  }

  @Override
  String risen(String before, String now) {
    return "Told before as: " + severity(before) + ". Now: " + severity(now) + ".";
  }

  @Override
  String count(Notice.Count count) {
    String about = count.getAbout() ? "about " : "";
    StringBuilder text = new StringBuilder(rule(count.getRule()));
    text.append(": ").append(about).append(whole(count.getObserved()));
    if (count.getWindowSeconds() > 0) {
      text.append(" within ").append(length(count.getWindowSeconds()));
    }
    List<String> parts = new ArrayList<>();
    forms(count).forEach((form, n) -> parts.add(n + " " + form(form)));
    if (count.getPlain() > 0) {
      parts.add(count.getPlain() + " with data in plain");
    }
    if (!parts.isEmpty()) {
      text.append(" (").append(String.join(", ", parts)).append(')');
    }
    if (count.hasGroupNormal()) {
      text.append("; usual in the group: about ").append(whole(count.getGroupNormal()));
    }
    if (count.hasLimit()) {
      text.append("; threshold ").append(whole(count.getLimit()));
    }
    return text.toString();
  }

  private static String length(int seconds) {
    if (seconds % 86_400 == 0 && seconds > 86_400) {
      return seconds / 86_400 + " days";
    }
    if (seconds % 3_600 == 0) {
      return seconds / 3_600 + (seconds == 3_600 ? " hour" : " hours");
    }
    return seconds % 60 == 0
        ? seconds / 60 + (seconds == 60 ? " minute" : " minutes")
        : seconds + " seconds";
  }

  private static String form(Form form) {
    return switch (form) {
      case FORM_API -> "by API";
      case FORM_JOB -> "by a job";
      default -> form.name().substring("FORM_".length()).toLowerCase(Locale.ROOT);
    };
  }

  @Override
  String when(List<String> span) {
    return span.get(0) + " to " + span.get(1) + ", " + span.get(2);
  }

  @Override
  String id(String alert) {
    return "Alert " + alert;
  }

  @Override
  String last(int cap) {
    return "The last of the "
        + cap
        + " messages of this kind that a team has a day: what follows is in the console and in"
        + " the next digest.";
  }

  @Override
  String counts(Digest digest) {
    String text =
        "Open: %d. Held back by the daily cap: %d. Grown since told: %d."
            .formatted(digest.getOpen(), digest.getHeldBack(), digest.getGrown());
    return digest.getLost() == 0
        ? text
        : text + " Messages that could not be delivered: " + digest.getLost() + ".";
  }

  @Override
  String line(Digest.Line line) {
    Notice notice = line.getNotice();
    List<String> marks = new ArrayList<>();
    if (line.getHeldBack()) {
      marks.add("not told before");
    }
    if (line.getGrown()) {
      marks.add("grown");
    }
    if (!line.getOpen()) {
      marks.add("closed");
    }
    String counts =
        notice.getCountsList().stream()
            .map(count -> rule(count.getRule()) + " " + whole(count.getObserved()))
            .collect(Collectors.joining(", "));
    return severity(notice.getSeverity().name())
        + ": "
        + who(notice)
        + ", "
        + counts
        + (marks.isEmpty() ? "" : " (" + String.join(", ", marks) + ")")
        + ", alert "
        + notice.getAlert();
  }

  @Override
  String more(int n) {
    return "At least " + n + " more are in the console.";
  }
}
