package io.whoread.agent.scope;

import java.lang.reflect.Method;

/** A public method of libraries' classes by its name, looked up once a class. */
final class MethodOf extends ClassValue<Method> {
  private final String name;
  private final Class<?>[] parameters;

  MethodOf(String name, Class<?>... parameters) {
    this.name = name;
    this.parameters = parameters;
  }

  /**
   * @throws IllegalStateException where a class has no such method
   */
  @Override
  protected Method computeValue(Class<?> type) {
    try {
      return type.getMethod(name, parameters);
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("no " + name + " at " + type, e);
    }
  }

  /** What the method answers. */
  Object ask(Object of, Object... arguments) throws ReflectiveOperationException {
    return get(of.getClass()).invoke(of, arguments);
  }
}
