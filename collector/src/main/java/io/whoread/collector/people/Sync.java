package io.whoread.collector.people;

import io.whoread.collector.index.ActorId;
import io.whoread.collector.log.Log;
import io.whoread.collector.log.v1.PeopleChange;
import io.whoread.collector.log.v1.Person;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What has to be said to the log so that the people of one source are those of a list, and nobody
 * else's are touched. Said to a register that is so already, it is nothing.
 *
 * @param changes in order; each fits into an entry
 * @param added how many people are new to the source
 * @param changed of how many it now tells something else
 * @param removed how many it no longer tells of
 */
public record Sync(List<PeopleChange> changes, int added, int changed, int removed) {
  /** Leaves room in an entry for whoever brought the change, and when. */
  private static final int MOST_BYTES = Log.MAX_ENTRY_BYTES - 2_000;

  private static final Comparator<Person> ORDER =
      Comparator.comparing(Person::getRole).thenComparing(Person::getId);

  /** What two sources may not tell differently, under the column's name. */
  private static final Map<String, Function<Person, Object>> FACTS =
      Map.of(
          "team", Person::getTeam,
          "calendar", Person::getCalendar,
          "joined", Person::getJoinedDay,
          "left", Person::getLeftDay,
          "manager", Person::getManager,
          "account", Person::getAccount);

  /**
   * @param people all of the source, each role and id once
   */
  public static Sync of(Register register, String source, Collection<Person> people) {
    Map<ActorId, Person> gone = new HashMap<>(register.of(source));
    List<Person> said = new ArrayList<>();
    int added = 0;
    for (Person person : people) {
      Person before = gone.remove(Register.id(person));
      added += before == null ? 1 : 0;
      if (!person.equals(before)) {
        said.add(person);
      }
    }
    said.sort(ORDER);
    List<Person> removed =
        gone.keySet().stream()
            .map(id -> Person.newBuilder().setRole(id.role()).setId(id.id()).build())
            .sorted(ORDER)
            .toList();
    List<PeopleChange> changes = new ArrayList<>();
    PeopleChange.Builder change = PeopleChange.newBuilder().setSource(source);
    int bytes = 0;
    for (int i = 0; i < said.size() + removed.size(); i++) {
      Person person = i < said.size() ? said.get(i) : removed.get(i - said.size());
      int size = person.getSerializedSize() + 4;
      if (bytes > 0 && bytes + size > MOST_BYTES) {
        changes.add(change.build());
        change = PeopleChange.newBuilder().setSource(source);
        bytes = 0;
      }
      bytes += size;
      if (i < said.size()) {
        change.addPeople(person);
      } else {
        change.addRemoved(person);
      }
    }
    if (bytes > 0) {
      changes.add(change.build());
    }
    return new Sync(List.copyOf(changes), added, said.size() - added, removed.size());
  }

  /** Whether the register is as the list says already. */
  public boolean isEmpty() {
    return changes.isEmpty();
  }

  /**
   * What other sources tell otherwise of these people.
   *
   * @param places where each person stands in what was sent, in the order of the people
   */
  static List<Fault> conflicts(
      Register register, String source, List<Person> people, List<Fault.Place> places) {
    List<Fault> faults = new ArrayList<>();
    for (String other : register.sources()) {
      Map<ActorId, Person> theirs = register.of(other);
      for (int i = 0; i < people.size() && !other.equals(source); i++) {
        Person person = people.get(i);
        Person told = theirs.get(Register.id(person));
        if (told == null) {
          continue;
        }
        Fault.Place place = places.get(i);
        FACTS.forEach(
            (column, fact) -> {
              if (isTold(fact.apply(person))
                  && isTold(fact.apply(told))
                  && !fact.apply(person).equals(fact.apply(told))) {
                faults.add(
                    place.wrong(
                        column,
                        "the source \""
                            + other
                            + "\" says otherwise of this person: take the person out there, or"
                            + " sync under that name"));
              }
            });
      }
    }
    return faults;
  }

  private static boolean isTold(Object fact) {
    return !fact.equals("") && !fact.equals(0);
  }
}
