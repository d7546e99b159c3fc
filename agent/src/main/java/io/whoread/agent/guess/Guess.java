package io.whoread.agent.guess;

import io.whoread.agent.config.GuardRule;
import io.whoread.record.FieldKind;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import net.bytebuddy.dynamic.ClassFileLocator;

/**
 * Which classes look as if they held people's data, for services without a {@code guard} of their
 * own.
 *
 * <p>A class of the JDK or of a known library is passed over by its name; of the others the class
 * file is read. What it inherits counts, but is looked at only where the class itself has a member
 * that says something: superclasses have to be read from the disk, and most classes of a service
 * say nothing at all. One that adds nothing is guarded as its superclass is.
 */
public final class Guess {
  /** Ends of the names of classes that do things, or set things up. */
  private static final String[] NO_ENTITY = {
    "Controller",
    "Service",
    "ServiceImpl",
    "Mapper",
    "Repository",
    "Dao",
    "DaoImpl",
    "Config",
    "Configuration",
    "Properties",
    "Example",
    "Filter",
    "Interceptor",
    "Handler",
    "Listener",
    "Converter",
    "Validator",
    "Builder",
    "Factory",
    "Client",
    "Test",
    "Tests",
    "Utils",
    "Util",
    "Exception",
    "Constants",
    "Advice",
    "Aspect",
  };

  /** Annotations of classes that do things. */
  private static final String[] WORKERS = {
    "Component",
    "Service",
    "Controller",
    "RestController",
    "Repository",
    "Configuration",
    "ConfigurationProperties",
    "Mapper",
    "FeignClient",
    "Aspect",
    "ControllerAdvice",
    "RestControllerAdvice",
    "SpringBootApplication",
  };

  /** A parcel is known by its order, and that by its customer. */
  private static final int MOST_HELD = 2;

  private Guess() {}

  /** Whether a class is worth a look into its file. */
  public static boolean mayGuess(String internalName) {
    return Application.isApplication(internalName) && mayBeEntity(internalName);
  }

  private static boolean mayBeEntity(String internalName) {
    for (String end : NO_ENTITY) {
      if (internalName.endsWith(end)) {
        return false;
      }
    }
    return !internalName.contains("$$") && !internalName.contains("$Proxy");
  }

  /** Whether objects of a class may hold data of their own. */
  public static boolean mayHold(ClassFile file) {
    return file.holdsData && mayBeEntity(file.name.replace('.', '/')) && file.note(WORKERS) == null;
  }

  /** All kinds of personal data that may be guessed. */
  public static Set<String> kinds() {
    Set<String> kinds = new LinkedHashSet<>(ClassGuess.numbers());
    for (FieldKind kind : FieldKind.values()) {
      kinds.add(kind.label());
    }
    return kinds;
  }

  /**
   * What is to be guarded in a class, or null for nothing.
   *
   * @param locator finds the files of the class and its superclasses, and of those that its members
   *     hold; what cannot be read is left out
   */
  public static GuardRule rule(String className, ClassFileLocator locator) {
    ClassGuess guess = guess(className, locator, MOST_HELD);
    return guess == null ? null : guess.rule();
  }

  /** As what the objects of a class are guarded: by itself, else by a superclass. */
  private static ClassGuess held(String className, ClassFileLocator locator, int depth) {
    ClassGuess guess = guess(className, locator, depth);
    ClassFile last = guess == null ? file(className, locator) : null;
    while (guess == null && last != null && Application.isApplication(last.parent)) {
      String parent = last.parent.replace('/', '.');
      guess = guess(parent, locator, depth);
      last = file(parent, locator);
    }
    return guess;
  }

  /**
   * What a class is guarded by, or null for nothing.
   *
   * @param depth how far to look into those that its members hold; with 0 not at all
   */
  private static ClassGuess guess(String className, ClassFileLocator locator, int depth) {
    ClassFile own = mayGuess(className.replace('.', '/')) ? file(className, locator) : null;
    if (own == null || own.isInterface || !mayHold(own) || !tells(own)) {
      return null;
    }
    Map<String, Member> members = new LinkedHashMap<>(own.members);
    ClassFile last = own;
    while (last != null && Application.isApplication(last.parent)) {
      last = file(last.parent.replace('/', '.'), locator);
      if (last != null) {
        last.members.forEach(members::putIfAbsent);
      }
    }
    ClassGuess guess = new ClassGuess(own, members.values());
    ClassGuess.Verdict verdict =
        depth == 0
            ? guess.verdict
            : guess.linkObjects(type -> held(type.replace('/', '.'), locator, depth - 1));
    return verdict == ClassGuess.Verdict.GUARDED ? guess : null;
  }

  /**
   * What is to be guarded in a row or the like, by the names of its members alone; null for
   * nothing.
   */
  public static GuardRule rule(String name, Iterable<String> members) {
    ClassFile file = new ClassFile(name, "java/lang/Object", false, true);
    for (String member : members) {
      file.members.put(member, new Member(member, Member.Holds.TEXT, Collections.emptyList()));
    }
    ClassGuess guess = new ClassGuess(file, file.members.values());
    return guess.verdict == ClassGuess.Verdict.GUARDED ? guess.rule() : null;
  }

  /** Whether a table is named as one of those who work for the shop; an empty name is not. */
  public static boolean isOfStaff(String table) {
    return !table.isEmpty() && Sort.isStaffs(table);
  }

  /** Whether the name of a member says that people log in with it. */
  public static boolean isLoginName(String member) {
    return Names.stands("login name", member);
  }

  /** Whether the name of a member says anything: what it holds, or whose its object is. */
  public static boolean tells(String member) {
    return Names.kind(member) != null
        || Names.identity(member, Collections.emptySet()) != null
        || Names.isOwner(member)
        || Names.stands("placed in an order", member)
        || Names.stands("status in an order", member);
  }

  /** Whether the name of a member says that it may be personal. */
  public static boolean mayBePersonal(String member) {
    return Names.kind(member) != null;
  }

  /** Whether anything in a class says anything at all. */
  static boolean tells(ClassFile file) {
    for (Member member : file.members.values()) {
      String name = member.name;
      if (Names.kind(name) != null
          || Names.identity(name, Collections.<String>emptySet()) != null
          || Names.isOwner(name)
          || !Notes.of(member).isEmpty()) {
        return true;
      }
    }
    return false;
  }

  private static ClassFile file(String className, ClassFileLocator locator) {
    try {
      ClassFileLocator.Resolution file = locator.locate(className);
      return file.isResolved() ? ClassFile.read(file.resolve(), false) : null;
    } catch (IOException | RuntimeException e) {
      return null;
    }
  }
}
