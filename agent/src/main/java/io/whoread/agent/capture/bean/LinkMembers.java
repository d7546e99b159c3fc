package io.whoread.agent.capture.bean;

import io.whoread.agent.config.GuardRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;
import net.bytebuddy.description.field.FieldDescription;
import net.bytebuddy.description.type.TypeDefinition;
import net.bytebuddy.description.type.TypeDescription;

/**
 * Whether the links of rules can name anything, by the types of their members: an id, or an object
 * of a guarded class with such a subject. What is declared as a superclass or an interface may hold
 * an object of a class that is guarded and loaded later: so what is wrong is asked for again and
 * again, and told as long as it is.
 */
final class LinkMembers {
  /** What may hold an id, or anything. */
  private static final Set<String> IDS =
      new HashSet<>(
          Arrays.asList(
              "long",
              "int",
              "short",
              "byte",
              "java.lang.String",
              "java.lang.CharSequence",
              "java.lang.Object",
              "java.lang.Comparable",
              "java.io.Serializable",
              "java.lang.Number",
              "java.lang.Long",
              "java.lang.Integer",
              "java.lang.Short",
              "java.lang.Byte",
              "java.math.BigInteger",
              "java.math.BigDecimal",
              "java.util.concurrent.atomic.AtomicLong",
              "java.util.UUID"));

  /** A link of a rule for several classes is right where it is in one of them. */
  private final Map<String, Link> links = new ConcurrentSkipListMap<>();

  /** By kind of subject, the classes that have it, with what they extend and implement. */
  private final Map<String, Set<String>> subjects = new ConcurrentHashMap<>();

  /**
   * Notes what a guarded class can be linked by.
   *
   * @param all the class and its superclasses, as far as they can be read
   */
  void subject(String kind, List<TypeDescription> all) {
    Set<String> names = subjects.computeIfAbsent(kind, key -> ConcurrentHashMap.newKeySet());
    for (TypeDescription each : all) {
      names.add(each.getName());
      interfaces(each, names);
    }
  }

  private static void interfaces(TypeDescription type, Set<String> into) {
    try {
      for (TypeDefinition each : type.getInterfaces()) {
        if (into.add(each.asErasure().getName())) {
          interfaces(each.asErasure(), into);
        }
      }
    } catch (RuntimeException e) {
      // An interface that cannot be read, and what it extends: no member is declared as such.
    }
  }

  /**
   * Looks at the members that a rule's links name; those that are not there are told as absent.
   *
   * @param all the class of the rule and its superclasses
   * @param rules the rule of a class, or null
   */
  void look(GuardRule rule, List<TypeDescription> all, Function<TypeDescription, GuardRule> rules) {
    rule.links.forEach(
        (kind, member) -> {
          FieldDescription field = field(member, all);
          if (field != null) {
            TypeDescription type = field.getType().asErasure();
            String className = all.get(all.size() - 1).getName();
            Link link =
                links.computeIfAbsent(
                    rule.type + " " + kind,
                    key -> new Link(className, kind, member, type.getActualName()));
            boolean isId = IDS.contains(type.getName());
            GuardRule held = isId ? null : rules.apply(type);
            link.right |= isId || held != null && kind.equals(held.subject);
            link.subject = held == null ? null : held.subject;
          }
        });
  }

  private static FieldDescription field(String member, List<TypeDescription> all) {
    for (int i = all.size() - 1; i >= 0; i--) {
      for (FieldDescription field : all.get(i).getDeclaredFields()) {
        if (field.getName().equals(member) && !field.isStatic()) {
          return field;
        }
      }
    }
    return null;
  }

  /** The links that can name nothing as far as is known now; each once, at most so many. */
  List<String> problems(int most) {
    Set<String> found = new TreeSet<>();
    for (Link link : links.values()) {
      boolean held = subjects.getOrDefault(link.kind, Collections.emptySet()).contains(link.type);
      if (!link.right && !held) {
        found.add(link.problem());
      }
    }
    List<String> told = new ArrayList<>(found);
    return told.subList(0, Math.min(most, told.size()));
  }

  /** A link of a rule, in the first class that has its member. */
  private static final class Link {
    final String className;
    final String kind;
    final String member;
    final String type;

    /** Whether it may name something in one of the classes that the rule is for. */
    volatile boolean right;

    /** Kind of the subject that the member's class is guarded with; null for none. */
    volatile String subject;

    Link(String className, String kind, String member, String type) {
      this.className = className;
      this.kind = kind;
      this.member = member;
      this.type = type;
    }

    String problem() {
      String says =
          className
              + " has links: {"
              + kind
              + ": "
              + member
              + "} in whoread.yaml, which names nothing: "
              + member
              + " holds a "
              + type;
      return subject != null
          ? says
              + ", guarded with subject: "
              + subject
              + "; write {"
              + subject
              + ": "
              + member
              + "}"
          : says
              + "; it must hold an id (a text or a number) or an object of a class that is guarded"
              + " with subject: "
              + kind
              + " and an id";
    }
  }
}
