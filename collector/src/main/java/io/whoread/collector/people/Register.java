package io.whoread.collector.people;

import io.whoread.collector.index.ActorId;
import io.whoread.collector.log.v1.PeopleChange;
import io.whoread.collector.log.v1.Person;
import io.whoread.collector.state.v1.RegisterState;
import io.whoread.record.Roles;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Who works where, when and since when, as several sources tell it: the changes of the log, folded
 * in its order. Whoever folds the same entries has the same, the API and the detector alike. It
 * never changes; a change makes another.
 *
 * <p>A source tells of its own people alone. Where several tell of one person, each adds what it
 * knows: where two tell different things, which {@link Sync} does not let happen, the one whose
 * name comes first is believed. What is told of a person in one role goes before what is told
 * without a role.
 */
public final class Register {
  public static final Register EMPTY = new Register(Collections.emptySortedMap(), Map.of());

  /** Never met in a register under an id alone: customers and machines do not work in teams. */
  private static final Set<String> NO_WORK = Set.of(Roles.CUSTOMER, Roles.SYSTEM, Roles.UNKNOWN);

  private final SortedMap<String, Map<ActorId, Person>> sources;

  /** What all sources together tell, by role as it is told: empty for any. */
  private final Map<ActorId, Person> together;

  private Register(SortedMap<String, Map<ActorId, Person>> sources, Map<ActorId, Person> together) {
    this.sources = sources;
    this.together = together;
  }

  /** As it was when the snapshot was taken. */
  public static Register of(RegisterState state) {
    SortedMap<String, Map<ActorId, Person>> sources = new TreeMap<>();
    Set<ActorId> all = new HashSet<>();
    for (RegisterState.Source each : state.getSourcesList()) {
      Map<ActorId, Person> people = new HashMap<>();
      each.getPeopleList().forEach(person -> people.put(id(person), person));
      sources.put(each.getName(), people);
      all.addAll(people.keySet());
    }
    return new Register(sources, together(sources, all, Map.of()));
  }

  /** A snapshot. */
  public RegisterState state() {
    RegisterState.Builder state = RegisterState.newBuilder();
    sources.forEach(
        (name, people) ->
            state.addSources(
                RegisterState.Source.newBuilder().setName(name).addAllPeople(people.values())));
    return state.build();
  }

  /** The register after a change. */
  public Register with(PeopleChange change) {
    Map<ActorId, Person> people = new HashMap<>(sources.getOrDefault(change.getSource(), Map.of()));
    Set<ActorId> touched = new HashSet<>();
    change
        .getRemovedList()
        .forEach(
            person -> {
              people.remove(id(person));
              touched.add(id(person));
            });
    change
        .getPeopleList()
        .forEach(
            person -> {
              people.put(id(person), person);
              touched.add(id(person));
            });
    SortedMap<String, Map<ActorId, Person>> next = new TreeMap<>(sources);
    if (people.isEmpty()) {
      next.remove(change.getSource());
    } else {
      next.put(change.getSource(), people);
    }
    return new Register(next, together(next, touched, together));
  }

  private static Map<ActorId, Person> together(
      SortedMap<String, Map<ActorId, Person>> sources,
      Set<ActorId> touched,
      Map<ActorId, Person> before) {
    Map<ActorId, Person> together = new HashMap<>(before);
    for (ActorId id : touched) {
      Person all = null;
      for (Map<ActorId, Person> people : sources.values()) {
        all = more(all, people.get(id));
      }
      if (all == null) {
        together.remove(id);
      } else {
        together.put(id, all);
      }
    }
    return together;
  }

  /** What one tells, and of the rest what another does. */
  private static Person more(Person first, Person other) {
    if (first == null || other == null) {
      return first == null ? other : first;
    }
    // Singular fields of the message that is merged in go before.
    return other.toBuilder()
        .clearDuties()
        .mergeFrom(first)
        .addAllDuties(other.getDutiesList())
        .build();
  }

  static ActorId id(Person person) {
    return new ActorId(person.getRole(), person.getId());
  }

  /** What is known of somebody; of those who do not work for anybody nothing is. */
  public Optional<Person> find(String role, String id) {
    if (together.isEmpty() || NO_WORK.contains(role)) {
      return Optional.empty();
    }
    return Optional.ofNullable(
        more(together.get(new ActorId(role, id)), together.get(new ActorId("", id))));
  }

  /** Names of the sources that tell of anybody. */
  public Set<String> sources() {
    return Collections.unmodifiableSet(sources.keySet());
  }

  /** The people of one source, by role as it is told, empty for any, and id. */
  public Map<ActorId, Person> of(String source) {
    return Collections.unmodifiableMap(sources.getOrDefault(source, Map.of()));
  }
}
