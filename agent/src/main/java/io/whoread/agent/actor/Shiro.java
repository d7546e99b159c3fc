package io.whoread.agent.actor;

import java.lang.reflect.InvocationTargetException;

/**
 * Asks Shiro for the subject that its filter has bound to the thread. Not {@code SecurityUtils},
 * which makes a subject for a thread that has none, and leaves it there.
 */
final class Shiro {
  private static final ApplicationClass CONTEXT =
      new ApplicationClass("org.apache.shiro.util.ThreadContext");

  private Shiro() {}

  /**
   * @param property of the principal, a path of several; empty for the principal itself, or a guess
   *     where that is an object
   * @param loader of the application
   */
  static Identity identity(ClassLoader loader, String property)
      throws ReflectiveOperationException {
    Class<?> context = CONTEXT.in(loader);
    if (context == null) {
      return null;
    }
    Object subject = context.getMethod("getSubject").invoke(null);
    if (subject == null || !isKnown(subject)) {
      return null;
    }
    Object principal = SpringSecurity.call(subject, "getPrincipal");
    if (principal == null) {
      return null;
    }
    if (!property.isEmpty()) {
      Object value = Properties.path(principal, property);
      return Identity.of(value, "shiro:" + property, Person.of(principal, property).role());
    }
    return Person.isSimple(principal)
        ? Identity.of(principal, "shiro", null)
        : Person.of(principal, null, null).guess("shiro", null);
  }

  private static boolean isKnown(Object subject) throws ReflectiveOperationException {
    try {
      return Boolean.TRUE.equals(SpringSecurity.call(subject, "isAuthenticated"))
          || Boolean.TRUE.equals(SpringSecurity.call(subject, "isRemembered"));
    } catch (InvocationTargetException e) {
      // Such as a session that has ended.
      return false;
    }
  }
}
