package io.whoread.agent.guess;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Links by members that hold an object of another guarded class: an order's customer, where it is
 * no number. A member whose name speaks of a seller or of staff is none, whatever its class: who
 * made an order is not who it is for.
 */
final class ObjectLinks {
  private ObjectLinks() {}

  /**
   * @param members of the class and its superclasses
   * @param subjects by internal name of a class, the line of the subject that it is guarded with;
   *     null for none
   * @param facts takes the links, where it has none of that kind yet
   * @return whether any member holds one with a subject of another kind
   */
  static boolean find(Collection<Member> members, Function<String, Line> subjects, Facts facts) {
    Map<String, List<Line>> found = new LinkedHashMap<>();
    for (Member member : members) {
      String type = member.object();
      Line held = type == null || isOfOthers(member.name) ? null : subjects.apply(type);
      String named = Names.identity(member.name + "Id", Collections.emptySet());
      if (held != null && (named == null || named.equals(held.word))) {
        String reason = "an object of " + type.substring(type.lastIndexOf('/') + 1);
        Line line = new Line(member.name, held.word, named == null ? 0.7 : 0.9, reason, false);
        // Those that are named like it come first.
        List<Line> lines = found.computeIfAbsent(held.word, key -> new ArrayList<>());
        lines.add(named == null ? lines.size() : 0, line);
      }
    }
    found.forEach(
        (kind, lines) -> {
          // Of two that could be it neither is guessed.
          if (lines.size() == 1 || lines.get(0).isSure() && !lines.get(1).isSure()) {
            facts.link(kind, lines.get(0));
          }
        });
    return found.keySet().stream().anyMatch(kind -> !facts.subject.word.equals(kind));
  }

  private static boolean isOfOthers(String member) {
    for (String word : Words.of(member)) {
      if (Lexicon.NAMES.has("staff", word) || Lexicon.NAMES.has("business", word)) {
        return true;
      }
    }
    return Names.isOwner(member + "Id");
  }
}
