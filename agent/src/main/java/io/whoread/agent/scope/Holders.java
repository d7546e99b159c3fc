package io.whoread.agent.scope;

import io.whoread.agent.capture.bean.GuardedTypes;
import io.whoread.agent.capture.bean.Proxies;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
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

  private static final MethodOf INITIALIZED = new MethodOf("wasInitialized");

  private final GuardedTypes types;

  Holders(GuardedTypes types) {
    this.types = types;
  }

  /** Tells the objects of the application that lie within one, and have no subject of their own. */
  void within(Object holder, Consumer<Object> found) {
    within(holder, found, MAX_DEPTH);
  }

  /** Tells an object of the application, or those that a collection, a map or an array has. */
  void elements(Object value, Consumer<Object> found) {
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
    if (value == null) {
      return;
    }
    if (value instanceof Collection) {
      each((Collection<?>) value, found, depth);
    } else if (value instanceof Map) {
      if (isOfTheJdk(value.getClass())) {
        each(((Map<?, ?>) value).values(), found, depth);
      }
    } else if (value instanceof Object[]) {
      int length = Math.min(Array.getLength(value), MAX_ELEMENTS);
      for (int i = 0; i < length; i++) {
        one(Array.get(value, i), found, depth);
      }
    } else {
      one(value, found, depth);
    }
  }

  private void each(Collection<?> elements, Consumer<Object> found, int depth) {
    if (!isOfTheJdk(elements.getClass()) && !isLoaded(elements)) {
      return;
    }
    int left = MAX_ELEMENTS;
    for (Object element : elements) {
      if (left-- == 0) {
        return;
      }
      one(element, found, depth);
    }
  }

  private void one(Object value, Consumer<Object> found, int depth) {
    if (value == null || isOfTheJdk(value.getClass())) {
      return;
    }
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

  /** Whether it is a collection of Hibernate's that would not go to the database now. */
  private static boolean isLoaded(Collection<?> elements) {
    String name = elements.getClass().getName();
    if (!name.startsWith("org.hibernate.collection.")) {
      return false;
    }
    try {
      return Boolean.TRUE.equals(INITIALIZED.ask(elements));
    } catch (ReflectiveOperationException | IllegalStateException e) {
      return false;
    }
  }
}
