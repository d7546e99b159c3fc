package io.whoread.agent.capture.bean;

import io.whoread.agent.config.GuardRule;
import io.whoread.record.Spelling;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import net.bytebuddy.description.field.FieldDescription;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDefinition;
import net.bytebuddy.description.type.TypeDescription;

/** What a class has of its own or inherited. */
final class Members {
  private static final Set<String> HOLDERS =
      new HashSet<>(
          Arrays.asList(
              "java.lang.Object",
              "java.lang.Iterable",
              "java.util.Collection",
              "java.util.List",
              "java.util.Set",
              "java.util.Map",
              "java.util.Optional"));

  private final Set<String> fields = new HashSet<>();
  private final Set<String> accessors = new HashSet<>();

  /**
   * @param types the class and its superclasses, as far as they can be read
   */
  Members(Iterable<TypeDescription> types) {
    for (TypeDescription type : types) {
      for (FieldDescription field : type.getDeclaredFields()) {
        if (!field.isStatic()) {
          fields.add(field.getName());
        }
      }
      for (MethodDescription method : type.getDeclaredMethods()) {
        if (isAccessor(method)) {
          accessors.add(method.getName());
        }
      }
    }
  }

  private Members(TypeDescription projection) {
    projected(projection);
  }

  private void projected(TypeDescription projection) {
    for (MethodDescription method : projection.getDeclaredMethods()) {
      if (method.isAbstract() && method.getParameters().isEmpty()) {
        String name = method.getName();
        String member = name.replaceFirst("^(?:get|is)(?=.)", "");
        accessors.add(name);
        fields.add(Character.toLowerCase(member.charAt(0)) + member.substring(1));
        fields.add(name);
      }
    }
    for (TypeDefinition each : projection.getInterfaces()) {
      try {
        projected(each.asErasure());
      } catch (RuntimeException e) {
        // Its class file cannot be read: then what it has is told as absent.
      }
    }
  }

  /**
   * Those of an interface, which has what its abstract accessors are named after, and those that it
   * extends.
   */
  static Members ofProjection(TypeDescription projection) {
    return new Members(projection);
  }

  static boolean isAccessor(MethodDescription method) {
    return method.isMethod()
        && !method.isStatic()
        && !method.isAbstract()
        && !method.isNative()
        && method.getParameters().isEmpty()
        && !method.getReturnType().represents(void.class);
  }

  /** Whether an accessor yields an object of the application, or several. */
  static boolean yieldsObject(MethodDescription method) {
    TypeDescription type = method.getReturnType().asErasure();
    while (type.isArray()) {
      type = type.getComponentType();
    }
    String name = type.getName();
    return isAccessor(method)
        && !type.isPrimitive()
        && (HOLDERS.contains(name) || !name.startsWith("java."));
  }

  /** Whether a personal member is there, as a field or by an accessor. */
  boolean has(String personal) {
    return holds(personal)
        || accessors.stream().anyMatch(method -> GuardedType.isAccessor(method, personal));
  }

  /** Whether there is a field of that name. */
  boolean holds(String fact) {
    return fields.contains(fact);
  }

  /** The field that is named most like a member that is not there; null where none is. */
  String like(String absent) {
    // Beyond a third of its letters it is another name, and no misspelt one.
    return Spelling.likest(absent, fields, absent.length() / 3);
  }

  /** The members that a rule names and the class has not. */
  Set<String> absent(GuardRule rule) {
    Set<String> absent = new TreeSet<>(rule.facts());
    absent.removeIf(this::holds);
    rule.fields.keySet().stream().filter(member -> !has(member)).forEach(absent::add);
    return absent;
  }
}
