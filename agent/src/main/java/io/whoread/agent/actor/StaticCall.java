package io.whoread.agent.actor;

import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A static method of the application or of one of its libraries that tells something of the current
 * thread. Called because the configuration says so, and only then.
 */
final class StaticCall {
  private static final Pattern FORM =
      Pattern.compile("([\\w$.]+)\\.([\\w$]+)\\(\\)((?:\\.[\\w$]+)*)");

  private static final Map<String, StaticCall> KNOWN = new ConcurrentHashMap<>();

  private final ApplicationClass type;
  private final String method;
  private final String property;

  private StaticCall(Matcher form) {
    type = new ApplicationClass(form.group(1));
    method = form.group(2);
    property = form.group(3).isEmpty() ? "" : form.group(3).substring(1);
  }

  /**
   * What a call returns; null where the application has no such class.
   *
   * @param text {@code com.example.UserContext.getUser().id}
   */
  static Object result(String text, ClassLoader loader) throws ReflectiveOperationException {
    StaticCall call =
        KNOWN.computeIfAbsent(
            text,
            key -> {
              Matcher form = FORM.matcher(key);
              if (!form.matches()) {
                throw new IllegalArgumentException(key);
              }
              return new StaticCall(form);
            });
    Class<?> type = call.type.in(loader);
    if (type == null) {
      return null;
    }
    Method method = type.getDeclaredMethod(call.method);
    method.setAccessible(true);
    Object value = method.invoke(null);
    return call.property.isEmpty() ? value : Properties.path(value, call.property);
  }
}
