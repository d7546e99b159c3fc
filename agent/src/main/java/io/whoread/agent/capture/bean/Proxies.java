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

  private static final class Access {
    final Method initializer;
    final Method uninitialized;
    final Method implementation;

    private Access(Method initializer, Method uninitialized, Method implementation) {
      this.initializer = initializer;
      this.uninitialized = uninitialized;
      this.implementation = implementation;
    }

    static Access of(Class<?> proxy) {
      try {
        Method initializer = proxy.getMethod("getHibernateLazyInitializer");
        Class<?> type = initializer.getReturnType();
        return new Access(
            initializer, type.getMethod("isUninitialized"), type.getMethod("getImplementation"));
      } catch (NoSuchMethodException e) {
        return null;
      }
    }
  }
}
