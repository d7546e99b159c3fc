package io.whoread.collector.alert;

import io.whoread.collector.alert.v1.Alert;
import io.whoread.collector.alert.v1.Signal;
import io.whoread.record.v1.Form;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

final class ChinesePhrases implements Phrases {
  @Override
  public String who(Alert alert) {
    String name = alert.getAlias().isEmpty() ? alert.getActor() : alert.getAlias();
    // Somebody unknown is told apart by the service, or by the address.
    if (name.isEmpty() && alert.getService().isEmpty() && !alert.getAddress().isEmpty()) {
      return alert.getAddress() + " 上" + role(alert.getRole());
    }
    name = name.isEmpty() ? alert.getService() : name;
    String role = role(alert.getRole());
    return name.isEmpty() ? role : role + " " + name;
  }

  /** A role's word; a team's or a configured role's name stays as it is. */
  private static String role(String role) {
    return switch (role) {
      case "staff" -> "员工";
      case "seller" -> "卖家";
      case "courier" -> "快递员";
      case "customer" -> "客户";
      case "system" -> "系统";
      case "code" -> "代码位置";
      case "unknown", "" -> "身份不明的访问者";
      default -> role;
    };
  }

  /** Between Chinese words: a space on a side where letters or digits would touch them. */
  private static String spaced(String text) {
    return (latin(text.codePointAt(0)) ? " " : "")
        + text
        + (latin(text.codePointBefore(text.length())) ? " " : "");
  }

  private static boolean latin(int character) {
    return Character.UnicodeScript.of(character) != Character.UnicodeScript.HAN
        && Character.isLetterOrDigit(character);
  }

  @Override
  public String signal(Alert alert, SignalFacts facts) {
    Signal signal = facts.signal();
    if (signal.getAccompanies()) {
      return who(alert) + " 首次使用" + firsts(facts) + "（" + facts.span(" 至 ") + "）";
    }
    StringBuilder text = new StringBuilder();
    text.append(facts.span(" 至 "));
    text.append("（").append(facts.offset()).append("），");
    text.append(
        switch (facts.rule()) {
          case "unexplained" -> "当日共访问 " + facts.fact("subjects") + " 个对象";
          case "slow" -> "在 " + facts.fact("days") + " 天里每天少量";
          default -> length(facts.minutes()) + "内";
        });
    if (facts.rule().equals("off-hours")) {
      text.append("，在工作时间").append(hours(facts)).append("之外");
    }
    if (facts.rule().equals("left")) {
      text.append("，").append(away(facts));
    }
    text.append(facts.rule().equals("logged") ? "，由" : "，向").append(spaced(who(alert)));
    text.append(facts.rule().equals("logged") ? "以明文写入日志的有" : "返回了");
    text.append(what(facts)).append("的信息");
    text.append(circumstance(facts));
    List<String> forms =
        facts.forms((form, count) -> form(form) + " " + facts.counted(count, "约 ") + " 个");
    if (!forms.isEmpty()) {
      text.append("，其中").append(String.join("、", forms));
    }
    if (signal.getPlain() > 0) {
      text.append("，含明文的 ").append(facts.counted(signal.getPlain(), "约 ")).append(" 个");
    }
    if (!facts.fact("learning").isEmpty()) {
      text.append("，其中一部分的记录开始不满 ").append(facts.fact("learning"));
      text.append(" 天");
    }
    if (signal.hasOdd()) {
      text.append(facts.fact("usual-exports").isEmpty() ? "，在该访问者及同组不常工作的时段的 " : "，不属于同组惯常规模导出的 ");
      text.append(facts.counted(signal.getOdd(), "约 ")).append(" 个");
    }
    if (signal.getOperationsCount() > 0) {
      text.append("，主要经由 ").append(signal.getOperations(0));
    }
    if (signal.getAddressesCount() > 0 && !facts.rule().equals("reused")) {
      text.append("，来自 ").append(addresses(facts));
    }
    if (facts.rule().equals("left") || facts.rule().equals("canary")) {
      return text.append(examples(facts)).toString();
    }
    text.append("；").append(usual(alert, signal));
    text.append("；告警线为 ").append(SignalFacts.whole(signal.getLimit())).append(" 个");
    if (signal.hasOdd()) {
      text.append("，计入的为 ").append(facts.counted(signal.getOdd(), "约 ")).append(" 个");
    }
    return text.append(examples(facts)).toString();
  }

