package io.whoread.agent.capture;

import io.whoread.agent.boot.Hooks;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.TypeResolutionStrategy;
import net.bytebuddy.dynamic.scaffold.InstrumentedType;
import net.bytebuddy.dynamic.scaffold.MethodGraph;
import net.bytebuddy.dynamic.scaffold.TypeValidation;
import net.bytebuddy.implementation.Implementation;
import net.bytebuddy.pool.TypePool;

/**
 * Weaves one hook into the classes that are loaded.
 *
 * <p>Why not byte-buddy's own agent builder: it describes every class before it matches it. Most of
 * the thousands of classes of a service are told here by a look at their name, and never parsed.
 * What is woven is written by byte-buddy, decorating: the class keeps its fields, methods and
 * interfaces, so that it can be rewritten while it is loaded and put back again. Types are
 * described from class files; no class of the application is loaded for it.
 *
 * <p>Each hook has a transformer of its own: what one cannot digest does not cost another its
 * place.
 */
public final class Weaver implements ClassFileTransformer {
  private static final Map<ClassLoader, Boolean> SEEING =
      Collections.synchronizedMap(new WeakHashMap<>());

  /**
   * Classes that are rewritten at once: each such call stops the whole JVM, and the longer the more
   * there are.
   */
  private static final int PORTION = 50;

  private final Hook hook;
  private final Instrumentation instrumentation;
  private final ClassLoader own = Weaver.class.getClassLoader();
  private final ByteBuddy byteBuddy =
      new ByteBuddy()
          .with(TypeValidation.DISABLED)
          .with(MethodGraph.Compiler.ForDeclaredMethods.INSTANCE)
          .with(InstrumentedType.Factory.Default.FROZEN)
          .with(Implementation.Context.Disabled.Factory.INSTANCE);

  // Class to what is wrong with it; guarded by itself.
  private final Map<String, String> problems = new TreeMap<>();

  /** Names of the classes that were rewritten, so that no other is put back. */
  private final Set<String> woven = ConcurrentHashMap.newKeySet();

  private volatile boolean installed;

  /** What the hook itself said last. */
  private volatile String hookProblem;

  private volatile boolean active = true;
  private final Runnable changed;

  /**
   * @param changed told whenever {@link #installed} or {@link #problem} says something new
   */
  public Weaver(Hook hook, Instrumentation instrumentation, Runnable changed) {
    this.hook = hook;
    this.instrumentation = instrumentation;
    this.changed = changed;
  }

  /**
   * From now on classes are rewritten as they are loaded. Once each, also where this is called
   * again because what came after it broke off.
   */
  public void install() {
    instrumentation.removeTransformer(this);
    active = true;
    instrumentation.addTransformer(this, instrumentation.isRetransformClassesSupported());
  }

  /** Classes that are loaded from now on stay as they are, others get their own shape back. */
  public void remove() {
    active = false;
    instrumentation.removeTransformer(this);
    rewriteLoaded(type -> woven.contains(type.getName()));
  }

  /** Has classes rewritten that were loaded already. */
  public void rewriteLoaded() {
    rewriteLoaded(hook::concerns);
  }

  /** Has those rewritten that were loaded before it was known that they should be. */
  public void rewriteLate() {
    Set<String> late = hook.takeLate();
    if (!late.isEmpty() && active) {
      rewriteLoaded(type -> late.contains(type.getName()));
    }
  }

  private void rewriteLoaded(Predicate<Class<?>> wanted) {
    if (!instrumentation.isRetransformClassesSupported()) {
      return;
    }
    List<Class<?>> portion = new ArrayList<>();
    for (Class<?> type : instrumentation.getAllLoadedClasses()) {
      if (!type.isArray()
          && type.getClassLoader() != own
          && wanted.test(type)
          && instrumentation.isModifiableClass(type)) {
        portion.add(type);
        if (portion.size() == PORTION) {
          rewrite(portion);
          portion.clear();
        }
      }
    }
    rewrite(portion);
  }

