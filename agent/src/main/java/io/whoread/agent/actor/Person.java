package io.whoread.agent.actor;

import io.whoread.agent.capture.bean.Fields;
import io.whoread.record.Roles;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * The object that an application keeps of whoever is logged in, and the one within it that is the
 * same person, where {@link Cover} finds one. Which of their properties names that person is
 * guessed where nothing is configured: the name to log in with, which is what auditors know people
 * by; of customers the number, which is what their orders know them by.
 */
final class Person {
  /** What people log in with. */
  static final List<String> NAMES =
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

  static final List<String> NUMBERS =
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

  private final Object kept;

  /** Null where there is none. */
  private final Object within;

  /** What leads from the one to the other: {@code member.}; else empty. */
  private final String path;

  private Person(Object kept, Object within, String path) {
    this.kept = kept;
    this.within = within;
    this.path = path;
  }

  /**
   * @param name by which the application's security knows whom it keeps as this object; null where
   *     it does not say
   * @param role that the object is kept under; null where none is known
   */
  static Person of(Object kept, Object name, String role) {
    try {
      Field field = Cover.within(kept, name, role);
      if (field != null) {
        return new Person(kept, field.get(kept), field.getName() + ".");
      }
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      // The one that is kept may tell who it is all the same.
    }
    return new Person(kept, null, "");
  }

  /**
   * As above, of an object of which it is configured what names the person: the object that this is
   * a property of is that person too.
   *
   * @param property a path of one name or several, with dots between
   */
  static Person of(Object kept, String property) throws ReflectiveOperationException {
    int dot = property.lastIndexOf('.');
    Object within = dot < 0 ? null : Properties.path(kept, property.substring(0, dot));
    return within == null
        ? of(kept, null, null)
        : new Person(kept, within, property.substring(0, dot + 1));
  }

  /**
   * Whom the object speaks of, by the first of its properties that does; null for nobody.
   *
   * @param source what led to the object
   * @param role of the person, as far as known; null where the classes are to be asked
   */
  Identity guess(String source, String role) throws ReflectiveOperationException {
    String hint = role == null ? role() : role;
    boolean customer = Roles.CUSTOMER.equals(hint);
    Identity found = first(customer ? NUMBERS : NAMES, source, hint);
    found = found != null ? found : first(customer ? NAMES : NUMBERS, source, hint);
    return found == null ? null : found.keptAs(this, source);
  }

  /** The number of a customer, where there is one that can be had; else null. */
  Identity number(String source) {
    try {
      return first(NUMBERS, source, Roles.CUSTOMER);
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      // A getter that fails does not cost the name.
      return null;
    }
  }

  /** The role that the name of a class speaks of; or null. */
  String role() {
    for (String name : classes()) {
      String role = Words.role(name.substring(name.lastIndexOf('.') + 1));
      if (role != null) {
        return role;
      }
    }
    return null;
  }

  /** Names of the classes that the person is kept as. */
  List<String> classes() {
    List<String> names = new ArrayList<>(2);
    names.add(kept.getClass().getName());
    if (within != null) {
      names.add(within.getClass().getName());
    }
    return names;
  }

  /** The roles that stand in the objects themselves; none where they cannot be looked at. */
  OwnRoles roles() {
    try {
      return OwnRoles.of(within == null ? Arrays.asList(kept) : Arrays.asList(kept, within));
    } catch (RuntimeException | LinkageError e) {
      // As where another thread changes them: a role does not cost the name.
      return OwnRoles.NONE;
    }
  }

  private Identity first(List<String> names, String source, String hint)
      throws ReflectiveOperationException {
    Identity found = first(kept, names, source + ":", hint);
    return found != null || within == null
        ? found
        : first(within, names, source + ":" + path, hint);
  }

  private Identity first(Object of, List<String> names, String path, String hint)
      throws ReflectiveOperationException {
    for (String name : names) {
      String value = isOfAnother(name, hint) ? null : value(of, name);
      if (value != null && !(LogIn.isBare(name) && isOfTheLogIn(of, value))) {
        return new Identity(value, path + name + " (guessed)", hint);
      }
    }
    return null;
  }

  /** Whether an id is that of a log-in rather than of the person. */
  private boolean isOfTheLogIn(Object of, String id) throws ReflectiveOperationException {
    return of == kept
        && (LogIn.isRecord(kept.getClass())
            || within == null
                && LogIn.mayBeRecord(kept.getClass())
                && Cover.holdsAnother(kept, id));
  }

  /** The {@code customerId} that staff keep is of whom they look at. */
  private static boolean isOfAnother(String property, String role) {
    String of = Words.role(property);
    return of != null && role != null && Roles.CUSTOMER.equals(of) != Roles.CUSTOMER.equals(role);
  }

  /**
   * The values that stand in an object itself under these names. Getters may go anywhere, and so
   * are not asked for this, but for those that everybody has.
   */
  static Set<String> values(Object of, Collection<String> names)
      throws ReflectiveOperationException {
    Set<String> values = new LinkedHashSet<>();
    for (String name : names) {
      boolean asked = of instanceof Map || name.equalsIgnoreCase("username");
      String value = asked ? value(of, name) : simple(Properties.field(of, name));
      if (value != null) {
        values.add(value);
      }
    }
    return values;
  }

  /** Whether an object may be known by a property: what a getter would answer is not asked. */
  static boolean tells(Object of, String name) throws ReflectiveOperationException {
    if (of instanceof Map) {
      return ((Map<?, ?>) of).get(name) != null;
    }
    return PROPERTIES.get(of.getClass()).contains(name)
        && (!Properties.hasField(of, name) || Properties.field(of, name) != null);
  }

  /** The value of a property, where there is one that is an id as it is; else null. */
  static String value(Object of, String name) throws ReflectiveOperationException {
    boolean has =
        of instanceof Map
            ? ((Map<?, ?>) of).containsKey(name)
            : PROPERTIES.get(of.getClass()).contains(name);
    return simple(has ? Properties.get(of, name) : null);
  }

  private static String simple(Object value) {
    return isSimple(value) && !value.toString().trim().isEmpty() ? value.toString().trim() : null;
  }

  /** Whether an object may be one of an application's that tells of a person. */
  static boolean maySpeak(Object value) {
    return value instanceof Map || !value.getClass().getName().startsWith("java.");
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
      for (Field field : Fields.declared(each)) {
        if (!Modifier.isStatic(field.getModifiers())) {
          names.add(field.getName());
        }
      }
      for (Method method : methods(each)) {
        String name = method.getName();
        if (method.getParameterCount() == 0 && name.startsWith("get") && name.length() > 3) {
          names.add(Character.toLowerCase(name.charAt(3)) + name.substring(4));
        }
      }
    }
    return names;
  }

  /** None of a class that refers to what is not there. */
  private static Method[] methods(Class<?> type) {
    try {
      return type.getDeclaredMethods();
    } catch (LinkageError e) {
      return new Method[0];
    }
  }
}
