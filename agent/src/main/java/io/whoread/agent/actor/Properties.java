package io.whoread.agent.actor;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Map;

/** A property of an object of the application: an entry of a map, a field, a getter. */
final class Properties {
  private Properties() {}

  /**
   * Follows a path such as {@code member.id}; null where it ends before.
   *
   * @param path names of properties, with dots between
   */
  static Object path(Object owner, String path) throws ReflectiveOperationException {
    Object value = owner;
    for (String step : path.split("\\.")) {
      value = value == null ? null : get(value, step);
    }
    return value;
  }

  /** Null where there is no such property. */
  static Object get(Object owner, String name) throws ReflectiveOperationException {
    if (owner instanceof Map) {
      return ((Map<?, ?>) owner).get(name);
    }
    Field field = find(owner.getClass(), name);
    if (field != null) {
      return field.get(owner);
    }
    return SpringSecurity.call(
        owner, "get" + Character.toUpperCase(name.charAt(0)) + name.substring(1));
  }

  /** The value of a field, null where there is none. */
  static Object field(Object owner, String name) throws ReflectiveOperationException {
    Field field = find(owner.getClass(), name);
    return field == null ? null : field.get(owner);
  }

  static boolean hasField(Object owner, String name) {
    return find(owner.getClass(), name) != null;
  }

  private static Field find(Class<?> owner, String name) {
    for (Class<?> type = owner; type != null; type = type.getSuperclass()) {
      try {
        Field field = type.getDeclaredField(name);
        if (!Modifier.isStatic(field.getModifiers())) {
          field.setAccessible(true);
          return field;
        }
      } catch (NoSuchFieldException e) {
        // It may be inherited.
      }
    }
    return null;
  }
}
