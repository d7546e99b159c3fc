package io.whoread.collector.alert;

import io.whoread.collector.alert.v1.Alert;
import io.whoread.collector.alert.v1.Signal;
import io.whoread.record.v1.Form;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

final class EnglishPhrases implements Phrases {
  @Override
  public String who(Alert alert) {
    String name = alert.getAlias().isEmpty() ? alert.getActor() : alert.getAlias();
    if (alert.getRole().isEmpty() || alert.getRole().equals("unknown")) {
      String known = name.isEmpty() ? alert.getService() : name;
      if (known.isEmpty() && !alert.getAddress().isEmpty()) {
        return "an unknown reader at " + alert.getAddress();
      }
      return known.isEmpty() ? "an unknown reader" : "an unknown reader (" + known + ")";
    }
    if (alert.getRole().equals("code")) {
      return "the code place " + name;
    }
    String role = alert.getRole().equals("staff") ? "staff member" : alert.getRole();
    return name.isEmpty() ? "an unnamed " + role : role + " " + name;
  }

  @Override
  public String signal(Alert alert, SignalFacts facts) {
    Signal signal = facts.signal();
    if (signal.getAccompanies()) {
      return "New for " + who(alert) + ": " + firsts(facts) + " (" + facts.span(" to ") + ")";
    }
    StringBuilder text = new StringBuilder("Data of ").append(what(facts)).append(how(facts));
    text.append(signal.getObserved() == 1 ? " was" : " were");
    text.append(
        facts.rule().equals("logged") ? " written into a log in plain by " : " returned to ");
    text.append(who(alert));
    if (facts.rule().equals("unexplained")) {
      text.append(", among ").append(facts.fact("subjects")).append(" in all that day");
    } else if (facts.rule().equals("slow")) {
      text.append(" on ").append(facts.fact("days")).append(" days, a few on each");
    } else {
      text.append(" within ").append(length(facts.minutes()));
    }
    text.append(" (").append(facts.span(" to "));
    text.append(", ").append(facts.offset()).append(')');
    if (facts.rule().equals("off-hours")) {
      text.append(", outside ").append(hours(facts));
    }
    text.append(away(facts));
    if (!facts.fact("learning").isEmpty()) {
      text.append(", some of it through what has been recorded for less than ");
      text.append(facts.fact("learning")).append(" days");
    }
    if (signal.hasOdd()) {
      text.append(", ").append(facts.counted(signal.getOdd(), "about "));
      text.append(
          facts.fact("usual-exports").isEmpty()
              ? " of them at hours unusual for this reader and the group"
              : " of them not by an export of a size usual for the group");
    }
    text.append(circumstance(facts));
    if (signal.getOperationsCount() > 0) {
      text.append(", mostly through ").append(signal.getOperations(0));
    }
    if (signal.getAddressesCount() > 0 && !facts.rule().equals("reused")) {
      text.append(", from ").append(addresses(facts));
    }
    if (facts.rule().equals("left") || facts.rule().equals("canary")) {
      return text.append(examples(facts)).toString();
    }
    text.append("; ").append(usual(alert, signal));
    text.append("; the threshold was ").append(SignalFacts.whole(signal.getLimit()));
    if (signal.hasOdd()) {
      text.append(", against which ")
          .append(facts.counted(signal.getOdd(), "about "))
          .append(" count");
    }
    return text.append(examples(facts)).toString();
  }

  private static String examples(SignalFacts facts) {
    return facts.examples().isEmpty()
        ? ""
        : "; pseudonyms of some: " + String.join(", ", facts.examples());
  }

  /** What the register of people says of somebody who has left, or not joined yet. */
  private static String away(SignalFacts facts) {
    if (!facts.rule().equals("left")) {
      return "";
    }
    String days = facts.fact("days-away");
    // An older collector did not tell how many.
    String far = days.isEmpty() ? "" : days + (days.equals("1") ? " day " : " days ");
    if (!facts.fact("last-day").isEmpty()) {
      return ", " + far + "after the last day of work, " + facts.fact("last-day");
    }
    return facts.fact("first-day").isEmpty()
        ? ", outside the days of work that the register of people told"
        : ", " + far + "before the first day of work, " + facts.fact("first-day");
  }

  /** " (380 exported, 32 opened; 400 with data in plain)". */
  private static String how(SignalFacts facts) {
    List<String> parts = new ArrayList<>();
    List<String> forms =
        facts.forms((form, count) -> facts.counted(count, "about ") + " " + form(form));
    if (!forms.isEmpty()) {
      parts.add(String.join(", ", forms));
    }
    if (facts.signal().getPlain() > 0) {
      parts.add(facts.counted(facts.signal().getPlain(), "about ") + " with data in plain");
    }
    return parts.isEmpty() ? "" : " (" + String.join("; ", parts) + ")";
  }

  /** The calendar's name, when it has people at work, and what time it was there. */
  private static String hours(SignalFacts facts) {
    if (facts.fact("calendar").isEmpty()) {
      return "working hours";
    }
    String hours =
        "the working hours of calendar "
            + facts.fact("calendar")
            + " ("
            + facts.fact("hours")
            + " on its working days";
    return facts.calendarZone().isEmpty()
        ? hours + ")"
        : hours + ", " + facts.calendarZone() + "; it was " + facts.there(Locale.ENGLISH) + ")";
  }

