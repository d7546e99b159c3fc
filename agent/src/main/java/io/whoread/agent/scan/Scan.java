package io.whoread.agent.scan;

import io.whoread.agent.guess.ClassFile;
import io.whoread.agent.guess.ClassGuess;
import io.whoread.agent.guess.ClassGuess.Verdict;
import io.whoread.agent.guess.Guess;
import io.whoread.agent.guess.Member;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Finds what is personal in an application's classes. The same is guessed of each class as the
 * agent guesses without a configuration; here all classes are known, so that more can be said:
 * which are never told but only asked with, whose objects lie in which others, and what mappers
 * call them.
 */
final class Scan {
  private static final String[] TELLERS = {
    "RestController", "Controller", "Mapper", "FeignClient", "Repository", "ControllerAdvice"
  };

  private static final int MOST_SUPERCLASSES = 20;

  /** Guarded ones, the surest first. */
  final List<ClassGuess> guarded = new ArrayList<>();

  /** The others that have something, by what they are. */
  final Map<Verdict, List<ClassGuess>> others = new TreeMap<>();

  /** Class to the member that holds its objects: {@code OrderVo.address}. */
  final Map<String, String> inside = new HashMap<>();

  /** Guarded class to those that extend it, and have its rule as well. */
  final Map<String, List<String>> subclasses = new HashMap<>();

  private final Map<String, String> insideOf = new HashMap<>();
  private final Map<String, String> holders = new HashMap<>();
  final Map<String, String> tables;
  final Classes classes;

  private final Set<String> told = new HashSet<>();
  private final Set<String> asked = new HashSet<>();

  Scan(Classes classes) {
    this.classes = classes;
    Mappers mappers = new Mappers(classes.byName);
    classes.mappers.forEach(mappers::read);
    tables = mappers.tables;
    Schema schema = new Schema(classes.scripts);
    for (ClassFile file : classes.byName.values()) {
      uses(file);
    }
    List<ClassFile> data = new ArrayList<>();
    for (ClassFile file : classes.byName.values()) {
      if (Guess.mayHold(file)) {
        data.add(file);
      }
    }
    data.forEach(file -> schema.describe(file, ClassGuess.table(file, tables.get(file.name))));
    Map<String, ClassGuess> first = new LinkedHashMap<>();
    data.forEach(file -> first.put(file.name, guess(file, null)));
    first.values().forEach(this::nest);
    for (ClassFile file : data) {
      String kind = insideOf.get(file.name);
      ClassGuess guess = kind == null ? first.get(file.name) : guess(file, kind);
      judge(guess, guess.verdict);
    }
    staffsBase();
    orders();
    holders();
    guarded.forEach(guess -> guess.linkObjects(this::held));
    leaveToSuperclasses();
    guarded.sort(
        Comparator.comparingDouble(ClassGuess::confidence)
            .reversed()
            .thenComparing(guess -> guess.file.name));
  }

  /** Whether anything was passed over that a person may want to look at. */
  boolean leavesOut() {
    return !others.isEmpty() || !classes.problems.isEmpty();
  }

  /** As what the objects of a class are guarded: by itself, else by a superclass; else null. */
  ClassGuess held(String internalName) {
    String name = internalName == null ? null : internalName.replace('/', '.');
    for (int i = 0; i < MOST_SUPERCLASSES && name != null; i++) {
      for (ClassGuess guess : guarded) {
        if (guess.file.name.equals(name)) {
          return guess;
        }
      }
      ClassFile file = classes.byName.get(name);
      name = file == null ? null : file.parent.replace('/', '.');
    }
    return null;
  }

  /**
   * Guards orders and the like that hold whom they are for. What holds such an order is one more of
   * them.
   */
  private void orders() {
    boolean found = true;
    while (found) {
      found = false;
      for (Verdict verdict : new Verdict[] {Verdict.TOO_LITTLE, Verdict.NOTHING}) {
        List<ClassGuess> left = others.getOrDefault(verdict, Collections.<ClassGuess>emptyList());
        for (ClassGuess guess : new ArrayList<>(left)) {
          Verdict linked = guess.linkObjects(this::held);
          if (linked != guess.verdict) {
            left.remove(guess);
            judge(guess, linked);
            found = true;
          }
        }
      }
    }
    others.values().removeIf(List::isEmpty);
  }

  /** Guards what holds guarded objects that do not say whose they are. */
  private void holders() {
    Map<String, ClassGuess> left = new LinkedHashMap<>();
    for (Verdict verdict : new Verdict[] {Verdict.TOO_LITTLE, Verdict.NOTHING}) {
      for (ClassGuess guess : others.getOrDefault(verdict, Collections.<ClassGuess>emptyList())) {
        left.put(guess.file.name, guess);
      }
    }
    others.remove(Verdict.NOTHING);
    for (ClassGuess guess : new ArrayList<>(guarded)) {
      ClassGuess holder = guess.subject() == null ? left.get(holderOf(guess)) : null;
      if (holder != null && !guarded.contains(holder) && holder.holds()) {
        guarded.add(holder);
        others.getOrDefault(Verdict.TOO_LITTLE, new ArrayList<>()).remove(holder);
      }
    }
  }

