package io.whoread.collector.people;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.Timestamps;
import io.whoread.collector.log.Log;
import io.whoread.collector.log.v1.Duty;
import io.whoread.collector.log.v1.Entry;
import io.whoread.collector.log.v1.PeopleChange;
import io.whoread.collector.log.v1.Person;
import io.whoread.collector.state.v1.RegisterState;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What syncs make of a register, whatever comes in whatever order. */
class RegisterTest {
  private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
  private static final Terms TERMS =
      new Terms(ZONE, Set.of("office", "nights"), Set.of("staff", "courier"));

  /** All that a source says. */
  record Said(String source, List<Person> people) {}

  @Property(tries = 300)
  void aSourceTellsOfThosePeopleThatItsLastSyncNamed(@ForAll("syncs") List<Said> syncs)
      throws InvalidProtocolBufferException {
    Register register = Register.EMPTY;
    Map<String, List<Person>> last = new HashMap<>();
    for (Said said : syncs) {
      last.put(said.source, said.people);
      register = after(register, Sync.of(register, said.source, said.people));
      assertThat(Sync.of(register, said.source, said.people).isEmpty()).isTrue();
      for (Map.Entry<String, List<Person>> each : last.entrySet()) {
        assertThat(register.of(each.getKey()).values())
            .containsExactlyInAnyOrderElementsOf(each.getValue());
      }
      Register restored = Register.of(RegisterState.parseFrom(register.state().toByteArray()));
      for (int i = 0; i < 6; i++) {
        assertThat(restored.find("staff", "p" + i)).isEqualTo(register.find("staff", "p" + i));
      }
    }
    // The order in which sources came does not matter.
    Register sorted = Register.EMPTY;
    for (String source : last.keySet().stream().sorted().toList()) {
      sorted = after(sorted, Sync.of(sorted, source, last.get(source)));
    }
    for (int i = 0; i < 6; i++) {
      assertThat(sorted.find("staff", "p" + i)).isEqualTo(register.find("staff", "p" + i));
    }
  }

  /** As the log holds the changes. */
  private static Register after(Register register, Sync sync)
      throws InvalidProtocolBufferException {
    Register next = register;
    for (PeopleChange change : sync.changes()) {
      Entry entry = Entry.newBuilder().setPeopleChange(change).build();
      assertThat(entry.getSerializedSize()).isLessThan(Log.MAX_ENTRY_BYTES);
      next = next.with(Entry.parseFrom(entry.toByteArray()).getPeopleChange());
    }
    return next;
  }