  private static String usual(Alert alert, Signal signal) {
    List<String> usual = new ArrayList<>();
    if (signal.hasOwnNormal()) {
      String days = signal.getOwnDays() + (signal.getOwnDays() == 1 ? " day" : " days");
      usual.add(
          about(signal.getOwnNormal()) + " for this " + one(signal) + " (" + days + " known)");
    }
    if (signal.hasGroupNormal()) {
      usual.add(about(signal.getGroupNormal()) + " " + peers(alert, signal));
    }
    Signal all = SignalFacts.inAll(alert, signal);
    String text =
        !usual.isEmpty()
            ? "usual is " + String.join(" and ", usual)
            : all == null
                ? "there is too little yet to compare it with"
                : "usual in all is "
                    + about(all.getOwnNormal())
                    + " for this reader ("
                    + all.getOwnDays()
                    + (all.getOwnDays() == 1 ? " day" : " days")
                    + " known)";
    return signal.getGroupPace() > 1
        ? text + "; the whole group was " + tenth(signal.getGroupPace()) + " times as busy as usual"
        : text;
  }

  private static String one(Signal signal) {
    return switch (signal.getRule()) {
      case "reused" -> "address";
      case "logged" -> "place";
      default -> "reader";
    };
  }

  private static String peers(Alert alert, Signal signal) {
    return signal.getRule().equals("reused")
        ? "for addresses that many share"
        : signal.getRule().equals("logged")
            ? "for such places"
            : "in the group " + alert.getGroup();
  }

  /** Of an account that two use, the places of both. */
  private static String addresses(SignalFacts facts) {
    List<String> addresses = facts.signal().getAddressesList();
    return facts.rule().equals("shared") && addresses.size() > 1
        ? addresses.get(0) + " and " + addresses.get(1)
        : addresses.getFirst();
  }

  /** What makes these reads others than a person's ordinary ones. */
  private static String circumstance(SignalFacts facts) {
    return switch (facts.rule()) {
      case "reused" -> ", signed in as each of these customers";
      case "outside" -> ", none of which is this reader's own or of those it works for";
      case "no-purpose" -> ", without a ticket, beyond the few that are usual for this reader";
      case "enumeration" -> ", one after the other, placed on the same day or the next";
      case "shared" -> ", by turns with reads from another network, 10 minutes apart at most";
      default -> "";
    };
  }

  /** "service shop-b; operation GET /orders/export; network 203.0.0.0/16". */
  private static String firsts(SignalFacts facts) {
    return String.join(
        "; ",
        facts.facts(
            Map.of("services", "service ", "operations", "operation ", "networks", "network ")));
  }

  @Override
  public String also(SignalFacts facts) {
    return switch (facts.rule()) {
      case "first-time" -> "; new for this reader: " + firsts(facts);
      case "off-hours" -> "; also " + facts.observed("about ") + " outside working hours";
      case "canary" -> "; also " + facts.observed("about ") + " that nobody has a reason to read";
      case "left" -> "; also " + facts.observed("about ") + away(facts);
      case "cold" ->
          "; also "
              + facts.observed("about ")
              + " that nobody had worked on for "
              + facts.fact("days")
              + " days or more";
      case "unexplained" ->
          "; also " + facts.observed("about ") + " in a day that work does not explain";
      case "slow" ->
          "; also "
              + facts.observed("about ")
              + " on "
              + facts.fact("days")
              + " days that work does not explain";
      case "outside" -> "; also " + facts.observed("about ") + " of other owners";
      case "no-purpose" -> "; also " + facts.observed("about ") + " without a ticket";
      case "enumeration" -> "; also " + facts.observed("about ") + " one after the other by date";
      case "shared" -> "; also " + facts.observed("about ") + " from two networks at once";
      case "logged" -> "; also " + facts.observed("about ") + " written into a log";
      case "reused" -> "; also signed in as " + facts.observed("about ") + " customers";
      default -> "; also " + facts.observed("about ") + " within " + length(facts.minutes());
    };
  }

  @Override
  public String end() {
    return ".";
  }

  private static String what(SignalFacts facts) {
    List<String> kinds =
        facts.kinds(
            "about ", (number, one, kind) -> number + " " + (one ? noun(kind) : noun(kind) + "s"));
    String things =
        kinds.size() == 1
            ? kinds.getFirst()
            : String.join(", ", kinds.subList(0, kinds.size() - 1)) + " and " + kinds.getLast();
    return switch (facts.rule()) {
      case "cold" ->
          things + " that nobody had worked on for " + facts.fact("days") + " days or more";
      case "canary" ->
          things
              + (facts.signal().getObserved() == 1 ? ", a canary" : ", canaries")
              + " that nobody has a reason to read";
      case "unexplained" -> things + " that work does not explain" + reasons(facts);
      case "slow" -> things + " that work does not explain";
      default -> things;
    };
  }

  /** " (12 not handled for 7 days or more, 3 last handled by others)". */
  private static String reasons(SignalFacts facts) {
    List<String> reasons = new ArrayList<>();
    facts
        .reason("idle", n -> n + " not handled for " + facts.fact("days") + " days or more")
        .ifPresent(reasons::add);
    facts.reason("untouched", n -> n + " that nobody had handled yet").ifPresent(reasons::add);
    facts.reason("others", n -> n + " last handled by others").ifPresent(reasons::add);
    return reasons.isEmpty() ? "" : " (" + String.join(", ", reasons) + ")";
  }

  private static String noun(String kind) {
    return switch (kind) {
      case "parent" -> "parent order";
      case "" -> "subject";
      default -> kind;
    };
  }

  private static String length(int minutes) {
    if (minutes % 60 != 0) {
      return minutes + (minutes == 1 ? " minute" : " minutes");
    }
    return minutes / 60 + (minutes == 60 ? " hour" : " hours");
  }

  private static String about(double number) {
    return number < 0.5 ? "none" : "about " + SignalFacts.rounded(number);
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
