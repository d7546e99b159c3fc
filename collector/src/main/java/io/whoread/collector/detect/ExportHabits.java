package io.whoread.collector.detect;

import io.whoread.collector.detect.v1.ExportHabit;
import io.whoread.collector.detect.v1.GroupState;
import io.whoread.collector.detect.v1.Report;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/**
 * What the people of a group export, by the operation that they do so with. Exports are rare and
 * large: a statement at the end of a month is beyond whatever anybody reads on an ordinary day, and
 * no less a part of the work. So they are remembered for longer than days are, and by themselves.
 *
 * <p>They excuse exports of a size that two others have exported in a day, and no more often than
 * these do. So nobody's own exports excuse further ones, however slowly they grow: that takes three
 * accounts.
 */
final class ExportHabits {
  /** How long it is remembered what somebody exported, in days. */
  private static final int REMEMBERED = 100;

  /** How many others must have exported as much. */
  private static final int OTHERS = 2;

  /** Days of exports weigh half after a month. */
  private static final double DECAY = Math.pow(0.5, 1 / 30.0);

  /** Operations that are remembered; the one that was used longest ago goes first. */
  private static final int MOST_OPERATIONS = 32;

  /** People of an operation; who exported longest ago goes first. */
  private static final int MOST_PEOPLE = 64;

  /**
   * @param most subjects in a day
   * @param mostDay when that was
   * @param days on which there were exports, older ones weighing less, as of the last
   * @param last of these days
   */
  private record Exporter(int most, int mostDay, double days, int last) {
    Exporter and(int day, int subjects) {
      boolean more = subjects >= most || day - mostDay > REMEMBERED;
      return new Exporter(
          more ? subjects : most, more ? day : mostDay, daysAt(day) + 1, Math.max(day, last));
    }

    double daysAt(int day) {
      return days * Math.pow(DECAY, Math.max(0, day - last));
    }
  }

  /** Operation to actor, hashes of both. */
  private final Map<Integer, Map<Integer, Exporter>> byOperation = new TreeMap<>();

  /** Takes in what an actor exported in a day through one operation. */
  void add(int day, int actor, Report.Export export) {
    Map<Integer, Exporter> people =
        byOperation.computeIfAbsent(export.getOperation(), unused -> new TreeMap<>());
    Exporter known = people.get(actor);
    people.put(
        actor,
        known == null
            ? new Exporter(export.getSubjects(), day, 1, day)
            : known.and(day, export.getSubjects()));
    if (people.size() > MOST_PEOPLE) {
      people.remove(oldest(people, Exporter::last));
    }
    if (byOperation.size() > MOST_OPERATIONS) {
      byOperation.remove(oldest(byOperation, ExportHabits::last));
    }
  }

  private static int last(Map<Integer, Exporter> people) {
    return people.values().stream().mapToInt(Exporter::last).max().orElse(0);
  }

  private static <T> int oldest(Map<Integer, T> all, ToIntFunction<T> last) {
    Comparator<Map.Entry<Integer, T>> byLast =
        Comparator.comparingInt(each -> last.applyAsInt(each.getValue()));
    return all.entrySet().stream()
        .min(byLast.thenComparing(Map.Entry.comparingByKey()))
        .orElseThrow()
        .getKey();
  }

  /** Takes out what an actor exported, where the most of it was on a day that was misuse. */
  void remove(int day, int actor) {
    byOperation
        .values()
        .forEach(
            people -> {
              Exporter known = people.get(actor);
              if (known != null && known.mostDay() == day) {
                people.remove(actor);
              }
            });
  }

  /**
   * How many of a count's subjects were exported as others of the group do.
   *
   * @param actor whose count it is
   */
  long ordinary(Report.Count count, int actor) {
    long ordinary = 0;
    for (Report.Exported exported : count.getExportedList()) {
      if (isOrdinary(exported, actor, count.getDay())) {
        ordinary += exported.getSubjects();
      }
    }
    return ordinary;
  }

  private boolean isOrdinary(Report.Exported exported, int actor, int day) {
    Map<Integer, Exporter> people = byOperation.getOrDefault(exported.getOperation(), Map.of());
    List<Exporter> asMuch =
        people.entrySet().stream()
            .filter(each -> each.getKey() != actor)
            .map(Map.Entry::getValue)
            .filter(each -> day - each.mostDay() <= REMEMBERED)
            .filter(each -> each.most() >= exported.getMost())
            .toList();
    if (asMuch.size() < OTHERS) {
      return false;
    }
    double often =
        asMuch.stream()
            .map(each -> each.daysAt(day))
            .sorted(Comparator.reverseOrder())
            .toList()
            .get(OTHERS - 1);
    Exporter own = people.get(actor);
    return own == null || own.daysAt(day) <= often;
  }

  /** About how many bytes of heap it takes. */
  int heap() {
    return 60 + byOperation.values().stream().mapToInt(people -> 110 + 110 * people.size()).sum();
  }

  ExportHabits copy() {
    ExportHabits copy = new ExportHabits();
    byOperation.forEach(
        (operation, people) -> copy.byOperation.put(operation, new TreeMap<>(people)));
    return copy;
  }

  void encode(GroupState.Builder state) {
    byOperation.forEach(
        (operation, people) ->
            state.addExports(
                ExportHabit.newBuilder()
                    .setOperation(operation)
                    .addAllPeople(
                        people.entrySet().stream()
                            .map(each -> encoded(each.getKey(), each.getValue()))
                            .toList())));
  }

  private static ExportHabit.Exporter encoded(int actor, Exporter exporter) {
    return ExportHabit.Exporter.newBuilder()
        .setActor(actor)
        .setMost(exporter.most())
        .setMostDay(exporter.mostDay())
        .setDays(exporter.days())
        .setLast(exporter.last())
        .build();
  }

  static ExportHabits decode(GroupState state) {
    ExportHabits habits = new ExportHabits();
    for (ExportHabit each : state.getExportsList()) {
      habits.byOperation.put(
          each.getOperation(),
          each.getPeopleList().stream()
              .collect(
                  Collectors.toMap(
                      ExportHabit.Exporter::getActor,
                      person ->
                          new Exporter(
                              person.getMost(),
                              person.getMostDay(),
                              person.getDays(),
                              person.getLast()),
                      (one, other) -> one,
                      TreeMap::new)));
    }
    return habits;
  }
}
