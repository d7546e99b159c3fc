package io.whoread.agent.capture.bean;

import java.lang.instrument.Instrumentation;
import java.lang.reflect.Field;
import java.util.Collections;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import net.bytebuddy.dynamic.loading.ClassInjector;
import net.bytebuddy.utility.JavaModule;

/**
 * The agent's way to the fields of classes in named modules, which open their packages to whom they
 * please: the JVM lets an agent open them to itself. Nobody else gets in by that.
 */
public final class Modules {
  private final Instrumentation instrumentation;
  private final Set<String> closed = new ConcurrentSkipListSet<>();

  public Modules(Instrumentation instrumentation) {
    this.instrumentation = instrumentation;
  }

  /** The field, readable; or null where it cannot be made so, which is then told. */
  Field readable(Field field) {
    if (!isReadable(field)) {
      try {
        open(field.getDeclaringClass());
      } catch (RuntimeException e) {
        // Told below.
      }
      if (!isReadable(field)) {
        closed.add(field.getDeclaringClass().getName());
        return null;
      }
    }
    return field;
  }

  /** Asks by trying: since Java 9 this may be refused, by an exception that Java 8 has not. */
  private static boolean isReadable(Field field) {
    try {
      field.setAccessible(true);
      return true;
    } catch (RuntimeException e) {
      return false;
    }
  }

  private void open(Class<?> type) {
    String name = type.getName();
    ClassInjector.UsingInstrumentation.redefineModule(
        instrumentation,
        JavaModule.ofType(type),
        Collections.emptySet(),
        Collections.emptyMap(),
        Collections.singletonMap(
            name.substring(0, name.lastIndexOf('.')),
            Collections.singleton(JavaModule.ofType(Modules.class))),
        Collections.emptySet(),
        Collections.emptyMap());
  }

  /** Which classes kept their fields closed; null for none. */
  String problem() {
    return closed.isEmpty() ? null : "ids and facts cannot be read of " + String.join(", ", closed);
  }
}
