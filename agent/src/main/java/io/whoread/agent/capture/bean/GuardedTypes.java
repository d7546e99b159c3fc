package io.whoread.agent.capture.bean;

import io.whoread.agent.config.Config;
import io.whoread.agent.config.Glob;
import io.whoread.agent.config.GuardRule;
import io.whoread.agent.guess.Guess;
import io.whoread.agent.ship.FieldNames;
import io.whoread.record.Roles;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The guarded classes: which class is guarded, and how.
 *
 * <p>A class is entered when it is loaded, so before there is an object of it; from then on a
 * look-up by class is one of {@link ClassValue}.
 */
public final class GuardedTypes {
  private final FieldNames kinds;
  private final boolean guessed;

  /** Those for classes. */
  private final List<GuardRule> rules;

  private final Modules modules;
  private final List<GuardedType> types = new CopyOnWriteArrayList<>();
  private final Map<String, GuardedType> byName = new ConcurrentHashMap<>();

  private volatile boolean orphans;
  private volatile Runnable whenHooked = () -> {};

  /** Patterns of the rules of which a class was met. */
  private final Set<Glob> patternsMet = ConcurrentHashMap.newKeySet();

  private final ClassValue<TypeReader> readers =
      new ClassValue<TypeReader>() {
        @Override
        protected TypeReader computeValue(Class<?> type) {
          for (Class<?> each = type; each != null; each = each.getSuperclass()) {
            GuardedType found = byName.get(each.getName());
            if (found != null) {
              return new TypeReader(found, type, modules, GuardedTypes.this);
            }
          }
          return null;
        }
      };

  /** By class of a proxy: the guarded interface that it answers for. */
  private final ClassValue<TypeReader> shown =
      new ClassValue<TypeReader>() {
        @Override
        protected TypeReader computeValue(Class<?> proxy) {
          Set<Class<?>> nearest = new LinkedHashSet<>(Arrays.asList(proxy.getInterfaces()));
          while (!nearest.isEmpty()) {
            Set<Class<?>> next = new LinkedHashSet<>();
            for (Class<?> each : nearest) {
              TypeReader found = reader(each);
              if (found != null) {
                return found;
              }
              next.addAll(Arrays.asList(each.getInterfaces()));
            }
            nearest = next;
          }
          return null;
        }
      };

  /** Fields in which objects of the application may lie. */
  private final ClassValue<Field[]> holding =
      new ClassValue<Field[]>() {
        @Override
        protected Field[] computeValue(Class<?> type) {
          List<Field> found = new ArrayList<>();
          for (Class<?> each = type;
              each != null && each.getClassLoader() != null;
              each = each.getSuperclass()) {
            for (Field field : Fields.declared(each)) {
              if (!Modifier.isStatic(field.getModifiers()) && mayHold(field.getType())) {
                Field readable = modules.readable(field);
                if (readable != null) {
                  found.add(readable);
                }
              }
            }
          }
          return found.toArray(new Field[0]);
        }
      };

  public GuardedTypes(Config config, Modules modules) {
    this.modules = modules;
    this.guessed = config.guard.isEmpty();
    this.rules = new ArrayList<>(config.guard);
    rules.removeIf(rule -> rule.type == null);
    this.kinds = kinds(config);
    for (GuardRule rule : rules) {
      if (rule.type.isExact() && !byName.containsKey(rule.type.toString())) {
        announce(rule.type.toString(), rule);
      }
    }
  }

  private static FieldNames kinds(Config config) {
    Set<String> kinds = new LinkedHashSet<>();
    for (GuardRule rule : config.guard) {
      kinds.addAll(rule.fields.values());
    }
    if (config.guard.isEmpty()) {
      kinds.addAll(Guess.kinds());
    }
    return new FieldNames(kinds.toArray(new String[0]));
  }

  public FieldNames kinds() {
    return kinds;
  }

  public boolean areGuessed() {
    return guessed;
  }

  /** Whether a member of that name is personal in any class. */
  boolean mayBePersonal(String member) {
    return areGuessed()
        ? Guess.mayBePersonal(member)
        : rules.stream().anyMatch(rule -> rule.fields.containsKey(member));
  }

  /** The first rule that a class fits, or null. */
  GuardRule rule(String className) {
    for (GuardRule rule : rules) {
      if (rule.type.matches(className)) {
        return rule;
      }
    }
    return null;
  }

