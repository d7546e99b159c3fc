package io.whoread.agent.actor;

import io.whoread.agent.config.Config;
import io.whoread.agent.config.Config.ActorSource;
import io.whoread.agent.ship.CallerInfo;
import io.whoread.agent.ship.CallerInfo.ActorInfo;
import io.whoread.agent.ship.Hex;
import io.whoread.record.ClearText;
import io.whoread.record.Roles;
import java.lang.reflect.InvocationTargetException;
import java.security.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;

/**
 * Finds out who makes a request: the configured sources are asked in their order, and the first
 * that answers is believed and named in the record. Where none does the actor is unknown.
 */
public final class Callers {
  private static final ActorInfo UNKNOWN = new ActorInfo("", Roles.UNKNOWN, "", false);
  private static final CallerInfo NOBODY = new CallerInfo(UNKNOWN, null, null);

  private final List<ActorSource> sources;
  private final RoleRules roles;
  private final ClientAddress addresses;
  private final BiFunction<String, String, byte[]> pseudonyms;
  private final BiFunction<String, String, byte[]> previous;
  private final BiConsumer<String, Throwable> faults;

  /**
   * @param pseudonyms makes 16 bytes of a kind and an id
   * @param previous does so with the previous key; null where there is none
   * @param faults is told of sources that failed, by name and error
   */
  public Callers(
      Config config,
      BiFunction<String, String, byte[]> pseudonyms,
      BiFunction<String, String, byte[]> previous,
      BiConsumer<String, Throwable> faults) {
    this.faults = faults;
    this.sources = new ArrayList<>(config.actors);
    if (sources.isEmpty()) {
      sources.add(new ActorSource(ActorSource.Kind.SPRING_SECURITY, ""));
      sources.add(new ActorSource(ActorSource.Kind.PRINCIPAL, ""));
    }
    this.roles = new RoleRules(config.roles);
    this.addresses = new ClientAddress(config.trustedProxies);
    this.pseudonyms = pseudonyms;
    this.previous = previous;
  }

  /** For a request of which nothing can be found out. */
  public static CallerInfo unknown() {
    return NOBODY;
  }

  /**
   * @param outer the request as the container has it
   * @param inner the request as the servlet has it, which filters may have wrapped
   * @param loader of the application; null where no servlet is running, and with it no security
   *     context
   */
  public CallerInfo resolve(Exchange outer, Exchange inner, ClassLoader loader) {
    Exchange received = outer.unwrapped();
    String peer = received.peerAddress();
    boolean trusted = addresses.isTrusted(peer);
    String address =
        addresses.of(
            peer,
            trusted || peer == null ? received.remoteAddress() : null,
            trusted ? received.headers("X-Forwarded-For") : null);
    String session = inner.sessionId();
    return new CallerInfo(
        actor(inner, loader, peer),
        address,
        session == null ? null : pseudonyms.apply("session", session));
  }

  /** Leaves a thread without a security context as it was: it may be one of a pool. */
  private ActorInfo actor(Exchange request, ClassLoader loader, String peer) {
    ThreadLocal<?> contexts = contexts(loader);
    boolean hasNone = contexts != null && contexts.get() == null;
    try {
      return ask(request, loader, peer);
    } finally {
      if (hasNone) {
        contexts.remove();
      }
    }
  }

  private ThreadLocal<?> contexts(ClassLoader loader) {
    try {
      return loader == null ? null : SpringSecurity.contexts(loader);
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      faults.accept("actor-spring-security", e);
      return null;
    }
  }

  private ActorInfo ask(Exchange request, ClassLoader loader, String peer) {
    for (ActorSource source : sources) {
      try {
        Identity identity = ask(source, request, loader, peer);
        if (identity != null) {
          return info(identity, request);
        }
      } catch (Throwable e) {
        Throwable cause = e instanceof InvocationTargetException ? e.getCause() : e;
        faults.accept("actor-" + source.kind.name().toLowerCase(Locale.ROOT), cause);
      }
    }
    return UNKNOWN;
  }

  private Identity ask(ActorSource source, Exchange request, ClassLoader loader, String peer)
      throws ReflectiveOperationException {
    switch (source.kind) {
      case SPRING_SECURITY:
        return loader == null
            ? null
            : SpringSecurity.identity(SpringSecurity.current(loader), "spring-security");
      case PRINCIPAL:
        Principal principal = request.principal();
        if (principal == null) {
          return null;
        }
        // An authentication that was not accepted has a name as well: the one that was tried.
        return SpringSecurity.isAuthentication(principal)
            ? SpringSecurity.identity(principal, "principal")
            : named(principal.getName(), "principal");
      case SESSION:
        int dot = source.name.indexOf('.');
        String attribute = dot < 0 ? source.name : source.name.substring(0, dot);
        Object value = request.sessionAttribute(attribute);
        for (String step : dot < 0 ? new String[0] : source.name.substring(dot + 1).split("\\.")) {
          value = value == null ? null : Properties.get(value, step);
        }
        return named(simple(value), "session:" + source.name);
      case HEADER:
        // Whoever comes past the proxies may write what they like into it.
        return addresses.isTrusted(peer)
            ? named(request.onlyHeader(source.name), "header:" + source.name)
            : null;
      default:
        throw new AssertionError(source.kind);
    }
  }

  /**
   * The text of a value that is an id, null for nothing.
   *
   * @throws IllegalArgumentException for an object of the application: its text would be whatever
   *     it holds, a name or a phone among it
   */
  private static String simple(Object value) {
    if (value == null
        || value instanceof String
        || value instanceof UUID
        || value instanceof Number && value.getClass().getName().startsWith("java.")) {
      return value == null ? null : value.toString();
    }
    throw new IllegalArgumentException("no id but an object; name its property");
  }

  private static Identity named(String id, String source) {
    return id == null || id.trim().isEmpty() ? null : new Identity(id.trim(), source);
  }

  private ActorInfo info(Identity identity, Exchange request) {
    if (roles.readPaths()) {
      return info(identity, roles.role(identity, request.path()));
    }
    ActorInfo known = identity.actor;
    if (known == null) {
      known = info(identity, roles.role(identity, null));
      identity.actor = known;
    }
    return known;
  }

  private ActorInfo info(Identity identity, String role) {
    String kind = ClearText.actorKind(identity.id, role);
    return kind == null
        ? new ActorInfo(identity.id, role, identity.source, false)
        : pseudonymous(kind, identity, role);
  }

  private ActorInfo pseudonymous(String kind, Identity identity, String role) {
    String before = previous == null ? null : Hex.of(previous.apply(kind, identity.id));
    String id = Hex.of(pseudonyms.apply(kind, identity.id));
    return new ActorInfo(id, role, identity.source, true, before);
  }
}
