package io.whoread.agent.actor;

import io.whoread.agent.capture.bean.Elements;
import io.whoread.agent.capture.bean.Fields;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The roles that stand in the object that an application keeps of whoever is logged in: a word, a
 * constant, or a list of these or of objects that have one. Read from fields alone, and from what
 * {@link Elements} can look into: no code of the application is called, and nothing is loaded.
 *
 * <p>What somebody may do is kept apart from what somebody is: the permission {@code member} is a
 * page of the back office.
 */
final class OwnRoles {
  private static final Set<String> ROLES =
      names(
          "role roles roleName roleNames roleCode roleCodes roleKey roleKeys roleType roleList"
              + " userRole userRoles userType accountType");

  private static final Set<String> PERMISSIONS = names("authorities permissions");

  /** Of an object in a list of roles. */
  private static final Set<String> KEYS =
      names("roleKey roleCode code key authority roleName name");

  /** So many elements of a property are looked at. */
  private static final int MOST = 256;

  private static final ClassValue<List<Field>> ROLE_FIELDS = fields(ROLES);
  private static final ClassValue<List<Field>> PERMISSION_FIELDS = fields(PERMISSIONS);
  private static final ClassValue<List<Field>> KEY_FIELDS = fields(KEYS);

  static final OwnRoles NONE = new OwnRoles(Collections.emptyList());

  /** What the person is. */
  final Collection<String> roles = new LinkedHashSet<>();

  /** What the person may do. */
  final Collection<String> permissions = new LinkedHashSet<>();

  private OwnRoles(List<?> person) {
    for (Object each : person) {
      add(each, ROLES, ROLE_FIELDS, roles);
      add(each, PERMISSIONS, PERMISSION_FIELDS, permissions);
    }
  }

  private static Set<String> names(String words) {
    return new HashSet<>(Arrays.asList(words.split(" ")));
  }

  /**
   * What the objects that are kept of a person tell.
   *
   * @throws RuntimeException where a collection changes that is looked at
   */
  static OwnRoles of(List<?> person) {
    OwnRoles found = new OwnRoles(person);
    return found.roles.isEmpty() && found.permissions.isEmpty() ? NONE : found;
  }

  private static void add(
      Object of, Set<String> names, ClassValue<List<Field>> fields, Collection<String> found) {
    Map<?, ?> map = of instanceof Map ? Elements.map(of) : null;
    if (map != null) {
      for (String name : names) {
        addAny(map.get(name), found);
      }
    }
    for (Field field : fields.get(of.getClass())) {
      addAny(value(field, of), found);
    }
  }

  private static void addAny(Object value, Collection<String> found) {
    Iterable<?> elements =
        value instanceof Object[]
            ? Arrays.asList((Object[]) value)
            : value instanceof Collection ? Elements.of(value) : Collections.singletonList(value);
    if (elements == null) {
      return;
    }
    int left = MOST;
    for (Object each : elements) {
      if (left-- == 0) {
        return;
      }
      if (!addWord(each, found) && each != null) {
        for (Field field : KEY_FIELDS.get(each.getClass())) {
          addWord(value(field, each), found);
        }
      }
    }
  }

  /** Adds what is a word, and tells whether it is one. */
  private static boolean addWord(Object value, Collection<String> found) {
    if (value instanceof String) {
      for (String word : ((String) value).split(",")) {
        found.add(word.trim());
      }
    } else if (value instanceof Enum) {
      found.add(((Enum<?>) value).name());
    }
    return value instanceof String || value instanceof Enum;
  }

  private static Object value(Field field, Object of) {
    try {
      return field.get(of);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(field + " was made readable", e);
    }
  }

  /** The fields of a class of the application that have one of some names. */
  private static ClassValue<List<Field>> fields(Set<String> names) {
    return new ClassValue<List<Field>>() {
      @Override
      protected List<Field> computeValue(Class<?> type) {
        List<Field> found = new ArrayList<>();
        for (Class<?> each = type; each != null; each = each.getSuperclass()) {
          if (!each.getName().startsWith("java.")) {
            for (Field field : Fields.declared(each)) {
              if (names.contains(field.getName())
                  && !Modifier.isStatic(field.getModifiers())
                  && Cover.isReadable(field)) {
                found.add(field);
              }
            }
          }
        }
        return found;
      }
    };
  }
}