  /** What only classes of staff extend is of staff: a rule would hold for them too. */
  private void staffsBase() {
    List<ClassGuess> staff = others.getOrDefault(Verdict.STAFF, new ArrayList<>());
    List<ClassGuess> bases = new ArrayList<>();
    for (ClassGuess guess : guarded) {
      boolean extended = staff.stream().anyMatch(each -> isUnder(each, guess));
      boolean shared = guarded.stream().anyMatch(each -> isUnder(each, guess));
      if (guess.isEither() && extended && !shared) {
        bases.add(guess);
      }
    }
    guarded.removeAll(bases);
    staff.addAll(bases);
  }

  private boolean isUnder(ClassGuess guess, ClassGuess base) {
    ClassFile up = guess.file;
    for (int i = 0; i < MOST_SUPERCLASSES && up != null; i++) {
      String parent = up.parent.replace('/', '.');
      if (parent.equals(base.file.name)) {
        return true;
      }
      up = classes.byName.get(parent);
    }
    return false;
  }

  private String holderOf(ClassGuess guess) {
    return holders.get(guess.file.name);
  }

  /** A rule holds for subclasses too: they need none for what they only inherit. */
  private void leaveToSuperclasses() {
    Map<String, ClassGuess> byName = new HashMap<>();
    guarded.forEach(guess -> byName.put(guess.file.name, guess));
    for (ClassGuess guess : new ArrayList<>(guarded)) {
      ClassFile up = guess.file;
      for (int i = 0; i < MOST_SUPERCLASSES && up != null; i++) {
        String parent = up.parent.replace('/', '.');
        if (byName.containsKey(parent)) {
          guess.leaveToSuperclass();
          subclasses.computeIfAbsent(parent, each -> new ArrayList<>()).add(guess.file.name);
          break;
        }
        up = classes.byName.get(parent);
      }
    }
    guarded.removeIf(guess -> guess.fields.isEmpty());
  }

  /** What methods of a class tell and take. */
  private void uses(ClassFile file) {
    String name = file.simpleName();
    boolean copies = name.matches(".*(Convert|Converter|Assembler)[A-Za-z]*");
    boolean tells = file.note(TELLERS) != null && !copies;
    tells |= file.isInterface && name.matches(".*(Mapper|Dao|Repository|Client|Feign|Api|DAO)");
    if (tells) {
      file.told.forEach(each -> told.add(each.replace('/', '.')));
    }
    if (file.note("RestController", "Controller") != null) {
      file.taken.forEach(each -> asked.add(each.replace('/', '.')));
    }
  }

  private ClassGuess guess(ClassFile file, String kind) {
    Map<String, Member> members = new LinkedHashMap<>(file.members);
    ClassFile last = file;
    for (int up = 0; up < MOST_SUPERCLASSES && last != null; up++) {
      last = classes.byName.get(last.parent.replace('/', '.'));
      if (last != null) {
        last.members.forEach(members::putIfAbsent);
      }
    }
    String table = tables.get(file.name);
    return new ClassGuess(file, members.values(), table, kind);
  }

  /** Notes which classes' objects lie in objects that say whose they are. */
  private void nest(ClassGuess holder) {
    if (holder.subject() == null || holder.verdict == Verdict.QUESTION) {
      return;
    }
    for (Member member : holder.members) {
      for (String object : member.objects()) {
        String name = object.replace('/', '.');
        if (!name.equals(holder.file.name)) {
          // What was bought lies in orders, not in all that tells of one.
          boolean elsewhere = holder.subject().word.equals("order") && !holder.isOrder();
          String kind = elsewhere ? "other" : holder.subject().word;
          if (!insideOf.containsKey(name)
              || kind.equals("order") && !kind.equals(insideOf.get(name))) {
            insideOf.put(name, kind);
            holders.put(name, holder.file.name);
            inside.put(name, holder.file.simpleName() + "." + member.name);
          }
        }
      }
    }
  }

  private void judge(ClassGuess guess, Verdict guessed) {
    Verdict verdict = guessed;
    String name = guess.file.name;
    boolean isEntity = guess.table() != null;
    if (verdict == Verdict.QUESTION && (told.contains(name) || isEntity)) {
      verdict = Verdict.GUARDED;
    } else if (verdict == Verdict.GUARDED && asked.contains(name) && !isEntity && !isTold(name)) {
      verdict = Verdict.QUESTION;
    }
    if (verdict == Verdict.GUARDED) {
      guarded.add(guess);
    } else {
      others.computeIfAbsent(verdict, each -> new ArrayList<>()).add(guess);
    }
  }

  /** Whether any method yields it, or any object holds it. */
  private boolean isTold(String name) {
    String internal = name.replace('.', '/');
    for (ClassFile file : classes.byName.values()) {
      if (file.returned.contains(internal)) {
        return true;
      }
      for (Member member : file.members.values()) {
        if (member.objects().contains(internal)) {
          return true;
        }
      }
    }
    return false;
  }
}
