package io.whoread.agent.actor;

import io.whoread.agent.capture.bean.Fields;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Tells which object within a kept one is the same person, and which merely hangs on it.
 *
 * <p>A principal often is a cover of the row that was read at the log-in: {@code
 * MemberDetails{member}}. But a session of the back office may hold the customer that is looked at
 * in just that way: {@code DeskSession{staffNo, customer}}. Taken for a cover it would put the
 * customer's name on what the member of staff reads. So an object within is the same person only
 * where one of two things shows it:
 *
 * <ul>
 *   <li><b>The name.</b> The one has, or the application's security knows it by, a name to log in
 *       with that is the other's as well. Numbers show nothing: the staff's 17 and the customers'
 *       17 are two people.
 *   <li><b>Nothing else is there.</b> The one keeps nothing itself that could be a person's name or
 *       number: whatever it answers then comes from the other, and so does the name that the
 *       application's security knows it by. A property that is not known to be something else
 *       counts as one, for nobody can list all that staff numbers are called, and so does a map,
 *       which may hold anybody. The bare id of a {@code MemberSession} is the session's.
 * </ul>
 *
 * <p>Either way the field must be called by what the person is ({@code member}, {@code umsAdmin} of
 * a class {@code UmsAdmin}) and not by what is done with it ({@code viewing}, {@code targetUser});
 * nothing may speak of another role; and where both have a number, it is the same.
 */
final class Cover {
  /** What people log in with beside {@link Person#NAMES}. */
  private static final List<String> REACHED_BY =
      Arrays.asList("phone", "mobile", "phoneNumber", "phonenumber", "mobilePhone", "email");

  /** Last words of properties that name nobody. */
  private static final Set<String> NOBODYS =
      words(
          "token time date expires expire expiry ttl timeout ip ipaddr addr host location browser"
              + " os platform lang language locale zone timezone avatar icon password pwd salt"
              + " secret version uuid type status state level flag count scope theme captcha");

  /** What ids and names may be of that are no people, nor log in. */
  private static final Set<String> OTHERS =
      words("token session tenant dept department role device captcha");

  /** These, where they are objects of the application, may hold whoever is logged in. */
  private static final Set<String> OF_A_LOG_IN = words("token session");

  /** What a field may be called, at its end or as a whole, whatever it holds. */
  static final Set<String> ANYTHING =
      words("entity info data detail details profile domain delegate po dto vo bo do model self");

  /** What a class may be called that holds a person. */
  private static final Pattern PERSON =
      Pattern.compile("(?i).*(user|member|customer|account|admin|employee|staff|buyer|seller).*");

  /** What may stand before a person in a field's name. */
  private static final Set<String> LEADS = words("login logon logined logged auth");

  /** By class: the fields in which a person may be kept. */
  private static final ClassValue<List<Field>> PEOPLE =
      new ClassValue<List<Field>>() {
        @Override
        protected List<Field> computeValue(Class<?> type) {
          return people(type);
        }
      };

  /** By class: that among them beside which nothing is kept by which a person may be known. */
  private static final ClassValue<Field> ONLY =
      new ClassValue<Field>() {
        @Override
        protected Field computeValue(Class<?> type) {
          return only(type);
        }
      };

  private Cover() {}

  private static Set<String> words(String words) {
    return new HashSet<>(Arrays.asList(words.split(" ")));
  }

  /**
   * The field of an object that holds the same person; null where there is none, or where it is not
   * certain which.
   *
   * @param name by which the application's security knows the person; null where it does not say
   * @param role that the object is kept under; null where none is known
   */
  static Field within(Object kept, Object name, String role) throws ReflectiveOperationException {
    List<Field> people = PEOPLE.get(kept.getClass());
    if (people.isEmpty()) {
      return null;
    }
    Set<String> names = Person.values(kept, Person.NAMES);
    if (name instanceof String && !((String) name).trim().isEmpty()) {
      names.add(((String) name).trim());
    }
    Field only = ONLY.get(kept.getClass());
    if (only != null
        && isPerson(only)
        && mayBeSame(kept, only, role)
        && isKnownByNoOther(only.get(kept), names)) {
      return only;
    }
    Field same = null;
    for (Field field : people) {
      if (mayBeSame(kept, field, role)
          && !Collections.disjoint(reachedBy(field.get(kept)), names)) {
        if (same != null) {
          return null;
        }
        same = field;
      }
    }
    return same;
  }

  /**
   * Whether beside a bare id there is an object that may be the person whose log-in it is, and has
   * another number.
   */
  static boolean holdsAnother(Object kept, String id) throws ReflectiveOperationException {
    for (Field field : PEOPLE.get(kept.getClass())) {
      Object other = field.get(kept);
      if (other != null
          && isCalledByWhatItIs(field)
          && !Person.values(other, Person.NUMBERS).contains(id)) {
        return true;
      }
    }
    return false;
  }

  private static Set<String> reachedBy(Object person) throws ReflectiveOperationException {
    Set<String> names = Person.values(person, Person.NAMES);
    names.addAll(Person.values(person, REACHED_BY));
    return names;
  }

  /** Whether the one is not known by a name that the other could have, and has not. */
  private static boolean isKnownByNoOther(Object other, Set<String> names)
      throws ReflectiveOperationException {
    Set<String> others = reachedBy(other);
    others.addAll(Person.values(other, Person.NUMBERS));
    return names.isEmpty() || others.isEmpty() || !Collections.disjoint(others, names);
  }

