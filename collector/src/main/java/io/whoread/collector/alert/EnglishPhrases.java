package io.whoread.collector.alert;

import io.whoread.collector.alert.v1.Alert;
import io.whoread.collector.alert.v1.Signal;
import io.whoread.record.v1.Form;
import java.util.List;
import java.util.Locale;

final class EnglishPhrases implements Phrases {
  @Override
  public String who(Alert alert) {
    String name = alert.getAlias().isEmpty() ? alert.getActor() : alert.getAlias();
    if (alert.getRole().equals("unknown")) {
      return name.isEmpty() ? "an unknown reader" : "an unknown reader (" + name + ")";
    }
    return alert.getRole() + " " + name;
  }

  @Override
  public String signal(Alert alert, SignalFacts facts) {
    Signal signal = facts.signal();
    StringBuilder text = new StringBuilder("Data of ").append(what(facts));
    text.append(signal.getObserved() == 1 ? " was" : " were")
        .append(" returned to ")
        .append(who(alert));
    text.append(" within ").append(length(facts.minutes()));
    text.append(" (").append(facts.from()).append(" to ").append(facts.to()).append(')');
    if (facts.rule().equals("off-hours")) {
      text.append(", outside the working hours ").append(facts.fact("hours"));
      text.append(" of calendar ").append(facts.fact("calendar"));
    }
    List<String> forms = facts.forms(EnglishPhrases::form, " ");
    if (!forms.isEmpty()) {
      text.append(", ").append(String.join(", ", forms));
    }
    if (signal.getPlain() > 0) {
      text.append(", ").append(signal.getPlain()).append(" in plain");
    }
    if (signal.getOperationsCount() > 0) {
      text.append(", mostly through ").append(signal.getOperations(0));
    }
    if (signal.getAddressesCount() > 0) {
      text.append(" from ").append(signal.getAddresses(0));
    }
    text.append("; ordinary ");
    if (signal.hasOwnNormal()) {
      text.append("is ").append(about(signal.getOwnNormal())).append(" for this reader");
      text.append(" (")
          .append(signal.getOwnDays())
          .append(signal.getOwnDays() == 1 ? " day" : " days")
          .append(" known)");
      text.append(signal.hasGroupNormal() ? " and " : "");
    } else {
      text.append("is ");
    }
    if (signal.hasGroupNormal()) {
      text.append(about(signal.getGroupNormal())).append(" in the group ").append(alert.getGroup());
    }
    if (signal.getGroupPace() > 1) {
      text.append(", which is ")
          .append(tenth(signal.getGroupPace()))
          .append(" times as busy as usual");
    }
    text.append("; too many is ").append(SignalFacts.whole(signal.getLimit()));
    if (!facts.examples().isEmpty()) {
      text.append("; for example ").append(String.join(", ", facts.examples()));
    }
    return text.toString();
  }

  @Override
  public String also(SignalFacts facts) {
    return switch (facts.rule()) {
      case "off-hours" -> "; also " + facts.observed("about ") + " outside working hours";
      case "cold" ->
          "; also "
              + facts.observed("about ")
              + " that nobody had worked on for "
              + facts.fact("days")
              + " days";
      default -> "; also " + facts.observed("about ") + " within " + length(facts.minutes());
    };
  }

  @Override
  public String end() {
    return ".";
  }

  private static String what(SignalFacts facts) {
    String kind = facts.kind();
    String things =
        facts.observed("about ") + " " + (facts.signal().getObserved() == 1 ? kind : kind + "s");
    return facts.rule().equals("cold")
        ? things + " that nobody had worked on for " + facts.fact("days") + " days or more"
        : things;
  }

  private static String length(int minutes) {
    if (minutes % 60 != 0) {
      return minutes + (minutes == 1 ? " minute" : " minutes");
    }
    return minutes / 60 + (minutes == 60 ? " hour" : " hours");
  }

  private static String about(double number) {
    return number < 0.5 ? "none" : "about " + SignalFacts.whole(number);
  }

  private static String tenth(double number) {
    return String.format(Locale.ROOT, "%.1f", number);
  }

  private static String form(Form form) {
    return switch (form) {
      case FORM_API -> "by API";
      case FORM_JOB -> "by a job";
      default -> form.name().substring("FORM_".length()).toLowerCase(Locale.ROOT);
    };
  }
}
