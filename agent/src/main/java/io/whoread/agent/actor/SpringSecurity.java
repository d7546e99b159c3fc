package io.whoread.agent.actor;

import io.whoread.record.Roles;
import java.lang.invoke.MethodHandle;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.security.Principal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** Asks Spring Security, in whichever version the application brings, who is authenticated. */
final class SpringSecurity {
  private static final String CONTEXTS = "org.springframework.security.core.context.";
  private static final String HOLDER = CONTEXTS + "SecurityContextHolder";

  private static final ApplicationClass HOLDERS = new ApplicationClass(HOLDER);

  private static final ClassValue<HolderMethods> HOLDER_METHODS =
      new ClassValue<HolderMethods>() {
        @Override
        protected HolderMethods computeValue(Class<?> holder) {
          return new HolderMethods(holder);
        }
      };

  private static final ClassValue<Map<String, Optional<MethodHandle>>> METHODS =
      new ClassValue<Map<String, Optional<MethodHandle>>>() {
        @Override
        protected Map<String, Optional<MethodHandle>> computeValue(Class<?> type) {
          return new ConcurrentHashMap<>();
        }
      };

  /** Where one of Spring Security's own strategies keeps the contexts, null for any other. */
  private static final ClassValue<Field> KEPT =
      new ClassValue<Field>() {
        @Override
        protected Field computeValue(Class<?> strategy) {
          return kept(strategy);
        }
      };

  /** Whether authentications of a class are named as Spring Security does it. */
  private static final ClassValue<Boolean> NAMED_BY_PRINCIPAL =
      new ClassValue<Boolean>() {
        @Override
        protected Boolean computeValue(Class<?> authentication) {
          try {
            Class<?> named = authentication.getMethod("getName").getDeclaringClass();
            return named.getName().endsWith(".AbstractAuthenticationToken");
          } catch (NoSuchMethodException e) {
            return false;
          }
        }
      };

  /** Whether Spring Security asks principals of a class for their name. */
  private static final ClassValue<Boolean> OFFERS_NAME =
      new ClassValue<Boolean>() {
        @Override
        protected Boolean computeValue(Class<?> principal) {
          return Principal.class.isAssignableFrom(principal)
              || isA(principal, "org.springframework.security.core.userdetails.UserDetails")
              || isA(principal, "org.springframework.security.core.AuthenticatedPrincipal");
        }
      };

  /** By the authentication's identity; a newcomer takes the place. */
  private static final AtomicReferenceArray<Known> KNOWN = new AtomicReferenceArray<>(1_024);

  private SpringSecurity() {}

  /**
   * Where the security context of each thread is kept: the holder makes one for a thread that has
   * none as soon as it is asked, by us or by the request that we ask for its principal, and then
   * somebody has to take it away again. Null where there is no such place.
   *
   * @param loader of the application
   */
  static ThreadLocal<?> contexts(ClassLoader loader) throws ReflectiveOperationException {
    Class<?> holder = HOLDERS.in(loader);
    MethodHandle strategies = holder == null ? null : HOLDER_METHODS.get(holder).strategy;
    Object strategy = strategies == null ? null : ask(strategies);
    while (strategy != null) {
      Field field = KEPT.get(strategy.getClass());
      Object kept = field == null ? null : field.get(strategy);
      if (kept instanceof ThreadLocal) {
        return (ThreadLocal<?>) kept;
      }
      // One strategy may stand before another, to tell listeners.
      strategy = field != null && field.getName().equals("delegate") ? kept : null;
    }
    return null;
  }

  private static Field kept(Class<?> strategy) {
    for (String name : new String[] {"contextHolder", "delegate"}) {
      try {
        Field field = strategy.getDeclaredField(name);
        if (strategy.getName().startsWith(CONTEXTS)) {
          field.setAccessible(true);
          return field;
        }
      } catch (NoSuchFieldException | RuntimeException e) {
        // The next one, or a strategy that keeps its contexts to itself.
      }
    }
    return null;
  }