  @Provide
  Arbitrary<List<Said>> syncs() {
    Arbitrary<List<Person>> lists =
        people().list().ofMaxSize(8).uniqueElements(each -> each.getRole() + "/" + each.getId());
    return Combinators.combine(Arbitraries.of("hr.csv", "on-call", "couriers"), lists)
        .as(Said::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(12);
  }

  private static Arbitrary<Person> people() {
    Arbitrary<Integer> days = Arbitraries.of(0, 20_500);
    return Combinators.combine(
            Arbitraries.of("", "staff"),
            Arbitraries.integers().between(0, 5),
            Arbitraries.of("", "desk", "returns"),
            Arbitraries.of("", "nights"),
            days,
            days,
            Arbitraries.of("", "chen"),
            Arbitraries.integers().between(0, 2))
        .as(
            (role, id, team, calendar, joined, left, manager, duties) -> {
              Person.Builder person =
                  Person.newBuilder()
                      .setRole(role)
                      .setId("p" + id)
                      .setTeam(team)
                      .setCalendar(calendar)
                      .setJoinedDay(joined)
                      .setLeftDay(left == 0 ? 0 : left + 300)
                      .setManager(manager);
              for (int i = 0; i < duties; i++) {
                Instant from = Instant.parse("2026-11-01T14:00:00Z").plusSeconds(86_400L * i);
                person.addDuties(
                    Duty.newBuilder()
                        .setFrom(Timestamps.fromMillis(from.toEpochMilli()))
                        .setUntil(Timestamps.fromMillis(from.plusSeconds(28_800).toEpochMilli()))
                        .setSubstitutes(i == 0 ? "" : "q7"));
              }
              return person.build();
            });
  }

  @Provide
  Arbitrary<List<Person>> lists() {
    return people().list().ofMaxSize(8).uniqueElements(each -> each.getRole() + "/" + each.getId());
  }

  @Property(tries = 200)
  void whatAFileSaysIsTakenAsItStandsThere(@ForAll("lists") List<Person> people) {
    for (boolean json : List.of(false, true)) {
      String text = json ? json(people) : csv(people);
      assertThat(RegisterReader.read(bytes(text), json, TERMS).people())
          .as(text)
          .containsExactlyElementsOf(people);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String csv(Collection<Person> people) {
    StringBuilder csv =
        new StringBuilder("for,id,role,team,calendar,joined,left,manager,from,to\n");
    for (Person person : people) {
      List<Duty> duties = new ArrayList<>(person.getDutiesList());
      Duty first = duties.isEmpty() ? Duty.getDefaultInstance() : duties.removeLast();
      csv.append(line(person, first, true));
      duties.forEach(duty -> csv.append(line(person, duty, false)));
    }
    return csv.toString();
  }

  private static String line(Person person, Duty duty, boolean whole) {
    return String.join(
            ",",
            duty.getSubstitutes(),
            person.getId(),
            person.getRole(),
            whole ? person.getTeam() : "",
            whole ? person.getCalendar() : "",
            whole ? day(person.getJoinedDay(), 1) : "",
            whole ? day(person.getLeftDay(), 2) : "",
            whole ? person.getManager() : "",
            time(duty, duty.getFrom()),
            time(duty, duty.getUntil()))
        + "\n";
  }

  private static String json(Collection<Person> people) {
    List<String> all = new ArrayList<>();
    for (Person person : people) {
      List<String> duties = new ArrayList<>();
      for (Duty duty : person.getDutiesList()) {
        duties.add(
            """
            {"from": "%s", "to": "%s", "for": "%s"}\
            """
                .formatted(
                    time(duty, duty.getFrom()),
                    time(duty, duty.getUntil()),
                    duty.getSubstitutes()));
      }
      all.add(
          """
          {"role": "%s", "id": "%s", "team": "%s", "calendar": "%s", "joined": "%s", "left": "%s",
           "manager": "%s", "account": null, "duties": [%s]}\
          """
              .formatted(
                  person.getRole(),
                  person.getId(),
                  person.getTeam(),
                  person.getCalendar(),
                  day(person.getJoinedDay(), 1),
                  day(person.getLeftDay(), 2),
                  person.getManager(),
                  String.join(", ", duties)));
    }
    return "{\"people\": [" + String.join(",\n", all) + "]}";
  }

  private static String day(int day, int ahead) {
    return day == 0 ? "" : LocalDate.ofEpochDay(day - ahead).toString();
  }

  private static String time(Duty duty, com.google.protobuf.Timestamp time) {
    return duty.hasFrom()
        ? Instant.ofEpochMilli(Timestamps.toMillis(time)).atZone(ZONE).toLocalDateTime().toString()
        : "";
  }

  @Example
  void aLargeRegisterIsSeveralEntriesAndOneThatDiffersLittleIsOne()
      throws InvalidProtocolBufferException {
    List<Person> people = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      people.add(
          Person.newBuilder().setRole("courier").setId("c" + i).setTeam("team-" + i % 40).build());
    }
    Sync first = Sync.of(Register.EMPTY, "hr", people);
    assertThat(first.changes()).hasSizeGreaterThan(1);
    assertThat(first.added()).isEqualTo(5_000);
    Register register = after(Register.EMPTY, first);
    people.set(7, people.get(7).toBuilder().setTeam("returns").build());
    people.remove(9);
    Sync next = Sync.of(register, "hr", people);
    assertThat(next.changes()).hasSize(1);
    assertThat(List.of(next.added(), next.changed(), next.removed())).containsExactly(0, 1, 1);
  }

  @Example
  void whatIsToldOfARoleGoesBeforeAndOfCustomersNothingIs() {
    Register register =
        Register.EMPTY.with(
            PeopleChange.newBuilder()
                .setSource("hr")
                .addPeople(Person.newBuilder().setId("1001").setTeam("desk").setManager("chen"))
                .addPeople(Person.newBuilder().setRole("courier").setId("1001").setTeam("north"))
                .build());
    assertThat(register.find("courier", "1001"))
        .hasValueSatisfying(
            person -> {
              assertThat(person.getTeam()).isEqualTo("north");
              assertThat(person.getManager()).isEqualTo("chen");
            });
    assertThat(register.find("staff", "1001")).map(Person::getTeam).hasValue("desk");
    assertThat(register.find("customer", "1001")).isEmpty();
  }
}
