package io.whoread.bench.market;

import com.google.protobuf.util.Timestamps;
import io.whoread.collector.log.v1.Duty;
import io.whoread.collector.log.v1.PeopleChange;

/** What the marketplace's register of people says of its staff, as of each day. */
final class Register {
  private static final String SOURCE = "register.csv";
  private static final int WEEK = 7;

  private final World world;

  Register(World world) {
    this.world = world;
  }

  /**
   * What is new on a day: on the first day everybody who is there, then who came, who changed, who
   * left, and every week who is on call. Shops' people are in no register of the marketplace.
   *
   * @return null where nothing is
   */
  PeopleChange on(int day) {
    PeopleChange.Builder change = PeopleChange.newBuilder().setSource(SOURCE);
    for (Person person : world.everybody()) {
      boolean known = person.job(day) != Job.SELLER && person.joined <= day;
      boolean news =
          day == 0
              || person.joined == day
              || person.changed == day
              || person.left == day
              || day % WEEK == 0 && person.job(day) == Job.OPERATIONS;
      if (known && news) {
        change.addPeople(entry(person, day));
      }
    }
    return change.getPeopleCount() == 0 ? null : change.build();
  }

  private io.whoread.collector.log.v1.Person entry(Person person, int day) {
    io.whoread.collector.log.v1.Person.Builder entry =
        io.whoread.collector.log.v1.Person.newBuilder()
            .setRole(person.reader.role())
            .setId(person.reader.id())
            .setTeam(person.team(day))
            .setJoinedDay(world.days.placedDay(Math.max(person.joined, -300)));
    if (person.job(day).calendar != null) {
      entry.setCalendar(person.job(day).calendar);
    }
    if (person.left <= day) {
      entry.setLeftDay(world.days.placedDay(person.left));
    }
    int monday = day - day % WEEK;
    for (int d = monday; d < monday + WEEK; d++) {
      Shift night = world.rota.onCall(person, d);
      if (night != null) {
        entry.addDuties(
            Duty.newBuilder()
                .setFrom(Timestamps.fromMillis(night.from()))
                .setUntil(Timestamps.fromMillis(night.to())));
      }
    }
    return entry.build();
  }
}
