package io.whoread.collector.notify;

import io.whoread.collector.notify.v1.Digest;
import io.whoread.collector.notify.v1.Notice;
import io.whoread.record.v1.Form;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

final class ChineseWords extends Words {
  ChineseWords(NotifySettings settings) {
    super(settings);
  }

  @Override
  String open() {
    return "在控制台打开";
  }

  @Override
  String title(Notice notice) {
    return "【" + severity(notice.getSeverity().name()) + "】" + who(notice) + "，" + rules(notice);
  }

  private static String who(Notice notice) {
    return notice.getTeam().equals(notice.getRole())
        ? role(notice.getRole())
        : role(notice.getRole()) + "，团队 " + notice.getTeam();
  }

  private static String role(String role) {
    return switch (role) {
      case "staff" -> "员工";
      case "seller" -> "卖家";
      case "courier" -> "快递员";
      case "customer" -> "客户";
      case "system" -> "系统";
      case "unknown", "" -> "身份不明的访问者";
      default -> role;
    };
  }

  private static String rules(Notice notice) {
    return notice.getCountsList().stream()
        .map(count -> rule(count.getRule()))
        .collect(Collectors.joining("、"));
  }

  private static String severity(String name) {
    return switch (name) {
      case "URGENT" -> "紧急";
      case "REVIEW" -> "今日研判";
      default -> "关注";
    };
  }

  private static String rule(String rule) {
    return switch (rule) {
      case "bulk" -> "批量访问";
      case "off-hours" -> "非工作时间访问";
      case "cold" -> "无业务关联旧单查阅";
      case "slow" -> "蚂蚁搬家";
      case "unexplained" -> "无业务依据的访问";
      case "no-purpose" -> "无工单访问";
      case "enumeration" -> "遍历";
      case "outside" -> "非本人业务访问";
      case "canary" -> "蜜单被访问";
      case "first-time" -> "首次出现";
      case "shared" -> "共用账号";
      case "reused" -> "撞库";
      case "logged" -> "日志含个人信息";
      case "left" -> "离职人员访问";
      default -> rule;
    };
  }

  @Override
  String digestTitle(LocalDate day) {
    return "whoread 每日汇总 " + day;
  }

  @Override
  String trialTitle() {
    return "【测试】whoread 通知";
  }

  @Override
  String trial() {
    return "这是一条测试消息，没有产生告警，无需处理。";
  }

  @Override
  String risen(String before, String now) {
    return "级别由“" + severity(before) + "”升为“" + severity(now) + "”。";
  }

  @Override
  String count(Notice.Count count) {
    StringBuilder text = new StringBuilder(rule(count.getRule())).append("：");
    if (count.getWindowSeconds() > 0) {
      text.append(length(count.getWindowSeconds())).append("内 ");
    }
    text.append(count.getAbout() ? "约 " : "").append(whole(count.getObserved())).append(" 个");
    List<String> parts = new ArrayList<>();
    forms(count).forEach((form, n) -> parts.add(form(form) + " " + n + " 个"));
    if (count.getPlain() > 0) {
      parts.add("含明文 " + count.getPlain() + " 个");
    }
    if (!parts.isEmpty()) {
      text.append("（").append(String.join("、", parts)).append("）");
    }
    if (count.hasGroupNormal()) {
      text.append("；同组平时约 ").append(whole(count.getGroupNormal())).append(" 个");
    }
    if (count.hasLimit()) {
      text.append("；告警线 ").append(whole(count.getLimit())).append(" 个");
    }
    return text.toString();
  }

  private static String length(int seconds) {
    if (seconds % 86_400 == 0 && seconds > 86_400) {
      return seconds / 86_400 + " 天";
    }
    if (seconds % 3_600 == 0) {
      return seconds / 3_600 + " 小时";
    }
    return seconds % 60 == 0 ? seconds / 60 + " 分钟" : seconds + " 秒";
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

  @Override
  String when(List<String> span) {
    return span.get(0) + " 至 " + span.get(1) + "（" + span.get(2) + "）";
  }

  @Override
  String id(String alert) {
    return "告警编号 " + alert;
  }

  @Override
  String last(int cap) {
    return "该团队今日此级别的 " + cap + " 条消息已用完，后续请看控制台和下一次汇总。";
  }

  @Override
  String counts(Digest digest) {
    String text =
        "待处理 %d 个，因每日上限未单独发送 %d 个，告知后仍在增长 %d 个。"
            .formatted(digest.getOpen(), digest.getHeldBack(), digest.getGrown());
    return digest.getLost() == 0 ? text : text + "未能送达的消息 " + digest.getLost() + " 条。";
  }

  @Override
  String line(Digest.Line line) {
    Notice notice = line.getNotice();
    List<String> marks = new ArrayList<>();
    if (line.getHeldBack()) {
      marks.add("此前未告知");
    }
    if (line.getGrown()) {
      marks.add("有增长");
    }
    if (!line.getOpen()) {
      marks.add("已关闭");
    }
    String counts =
        notice.getCountsList().stream()
            .map(count -> rule(count.getRule()) + " " + whole(count.getObserved()) + " 个")
            .collect(Collectors.joining("、"));
    return "【"
        + severity(notice.getSeverity().name())
        + "】"
        + who(notice)
        + "，"
        + counts
        + (marks.isEmpty() ? "" : "（" + String.join("，", marks) + "）")
        + "，告警编号 "
        + notice.getAlert();
  }

  @Override
  String more(int n) {
    return "控制台中至少还有 " + n + " 个。";
  }
}
