package io.whoread.agent.actor;

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
 * constant, or a list of these or of objects that have one. Read from fields alone; a collection
 * that is not the JDK's own, such as one that is loaded when it is asked, is left alone.
 */
final class OwnRoles {
  private static final Set<String> NAMES =
      names(
          "role roles roleName roleNames roleCode roleCodes roleKey roleKeys roleType roleList"
              + " userRole userRoles userType accountType authorities permissions");

  /** Of an object in a list of roles. */
  private static final Set<String> KEYS =
      names("roleKey roleCode code key authority roleName name");

  /** A person of more roles has all there are. */
  private static final int MOST = 64;

  private static final ClassValue<List<Field>> FIELDS = fields(NAMES);
  private static final ClassValue<List<Field>> KEY_FIELDS = fields(KEYS);

  private OwnRoles() {}

  private static Set<String> names(String words) {
    return new HashSet<>(Arrays.asList(words.split(" ")));
  }

  /** Empty where the objects that are kept of a person tell of none. */
  static Collection<String> of(List<?> person) throws ReflectiveOperationException {
    Set<String> found = new LinkedHashSet<>();
    for (Object each : person) {
      if (each instanceof Map) {
        for (String name : NAMES) {
          add(((Map<?, ?>) each).get(name), found, true);
        }
      }
      for (Field field : FIELDS.get(each.getClass())) {
        add(field.get(each), found, true);
      }
    }
    return found.isEmpty() ? Collections.<String>emptyList() : found;
  }

  private static void add(Object value, Set<String> found, boolean outer)
      throws ReflectiveOperationException {
    if (value == null || found.size() >= MOST) {
      return;
    }
    if (value instanceof String) {
      for (String word : ((String) value).split(",")) {
        found.add(word.trim());
      }
    } else if (value instanceof Enum) {
      found.add(((Enum<?>) value).name());
    } else if (value instanceof Object[] && outer) {
      addAll(Arrays.asList((Object[]) value), found);
    } else if (value instanceof Collection
        && outer
        && value.getClass().getName().startsWith("java.")) {
      addAll((Collection<?>) value, found);
    } else {
      for (Field field : KEY_FIELDS.get(value.getClass())) {
        Object key = field.get(value);
        if (key instanceof String || key instanceof Enum) {
          add(key, found, false);
        }
      }
    }
  }

  private static void addAll(Collection<?> values, Set<String> found)
      throws ReflectiveOperationException {
    for (Object each : values) {
      add(each, found, false);
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
