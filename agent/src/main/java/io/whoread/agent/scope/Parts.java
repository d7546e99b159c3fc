package io.whoread.agent.scope;

import io.whoread.agent.ship.AccessDraft.SubjectDraft;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Cuts the subjects of a long request into parts of a bearable size. An order and its customer
 * stand in one part, so that who asks for the order is told what was read of its customer: where
 * several orders name one customer, with the first of them.
 */
final class Parts {
  static final int MOST = 256;

  private Parts() {}

  /** The parts, at least one; each has at most {@value #MOST} subjects, in the order of reads. */
  static List<List<SubjectDraft>> of(List<SubjectDraft> subjects) {
    List<List<SubjectDraft>> parts = new ArrayList<>();
    if (subjects.size() <= MOST) {
      parts.add(subjects);
      return parts;
    }
    List<SubjectDraft> part = new ArrayList<>(MOST);
    for (List<SubjectDraft> group : groups(subjects)) {
      if (part.size() + group.size() > MOST) {
        parts.add(part);
        part = new ArrayList<>(MOST);
      }
      part.addAll(group);
    }
    parts.add(part);
    return parts;
  }

  /** Each subject with those that it names and that no other one before it did. */
  private static List<List<SubjectDraft>> groups(List<SubjectDraft> subjects) {
    Map<ByteBuffer, SubjectDraft> left = new LinkedHashMap<>();
    subjects.forEach(subject -> left.put(ByteBuffer.wrap(subject.id), subject));
    Set<ByteBuffer> named = new HashSet<>();
    for (SubjectDraft subject : subjects) {
      for (byte[] link : subject.linkIds) {
        named.add(ByteBuffer.wrap(link));
      }
    }
    List<List<SubjectDraft>> groups = new ArrayList<>();
    for (SubjectDraft subject : subjects) {
      if (!named.contains(ByteBuffer.wrap(subject.id))) {
        groups.add(take(subject, left));
      }
    }
    // Those that name each other.
    while (!left.isEmpty()) {
      groups.add(take(left.values().iterator().next(), left));
    }
    return groups;
  }

  private static List<SubjectDraft> take(SubjectDraft first, Map<ByteBuffer, SubjectDraft> left) {
    List<SubjectDraft> group = new ArrayList<>(2);
    group.add(left.remove(ByteBuffer.wrap(first.id)));
    for (byte[] link : first.linkIds) {
      SubjectDraft linked = left.remove(ByteBuffer.wrap(link));
      if (linked != null) {
        group.add(linked);
      }
    }
    return group;
  }
}
