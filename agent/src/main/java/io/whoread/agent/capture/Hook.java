package io.whoread.agent.capture;

import java.util.Collections;
import java.util.Set;
import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;

/** A concern that is woven into classes. Weaving never changes a class's shape. */
public interface Hook {
  /** As coverage reports it: {@code jackson2}. */
  String name();

  /**
   * Whether a class may be of concern. Asked for every class that is loaded: by name only.
   *
   * @param internalName {@code com/example/Order}
   * @param loader null for the bootstrap loader
   */
  boolean concerns(String internalName, ClassLoader loader);

  /**
   * Whether a class that is loaded already may be of concern: rewriting it stops the whole JVM for
   * a moment.
   */
  default boolean concerns(Class<?> loaded) {
    return concerns(loaded.getName().replace('.', '/'), loaded.getClassLoader());
  }

  /**
   * What is to be woven into a class, or null for nothing.
   *
   * @param locator finds the class files of whatever the class refers to
   * @throws UnsuitedException where the class is not as expected
   */
  AsmVisitorWrapper weave(TypeDescription type, byte[] classFile, ClassFileLocator locator)
      throws UnsuitedException;

  /** What does not fit beyond what {@link #weave} throws; null where nothing is wrong. */
  default String problem() {
    return null;
  }

  /**
   * Classes that were found to be of concern after they may have been loaded; each is told once.
   * Asked now and then.
   */
  default Set<String> takeLate() {
    return Collections.emptySet();
  }

  /** Says that a class has been rewritten. */
  default void woven(String className) {}

  /** A library that is not as this hook expects it. */
  final class UnsuitedException extends Exception {
    private static final long serialVersionUID = 1;

    public UnsuitedException(String message) {
      super(message);
    }
  }
}
