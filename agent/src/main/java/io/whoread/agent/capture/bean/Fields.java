package io.whoread.agent.capture.bean;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;

/** The fields of classes of the application. */
public final class Fields {
  private Fields() {}

  /**
   * Those that a class declares itself; none of a class that refers to what is not there, as
   * optional libraries are.
   */
  public static Field[] declared(Class<?> type) {
    try {
      return type.getDeclaredFields();
    } catch (LinkageError e) {
      return new Field[0];
    }
  }

  /** Whether JPA knows objects by a field: it, or its getter, is annotated so. */
  static boolean isIdentifier(Field field) {
    String name = field.getName();
    String getter = "get" + Character.toUpperCase(name.charAt(0)) + name.substring(1);
    try {
      return hasId(field) || hasId(field.getDeclaringClass().getDeclaredMethod(getter));
    } catch (NoSuchMethodException | LinkageError | RuntimeException e) {
      // Annotations whose classes are not there are no concern of the agent's.
      return false;
    }
  }

  private static boolean hasId(AnnotatedElement member) {
    for (Annotation each : member.getAnnotations()) {
      String type = each.annotationType().getName();
      if (type.equals("jakarta.persistence.Id") || type.equals("javax.persistence.Id")) {
        return true;
      }
    }
    return false;
  }
}
