package io.whoread.agent.capture.bean;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What is in a collection or a map, as far as it can be had without running code of the application
 * and without loading anything.
 *
 * <p>A collection is looked into only where it is known to keep its elements itself. Those of the
 * JDK that stand before another one ({@code Collections.unmodifiableList}) may stand before one
 * that goes to the database when it is asked: what they stand before is looked at instead.
 */
public final class Elements {
  /** Classes of the JDK that keep what is in them themselves, and those that lie within them. */
  private static final Set<String> KEEP =
      new HashSet<>(
          Arrays.asList(
              "java.util.ArrayList",
              "java.util.LinkedList",
              "java.util.Vector",
              "java.util.Stack",
              "java.util.ArrayDeque",
              "java.util.Arrays",
              "java.util.HashSet",
              "java.util.LinkedHashSet",
              "java.util.TreeSet",
              "java.util.RegularEnumSet",
              "java.util.JumboEnumSet",
              "java.util.ImmutableCollections",
              "java.util.Collections$SingletonList",
              "java.util.Collections$SingletonSet",
              "java.util.Collections$SingletonMap",
              "java.util.HashMap",
              "java.util.LinkedHashMap",
              "java.util.TreeMap",
              "java.util.concurrent.CopyOnWriteArrayList",
              "java.util.concurrent.CopyOnWriteArraySet",
              "java.util.concurrent.ConcurrentHashMap",
              "java.util.concurrent.ConcurrentSkipListMap",
              "java.util.concurrent.ConcurrentLinkedQueue"));

  /** More do not stand before one another. */
  private static final int MAX_WRAPPERS = 4;

  /** By class of Hibernate's: tells whether it would go to the database; null where it has none. */
  private static final ClassValue<Method> INITIALIZED =
      new ClassValue<Method>() {
        @Override
        protected Method computeValue(Class<?> type) {
          try {
            return type.getMethod("wasInitialized");
          } catch (NoSuchMethodException | LinkageError e) {
            return null;
          }
        }
      };

  /**
   * By class of the JDK: where it has what it stands before; null where it stands before nothing.
   */
  private static final ClassValue<Field> BEFORE =
      new ClassValue<Field>() {
        @Override
        protected Field computeValue(Class<?> type) {
          Field before = before(type);
          return before == null || !isReadable(before) ? null : before;
        }
      };

  private Elements() {}

  /**
   * Has the JVM open to the agent what the JDK's own wrappers stand before; to be called once,
   * before any is looked into.
   */
  public static void open(Modules modules) {
    modules.readable(
        before(Collections.unmodifiableCollection(Collections.emptyList()).getClass()));
  }

  /** Those of a collection, or the values of a map; null where they cannot be had. */
  public static Iterable<?> of(Object holder) {
    Object kept = holder;
    boolean keys = false;
    for (int i = 0; i < MAX_WRAPPERS; i++) {
      if (keeps(kept)) {
        return kept instanceof Map
            ? keys ? ((Map<?, ?>) kept).keySet() : ((Map<?, ?>) kept).values()
            : (Collection<?>) kept;
      }
      // Its elements are the keys of a map.
      keys |= kept.getClass().getName().endsWith("SetFromMap");
      kept = before(kept);
      if (kept == null) {
        return null;
      }
    }
    return null;
  }

  /** The map that keeps what is in one; null where it cannot be had. */
  public static Map<?, ?> map(Object holder) {
    Object kept = holder;
    for (int i = 0; i < MAX_WRAPPERS && kept instanceof Map; i++) {
      if (keeps(kept)) {
        return (Map<?, ?>) kept;
      }
      kept = before(kept);
    }
    return null;
  }

  private static boolean keeps(Object kept) {
    Class<?> type = kept.getClass();
    return KEEP.contains(type.getName()) || isWithinOneThatKeeps(type) || isLoaded(kept);
  }

  /** The collection or map that one of the JDK stands before; null where it cannot be had. */
  private static Object before(Object wrapper) {
    Class<?> type = wrapper.getClass();
    Field before = type.getClassLoader() == null ? BEFORE.get(type) : null;
    try {
      Object kept = before == null ? null : before.get(wrapper);
      return kept instanceof Collection || kept instanceof Map ? kept : null;
    } catch (IllegalAccessException e) {
      return null;
    }
  }

  /** A part of a list, the values of a map: {@code ArrayList$SubList}. */
  private static boolean isWithinOneThatKeeps(Class<?> type) {
    String name = type.getName();
    int nested = name.indexOf('$');
    return nested > 0 && type.getClassLoader() == null && KEEP.contains(name.substring(0, nested));
  }

  private static Field before(Class<?> type) {
    if (!type.getName().startsWith("java.util.Collections$")) {
      return null;
    }
    for (Class<?> each = type; each != null; each = each.getSuperclass()) {
      for (Field field : Fields.declared(each)) {
        boolean named = field.getName().equals("c") || field.getName().equals("m");
        if (named
            && (Collection.class.isAssignableFrom(field.getType())
                || Map.class.isAssignableFrom(field.getType()))) {
          return field;
        }
      }
    }
    return null;
  }

  /** Whether it is a collection of Hibernate's that would not go to the database now. */
  private static boolean isLoaded(Object elements) {
    String name = elements.getClass().getName();
    if (!(elements instanceof Collection) || !name.startsWith("org.hibernate.collection.")) {
      return false;
    }
    Method initialized = INITIALIZED.get(elements.getClass());
    try {
      return initialized != null && Boolean.TRUE.equals(initialized.invoke(elements));
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }

  private static boolean isReadable(Field field) {
    try {
      field.setAccessible(true);
      return true;
    } catch (RuntimeException e) {
      // A JVM that does not open its modules even to agents.
      return false;
    }
  }
}
