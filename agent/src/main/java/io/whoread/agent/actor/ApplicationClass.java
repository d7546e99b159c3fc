package io.whoread.agent.actor;

import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;

/** A class of a library that an application may bring, each application its own. */
final class ApplicationClass {
  private static final Reference<Class<?>> ABSENT = new WeakReference<>(null);

  private final String name;
  private final Map<ClassLoader, Reference<Class<?>>> known =
      Collections.synchronizedMap(new WeakHashMap<>());

  private volatile Found last;

  ApplicationClass(String name) {
    this.name = name;
  }

  /**
   * The class, or null where the application has none. Looking for a class that is not there is
   * slow: it is done once a loader. Mostly it is the loader of the request before, for which no
   * lock is taken.
   */
  Class<?> in(ClassLoader loader) {
    Found found = last;
    if (found != null && found.loader.get() == loader) {
      Class<?> type = found.type.get();
      if (type != null || found.type == ABSENT) {
        return type;
      }
    }
    Reference<Class<?>> type = known.get(loader);
    if (type == null || type != ABSENT && type.get() == null) {
      try {
        type = new WeakReference<>(Class.forName(name, false, loader));
      } catch (ClassNotFoundException | LinkageError e) {
        type = ABSENT;
      }
      known.put(loader, type);
    }
    last = new Found(loader, type);
    return type.get();
  }

  /** A loader's class. Both weak, as an application may be undeployed. */
  private static final class Found {
    final Reference<ClassLoader> loader;
    final Reference<Class<?>> type;

    Found(ClassLoader loader, Reference<Class<?>> type) {
      this.loader = new WeakReference<>(loader);
      this.type = type;
    }
  }
}