  private void rewrite(List<Class<?>> types) {
    try {
      if (!types.isEmpty()) {
        instrumentation.retransformClasses(types.toArray(new Class<?>[0]));
      }
    } catch (Throwable e) {
      // One that fails keeps the others from being rewritten.
      if (types.size() == 1) {
        Class<?> type = types.get(0);
        if (woven.contains(type.getName()) || !lacksSomething(type)) {
          problem(type.getName(), e.getClass().getName());
        }
      } else {
        types.forEach(type -> rewrite(Collections.singletonList(type)));
      }
    }
  }

  /**
   * Whether a class refers to something that is not there: libraries have classes for libraries
   * that may be absent. The JVM cannot rewrite it, and there is nothing in it that was hooked.
   */
  private static boolean lacksSomething(Class<?> type) {
    try {
      type.getDeclaredFields();
      type.getDeclaredMethods();
      return false;
    } catch (LinkageError e) {
      return true;
    }
  }

  @Override
  public byte[] transform(
      ClassLoader loader,
      String internalName,
      Class<?> redefined,
      ProtectionDomain domain,
      byte[] classFile) {
    if (!active || internalName == null || loader == own) {
      return null;
    }
    try {
      if (!hook.concerns(internalName, loader)) {
        return null;
      }
      return rewrite(loader, internalName.replace('/', '.'), classFile);
    } catch (Hook.UnsuitedException e) {
      problem(internalName.replace('/', '.'), e.getMessage());
    } catch (Throwable e) {
      problem(internalName.replace('/', '.'), e.getClass().getName());
    }
    return null;
  }

  private byte[] rewrite(ClassLoader loader, String name, byte[] classFile)
      throws Hook.UnsuitedException {
    ClassFileLocator locator =
        new ClassFileLocator.Compound(
            ClassFileLocator.Simple.of(name, classFile),
            loader == null
                ? ClassFileLocator.ForClassLoader.ofBootLoader()
                : ClassFileLocator.ForClassLoader.of(loader));
    TypePool pool =
        new TypePool.Default.WithLazyResolution(
            new TypePool.CacheProvider.Simple(), locator, TypePool.Default.ReaderMode.FAST);
    TypeDescription type = pool.describe(name).resolve();
    if (loader != null && !seesBoot(loader)) {
      throw new Hook.UnsuitedException("its class loader hides the agent's classes");
    }
    AsmVisitorWrapper visitor = hook.weave(type, classFile, locator);
    String told = hook.problem();
    if (!Objects.equals(told, hookProblem)) {
      hookProblem = told;
      changed.run();
    }
    if (visitor == null) {
      return null;
    }
    byte[] bytes =
        byteBuddy
            .decorate(type, locator)
            .visit(visitor)
            .make(TypeResolutionStrategy.Disabled.INSTANCE, pool)
            .getBytes();
    woven.add(name);
    hook.woven(name);
    if (!installed) {
      installed = true;
      changed.run();
    }
    return bytes;
  }

  /**
   * Whether classes of a loader can call into {@code boot}. Loaders of OSGi and JBoss modules pass
   * on only what they are told to; woven all the same, every guarded accessor would end in a
   * NoClassDefFoundError.
   */
  private static boolean seesBoot(ClassLoader loader) {
    Boolean known = SEEING.get(loader);
    if (known == null) {
      try {
        known = Class.forName(Hooks.class.getName(), false, loader) == Hooks.class;
      } catch (ClassNotFoundException | LinkageError e) {
        known = false;
      }
      SEEING.put(loader, known);
    }
    return known;
  }

  private void problem(String className, String problem) {
    synchronized (problems) {
      if (problems.size() >= 20 || problems.put(className, problem) != null) {
        return;
      }
    }
    changed.run();
  }

  public String name() {
    return hook.name();
  }

  /** True once a class has been rewritten. */
  public boolean installed() {
    return installed;
  }

  /** What failed, by class; null where nothing did. */
  public String problem() {
    List<String> all = new ArrayList<>();
    synchronized (problems) {
      problems.forEach((name, problem) -> all.add(name + ": " + problem));
    }
    if (hook.problem() != null) {
      all.add(hook.problem());
    }
    return all.isEmpty() ? null : String.join("; ", all);
  }
}
