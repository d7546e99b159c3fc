package io.whoread.agent.actor;

/** The diagnostic context of the application's log, by SLF4J or by Log4j 2. */
final class Mdc {
  private static final ApplicationClass[] CONTEXTS = {
    new ApplicationClass("org.slf4j.MDC"),
    new ApplicationClass("org.apache.logging.log4j.ThreadContext")
  };

  private Mdc() {}

  /** The value of a key, null where neither has one. */
  static Object value(ClassLoader loader, String key) throws ReflectiveOperationException {
    for (ApplicationClass each : CONTEXTS) {
      Class<?> context = each.in(loader);
      Object value =
          context == null ? null : context.getMethod("get", String.class).invoke(null, key);
      if (value != null) {
        return value;
      }
    }
    return null;
  }
}
