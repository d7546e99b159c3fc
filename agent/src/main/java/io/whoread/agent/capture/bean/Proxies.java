package io.whoread.agent.capture.bean;

import java.lang.reflect.Method;

/** Objects that stand for others: Hibernate's proxies, whose own fields are empty. */
public final class Proxies {
  private static final String HIBERNATE = "org.hibernate.proxy.HibernateProxy";

  private static final ClassValue<Access> ACCESS =
      new ClassValue<Access>() {
        @Override
        protected Access computeValue(Class<?> type) {
          for (Class<?> one : type.getInterfaces()) {
            if (one.getName().equals(HIBERNATE)) {
              return Access.of(one);
            }
          }
          return null;
        }
      };

  private Proxies() {}

  /** What a proxy stands for, where that is loaded; else the object itself. Loads nothing. */
  public static Object target(Object object) {
    Access access = ACCESS.get(object.getClass());
    if (access == null) {
      return object;
    }
    try {
      Object initializer = access.initializer.invoke(object);
      boolean loaded = Boolean.FALSE.equals(access.uninitialized.invoke(initializer));
      return loaded ? access.implementation.invoke(initializer) : object;
    } catch (ReflectiveOperationException e) {
      return object;
    }
  }

  /** Whether an object stands for another one. */
  static boolean isProxy(Object object) {
    return ACCESS.get(object.getClass()) != null;
  }

  /**
   * The number of the row that a proxy stands for, as the proxy itself knows it; null where it
   * cannot be had without loading the row.
   */
  static Object identifier(Object proxy) {
    Access access = ACCESS.get(proxy.getClass());
    try {
      return access == null || access.identifier == null
          ? null
          : access.identifier.invoke(access.initializer.invoke(proxy));
    } catch (ReflectiveOperationException e) {
      return null;
    }
  }

  private static final class Access {
    final Method initializer;
    final Method uninitialized;
    final Method implementation;

    /** Null where none is known that loads nothing. */
    final Method identifier;

    private Access(Method initializer, Class<?> type) throws NoSuchMethodException {
      this.initializer = initializer;
      this.uninitialized = type.getMethod("isUninitialized");
      this.implementation = type.getMethod("getImplementation");
      this.identifier = identifier(type);
    }

    static Access of(Class<?> proxy) {
      try {
        Method initializer = proxy.getMethod("getHibernateLazyInitializer");
        return new Access(initializer, initializer.getReturnType());
      } catch (NoSuchMethodException e) {
        return null;
      }
    }

    /** Where Hibernate has a way that never loads, its usual one may ({@code compliance.proxy}). */
    private static Method identifier(Class<?> type) throws NoSuchMethodException {
      try {
        return type.getMethod("getInternalIdentifier");
      } catch (NoSuchMethodException e) {
        return mayLoad(type) ? null : type.getMethod("getIdentifier");
      }
    }

    private static boolean mayLoad(Class<?> type) {
      try {
        Class.forName("org.hibernate.proxy.AbstractLazyInitializer", false, type.getClassLoader())
            .getDeclaredMethod("isInitializeProxyWhenAccessingIdentifier");
        return true;
      } catch (NoSuchMethodException e) {
        return false;
      } catch (ClassNotFoundException | LinkageError e) {
        return true;
      }
    }
  }
}
