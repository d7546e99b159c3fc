package io.whoread.agent.capture;

import io.whoread.agent.boot.Hooks;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.implementation.bytecode.StackManipulation;
import net.bytebuddy.implementation.bytecode.member.MethodInvocation;
import net.bytebuddy.matcher.ElementMatcher;
import net.bytebuddy.matcher.ElementMatchers;
import net.bytebuddy.pool.TypePool;

/**
 * A hook into named classes of a library: for each, which advice goes into which methods.
 *
 * <p>Advice classes are never loaded: they are read from their class files, and may name the
 * library's types, which exist in the application's loader alone.
 */
public final class LibraryHook implements Hook {
  private static final String OWN_PACKAGE = "io.whoread.agent.capture.";

  private static final ClassFileLocator OWN =
      ClassFileLocator.ForClassLoader.of(LibraryHook.class.getClassLoader());

  /** For advice that calls the library, and says that what it throws be suppressed. */
  private static final Advice.ExceptionHandler FAILED =
      new Advice.ExceptionHandler.Simple(failed());

  private static final TypePool ADVICE = TypePool.Default.of(OWN);

  private final String name;
  private final Map<String, List<Place>> places = new HashMap<>();

  private final Map<String, List<AsmVisitorWrapper>> others = new HashMap<>();

  public LibraryHook(String name) {
    this.name = name;
  }

  /**
   * @param className of the library
   * @param advice name of the class that holds the advice
   */
  public LibraryHook at(
      String className, String advice, ElementMatcher<? super MethodDescription> methods) {
    return add(className, new Place(advice, 0, methods, true));
  }

  /** What is given to these methods leaves through a channel: texts, numbers, and bytes. */
  public LibraryHook leaves(
      String className, int channel, ElementMatcher<? super MethodDescription> methods) {
    return at(className, OWN_PACKAGE + "ArgumentsAdvice", channel, methods);
  }

  /** What these methods return leaves through a channel. */
  public LibraryHook yields(
      String className, int channel, ElementMatcher<? super MethodDescription> methods) {
    return at(className, OWN_PACKAGE + "ResultAdvice", channel, methods);
  }

  /** What these methods write, and have others write, leaves through a channel alone. */
  public LibraryHook within(
      String className, int channel, ElementMatcher<? super MethodDescription> methods) {
    return at(className, OWN_PACKAGE + "WithinAdvice", channel, methods);
  }

  /** As {@link #at(String, String, ElementMatcher)}, for advice that is told its {@link Way}. */
  public LibraryHook at(
      String className,
      String advice,
      int channel,
      ElementMatcher<? super MethodDescription> methods) {
    return add(className, new Place(advice, channel, methods, true));
  }

  /** As {@link #at}, for methods that some versions of the library do without. */
  public LibraryHook whereThereIs(
      String className, String advice, ElementMatcher<? super MethodDescription> methods) {
    return add(className, new Place(advice, 0, methods, false));
  }

  /** What is called of a class that stays as it is: without it there is a gap. */
  public LibraryHook needs(String className, ElementMatcher<? super MethodDescription> methods) {
    return add(className, new Place(null, 0, methods, true));
  }

  /**
   * @param visitor that is to be applied beside any advice
   */
  public LibraryHook with(String className, AsmVisitorWrapper visitor) {
    places.computeIfAbsent(className.replace('.', '/'), key -> new ArrayList<>());
    others.computeIfAbsent(className.replace('.', '/'), key -> new ArrayList<>()).add(visitor);
    return this;
  }

  private LibraryHook add(String className, Place place) {
    places.computeIfAbsent(className.replace('.', '/'), key -> new ArrayList<>()).add(place);
    return this;
  }

  private static StackManipulation failed() {
    return MethodInvocation.invoke(
        TypeDescription.ForLoadedType.of(Hooks.class)
            .getDeclaredMethods()
            .filter(ElementMatchers.named("failed"))
            .getOnly());
  }

  /** The description of an advice class that names no type of a library. */
  public static TypeDescription advice(String className) {
    return ADVICE.describe(className).resolve();
  }

  public static ClassFileLocator adviceLocator() {
    return OWN;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean concerns(String internalName, ClassLoader loader) {
    return places.containsKey(internalName);
  }

  @Override
  public AsmVisitorWrapper weave(TypeDescription type, byte[] classFile, ClassFileLocator locator)
      throws UnsuitedException {
    TypePool pool = TypePool.Default.of(new ClassFileLocator.Compound(OWN, locator));
    List<AsmVisitorWrapper> visitors = new ArrayList<>();
    for (Place place : places.get(type.getInternalName())) {
      if (type.getDeclaredMethods().filter(place.methods).isEmpty()) {
        // An interface of that name belongs to another generation of the library.
        if (place.required && !type.isInterface()) {
          throw new UnsuitedException("has no method that is " + place.methods);
        }
        continue;
      }
      if (place.advice == null) {
        continue;
      }
      visitors.add(
          Advice.withCustomMapping()
              .bind(Way.class, place.channel)
              .to(pool.describe(place.advice).resolve(), OWN)
              .withExceptionHandler(FAILED)
              .on(place.methods));
    }
    visitors.addAll(others.getOrDefault(type.getInternalName(), Collections.emptyList()));
    return visitors.isEmpty() ? null : new AsmVisitorWrapper.Compound(visitors);
  }

  private static final class Place {
    /** Null for what is only needed. */
    final String advice;

    /** What {@link Way} is in the advice. */
    final int channel;

    final ElementMatcher<? super MethodDescription> methods;
    final boolean required;

    Place(
        String advice,
        int channel,
        ElementMatcher<? super MethodDescription> methods,
        boolean required) {
      this.advice = advice;
      this.channel = channel;
      this.methods = methods;
      this.required = required;
    }
  }
}