  /** Notes what a class is guarded by, once that is met. What it was met with first holds. */
  GuardedType enter(String className, GuardRule rule) {
    if (!rule.type.isExact()) {
      patternsMet.add(rule.type);
    }
    synchronized (types) {
      GuardedType known = byName.get(className);
      if (known != null && known.met) {
        return known;
      }
      GuardedType type = announce(className, rule);
      type.met = true;
      return type;
    }
  }

  /** Has it told from now on that a class was hooked that was not before. */
  public void whenHooked(Runnable told) {
    whenHooked = told;
  }

  /** The accessors of a class are hooked. */
  void hooked(String className) {
    GuardedType type = byName.get(className);
    if (type != null && !type.hooked) {
      type.hooked = true;
      whenHooked.run();
    }
  }

  /** Until the class is met, only what its own rule says is known of it. */
  private GuardedType announce(String className, GuardRule rule) {
    GuardedType known = byName.get(className);
    int number = known == null ? types.size() : known.number;
    GuardedType type = new GuardedType(number, className, rule, kinds);
    if (known == null) {
      types.add(type);
    } else {
      types.set(number, type);
    }
    byName.put(className, type);
    orphans |= type.subject == null;
    return type;
  }

  /** The rules for which no class was met that they fit, of those that are for several. */
  public List<GuardRule> patternsNotMet() {
    List<GuardRule> found = new ArrayList<>(rules);
    found.removeIf(rule -> rule.type.isExact() || patternsMet.contains(rule.type));
    return found;
  }

  /** All that were entered, in order of their numbers. */
  public List<GuardedType> all() {
    return types;
  }

  public GuardedType get(int number) {
    return types.get(number);
  }

  /** The fields of a class, inherited ones too, in which objects of the application may lie. */
  public Field[] holding(Class<?> type) {
    return holding.get(type);
  }

  /** A field of a class that is not guarded, readable; null where it cannot be made so. */
  public Field readable(Field field) {
    return modules.readable(field);
  }

  private static boolean mayHold(Class<?> type) {
    return !type.isPrimitive()
        && !type.isEnum()
        && (type.getClassLoader() != null
            || type == Object.class
            || Collection.class.isAssignableFrom(type)
            || Map.class.isAssignableFrom(type)
            || Object[].class.isAssignableFrom(type) && mayHold(type.getComponentType()));
  }

  /** Whether there are objects that do not say whose data they hold. */
  public boolean haveOrphans() {
    return orphans;
  }

  /** Notes that an object was met that could say whose data it holds, and does not. */
  public void metOrphan() {
    if (!orphans) {
      orphans = true;
    }
  }

  /** Whether an object says itself whose data it holds. */
  public boolean sayWhose(Object object) {
    TypeReader reader = reader(object.getClass());
    try {
      return reader != null
          && reader.type.subject != null
          && (reader.id(object) != null || reader.longId(object) != 0);
    } catch (IllegalAccessException e) {
      return true;
    }
  }

  /**
   * The id that a link's member holds: its value, or where that is an object of a guarded class (or
   * a proxy of one) with a subject of the link's kind, that object's id. Read by field: no code of
   * the application is called, and nothing is loaded.
   *
   * @param value what the member holds
   * @param kind of the link
   * @return null where it names nothing
   */
  Object linked(Object value, String kind) throws IllegalAccessException {
    if (value == null || value.getClass().getClassLoader() == null) {
      return value;
    }
    Object object = Proxies.target(value);
    TypeReader reader = reader(object.getClass());
    return reader == null || !kind.equals(reader.type.subject) ? null : reader.knownId(object);
  }

  /** Whether objects of a class are customers, who then act as such. */
  public boolean areCustomers(String className) {
    GuardedType type = byName.get(className);
    return type != null && Roles.CUSTOMER.equals(type.subject);
  }

  /**
   * How to read what a proxy shows of a row: by the guarded interface that is nearest to it; null
   * where none is guarded.
   */
  public TypeReader shownBy(Class<?> proxy) {
    return shown.get(proxy);
  }

  /** How to read objects of a class, or null where it is not guarded. */
  public TypeReader reader(Class<?> type) {
    return readers.get(type);
  }
}
