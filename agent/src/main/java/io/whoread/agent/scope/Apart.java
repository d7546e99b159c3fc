package io.whoread.agent.scope;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * Handles of methods that are to be compiled on their own.
 *
 * <p>HotSpot inlines what a hot method calls, and what that calls. Telling a ledger is much code,
 * and it hangs below each of the methods through which a response's bytes leave: inlined there, one
 * of them took 30,000 nodes and 70 MB to compile. A call through a method handle that is no
 * constant is never inlined, so that what is behind it is compiled once. Such a call costs some
 * nanoseconds: nothing for what is done once a response. Hence: keep the handle in an instance's
 * field, never in a static one.
 */
final class Apart {
  private Apart() {}

  /**
   * @param lookup of the class that has the method
   * @param parameters without the receiver
   * @return to be called with {@code invokeExact}, the receiver first
   */
  static MethodHandle method(
      MethodHandles.Lookup lookup, String name, Class<?> result, Class<?>... parameters) {
    try {
      return lookup.findVirtual(
          lookup.lookupClass(), name, MethodType.methodType(result, parameters));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(name, e);
    }
  }
}
