package io.whoread.agent.capture.bean;

import static net.bytebuddy.matcher.ElementMatchers.isEquals;
import static net.bytebuddy.matcher.ElementMatchers.isHashCode;
import static net.bytebuddy.matcher.ElementMatchers.isToString;

import io.whoread.agent.capture.Hook;
import io.whoread.agent.capture.LibraryHook;
import io.whoread.agent.config.GuardRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.description.field.FieldDescription;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDefinition;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;

/** Accessors of guarded classes: getters, and those of records. */
public final class BeanHook implements Hook {
  private static final String PACKAGE = "io.whoread.agent.capture.bean.";

  private final GuardedTypes types;
  private final Modules modules;

  // Classes that guarded ones inherit accessors from, and which of them. Those not yet told to be
  // late: a class that is loaded after it got here is woven at once, by name.
  private final Map<String, Set<String>> inherited = new ConcurrentHashMap<>();
  private final Set<String> late = ConcurrentHashMap.newKeySet();
  private final Map<String, String> missing = new ConcurrentSkipListMap<>();

  public BeanHook(GuardedTypes types, Modules modules) {
    this.types = types;
    this.modules = modules;
  }

  @Override
  public String name() {
    return "accessors";
  }

  @Override
  public boolean concerns(String internalName, ClassLoader loader) {
    if (loader == null) {
      return false;
    }
    if (types.areGuessed() && Guess.mayGuess(internalName)) {
      return true;
    }
    String name = internalName.replace('/', '.');
    return types.rule(name) != null || inherited.containsKey(name);
  }

  @Override
  public AsmVisitorWrapper weave(TypeDescription type, byte[] classFile, ClassFileLocator locator) {
    String name = type.getName();
    GuardRule rule = rule(name, locator);
    List<AsmVisitorWrapper> visitors = new ArrayList<>();
    if (inherited.containsKey(name)) {
      visitors.add(inherited(inherited.get(name)));
    }
    if (rule != null) {
      own(type, rule, locator, visitors);
    }
    return visitors.isEmpty() ? null : new AsmVisitorWrapper.Compound(visitors);
  }

  /** The rule of a class itself; null where it has none. */
  private GuardRule rule(String name, ClassFileLocator locator) {
    return types.areGuessed() ? Guess.rule(name, locator) : types.rule(name);
  }

  private void own(
      TypeDescription type,
      GuardRule rule,
      ClassFileLocator locator,
      List<AsmVisitorWrapper> visitors) {
    List<TypeDescription> superclasses = superclasses(type);
    GuardRule whole = rule;
    for (TypeDescription each : superclasses) {
      GuardRule base = rule(each.getName(), locator);
      whole = base == null ? whole : whole.extending(base);
    }
    GuardedType guarded = types.enter(type.getName(), whole);
    FieldDescription id = ownField(type, whole.id);
    for (MethodDescription method : type.getDeclaredMethods()) {
      int bit = isAccessor(method) ? guarded.bit(method.getName()) : -1;
      if (bit >= 0) {
        visitors.add(touch(method, whole, id, guarded.site(bit)));
      }
    }
    visitors.add(advice("FrameworkAdvice").on(isEquals().or(isHashCode()).or(isToString())));
    for (TypeDescription each : superclasses) {
      inherit(guarded, each, rule(each.getName(), locator));
    }
    lookUp(type, superclasses, rule);
  }

  /** Up to the first that cannot be read: what the class has of its own is hooked all the same. */
  private List<TypeDescription> superclasses(TypeDescription type) {
    List<TypeDescription> found = new ArrayList<>();
    TypeDescription last = type;
    try {
      for (TypeDefinition up = type.getSuperClass();
          up != null && !up.represents(Object.class);
          up = last.getSuperClass()) {
        last = up.asErasure();
        // Reads the class file.
        last.getDeclaredFields();
        found.add(last);
      }
    } catch (RuntimeException e) {
      missing.put(type.getName(), "extends something that cannot be read: " + last.getName());
    }
    return found;
  }

