package io.whoread.agent.actor;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Map;

/** A property of an object of the application: an entry of a map, a field, a getter. */
final class Properties {
  private Properties() {}

  /** Null where there is no such property. */
  static Object get(Object owner, String name) throws ReflectiveOperationException {
    if (owner instanceof Map) {
      return ((Map<?, ?>) owner).get(name);
    }
    for (Class<?> type = owner.getClass(); type != null; type = type.getSuperclass()) {
      try {
        Field field = type.getDeclaredField(name);
        if (!Modifier.isStatic(field.getModifiers())) {
          field.setAccessible(true);
          return field.get(owner);
        }
      } catch (NoSuchFieldException e) {
        // It may be inherited.
      }
    }
    return SpringSecurity.call(
        owner, "get" + Character.toUpperCase(name.charAt(0)) + name.substring(1));
  }
}
