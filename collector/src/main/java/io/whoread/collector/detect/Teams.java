package io.whoread.collector.detect;

import io.whoread.collector.settings.SettingsException;
import io.whoread.collector.settings.Yaml;
import io.whoread.record.Roles;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The teams that rules name, and who is in them. An id means one person only together with a role,
 * so a member's role can be given; without one the id is taken to be the same person in every role.
 */
final class Teams {
  private static final String ANY_ROLE = "";
  static final Set<String> ROLES =
      Set.of(Roles.STAFF, Roles.SELLER, Roles.COURIER, Roles.CUSTOMER, Roles.SYSTEM, Roles.UNKNOWN);

  private final Set<String> roles;
  private final Map<String, WorkCalendar> calendars = new HashMap<>();
  private final Map<String, String> teams = new HashMap<>();

  /**
   * @param rules with {@code teams} and perhaps {@code team-file}
   * @param roles that the rules name: no team may be called like one
   */
  Teams(Yaml rules, Set<String> roles, Calendars calendars, RuleSources sources) {
    this.roles = roles;
    rules.get("teams").map().forEach((team, item) -> team(team, item, calendars));
    Yaml file = rules.map().get("team-file");
    if (file != null && !file.text().isEmpty()) {
      file(sources.sibling(file), sources);
    }
  }

  /** Calendar of each team that has one of its own. */
  Map<String, WorkCalendar> calendars() {
    return calendars;
  }

  /** {@link #key} of a member to the team. */
  Map<String, String> members() {
    return teams;
  }

  static String key(String id, String role) {
    return role + '\n' + id;
  }

  /** Of an actor in whatever role. */
  static String key(String id) {
    return key(id, ANY_ROLE);
  }

  private void team(String team, Yaml item, Calendars known) {
    Map<String, Yaml> map = item.map(Set.of("calendar", "role", "members"));
    if (isRole(team)) {
      throw item.wrong(likeARole(team));
    }
    if (map.containsKey("calendar")) {
      calendars.put(team, known.get(map.get("calendar")));
    }
    String role = map.containsKey("role") ? map.get("role").text() : ANY_ROLE;
    for (Yaml member : map.containsKey("members") ? map.get("members").list() : List.<Yaml>of()) {
      String before = teams.put(key(member.text(), role), team);
      if (before != null) {
        throw member.wrong("\"" + member.text() + "\" is a member of \"" + before + "\" already");
      }
    }
  }

  private void file(RuleSources.Sibling file, RuleSources sources) {
    String path = file.label();
    sources.said(file.text());
    int number = 0;
    for (String line : file.text().split("\\R")) {
      number++;
      if (line.isBlank() || number == 1 && line.strip().matches("actor,team(,role)?")) {
        continue;
      }
      String[] cells = line.split(",", -1);
      if (cells.length < 2 || cells.length > 3 || cells[0].isBlank() || cells[1].isBlank()) {
        throw new SettingsException(
            path + ":" + number + ": expected \"actor,team\" or \"actor,team,role\"");
      }
      String team = cells[1].strip();
      if (isRole(team)) {
        throw new SettingsException(path + ":" + number + ": " + likeARole(team));
      }
      String role = cells.length == 3 ? cells[2].strip() : ANY_ROLE;
      String before = teams.put(key(cells[0].strip(), role), team);
      if (before != null && !before.equals(team)) {
        throw new SettingsException(
            path
                + ":"
                + number
                + ": \""
                + cells[0].strip()
                + "\" is a member of \""
                + before
                + "\" already");
      }
    }
  }

  private boolean isRole(String team) {
    return ROLES.contains(team) || roles.contains(team);
  }

  private static String likeARole(String team) {
    return "a team cannot be named like a role, as those without a team form a group of that name;"
        + " \""
        + team
        + "\" is one";
  }
}
