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
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
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

  // Classes that guarded ones inherit accessors from, and which of them. Those not yet told to be
  // late: a class that is loaded after it got here is woven at once, by name.
  private final Map<String, Set<String>> inherited = new ConcurrentHashMap<>();
  private final Set<String> late = ConcurrentHashMap.newKeySet();
  private final Map<String, String> missing = new ConcurrentSkipListMap<>();

  public BeanHook(GuardedTypes types) {
    this.types = types;
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
    if (types.areGuessed()) {
      return Guess.mayGuess(internalName);
    }
    String name = internalName.replace('/', '.');
    return types.rule(name) != null || inherited.containsKey(name);
  }

  @Override
  public AsmVisitorWrapper weave(TypeDescription type, byte[] classFile, ClassFileLocator locator) {
    String name = type.getName();
    GuardRule rule = types.areGuessed() ? Guess.rule(name, classFile) : types.rule(name);
    List<AsmVisitorWrapper> visitors = new ArrayList<>();
    if (inherited.containsKey(name)) {
      visitors.add(inherited(inherited.get(name)));
    }
    if (rule != null) {
      own(type, rule, visitors);
    }
    return visitors.isEmpty() ? null : new AsmVisitorWrapper.Compound(visitors);
  }

  private void own(TypeDescription type, GuardRule rule, List<AsmVisitorWrapper> visitors) {
    GuardedType guarded = types.enter(type.getName(), rule);
    FieldDescription id = ownField(type, rule.id);
    for (MethodDescription method : type.getDeclaredMethods()) {
      int bit = isAccessor(method) ? guarded.bit(method.getName()) : -1;
      if (bit >= 0) {
        visitors.add(touch(method, rule, id, guarded.site(bit)));
      }
    }
    visitors.add(advice("FrameworkAdvice").on(isEquals().or(isHashCode()).or(isToString())));
    if (!types.areGuessed()) {
      lookUp(type, guarded, rule);
    }
  }

  /** Finds the members of a guarded class that it inherits, and those that it has not at all. */
  private void lookUp(TypeDescription type, GuardedType guarded, GuardRule rule) {
    Set<String> unknown = new TreeSet<>(guarded.fields.keySet());
    boolean idFound = rule.id == null;
    TypeDescription last = type;
    try {
      for (TypeDefinition each = type; each != null && !each.represents(Object.class); ) {
        last = each.asErasure();
        idFound |= ownField(last, rule.id) != null;
        inherit(type, last, guarded, unknown);
        each = last.getSuperClass();
      }
    } catch (RuntimeException e) {
      // What the class has of its own is hooked all the same.
      missing.put(type.getName(), "extends something that cannot be read: " + last.getName());
      return;
    }
    if (!idFound) {
      unknown.add(rule.id);
    }
    if (!unknown.isEmpty()) {
      missing.put(type.getName(), "has no " + String.join(", ", unknown));
    }
  }

  private void inherit(
      TypeDescription type, TypeDescription declaring, GuardedType guarded, Set<String> unknown) {
    Set<String> accessors = new TreeSet<>();
    for (MethodDescription method : declaring.getDeclaredMethods()) {
      if (isAccessor(method) && guarded.bit(method.getName()) >= 0) {
        accessors.add(method.getName());
        unknown.removeIf(member -> GuardedType.isAccessor(method.getName(), member));
      }
    }
    for (FieldDescription field : declaring.getDeclaredFields()) {
      unknown.remove(field.getName());
    }
    if (declaring != type && !accessors.isEmpty() && types.rule(declaring.getName()) == null) {
      inherited
          .computeIfAbsent(declaring.getName(), key -> ConcurrentHashMap.newKeySet())
          .addAll(accessors);
      late.add(declaring.getName());
    }
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
