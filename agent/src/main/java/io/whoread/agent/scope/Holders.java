package io.whoread.agent.scope;

import io.whoread.agent.capture.bean.Elements;
import io.whoread.agent.capture.bean.GuardedTypes;
import io.whoread.agent.capture.bean.Proxies;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Which objects lie within another one: the address within an order, the recipients within a
 * parcel. They are found by reading fields: no code of the application is called, and nothing is
 * loaded that is not there yet.
 */
final class Holders {
  /** An order, its delivery, the recipient, the recipient's address. */
  private static final int MAX_DEPTH = 3;

  /** Of a collection, so many are looked at. */
  private static final int MAX_ELEMENTS = 1_000;

  /** Objects that are met at one look: what holds more is not looked through. */
  private static final int MAX_OBJECTS = 4_096;

  private final GuardedTypes types;

  /** As many may still be met at this look. */
  private int left;

  Holders(GuardedTypes types) {
    this.types = types;
  }

  /** Tells the objects of the application that lie within one, and have no subject of their own. */
  void within(Object holder, Consumer<Object> found) {
    left = MAX_OBJECTS;
    within(holder, found, MAX_DEPTH);
  }

  /** Tells an object of the application, or those that a collection, a map or an array has. */
  void elements(Object value, Consumer<Object> found) {
    left = MAX_OBJECTS;
    held(value, found, 0);
  }

  private void within(Object holder, Consumer<Object> found, int depth) {
    for (Field field : types.holding(holder.getClass())) {
      try {
        held(field.get(holder), found, depth);
      } catch (IllegalAccessException | RuntimeException e) {
        // What cannot be looked into holds nothing that could be told.
      }
    }
  }

  private void held(Object value, Consumer<Object> found, int depth) {
    if (value instanceof Collection || value instanceof Map) {
      Iterable<?> elements = Elements.of(value);
      if (elements != null) {
        each(elements, found, depth);
      }
    } else if (value instanceof Object[]) {
      each(Arrays.asList((Object[]) value), found, depth);
    } else {
      one(value, found, depth);
    }
  }

  private void each(Iterable<?> elements, Consumer<Object> found, int depth) {
    int most = MAX_ELEMENTS;
    for (Object element : elements) {
      if (most-- == 0 || left == 0) {
        return;
      }
      one(element, found, depth);
    }
  }

  private void one(Object value, Consumer<Object> found, int depth) {
    if (value == null || isOfTheJdk(value.getClass()) || left == 0) {
      return;
    }
    left--;
    Object object = Proxies.target(value);
    if (depth == 0 || !types.sayWhose(object)) {
      found.accept(object);
      if (depth > 1) {
        within(object, found, depth - 1);
      }
    }
  }

  private static boolean isOfTheJdk(Class<?> type) {
    return type.getClassLoader() == null;
  }
}
