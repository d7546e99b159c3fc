package io.whoread.agent.actor;

import io.whoread.record.Roles;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The object that an application keeps of whoever is logged in. Which of its properties names that
 * person is guessed where nothing is configured: the name to log in with, which is what auditors
 * know people by; of customers the number, which is what their orders know them by.
 */
final class Person {
  private static final List<String> NAMES =
      Arrays.asList(
          "username",
          "loginName",
          "loginAccount",
          "account",
          "userName",
          "employeeNo",
          "empNo",
          "staffNo",
          "jobNumber");

  private static final List<String> NUMBERS =
      Arrays.asList(
          "userId",
          "adminId",
          "adminUserId",
          "memberId",
          "customerId",
          "sellerId",
          "buyerId",
          "uid",
          "id");

  /** What an object within may be called that tells of the same person. */
  private static final Pattern PERSON =
      Pattern.compile("(?i).*(user|member|customer|account|admin|employee|staff|buyer|seller).*");

  /** By class: the names of its fields and getters. */
  private static final ClassValue<Set<String>> PROPERTIES =
      new ClassValue<Set<String>>() {
        @Override
        protected Set<String> computeValue(Class<?> type) {
          return properties(type);
        }
      };

  /** By class: the fields in which an object of the application tells of the same person. */
  private static final ClassValue<List<Field>> WITHIN =
      new ClassValue<List<Field>>() {
        @Override
        protected List<Field> computeValue(Class<?> type) {
          return within(type);
        }
      };

  private Person() {}

  /**
   * Whom an object speaks of, by the first of its properties that does; null for nobody.
   *
   * @param source what led to the object
   * @param role of the person, as far as guessed; null where not
   */
  static Identity guess(Object person, String source, String role)
      throws ReflectiveOperationException {
    String hint = role == null ? role(person) : role;
    boolean customer = Roles.CUSTOMER.equals(hint);
    Identity found = first(person, customer ? NUMBERS : NAMES, source, hint);
    found = found != null ? found : first(person, customer ? NAMES : NUMBERS, source, hint);
    return found == null ? null : found.keptAs(person, source);
  }

  /** The number of a customer, where its object has one; else null. */
  static Identity number(Object person, String source) throws ReflectiveOperationException {
    return first(person, NUMBERS, source, Roles.CUSTOMER);
  }

  /** The role that the name of its class speaks of, or that of an object within it; or null. */
  static String role(Object person) throws ReflectiveOperationException {
    for (String name : classes(person)) {
      String role = Words.role(name.substring(name.lastIndexOf('.') + 1));
      if (role != null) {
        return role;
      }
    }
    return null;
  }

  /** Names of the classes that a person is kept as: of the object, and of that within it. */
  static List<String> classes(Object person) throws ReflectiveOperationException {
    List<String> names = new ArrayList<>(2);
    names.add(person.getClass().getName());
    for (Field field : WITHIN.get(person.getClass())) {
      Object within = field.get(person);
      if (within != null) {
        names.add(within.getClass().getName());
      }
    }
    return names;
  }

  /** A principal often is nothing but a cover of the row that was read: {@code member.id}. */
  private static Identity first(Object person, List<String> names, String source, String hint)
      throws ReflectiveOperationException {
    Identity found = own(person, names, source + ":", hint);
    for (Field field : WITHIN.get(person.getClass())) {
      Object within = found == null ? field.get(person) : null;
      if (within != null) {
        found = own(within, names, source + ":" + field.getName() + ".", hint);
      }
    }
    return found;
  }

  private static Identity own(Object person, List<String> names, String path, String hint)
      throws ReflectiveOperationException {
    for (String name : names) {
      boolean has =
          person instanceof Map
              ? ((Map<?, ?>) person).containsKey(name)
              : PROPERTIES.get(person.getClass()).contains(name);
      Object value = has ? Properties.get(person, name) : null;
      if (isSimple(value) && !value.toString().trim().isEmpty()) {
        return new Identity(value.toString().trim(), path + name + " (guessed)", hint);
      }
    }
    return null;
  }

  /** Whether a value is an id as it is. */
  static boolean isSimple(Object value) {
    return value instanceof String
        || value instanceof UUID
        || value instanceof Number && value.getClass().getName().startsWith("java.");
  }

  private static List<Field> within(Class<?> type) {
    List<Field> found = new ArrayList<>();
    for (Class<?> each = type; each != null; each = each.getSuperclass()) {
      for (Field field : fields(each)) {
        Class<?> of = field.getType();
        boolean person =
            !Modifier.isStatic(field.getModifiers())
                && of.getClassLoader() != null
                && !of.isEnum()
                && !each.getName().startsWith("org.springframework.")
                && (PERSON.matcher(field.getName()).matches()
                    || PERSON.matcher(of.getSimpleName()).matches());
        if (person && isReadable(field)) {
          found.add(field);
        }
      }
    }
    return found.size() == 1 ? found : Collections.<Field>emptyList();
  }

  /** None of a class that refers to what is not there, as optional libraries are. */
  private static Field[] fields(Class<?> type) {
    try {
      return type.getDeclaredFields();
    } catch (LinkageError e) {
      return new Field[0];
    }
  }

  private static boolean isReadable(Field field) {
    try {
      field.setAccessible(true);
      return true;
    } catch (RuntimeException e) {
      // A module that is closed to all others.
      return false;
    }
  }

  private static Set<String> properties(Class<?> type) {
    Set<String> names = new HashSet<>();
    for (Class<?> each = type; each != null && each != Object.class; each = each.getSuperclass()) {
      for (Field field : each.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers())) {
          names.add(field.getName());
        }
      }
      for (Method method : each.getDeclaredMethods()) {
        String name = method.getName();
        if (method.getParameterCount() == 0 && name.startsWith("get") && name.length() > 3) {
          names.add(Character.toLowerCase(name.charAt(3)) + name.substring(4));
        }
      }
    }
    return names;
  }
}
