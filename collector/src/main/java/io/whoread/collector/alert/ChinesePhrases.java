package io.whoread.collector.alert;

import io.whoread.collector.alert.v1.Alert;
import io.whoread.collector.alert.v1.Signal;
import io.whoread.record.v1.Form;
import java.util.List;
import java.util.Locale;

final class ChinesePhrases implements Phrases {
  @Override
  public String who(Alert alert) {
    String name = alert.getAlias().isEmpty() ? alert.getActor() : alert.getAlias();
    String role =
        switch (alert.getRole()) {
          case "staff" -> "员工";
          case "seller" -> "卖家";
          case "courier" -> "快递员";
          case "customer" -> "客户";
          case "system" -> "系统";
          case "unknown" -> "身份不明的访问者";
          default -> alert.getRole();
        };
    return name.isEmpty() ? role : role + " " + name;
  }

  @Override
  public String signal(Alert alert, SignalFacts facts) {
    Signal signal = facts.signal();
    StringBuilder text = new StringBuilder();
    text.append(facts.from()).append(" 至 ").append(facts.to());
    text.append("（").append(length(facts.minutes())).append("内）");
    if (facts.rule().equals("off-hours")) {
      text.append("，在工作时间（日历 ")
          .append(facts.fact("calendar"))
          .append("：")
          .append(facts.fact("hours"))
          .append("）之外");
    }
    text.append("，向").append(who(alert)).append("返回了").append(what(facts)).append("的信息");
    List<String> forms = facts.forms(ChinesePhrases::form, " 个");
    if (!forms.isEmpty()) {
      text.append("，其中").append(String.join("、", forms));
    }
    if (signal.getPlain() > 0) {
      text.append("，明文返回 ").append(signal.getPlain()).append(" 个");
    }
    if (signal.getOperationsCount() > 0) {
      text.append("，主要经由 ").append(signal.getOperations(0));
    }
    if (signal.getAddressesCount() > 0) {
      text.append("，来自 ").append(signal.getAddresses(0));
    }
    if (signal.hasOwnNormal()) {
      text.append("；该访问者平时").append(about(signal.getOwnNormal()));
      text.append("（依据 ").append(signal.getOwnDays()).append(" 天记录）");
    }
    if (signal.hasGroupNormal()) {
      text.append(signal.hasOwnNormal() ? "，" : "；");
      text.append("同组（")
          .append(alert.getGroup())
          .append("）平时")
          .append(about(signal.getGroupNormal()));
    }
    if (signal.getGroupPace() > 1) {
      text.append("，全组当日为平时的 ")
          .append(String.format(Locale.ROOT, "%.1f", signal.getGroupPace()))
          .append(" 倍");
    }
    text.append("；告警线 ").append(SignalFacts.whole(signal.getLimit())).append(" 个");
    if (!facts.examples().isEmpty()) {
      text.append("；例如 ").append(String.join("、", facts.examples()));
    }
    return text.toString();
  }

  @Override
  public String also(SignalFacts facts) {
    return switch (facts.rule()) {
      case "off-hours" -> "；另有工作时间之外 " + facts.observed("约 ") + " 个";
      case "cold" -> "；另有 " + facts.fact("days") + " 天无人办理的旧单 " + facts.observed("约 ") + " 个";
      default -> "；另有" + length(facts.minutes()) + "内 " + facts.observed("约 ") + " 个";
    };
  }

  @Override
  public String end() {
    return "。";
  }

  private static String what(SignalFacts facts) {
    String kind =
        switch (facts.kind()) {
          case "order" -> "订单";
          case "customer" -> "客户";
          case "waybill" -> "运单";
          case "parent" -> "母订单";
          case "after-sale" -> "售后单";
          default -> facts.kind();
        };
    String count = " " + facts.observed("约 ") + " 个";
    return facts.rule().equals("cold")
        ? count + " " + facts.fact("days") + " 天以上无人办理的" + kind + "（无业务关联旧单）"
        : count + kind;
  }

  private static String length(int minutes) {
    return minutes % 60 == 0 ? minutes / 60 + " 小时" : minutes + " 分钟";
  }

  private static String about(double number) {
    return number < 0.5 ? "没有" : "约 " + SignalFacts.whole(number) + " 个";
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