  /**
   * The authentication of the current thread's security context, or null.
   *
   * @param loader of the application
   */
  static Object current(ClassLoader loader) throws ReflectiveOperationException {
    Class<?> holder = HOLDERS.in(loader);
    MethodHandle contexts = holder == null ? null : HOLDER_METHODS.get(holder).context;
    Object context = contexts == null ? null : ask(contexts);
    return context == null ? null : call(context, "getAuthentication");
  }

  /**
   * Whom an authentication speaks of; null where of nobody. One that a session keeps is taken apart
   * once: after that only its name and whether it is authenticated are looked at.
   *
   * @param property of the principal that is the id, a path of several; empty for its name
   */
  static Identity identity(Object authentication, String source, String property)
      throws ReflectiveOperationException {
    String asked = property.isEmpty() ? source : source + ":" + property;
    int place = System.identityHashCode(authentication) & KNOWN.length() - 1;
    Known known = KNOWN.get(place);
    if (known != null && known.isOf(authentication, asked)) {
      return known.identity;
    }
    if (!isAccepted(authentication)) {
      return null;
    }
    Object name = call(authentication, "getName");
    Identity identity = read(authentication, name, asked, property);
    // Claims are objects of the application, which must not be kept alive from here.
    if (identity != null && identity.claims.isEmpty() && name != null) {
      KNOWN.set(place, new Known(authentication, asked, name, identity));
    }
    return identity;
  }

  /** Whether a principal can say that its name was proved, and so must. */
  static boolean isAuthentication(Principal principal) throws ReflectiveOperationException {
    return method(principal.getClass(), "isAuthenticated") != null;
  }

  private static boolean isAccepted(Object authentication) throws ReflectiveOperationException {
    return authentication != null
        && !authentication.getClass().getName().endsWith(".AnonymousAuthenticationToken")
        && Boolean.TRUE.equals(call(authentication, "isAuthenticated"));
  }

  private static Identity read(Object authentication, Object name, String source, String property)
      throws ReflectiveOperationException {
    List<String> authorities = new ArrayList<>();
    Object granted = call(authentication, "getAuthorities");
    if (granted instanceof Collection) {
      for (Object each : (Collection<?>) granted) {
        Object authority = each == null ? null : call(each, "getAuthority");
        if (authority instanceof String) {
          authorities.add((String) authority);
        }
      }
    }
    Object principal = call(authentication, "getPrincipal");
    boolean text = name == null || isText(authentication, principal, name);
    Identity found = person(principal, text ? null : name, source, property, authorities);
    Object claims = call(authentication, "getTokenAttributes");
    return found == null
        ? null
        : found.granted(
            authorities, claims instanceof Map ? (Map<?, ?>) claims : Collections.emptyMap());
  }

  /**
   * @param name null where there is none, or nothing but the text of an object
   */
  private static Identity person(
      Object principal, Object name, String source, String property, List<String> authorities)
      throws ReflectiveOperationException {
    boolean object = principal != null && !principal.getClass().getName().startsWith("java.");
    if (!property.isEmpty()) {
      Object value = principal == null ? null : Properties.path(principal, property);
      return Identity.of(value, source, object ? Person.of(principal, property).role() : null);
    }
    if (!object) {
      return name instanceof String ? Identity.of(name, source, null) : null;
    }
    Person person = Person.of(principal, name, RoleRules.usual(authorities, null));
    String usual = RoleRules.usual(authorities, person.role());
    if (Roles.CUSTOMER.equals(usual == null ? person.role() : usual)) {
      // What orders know a customer by.
      Identity customer = person.number(source);
      if (customer != null) {
        return customer.keptAs(person, source);
      }
    }
    if (name == null) {
      Identity guessed = person.guess(source, usual);
      if (guessed == null) {
        throw new IllegalArgumentException("the principal offers no name");
      }
      return guessed;
    }
    Identity named = name instanceof String ? Identity.of(name, source, person.role()) : null;
    return named == null ? null : named.keptAs(person, source);
  }

