package io.whoread.trials;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Says whose data stands in something that left, by looking for every value of everybody.
 *
 * <p>A value in plain is found as it is, not within a longer number or word. A masked one is a run
 * of mask characters with some beginning and some end of a value around it. Where a value, or what
 * is left of it, is that of more than one subject, those are meant whose number stands nearest: in
 * the same unit, or in what holds it. Others who have the same value may be told beside them, for
 * it left of them as well, provided that something else of theirs did. Where no number stands, one
 * of them was meant, and which cannot be told.
 */
final class Oracle {
  private static final String PART = "[\\p{L}\\p{N}@.-]*";
  private static final Pattern MASKED = Pattern.compile("(" + PART + ")\\*+(" + PART + ")");

  private final List<Fact> facts;

  private final Map<String, List<Fact>> bySubject = new HashMap<>();
  private final Map<String, List<Fact>> byValue = new HashMap<>();
  private final Set<Integer> lengths = new TreeSet<>();

  /** What a subject is known by: the number after its kind. */
  private final Map<String, String> numbers = new HashMap<>();

  Oracle(List<Fact> facts) {
    this.facts = facts;
    for (Fact fact : facts) {
      bySubject.computeIfAbsent(fact.subject(), subject -> new ArrayList<>()).add(fact);
      byValue.computeIfAbsent(fact.value(), value -> new ArrayList<>()).add(fact);
      lengths.add(fact.value().length());
      numbers.put(fact.subject(), fact.subject().substring(fact.subject().indexOf(' ') + 1));
    }
  }

  /**
   * Something of somebody's that was found.
   *
   * @param subjects one of these; a single one where that is sure
   * @param sharing others who have the very same value, so that it left of them as well
   * @param kind of data, followed by a {@code *} where it was masked
   */
  record Finding(Set<String> subjects, Set<String> sharing, String kind) {}

  Set<Finding> find(List<Unit> units) {
    Set<Finding> findings = new HashSet<>();
    for (Unit unit : units) {
      for (String text : unit.texts()) {
        candidates(text).forEach((kind, subjects) -> resolve(unit, kind, subjects, findings));
      }
    }
    return findings;
  }

  /**
   * What a text may be showing: kinds with those whose it may be. A kind stands more than once
   * where more than one value of it was found, told apart by a text after a zero character.
   */
  private Map<String, Set<String>> candidates(String text) {
    Map<String, Set<String>> found = new LinkedHashMap<>();
    for (int at = 0; at < text.length(); at++) {
      for (int length : lengths) {
        if (at + length <= text.length() && isApart(text, at, at + length)) {
          for (Fact fact : byValue.getOrDefault(text.substring(at, at + length), List.of())) {
            found
                .computeIfAbsent(fact.kind() + '\0' + fact.value(), key -> new TreeSet<>())
                .add(fact.subject());
          }
        }
      }
    }
    Matcher masked = MASKED.matcher(text);
    while (masked.find()) {
      String begin = masked.group(1);
      String end = masked.group(2);
      for (Fact fact : facts) {
        if (isLeftOf(begin, end, fact)) {
          found
              .computeIfAbsent(fact.kind() + "*\0" + masked.group(), key -> new TreeSet<>())
              .add(fact.subject());
        }
      }
    }
    return found;
  }

  private static boolean isLeftOf(String begin, String end, Fact fact) {
    int left = begin.length() + end.length();
    return left >= (fact.kind().equals("name") ? 1 : 3)
        && left < fact.value().length()
        && fact.value().startsWith(begin)
        && fact.value().endsWith(end);
  }

  private static boolean holds(String text, String value) {
    for (int at = text.indexOf(value); at >= 0; at = text.indexOf(value, at + 1)) {
      if (isApart(text, at, at + value.length())) {
        return true;
      }
    }
    return false;
  }

  /** Whether what stands from here to there is no part of a longer number or word. */
  private static boolean isApart(String text, int from, int to) {
    return (from == 0 || !joined(text.charAt(from - 1), text.charAt(from)))
        && (to == text.length() || !joined(text.charAt(to - 1), text.charAt(to)));
  }

  /** Whether two characters belong to one number or word of Latin letters. */
  private static boolean joined(char one, char other) {
    return one < 128
        && other < 128
        && Character.isLetterOrDigit(one)
        && Character.isLetterOrDigit(other);
  }

  private void resolve(Unit unit, String key, Set<String> subjects, Set<Finding> findings) {
    String kind = key.substring(0, key.indexOf('\0'));
    for (Unit around = unit; around != null && subjects.size() > 1; around = around.within()) {
      List<String> named = new ArrayList<>();
      for (String subject : subjects) {
        if (around.texts().stream().anyMatch(text -> holds(text, numbers.get(subject)))) {
          named.add(subject);
        }
      }
      if (!named.isEmpty()) {
        for (String subject : named) {
          findings.add(new Finding(Set.of(subject), sharing(subject, kind, subjects), kind));
        }
        return;
      }
    }
    findings.add(new Finding(subjects, Set.of(), kind));
  }

  private Set<String> sharing(String subject, String kind, Set<String> subjects) {
    Set<String> sharing = new TreeSet<>();
    for (Fact fact : bySubject.get(subject)) {
      if (kind.startsWith(fact.kind())) {
        for (Fact same : byValue.get(fact.value())) {
          if (!same.subject().equals(subject) && subjects.contains(same.subject())) {
            sharing.add(same.subject());
          }
        }
      }
    }
    return sharing;
  }
}
