package io.whoread.collector.detect;

import io.whoread.collector.people.DutyTime;
import io.whoread.collector.settings.Yaml;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Hours in which a person is at work beside the calendar.
 *
 * @param from milliseconds since 1970
 * @param until the first one after it
 * @param substitutes id of the one whose hours they are, in the same role; empty where all of the
 *     time is worked
 */
record Duty(long from, long until, String substitutes) {
  boolean holds(long time) {
    return time >= from && time < until;
  }

  /**
   * Reads those that the rules name.
   *
   * @param zone of times that name none
   * @return by {@link Teams#key} of who is on duty
   */
  static Map<String, List<Duty>> of(Yaml list, ZoneId zone) {
    Map<String, List<Duty>> duties = new HashMap<>();
    for (Yaml item : list.list()) {
      Map<String, Yaml> map = item.map(Set.of("who", "role", "from", "to", "for"));
      long from = time(item.get("from"), zone);
      long until = time(item.get("to"), zone);
      if (!DutyTime.isSpan(from, until)) {
        throw item.get("to").wrong(DutyTime.EXPECTED_ORDER);
      }
      String who = item.get("who").text();
      String other = map.containsKey("for") ? map.get("for").text() : "";
      if (other.equals(who)) {
        throw map.get("for").wrong("expected another person than \"who\", or no \"for\"");
      }
      String key =
          map.containsKey("role") ? Teams.key(who, map.get("role").text()) : Teams.key(who);
      duties.computeIfAbsent(key, k -> new ArrayList<>()).add(new Duty(from, until, other));
    }
    duties.replaceAll((key, all) -> List.copyOf(all));
    return Map.copyOf(duties);
  }

  private static long time(Yaml item, ZoneId zone) {
    try {
      return DutyTime.parse(item.text(), zone);
    } catch (DateTimeException e) {
      throw item.wrong(DutyTime.EXPECTED + ", not \"" + item.text() + "\"");
    }
  }
}