  /** Whether nothing speaks against it that an object within is the same person. */
  private static boolean mayBeSame(Object kept, Field field, String role)
      throws ReflectiveOperationException {
    Object other = field.get(kept);
    if (other == null || !isCalledByWhatItIs(field)) {
      return false;
    }
    List<String> ids = new ArrayList<>(Person.NUMBERS);
    if (isLogInOf(kept.getClass(), field)) {
      ids.removeIf(LogIn::isBare);
    }
    Set<String> numbers = Person.values(kept, ids);
    if (!numbers.isEmpty() && Collections.disjoint(numbers, Person.values(other, Person.NUMBERS))) {
      return false;
    }
    String of = Words.role(other.getClass().getSimpleName());
    of = of == null ? Words.role(field.getName()) : of;
    return of == null || (role == null || role.equals(of)) && speaksOfNoOther(of, kept);
  }

  /** Neither the name of its class nor that of what it is known by. */
  private static boolean speaksOfNoOther(String role, Object kept)
      throws ReflectiveOperationException {
    List<String> says = new ArrayList<>();
    says.add(kept.getClass().getSimpleName());
    for (List<String> names : Arrays.asList(Person.NAMES, Person.NUMBERS)) {
      for (String name : names) {
        if (Person.tells(kept, name)) {
          says.add(name);
        }
      }
    }
    for (String each : says) {
      String other = Words.role(each);
      if (other != null && !other.equals(role)) {
        return false;
      }
    }
    return true;
  }

  /** Whether objects of a class are the log-ins of whom a field of it holds. */
  private static boolean isLogInOf(Class<?> type, Field field) {
    List<String> words = Words.of(type.getSimpleName());
    return LogIn.isRecord(type)
        && called(field).stream().anyMatch(word -> Words.isPerson(word) && words.contains(word));
  }

  private static boolean isCalledByWhatItIs(Field field) {
    List<String> words = called(field);
    List<String> ofType = Words.of(field.getType().getSimpleName());
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      boolean last = i == words.size() - 1;
      if (!Words.isPerson(word) && (last || !LEADS.contains(word) && !ofType.contains(word))) {
        return false;
      }
    }
    return true;
  }

  /** Whether a field's name says that it holds a person. */
  private static boolean isPerson(Field field) {
    return !called(field).isEmpty();
  }

  /** The words of a field's name, without those at its end that say nothing. */
  private static List<String> called(Field field) {
    List<String> words = Words.of(field.getName());
    int end = words.size();
    while (end > 0 && ANYTHING.contains(words.get(end - 1))) {
      end--;
    }
    return words.subList(0, end);
  }

  private static List<Field> people(Class<?> type) {
    List<Field> found = new ArrayList<>();
    for (Class<?> each = type; each != null; each = each.getSuperclass()) {
      for (Field field : Fields.declared(each)) {
        if (mayBePerson(field) && isReadable(field)) {
          found.add(field);
        }
      }
    }
    return found;
  }

  private static boolean mayBePerson(Field field) {
    Class<?> type = field.getType();
    return !Modifier.isStatic(field.getModifiers())
        && type.getClassLoader() != null
        && !type.isEnum()
        && !field.getDeclaringClass().getName().startsWith("org.springframework.")
        && (speaksOfPerson(field.getName()) || speaksOfPerson(type.getSimpleName()));
  }

  private static boolean speaksOfPerson(String name) {
    return PERSON.matcher(name).matches() || Words.of(name).stream().anyMatch(Words::isPerson);
  }

  static boolean isReadable(Field field) {
    try {
      field.setAccessible(true);
      return true;
    } catch (RuntimeException e) {
      // A module that is closed to all others.
      return false;
    }
  }

  private static Field only(Class<?> type) {
    Field only = null;
    boolean numbered = false;
    for (Class<?> each = type; each != null; each = each.getSuperclass()) {
      for (Field field : Fields.declared(each)) {
        if (LogIn.isBare(field.getName()) && mayTell(field)) {
          numbered = true;
        } else if (mayTell(field)) {
          if (only != null) {
            return null;
          }
          only = field;
        }
      }
    }
    List<Field> people = PEOPLE.get(type);
    int at = only == null ? -1 : people.indexOf(only);
    // That one is readable, this one is not.
    return at < 0 || numbered && !isLogInOf(type, only) ? null : people.get(at);
  }

  /** Whether a person may be known by what a field holds. */
  private static boolean mayTell(Field field) {
    Class<?> type = field.getType();
    return !Modifier.isStatic(field.getModifiers())
        && type != boolean.class
        && type != Boolean.class
        && !type.isEnum()
        && !type.getName().startsWith("java.time.")
        && !Date.class.isAssignableFrom(type)
        && (!Collection.class.isAssignableFrom(type) || isOfPeople(field.getName()))
        && !isNobodys(field.getName(), mayHoldAnything(type));
  }

  /** {@code members}, and not {@code memberRoles}. */
  private static boolean isOfPeople(String collection) {
    List<String> words = Words.of(collection);
    return !words.isEmpty() && speaksOfPerson(words.get(words.size() - 1));
  }

  private static boolean mayHoldAnything(Class<?> type) {
    return type.getClassLoader() != null
        || type == Object.class
        || Map.class.isAssignableFrom(type);
  }

  /**
   * @param object whether it is an object of the application or a map: whatever that is called it
   *     may have whoever is logged in, unless it is a thing
   */
  private static boolean isNobodys(String property, boolean object) {
    List<String> words = Words.of(property);
    if (words.stream().anyMatch(Words::isPerson)) {
      return property.equals("userAgent") || !object && endsNobodys(words);
    }
    return !object && endsNobodys(words)
        || words.stream()
            .anyMatch(word -> OTHERS.contains(word) && !(object && OF_A_LOG_IN.contains(word)));
  }

  private static boolean endsNobodys(List<String> words) {
    return !words.isEmpty() && NOBODYS.contains(words.get(words.size() - 1));
  }
}
