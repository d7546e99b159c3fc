package io.whoread.agent.scope;

import io.whoread.agent.capture.bean.Fields;
import io.whoread.agent.capture.bean.GuardedTypes;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.Collection;
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
final class Elements {
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

  private static final MethodOf INITIALIZED = new MethodOf("wasInitialized");

  /**
   * By class of the JDK: where it has what it stands before; null where it stands before nothing.
   */
  private static final ClassValue<Field> BEFORE =
      new ClassValue<Field>() {
        @Override
        protected Field computeValue(Class<?> type) {
          return before(type);
        }
      };

  private Elements() {}

  /** Those of a collection, or the values of a map; null where they cannot be had. */
  static Iterable<?> of(Object holder, GuardedTypes types) {
    Object kept = holder;
    for (int i = 0; i < MAX_WRAPPERS; i++) {
      Class<?> type = kept.getClass();
      if (KEEP.contains(type.getName()) || isWithinOneThatKeeps(type) || isLoaded(kept)) {
        return kept instanceof Map ? ((Map<?, ?>) kept).values() : (Collection<?>) kept;
      }
      Field before = type.getClassLoader() == null ? BEFORE.get(type) : null;
      kept = before == null ? null : value(before, kept, types);
      if (!(kept instanceof Collection || kept instanceof Map)) {
        return null;
      }
    }
    return null;
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

  private static Object value(Field field, Object of, GuardedTypes types) {
    try {
      Field readable = types.readable(field);
      return readable == null ? null : readable.get(of);
    } catch (IllegalAccessException e) {
      return null;
    }
  }

  /** Whether it is a collection of Hibernate's that would not go to the database now. */
  private static boolean isLoaded(Object elements) {
    String name = elements.getClass().getName();
    if (!(elements instanceof Collection) || !name.startsWith("org.hibernate.collection.")) {
      return false;
    }
    try {
      return Boolean.TRUE.equals(INITIALIZED.ask(elements));
    } catch (ReflectiveOperationException | IllegalStateException e) {
      return false;
    }
  }
}
