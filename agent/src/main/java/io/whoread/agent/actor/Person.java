package io.whoread.agent.actor;

import io.whoread.record.Roles;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

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

  /** By class: the names of its fields and getters. */
  private static final ClassValue<Set<String>> PROPERTIES =
      new ClassValue<Set<String>>() {
        @Override
        protected Set<String> computeValue(Class<?> type) {
          return properties(type);
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
    String hint = role == null ? Words.role(person.getClass().getSimpleName()) : role;
    boolean customer = Roles.CUSTOMER.equals(hint);
    Identity found = first(person, customer ? NUMBERS : NAMES, source, hint);
    return found != null ? found : first(person, customer ? NAMES : NUMBERS, source, hint);
  }

  /** The number of a customer, where its object has one; else null. */
  static Identity number(Object person, String source) throws ReflectiveOperationException {
    return first(person, NUMBERS, source, Roles.CUSTOMER);
  }

  private static Identity first(Object person, List<String> names, String source, String hint)
      throws ReflectiveOperationException {
    for (String name : names) {
      boolean has =
          person instanceof Map
              ? ((Map<?, ?>) person).containsKey(name)
              : PROPERTIES.get(person.getClass()).contains(name);
      Object value = has ? Properties.get(person, name) : null;
      if (isSimple(value) && !value.toString().trim().isEmpty()) {
        return new Identity(value.toString().trim(), source + ":" + name + " (guessed)", hint);
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