  private static String examples(SignalFacts facts) {
    return facts.examples().isEmpty() ? "" : "；部分假名：" + String.join("、", facts.examples());
  }

  /** What the register of people says of somebody who has left, or not joined yet. */
  private static String away(SignalFacts facts) {
    String days = facts.fact("days-away");
    // An older collector did not tell how many.
    String far = days.isEmpty() ? "" : " " + days + " 天";
    if (!facts.fact("last-day").isEmpty()) {
      return "在末个工作日 " + facts.fact("last-day") + " 之后" + far;
    }
    return facts.fact("first-day").isEmpty()
        ? "在人员名册所载在职期间之外"
        : "在入职日 " + facts.fact("first-day") + " 之前" + far;
  }

  /** The calendar's name, when it has people at work, and what time it was there. */
  private static String hours(SignalFacts facts) {
    if (facts.fact("calendar").isEmpty()) {
      return "";
    }
    String hours = "（日历 " + facts.fact("calendar") + "：工作日 " + facts.fact("hours");
    return facts.calendarZone().isEmpty()
        ? hours + "）"
        : hours
            + "，"
            + facts.calendarZone()
            + "；当地为"
            + facts.there(Locale.SIMPLIFIED_CHINESE)
            + "）";
  }

  private static String usual(Alert alert, Signal signal) {
    List<String> usual = new ArrayList<>();
    if (signal.hasOwnNormal()) {
      usual.add(
          one(signal)
              + "平时"
              + about(signal.getOwnNormal())
              + "（依据 "
              + signal.getOwnDays()
              + " 天记录）");
    }
    if (signal.hasGroupNormal()) {
      usual.add(peers(alert, signal) + "平时" + about(signal.getGroupNormal()));
    }
    Signal all = SignalFacts.inAll(alert, signal);
    String text =
        !usual.isEmpty()
            ? String.join("，", usual)
            : all == null
                ? "可比的记录尚少"
                : "该访问者平时总共" + about(all.getOwnNormal()) + "（依据 " + all.getOwnDays() + " 天记录）";
    return signal.getGroupPace() > 1
        ? text + "，全组当日为平时的 " + String.format(Locale.ROOT, "%.1f", signal.getGroupPace()) + " 倍"
        : text;
  }

  private static String one(Signal signal) {
    return switch (signal.getRule()) {
      case "reused" -> "该地址";
      case "logged" -> "该处";
      default -> "该访问者";
    };
  }

  private static String peers(Alert alert, Signal signal) {
    return signal.getRule().equals("reused")
        ? "多人共用的地址"
        : signal.getRule().equals("logged") ? "此类位置" : "同组（" + role(alert.getGroup()) + "）";
  }

  /** Of an account that two use, the places of both. */
  private static String addresses(SignalFacts facts) {
    List<String> addresses = facts.signal().getAddressesList();
    return facts.rule().equals("shared") && addresses.size() > 1
        ? addresses.get(0) + " 和 " + addresses.get(1)
        : addresses.getFirst();
  }

  /** What makes these reads others than a person's ordinary ones. */
  private static String circumstance(SignalFacts facts) {
    return switch (facts.rule()) {
      case "reused" -> "，分别以这些客户的账号登录";
      case "outside" -> "，均不属于该访问者或其所代表的一方";
      case "no-purpose" -> "，未注明工单，超出该访问者平时的少数";
      case "enumeration" -> "，逐个连续读取，下单日期相同或相邻";
      case "shared" -> "，与另一网络的访问交替出现，相隔不超过 10 分钟";
      default -> "";
    };
  }

