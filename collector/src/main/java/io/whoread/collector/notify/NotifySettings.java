package io.whoread.collector.notify;

import io.whoread.collector.alert.v1.Severity;
import io.whoread.collector.notify.v1.Notice;
import java.net.URI;
import java.nio.file.Path;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLContext;

/**
 * What {@code notify.yaml} says, as read by {@link NotifyFile}.
 *
 * @param console the console's public address, for links; null for none
 * @param zone in which days begin and times are told
 * @param digest at what time of the day digests are sent
 * @param channels by their names, which are all different
 * @param sources every file that had a part in it
 */
record NotifySettings(
    URI console,
    ZoneId zone,
    LocalTime digest,
    List<Channel> channels,
    List<Route> routes,
    List<Path> sources) {
  /** No channel at all. */
  static NotifySettings none(ZoneId zone, Path file) {
    return new NotifySettings(null, zone, LocalTime.of(9, 0), List.of(), List.of(), List.of(file));
  }

  enum Kind {
    WEBHOOK,
    DINGTALK,
    FEISHU,
    WECOM,
    MAIL,
    SYSLOG
  }

  /**
   * A way out.
   *
   * @param address where to; a robot's is itself a secret
   * @param secrets to sign or log in with, one or several; empty for none
   * @param chinese its language: Chinese, or else English
   * @param cap how many messages of one severity about one team a day; {@link Integer#MAX_VALUE}
   *     for any number
   * @param tls by whom peers are vouched for; null for the authorities known to the JVM
   * @param mail null for any other kind
   */
  record Channel(
      String name,
      Kind kind,
      URI address,
      List<String> secrets,
      boolean chinese,
      int cap,
      SSLContext tls,
      Mail mail) {
    /** A password must not reach a log line by accident. */
    @Override
    public String toString() {
      return name;
    }
  }

  /**
   * @param user to log in with; null for no log-in
   */
  record Mail(String from, List<String> to, String user) {}

  /**
   * Which alerts go to which channels. An empty set stands for any.
   *
   * @param least the lowest severity
   */
  record Route(
      Severity least, Set<String> rules, Set<String> teams, Set<String> roles, Set<String> to) {
    boolean takes(Notice notice) {
      return notice.getSeverityValue() >= least.getNumber()
          && (teams.isEmpty() || teams.contains(notice.getTeam()))
          && (roles.isEmpty() || roles.contains(notice.getRole()))
          && (rules.isEmpty()
              || notice.getCountsList().stream().anyMatch(c -> rules.contains(c.getRule())));
    }
  }

  /** Whether an alert goes to a channel. */
  boolean leads(Notice notice, String channel) {
    return routes.stream().anyMatch(route -> route.to().contains(channel) && route.takes(notice));
  }
}
