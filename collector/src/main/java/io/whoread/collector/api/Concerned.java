package io.whoread.collector.api;

import io.whoread.collector.index.AccessRow;
import io.whoread.collector.index.AccessRow.SubjectRow;
import io.whoread.record.v1.Exposure;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Which subjects of an access a question about some is about: those that are asked for, those that
 * name them as linked (the orders of a customer), and those that they themselves name: what was
 * read of an order's customer beside the order was read of the order, for whoever looks the order
 * up.
 *
 * @param asked pseudonyms
 * @param linked those that the subjects asked for name, in any part of the access
 */
record Concerned(Set<String> asked, Set<String> linked) {
  static Concerned in(List<AccessRow> parts, Set<String> asked) {
    Set<String> linked = new HashSet<>();
    for (AccessRow part : parts) {
      for (SubjectRow subject : part.subjects()) {
        if (isAsked(subject, asked)) {
          subject.links().forEach(link -> linked.add(link.id()));
        }
      }
    }
    linked.removeAll(asked);
    return new Concerned(asked, linked);
  }

  /** By its own number, or by another number of the very same subject. */
  private static boolean isAsked(SubjectRow subject, Set<String> asked) {
    return asked.contains(subject.id())
        || subject.links().stream()
            .anyMatch(link -> link.kind().equals(subject.kind()) && asked.contains(link.id()));
  }

  private boolean names(SubjectRow subject) {
    return subject.links().stream().anyMatch(link -> asked.contains(link.id()));
  }

  private boolean isLinked(SubjectRow subject) {
    return linked.contains(subject.id()) && !isAsked(subject, asked) && !names(subject);
  }

  List<SubjectRow> subjects(AccessRow part) {
    return part.subjects().stream()
        .filter(one -> isAsked(one, asked) || names(one) || linked.contains(one.id()))
        .toList();
  }

  /** Kinds of those that name what is asked for; none where that was read itself. */
  Set<String> through(AccessRow part) {
    return part.subjects().stream().anyMatch(one -> asked.contains(one.id()))
        ? Set.of()
        : kinds(part, this::names);
  }

  /** Kinds of those that what is asked for names, as far as anything was read of them. */
  Set<String> linked(AccessRow part) {
    return kinds(part, one -> isLinked(one) && isRead(one.exposure()));
  }

  private static boolean isRead(Exposure exposure) {
    return exposure.getTouchedCount() + exposure.getDisclosuresCount() > 0;
  }

  private static Set<String> kinds(AccessRow part, Predicate<SubjectRow> of) {
    return part.subjects().stream()
        .filter(of)
        .map(SubjectRow::kind)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