  /** "服务 shop-b、接口 GET /orders/export、网段 203.0.0.0/16". */
  private static String firsts(SignalFacts facts) {
    return String.join(
        "、", facts.facts(Map.of("services", "服务 ", "operations", "接口 ", "networks", "网段 ")));
  }

  @Override
  public String also(SignalFacts facts) {
    String count = facts.observed("约 ") + " 个";
    return switch (facts.rule()) {
      case "first-time" -> "；另首次使用" + firsts(facts);
      case "off-hours" -> "；另有工作时间之外 " + count;
      case "canary" -> "；另有蜜单 " + count;
      case "left" -> "；另有" + away(facts) + "的 " + count;
      case "cold" -> "；另有 " + facts.fact("days") + " 天以上无人办理的旧单 " + count;
      case "unexplained" -> "；另有当日与日常工作不符的 " + count;
      case "slow" -> "；另有 " + facts.fact("days") + " 天里与日常工作不符的 " + count;
      case "outside" -> "；另有归属他人的 " + count;
      case "no-purpose" -> "；另有未注明工单的 " + count;
      case "enumeration" -> "；另有按下单日期连续读取的 " + count;
      case "shared" -> "；另有同时来自两个网络的 " + count;
      case "logged" -> "；另有写入日志的 " + count;
      case "reused" -> "；另以 " + count + "客户的账号登录";
      default -> "；另有 " + length(facts.minutes()) + "内 " + count;
    };
  }

  @Override
  public String end() {
    return "。";
  }

  private static String what(SignalFacts facts) {
    boolean cold = facts.rule().equals("cold");
    String whose = cold ? " " + facts.fact("days") + " 天以上无人办理的" : "";
    List<String> kinds =
        facts.kinds("约 ", (number, one, kind) -> " " + number + " 个" + whose + noun(kind));
    String things = String.join("、", kinds).replace("、 ", "、");
    return switch (facts.rule()) {
      case "cold" -> things + "（无业务关联旧单）";
      case "canary" -> things + "（蜜单，无人有理由查阅）";
      case "unexplained" -> "与日常工作不符的" + things + reasons(facts);
      case "slow" -> "与日常工作不符的" + things;
      default -> things;
    };
  }

  /** "（其中 7 天以上无人办理 12 个、他人经办 3 个）". */
  private static String reasons(SignalFacts facts) {
    List<String> reasons = new ArrayList<>();
    facts.reason("idle", n -> facts.fact("days") + " 天以上无人办理 " + n + " 个").ifPresent(reasons::add);
    facts.reason("untouched", n -> "尚无人办理 " + n + " 个").ifPresent(reasons::add);
    facts.reason("others", n -> "他人经办 " + n + " 个").ifPresent(reasons::add);
    return reasons.isEmpty() ? "" : "（其中 " + String.join("、", reasons) + "）";
  }

  private static String noun(String kind) {
    return switch (kind) {
      case "order" -> "订单";
      case "customer" -> "客户";
      case "waybill" -> "运单";
      case "parent" -> "主订单";
      case "sub-order" -> "子订单";
      case "after-sale" -> "售后单";
      case "" -> "对象";
      default -> kind;
    };
  }

  private static String length(int minutes) {
    return minutes % 60 == 0 ? minutes / 60 + " 小时" : minutes + " 分钟";
  }

  private static String about(double number) {
    return number < 0.5 ? "没有" : "约 " + SignalFacts.rounded(number) + " 个";
  }

  private static String form(Form form) {
    return switch (form) {
      case FORM_LISTED -> "列表";
      case FORM_OPENED -> "详情";
      case FORM_REVEALED -> "查看明文";
      case FORM_EXPORTED -> "导出";
      case FORM_PRINTED -> "打印";
      case FORM_API -> "接口";
      case FORM_JOB -> "任务";
      default -> "其他";
    };
  }
}
