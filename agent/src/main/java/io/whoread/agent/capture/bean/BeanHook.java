package io.whoread.agent.capture.bean;

import static net.bytebuddy.matcher.ElementMatchers.isEquals;
import static net.bytebuddy.matcher.ElementMatchers.isHashCode;
import static net.bytebuddy.matcher.ElementMatchers.isMethod;
import static net.bytebuddy.matcher.ElementMatchers.isStatic;
import static net.bytebuddy.matcher.ElementMatchers.isToString;
import static net.bytebuddy.matcher.ElementMatchers.not;

import io.whoread.agent.capture.Hook;
import io.whoread.agent.capture.LibraryHook;
import io.whoread.agent.config.GuardRule;
import io.whoread.agent.guess.Guess;
import io.whoread.agent.ship.FieldNames;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.UnaryOperator;
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

  /** Classes that lack something and are told by name: all of them could be all of a service's. */
  private static final int MAX_TOLD = 20;

  private static final Advice FRAMEWORK =
      Advice.to(
          LibraryHook.advice("io.whoread.agent.capture.framework.FrameworkAdvice"),
          LibraryHook.adviceLocator());

  private final GuardedTypes types;
  private final Modules modules;

  // Classes that guarded ones inherit accessors from, and which of them. Those not yet told to be
  // late: a class that is loaded after it got here is woven at once, by name.
  private final Map<String, Set<String>> inherited = new ConcurrentHashMap<>();
  private final Set<String> late = ConcurrentHashMap.newKeySet();
  private final Map<String, String> missing = new ConcurrentSkipListMap<>();
  private final LinkMembers links = new LinkMembers();

  /** By pattern, what none of the classes had that it fitted so far. */
  private final Map<GuardRule, Set<String>> neverFound =
      new ConcurrentSkipListMap<>(Comparator.comparing(rule -> rule.type.toString()));

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
    if (rule != null && type.isInterface()) {
      projection(type, rule, visitors);
    } else if (rule != null) {
      own(type, rule, locator, visitors);
    }
    return visitors.isEmpty() ? null : new AsmVisitorWrapper.Compound(visitors);
  }

  /** The rule of a class itself; null where it has none. */
  private GuardRule rule(String name, ClassFileLocator locator) {
    return types.areGuessed() ? Guess.rule(name, locator) : types.rule(name);
  }

  /** There is nothing to weave into an interface; what stands behind it tells of its reads. */
  private void projection(TypeDescription type, GuardRule rule, List<AsmVisitorWrapper> visitors) {
    Members members = Members.ofProjection(type);
    GuardRule whole = rule.type.isExact() ? rule : rule.of(members::has, members::has);
    if (!whole.fields.isEmpty()) {
      tellAbsent(type.getName(), rule, members);
      types.enter(type.getName(), whole).lacks(members.absent(whole));
      visitors.add(AsmVisitorWrapper.NoOp.INSTANCE);
    }
  }

  private void own(
      TypeDescription type,
      GuardRule rule,
      ClassFileLocator locator,
      List<AsmVisitorWrapper> visitors) {
    List<TypeDescription> superclasses = superclasses(type);
    List<TypeDescription> all = new ArrayList<>(superclasses);
    all.add(type);
    Members members = new Members(all);
    GuardRule whole = rule;
    for (TypeDescription each : superclasses) {
      GuardRule base = rule(each.getName(), locator);
      whole = base == null ? whole : whole.extending(base);
    }
    if (!rule.type.isExact()) {
      whole = whole.of(members::has, members::holds);
      if (whole.fields.isEmpty()) {
        return;
      }
    }
    tellAbsent(type.getName(), rule, members);
    GuardedType guarded = types.enter(type.getName(), whole);
    guarded.lacks(members.absent(whole));
    if (whole.subject != null) {
      links.subject(whole.subject, all);
    }
    if (!types.areGuessed()) {
      links.look(rule, all, held -> holding(held, locator));
    }
    FieldDescription id = ownField(type, whole.id);
    for (MethodDescription method : type.getDeclaredMethods()) {
      int bit = bit(method, guarded);
      if (bit >= 0) {
        visitors.add(touch(method, whole, id, guarded.site(bit)));
      }
    }
    visitors.add(
        FieldReads.in(
            isMethod()
                .and(not(isStatic()))
                .and(not(isEquals().or(isHashCode()).or(isToString())))
                .and(method -> bit(method, guarded) < 0 || bit(method, guarded) == FieldNames.MET),
            (owner, member) -> guarded.bit(member) >= 0));
    visitors.add(FRAMEWORK.on(isEquals().or(isHashCode()).or(isToString())));
    visitors.add(advice("TextAdvice").on(isToString()));
    for (TypeDescription each : superclasses) {
      inherit(guarded, each, rule(each.getName(), locator));
    }
  }

  /** The rule that holds for the objects of a class: its own, or that of a superclass; or null. */
  private GuardRule holding(TypeDescription type, ClassFileLocator locator) {
    GuardRule found = null;
    try {
      for (TypeDefinition each = type;
          each != null && !each.represents(Object.class);
          each = each.asErasure().getSuperClass()) {
        GuardRule rule = rule(each.asErasure().getName(), locator);
        found = rule == null || found != null && found.subject != null ? found : rule;
      }
    } catch (RuntimeException e) {
      // A superclass that cannot be read has no objects that could be told.
    }
    return found;
  }

  /** What an accessor tells: a kind of personal data, or that its object was met; else -1. */
  private static int bit(MethodDescription method, GuardedType guarded) {
    int bit = Members.isAccessor(method) ? guarded.bit(method.getName()) : -1;
    boolean holds = bit < 0 && guarded.subject != null && Members.yieldsObject(method);
    return holds ? FieldNames.MET : bit;
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
      if (bit(method, guarded) >= 0 && (base == null || !isAccessor(name, base.fields.keySet()))) {
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

  /**
   * Tells the members that a rule names and the class has not. Where a pattern fits several classes
   * each may have what another has not, but none may lack its id.
   */
  private void tellAbsent(String className, GuardRule rule, Members members) {
    Set<String> absent = members.absent(rule);
    if (!rule.type.isExact()) {
      neverFound
          .computeIfAbsent(rule, key -> Collections.synchronizedSet(new TreeSet<>(absent)))
          .retainAll(absent);
      absent.retainAll(Collections.singleton(rule.id));
    }
    if (!absent.isEmpty()) {
      missing.putIfAbsent(className, "has no member " + named(absent, rule, members::like));
    }
  }

  /**
   * @param meant what a member may have been meant for, or null
   */
  private static String named(Set<String> members, GuardRule rule, UnaryOperator<String> meant) {
    StringJoiner names = new StringJoiner(", ");
    Set<String> lines = new LinkedHashSet<>();
    for (String member : members) {
      String other = meant.apply(member);
      names.add(other == null ? member : member + " (" + other + "?)");
      if (rule.lines.containsKey(member)) {
        lines.add(String.valueOf(rule.lines.get(member)));
      }
    }
    return names
        + ", named in whoread.yaml"
        + (lines.isEmpty() ? "" : ":" + String.join(", ", lines));
  }

  private static boolean isAccessor(String method, Set<String> members) {
    return members.stream().anyMatch(member -> GuardedType.isAccessor(method, member));
  }

  private static AsmVisitorWrapper inherited(Set<String> accessors) {
    return advice("TouchInheritedAdvice")
        .on(method -> Members.isAccessor(method) && accessors.contains(method.getName()));
  }

  private static Advice advice(String name) {
    return Advice.to(LibraryHook.advice(PACKAGE + name), LibraryHook.adviceLocator());
  }

  @Override
  public String problem() {
    List<String> all = new ArrayList<>();
    missing.entrySet().stream()
        .limit(MAX_TOLD)
        .forEach(each -> all.add(each.getKey() + " " + each.getValue()));
    if (missing.size() > MAX_TOLD) {
      all.add("and so in " + (missing.size() - MAX_TOLD) + " more classes");
    }
    all.addAll(links.problems(MAX_TOLD));
    neverFound.forEach((rule, absent) -> neverFound(rule, absent, all));
    if (modules.problem() != null) {
      all.add(modules.problem());
    }
    return all.isEmpty() ? null : String.join("; ", all);
  }

  private static void neverFound(GuardRule rule, Set<String> absent, List<String> into) {
    synchronized (absent) {
      if (!absent.isEmpty()) {
        into.add(
            "no class that is " + rule.type + " has a member " + named(absent, rule, one -> null));
      }
    }
  }

  @Override
  public Set<String> takeLate() {
    Set<String> taken = new TreeSet<>(late);
    late.removeAll(taken);
    return taken;
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
    types.hooked(className);
  }
}
