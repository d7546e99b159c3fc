package io.whoread.agent.actor;

import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.util.Map;

/**
 * Asks Sa-Token who is logged in. An application may have several kinds of log-in, each with a
 * logic of its own; who is logged in by two of them at once is not told by a guess which.
 */
final class SaToken {
  private static final ApplicationClass LOGICS = new ApplicationClass("cn.dev33.satoken.SaManager");

  private SaToken() {}

  /**
   * @param type of the log-in; empty for any
   * @param loader of the application
   */
  static Identity identity(ClassLoader loader, String type) throws ReflectiveOperationException {
    Class<?> managed = LOGICS.in(loader);
    if (managed == null) {
      return null;
    }
    Field field = managed.getField("stpLogicMap");
    Identity found = null;
    for (Map.Entry<?, ?> logic : ((Map<?, ?>) field.get(null)).entrySet()) {
      String name = String.valueOf(logic.getKey());
      if (!type.isEmpty() && !type.equals(name)) {
        continue;
      }
      Object id = loginId(logic.getValue());
      if (Person.isSimple(id) && !id.toString().trim().isEmpty()) {
        if (found != null) {
          throw new IllegalStateException("logged in by several types; name the one that counts");
        }
        found = named(id.toString().trim(), name);
      }
    }
    return found;
  }

  /** Outside of what Sa-Token takes for a request it knows nobody, and says so by throwing. */
  private static Object loginId(Object logic) throws ReflectiveOperationException {
    try {
      return SpringSecurity.call(logic, "getLoginIdDefaultNull");
    } catch (InvocationTargetException e) {
      if (e.getCause().getClass().getName().startsWith("cn.dev33.satoken.")) {
        return null;
      }
      throw e;
    }
  }

  /**
   * Ids of several kinds of people in one are often written {@code sys_user:1}. Orders know a
   * customer by what stands behind the kind.
   */
  private static Identity named(String id, String type) {
    String source = type.equals("login") ? "sa-token" : "sa-token:" + type;
    int colon = id.indexOf(':');
    String role = Words.role(type);
    if (role == null && colon > 0) {
      role = Words.role(id.substring(0, colon));
    }
    Identity named = new Identity(id, source, role);
    if (colon > 0 && colon < id.length() - 1) {
      named.customer = new Identity(id.substring(colon + 1), source + " (guessed)", role);
    }
    return named;
  }
}
