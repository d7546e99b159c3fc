package io.whoread.collector.detect;

import com.google.protobuf.util.Timestamps;
import io.whoread.collector.log.v1.PeopleChange;
import io.whoread.collector.log.v1.Person;
import io.whoread.collector.people.Register;
import io.whoread.record.Roles;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Who works where and when, as of the entry of the log that was taken in last: the register of
 * people, and where it says nothing the rules. Changed by one thread; any may ask.
 */
final class Roster {
  /** Without a name, or not at work: neither calendar nor days of work. */
  private static final Set<String> NO_HOURS = Set.of(Roles.SYSTEM, Roles.UNKNOWN);

  private final Rules rules;
  private volatile Register register = Register.EMPTY;

  Roster(Rules rules) {
    this.rules = rules;
  }

  Register register() {
    return register;
  }

  /** Goes on from a snapshot. */
  void register(Register as) {
    register = as;
  }

  void change(PeopleChange change) {
    register = register.with(change);
  }

  /** The post of an actor as it is now. */
  Post post(String role, String id) {
    return post(role, id, register, true);
  }

  /** The group of an actor as it is now: that of the post. */
  String group(String role, String id) {
    return group(role, id, find(role, id, register));
  }

  private static Person find(String role, String id, Register in) {
    return in.find(role, id).orElse(Person.getDefaultInstance());
  }

  private Post post(String role, String id, Register known, boolean substitutes) {
    Person person = find(role, id, known);
    String group = group(role, id, person);
    return new Post(
        group,
        calendar(role, group, person),
        duties(role, id, person, known, substitutes),
        person.getJoinedDay() == 0 ? null : LocalDate.ofEpochDay(person.getJoinedDay() - 1L),
        person.getLeftDay() == 0 ? null : LocalDate.ofEpochDay(person.getLeftDay() - 2L),
        person.getJoinedDay() == 0 ? Long.MIN_VALUE : midnight(person.getJoinedDay()),
        person.getLeftDay() == 0 ? Long.MAX_VALUE : midnight(person.getLeftDay()));
  }

  private long midnight(int day) {
    return LocalDate.ofEpochDay(day - 1L).atStartOfDay(rules.zone()).toInstant().toEpochMilli();
  }

  /** The team of an actor, or its role. */
  private String group(String role, String id, Person person) {
    if (!person.getTeam().isEmpty()) {
      return person.getTeam();
    }
    String team = rules.teams().isEmpty() ? null : rules.teams().get(Teams.key(id, role));
    if (team == null && !rules.teams().isEmpty()) {
      team = rules.teams().get(Teams.key(id));
    }
    return team == null ? role : team;
  }

  /** A calendar that the rules no longer name is passed over. */
  private WorkCalendar calendar(String role, String group, Person person) {
    if (NO_HOURS.contains(role)) {
      return null;
    }
    WorkCalendar own = rules.calendars().get(person.getCalendar());
    own = own != null ? own : rules.teamCalendars().get(group);
    return own != null ? own : rules.policy(role).calendar();
  }

  /**
   * @param substitutes whether those in place of others count: whom one stands in for does not
   *     stand in for a third
   */
  private List<Post.Stand> duties(
      String role, String id, Person person, Register known, boolean substitutes) {
    List<Duty> duties = new ArrayList<>();
    for (var each : person.getDutiesList()) {
      duties.add(
          new Duty(
              Timestamps.toMillis(each.getFrom()),
              Timestamps.toMillis(each.getUntil()),
              each.getSubstitutes()));
    }
    if (!rules.duties().isEmpty()) {
      duties.addAll(rules.duties().getOrDefault(Teams.key(id, role), List.of()));
      duties.addAll(rules.duties().getOrDefault(Teams.key(id), List.of()));
    }
    List<Post.Stand> stands = new ArrayList<>();
    for (Duty duty : duties) {
      if (duty.substitutes().isEmpty()) {
        stands.add(new Post.Stand(duty, null));
      } else if (substitutes) {
        stands.add(new Post.Stand(duty, post(role, duty.substitutes(), known, false)));
      }
    }
    return stands.isEmpty() ? List.of() : List.copyOf(stands);
  }
}
