package io.whoread.agent.actor;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;

/**
 * Methods of types that only the application has, to be called with {@code invokeExact}: without
 * the array of arguments and the checks of {@link Method#invoke}, as some twenty such calls are
 * made for each response.
 */
final class Handles {
  private Handles() {}

  /**
   * @return takes the receiver, unless the method is static, and the arguments as {@link Object},
   *     boxed where they are primitive, and returns such a one, null where the method returns
   *     nothing
   * @throws IllegalAccessException where the method is neither public nor made accessible
   */
  static MethodHandle of(Method method) throws IllegalAccessException {
    MethodHandle handle = MethodHandles.publicLookup().unreflect(method);
    return handle.asType(handle.type().generic());
  }
}