  /**
   * Whether a name is nothing but the text of an object of the application: Spring Security falls
   * back to that for principals that offer no name, and it may hold whatever the object holds.
   */
  private static boolean isText(Object authentication, Object principal, Object name)
      throws ReflectiveOperationException {
    return principal != null
        && !principal.getClass().getName().startsWith("java.")
        && !(name instanceof String && ((String) name).isEmpty())
        && NAMED_BY_PRINCIPAL.get(authentication.getClass())
        && !OFFERS_NAME.get(principal.getClass());
  }

  private static Object ask(MethodHandle method) throws ReflectiveOperationException {
    try {
      return (Object) method.invokeExact();
    } catch (Throwable e) {
      throw new InvocationTargetException(e);
    }
  }

  /**
   * Calls a method of a public type that the object has; null where it has none.
   *
   * @throws InvocationTargetException with what the method threw
   */
  static Object call(Object target, String name) throws ReflectiveOperationException {
    MethodHandle method = method(target.getClass(), name);
    try {
      return method == null ? null : (Object) method.invokeExact(target);
    } catch (Throwable e) {
      throw new InvocationTargetException(e);
    }
  }

  /** Looking a method up costs more than calling it: each is looked up once a class. */
  private static MethodHandle method(Class<?> type, String name) throws IllegalAccessException {
    Map<String, Optional<MethodHandle>> methods = METHODS.get(type);
    Optional<MethodHandle> known = methods.get(name);
    if (known == null) {
      Method found = publicMethod(type, name);
      boolean none = found == null || Modifier.isStatic(found.getModifiers());
      known = none ? Optional.empty() : Optional.of(Handles.of(found));
      methods.put(name, known);
    }
    return known.orElse(null);
  }

  private static Method publicMethod(Class<?> type, String name) {
    for (Class<?> each = type; each != null; each = each.getSuperclass()) {
      if (Modifier.isPublic(each.getModifiers())) {
        try {
          return each.getMethod(name);
        } catch (NoSuchMethodException e) {
          // An interface may have it.
        }
      }
      for (Class<?> one : each.getInterfaces()) {
        Method found = publicMethod(one, name);
        if (found != null) {
          return found;
        }
      }
    }
    if (!Modifier.isPublic(type.getModifiers())) {
      try {
        Method method = type.getMethod(name);
        method.setAccessible(true);
        return method;
      } catch (NoSuchMethodException | RuntimeException e) {
        return null;
      }
    }
    return null;
  }

  private static boolean isA(Class<?> type, String name) {
    if (type == null || type.getName().equals(name)) {
      return type != null;
    }
    for (Class<?> one : type.getInterfaces()) {
      if (isA(one, name)) {
        return true;
      }
    }
    return isA(type.getSuperclass(), name);
  }

  /** What is asked of the holder at each request. */
  private static final class HolderMethods {
    /** Null in versions that do not have it. */
    final MethodHandle strategy;

    /** Null in versions that do not have it. */
    final MethodHandle context;

    HolderMethods(Class<?> holder) {
      strategy = asked(holder, "getContextHolderStrategy");
      context = asked(holder, "getContext");
    }

    private static MethodHandle asked(Class<?> holder, String name) {
      Method method = publicMethod(holder, name);
      try {
        return method == null ? null : Handles.of(method);
      } catch (IllegalAccessException e) {
        throw new IllegalStateException(name, e);
      }
    }
  }

  /** An authentication that was taken apart. */
  private static final class Known {
    final Reference<Object> authentication;
    final String source;
    final Object name;
    final Identity identity;

    Known(Object authentication, String source, Object name, Identity identity) {
      this.authentication = new WeakReference<>(authentication);
      this.source = source;
      this.name = name.toString();
      this.identity = identity;
    }

    boolean isOf(Object other, String asked) throws ReflectiveOperationException {
      return other != null
          && authentication.get() == other
          && source.equals(asked)
          && Boolean.TRUE.equals(call(other, "isAuthenticated"))
          && name.equals(call(other, "getName"));
    }
  }
}
