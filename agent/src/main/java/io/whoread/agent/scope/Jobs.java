package io.whoread.agent.scope;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Map;

/** What runs without a request, by the objects that run it. */
final class Jobs {
  private Jobs() {}

  /** {@code job}, or {@code listener} for what is handed a message. */
  static String source(Object runner) {
    return runner.getClass().getName().startsWith("org.springframework.messaging.")
            || runner.getClass().getSimpleName().contains("InvocableHandlerMethod")
        ? "listener"
        : "job";
  }

  /**
   * The name of a job, such as {@code OrderExport.nightly}; null where it is none.
   *
   * @param runner what runs it: Spring's or xxl-job's for a method, Spring's for a listener's
   *     method, Quartz's for a job
   * @param message that a listener is handed
   */
  static String name(Object runner, Object message) throws ReflectiveOperationException {
    if (runner.getClass().getName().startsWith("org.quartz.")) {
      Object detail = call(field(runner, "jec"), "getJobDetail");
      Object key = call(detail, "getKey");
      return key == null ? null : key.toString();
    }
    if (isOfAPerson(message)) {
      return null;
    }
    Object method = call(runner, "getMethod");
    method = method == null ? field(runner, "method") : method;
    if (!(method instanceof Method)) {
      return null;
    }
    String type = ((Method) method).getDeclaringClass().getSimpleName();
    int generated = type.indexOf("$$");
    return (generated < 0 ? type : type.substring(0, generated))
        + "."
        + ((Method) method).getName();
  }

  /** Whether a message came over a WebSocket, from somebody who sits at the other end. */
  private static boolean isOfAPerson(Object message) throws ReflectiveOperationException {
    Object headers = message == null ? null : call(message, "getHeaders");
    return headers instanceof Map && ((Map<?, ?>) headers).containsKey("simpSessionId");
  }

  /** The result of a public method, null where there is none. */
  private static Object call(Object target, String name) throws ReflectiveOperationException {
    try {
      if (target == null) {
        return null;
      }
      Method method = target.getClass().getMethod(name);
      method.setAccessible(true);
      return method.invoke(target);
    } catch (NoSuchMethodException e) {
      return null;
    }
  }

  private static Object field(Object owner, String name) throws ReflectiveOperationException {
    for (Class<?> type = owner.getClass(); type != null; type = type.getSuperclass()) {
      try {
        Field field = type.getDeclaredField(name);
        field.setAccessible(true);
        return field.get(owner);
      } catch (NoSuchFieldException e) {
        // It may be inherited.
      }
    }
    return null;
  }
}