  /** Has the guarded accessors hooked that stand in a superclass whose own rule is not for them. */
  private void inherit(GuardedType guarded, TypeDescription declaring, GuardRule base) {
    Set<String> accessors = new TreeSet<>();
    for (MethodDescription method : declaring.getDeclaredMethods()) {
      String name = method.getName();
      if (isAccessor(method)
          && guarded.bit(name) >= 0
          && (base == null || !isAccessor(name, base.fields.keySet()))) {
        accessors.add(name);
      }
    }
    if (!accessors.isEmpty()) {
      inherited
          .computeIfAbsent(declaring.getName(), key -> ConcurrentHashMap.newKeySet())
          .addAll(accessors);
      late.add(declaring.getName());
    }
  }

  /** Tells the members that a rule names and the class has not, of its own or inherited. */
  private void lookUp(TypeDescription type, List<TypeDescription> superclasses, GuardRule rule) {
    Set<String> personal = new TreeSet<>(rule.fields.keySet());
    Set<String> others = new TreeSet<>(rule.links.values());
    Stream.of(rule.id, rule.owner, rule.placed, rule.status)
        .filter(Objects::nonNull)
        .forEach(others::add);
    List<TypeDescription> all = new ArrayList<>(superclasses);
    all.add(type);
    for (TypeDescription each : all) {
      for (FieldDescription field : each.getDeclaredFields()) {
        personal.remove(field.getName());
      }
      for (MethodDescription method : each.getDeclaredMethods()) {
        if (isAccessor(method)) {
          personal.removeIf(member -> GuardedType.isAccessor(method.getName(), member));
        }
      }
      // These are read by field.
      others.removeIf(member -> ownField(each, member) != null);
    }
    others.addAll(personal);
    if (!others.isEmpty()) {
      missing.putIfAbsent(type.getName(), "has no " + String.join(", ", others));
    }
  }

  private static boolean isAccessor(String method, Set<String> members) {
    return members.stream().anyMatch(member -> GuardedType.isAccessor(method, member));
  }

  private static AsmVisitorWrapper inherited(Set<String> accessors) {
    return advice("TouchInheritedAdvice")
        .on(method -> isAccessor(method) && accessors.contains(method.getName()));
  }

  private static Advice advice(String name) {
    return Advice.to(LibraryHook.advice(PACKAGE + name), LibraryHook.adviceLocator());
  }

  @Override
  public String problem() {
    List<String> all = new ArrayList<>();
    missing.forEach((type, what) -> all.add(type + " " + what));
    if (modules.problem() != null) {
      all.add(modules.problem());
    }
    return all.isEmpty() ? null : String.join("; ", all);
  }

  @Override
  public Set<String> takeLate() {
    Set<String> taken = new TreeSet<>(late);
    late.removeAll(taken);
    return taken;
  }

  private static boolean isAccessor(MethodDescription method) {
    return method.isMethod()
        && !method.isStatic()
        && !method.isAbstract()
        && !method.isNative()
        && method.getParameters().isEmpty()
        && !method.getReturnType().represents(void.class);
  }

  private static FieldDescription ownField(TypeDescription type, String member) {
    for (FieldDescription field : type.getDeclaredFields()) {
      if (field.getName().equals(member) && !field.isStatic()) {
        return field;
      }
    }
    return null;
  }

  private static AsmVisitorWrapper touch(
      MethodDescription method, GuardRule rule, FieldDescription id, int site) {
    Advice.WithCustomMapping mapping = Advice.withCustomMapping().bind(Site.class, site);
    String advice;
    if (rule.id == null) {
      advice = "TouchNoIdAdvice";
    } else if (id == null || id.getType().isPrimitive() && !isWhole(id)) {
      advice = "TouchElsewhereAdvice";
    } else {
      advice = id.getType().isPrimitive() ? "TouchLongIdAdvice" : "TouchIdAdvice";
      mapping = mapping.bind(Id.class, id);
    }
    return mapping
        .to(LibraryHook.advice(PACKAGE + advice), LibraryHook.adviceLocator())
        .on(one -> one.equals(method.asDefined()) || one.equals(method));
  }

  private static boolean isWhole(FieldDescription id) {
    TypeDescription type = id.getType().asErasure();
    return type.represents(long.class)
        || type.represents(int.class)
        || type.represents(short.class)
        || type.represents(byte.class);
  }

  @Override
  public void woven(String className) {
    late.remove(className);
    for (GuardedType type : types.all()) {
      if (type.className.equals(className)) {
        type.hooked = true;
      }
    }
  }
}
