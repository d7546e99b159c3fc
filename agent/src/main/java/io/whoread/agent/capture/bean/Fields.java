package io.whoread.agent.capture.bean;

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
}
