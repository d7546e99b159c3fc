package io.whoread.collector.detect;

import io.whoread.collector.people.Terms;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The rules of detection, as read from their file by {@link RulesFile}.
 *
 * @param version first 16 hexadecimal digits of the SHA-256 of the rules in their canonical form
 * @param zone in which days begin and end, and alerts are told
 * @param historyDays how many active days of an actor are remembered
 * @param groupWeight as how many days of the actor's own the habits of the group weigh
 * @param coldDays after how many days without work a subject is cold
 * @param marginMs so long before and after working hours no read is outside them
 * @param unexplained when reads that work does not explain are told
 * @param slow when they are that are told of no single day
 * @param listedCanaries from how many on canaries speak that lists alone showed
 * @param risk how alerts add up to the risk of a person
 * @param measures everything that is counted of all reads
 * @param tallies what {@link Tally tallies} count, by rule
 * @param learnDays for how many days after a service was first heard of a rule does not judge what
 *     came from it, by rule; none where there is nothing to learn
 * @param roles what holds for a role
 * @param anyRole what holds for a role that is not named
 * @param calendars all that have a name
 * @param teamCalendars calendar of a team that has one of its own
 * @param teams {@link Teams#key} of a member to team
 * @param duties {@link Teams#key} of a person to the hours at work beside the calendar
 */
record Rules(
    String version,
    ZoneId zone,
    int historyDays,
    double groupWeight,
    int coldDays,
    long marginMs,
    Unexplained unexplained,
    Slow slow,
    int listedCanaries,
    Risk risk,
    List<Measure> measures,
    Map<String, List<Measure>> tallies,
    Map<String, Integer> learnDays,
    Map<String, RolePolicy> roles,
    RolePolicy anyRole,
    Map<String, WorkCalendar> calendars,
    Map<String, WorkCalendar> teamCalendars,
    Map<String, String> teams,
    Map<String, List<Duty>> duties) {

  /** The rule that goes by what work looks like; see {@link io.whoread.collector.detect.work}. */
  static final String UNEXPLAINED = "unexplained";

  static final String BULK = "bulk";

  /** The same over weeks. */
  static final String SLOW = "slow";

  /**
   * From when on that rule speaks of a day.
   *
   * @param floor of how many subjects at least
   * @param surprise in nats, with any subjects taken at random
   * @param freshSurprise with some taken of those that somebody works on these days
   * @param learnMs so long it only learns what comes from a service
   */
  record Unexplained(int floor, double surprise, double freshSurprise, long learnMs) {}

  /**
   * From when on the rule speaks that adds up days.
   *
   * @param surprise in nats, with any subjects taken at random
   * @param freshSurprise with some taken of those that somebody works on these days
   */
  record Slow(double surprise, double freshSurprise) {}

  /**
   * How alerts add up to the risk of a person.
   *
   * @param halfLifeMs in which an alert comes to weigh half
   * @param firstTime what each thing adds that is new for the person
   */
  record Risk(long halfLifeMs, double firstTime) {}

  /**
   * What holds for a role.
   *
   * @param calendar null where it has no working hours
   * @param rules names of those that judge all of its reads
   * @param apart names of those that count some of them apart
   */
  record RolePolicy(WorkCalendar calendar, List<String> rules, Set<String> apart) {}

  /**
   * The same rules with other teams beside those of the file.
   *
   * @param more actor, in whatever role, to team
   */
  Rules withTeams(Map<String, String> more) {
    Map<String, String> all = new HashMap<>(teams);
    more.forEach((actor, team) -> all.put(Teams.key(actor), team));
    return new Rules(
        version,
        zone,
        historyDays,
        groupWeight,
        coldDays,
        marginMs,
        unexplained,
        slow,
        listedCanaries,
        risk,
        measures,
        tallies,
        learnDays,
        roles,
        anyRole,
        calendars,
        teamCalendars,
        Map.copyOf(all),
        duties);
  }

  /** What a register of people may name. */
  Terms terms() {
    Set<String> names = new HashSet<>(Teams.ROLES);
    names.addAll(roles.keySet());
    return new Terms(zone, calendars.keySet(), Set.copyOf(names));
  }

  /** The measure that a signal tells of. */
  Measure measure(String rule, int windowSeconds) {
    for (Measure measure : measures) {
      if (measure.rule().equals(rule) && measure.windowMs() == windowSeconds * 1_000L) {
        return measure;
      }
    }
    throw new IllegalArgumentException("nothing is counted for " + rule + " in " + windowSeconds);
  }

  /** Whether a rule judges a role. */
  boolean judges(String role, String rule) {
    return policy(role).rules().contains(rule);
  }

  /** The same rules where nothing is counted but what a tally is given. */
  Rules ofTally(String rule) {
    return new Rules(
        version,
        zone,
        historyDays,
        groupWeight,
        coldDays,
        marginMs,
        unexplained,
        slow,
        listedCanaries,
        risk,
        tallies.get(rule),
        Map.of(),
        learnDays,
        Map.of(),
        new RolePolicy(null, List.of(rule), Set.of()),
        Map.of(),
        Map.of(),
        teams,
        duties);
  }

  /** Whether a rule with a tally judges the readers of a role. */
  boolean counts(String rule, String role) {
    return policy(role).apart().contains(rule);
  }

  RolePolicy policy(String role) {
    return roles.getOrDefault(role, anyRole);
  }

  /** Names of the lists of holidays that know nothing of a year. */
  Set<String> holidaysMissing(int year) {
    Set<String> names = new TreeSet<>();
    Stream.of(
            roles.values().stream().map(RolePolicy::calendar),
            Stream.ofNullable(anyRole.calendar()),
            teamCalendars.values().stream())
        .flatMap(used -> used)
        .filter(calendar -> calendar != null && calendar.holidays().lacks(year))
        .forEach(calendar -> names.add(calendar.holidays().name()));
    return names;
  }
}
