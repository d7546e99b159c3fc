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
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/**
 * Finds out who makes a request: the configured sources are asked in their order, and the first
 * that answers is believed and named in the record. Where none does the actor is unknown.
 */
public final class Callers {
  private static final ActorInfo UNKNOWN = new ActorInfo("", Roles.UNKNOWN, "", false);
  private static final CallerInfo NOBODY = new CallerInfo(UNKNOWN, null, null);

  /** Asked where nothing is configured; the last one only guesses. */
  private static final ActorSource.Kind[] UNCONFIGURED = {
    ActorSource.Kind.SPRING_SECURITY,
    ActorSource.Kind.SA_TOKEN,
    ActorSource.Kind.SHIRO,
    ActorSource.Kind.PRINCIPAL,
    ActorSource.Kind.JWT,
    ActorSource.Kind.SESSION
  };

  /** Asked of the application's own classes. */
  private static final Set<ActorSource.Kind> LOADED =
      EnumSet.of(
          ActorSource.Kind.SPRING_SECURITY,
          ActorSource.Kind.SA_TOKEN,
          ActorSource.Kind.SHIRO,
          ActorSource.Kind.MDC,
          ActorSource.Kind.STATIC);

  private final List<ActorSource> sources;
  private final RoleRules roles;
  private final Predicate<String> customers;
  private final ClientAddress addresses;
  private final BiFunction<String, String, byte[]> pseudonyms;
  private final BiFunction<String, String, byte[]> previous;
  private final BiConsumer<String, Throwable> faults;

  /**
   * @param pseudonyms makes 16 bytes of a kind and an id
   * @param previous does so with the previous key; null where there is none
   * @param customers whether objects of a class are customers, by its name
   * @param faults is told of sources that failed, by name and error
   */
  public Callers(
      Config config,
      Predicate<String> customers,
      BiFunction<String, String, byte[]> pseudonyms,
      BiFunction<String, String, byte[]> previous,
      BiConsumer<String, Throwable> faults) {
    this.faults = faults;
    this.sources = new ArrayList<>(config.actors);
    if (sources.isEmpty()) {
      for (ActorSource.Kind kind : UNCONFIGURED) {
        sources.add(new ActorSource(kind, ""));
      }
    }
    this.roles = new RoleRules(config.roles);
    this.customers = customers;
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
   * @param token that was verified for this request; null where none was
   */
  public CallerInfo resolve(
      Exchange outer, Exchange inner, ClassLoader loader, VerifiedToken token) {
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
        actor(inner, loader, peer, token),
        address,
        session == null ? null : pseudonyms.apply("session", session));
  }

  /** Leaves a thread without a security context as it was: it may be one of a pool. */
  private ActorInfo actor(Exchange request, ClassLoader loader, String peer, VerifiedToken token) {
    ThreadLocal<?> contexts = contexts(loader);
    boolean hasNone = contexts != null && contexts.get() == null;
    try {
      return ask(request, loader, peer, token);
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

  private ActorInfo ask(Exchange request, ClassLoader loader, String peer, VerifiedToken token) {
    for (ActorSource source : sources) {
      try {
        Identity identity =
            LOADED.contains(source.kind)
                ? loader == null ? null : ask(source, loader)
                : ask(source, request, peer, token);
        if (identity != null) {
          return info(identity, request);
        }
      } catch (Throwable e) {
        Throwable cause = e instanceof InvocationTargetException ? e.getCause() : e;
        faults.accept("actor-" + source.kind.word(), cause);
      }
    }
    return UNKNOWN;
  }

  /** Asks what only the application's own classes can tell. */
  private static Identity ask(ActorSource source, ClassLoader loader)
      throws ReflectiveOperationException {
    String name = source.name;
    switch (source.kind) {
      case SPRING_SECURITY:
        return SpringSecurity.identity(SpringSecurity.current(loader), "spring-security", name);
      case SA_TOKEN:
        return SaToken.identity(loader, name);
      case SHIRO:
        return Shiro.identity(loader, name);
      case MDC:
        return Identity.of(Mdc.value(loader, name), "mdc:" + name, null);
      case STATIC:
        return Identity.ofAny(StaticCall.result(name, loader), "static:" + name, Words.role(name));
      default:
        throw new AssertionError(source.kind);
    }
  }

  private Identity ask(ActorSource source, Exchange request, String peer, VerifiedToken token)
      throws ReflectiveOperationException {
    String name = source.name;
    switch (source.kind) {
      case PRINCIPAL:
        Principal principal = request.principal();
        if (principal == null) {
          return null;
        }
        // An authentication that was not accepted has a name as well: the one that was tried.
        return SpringSecurity.isAuthentication(principal)
            ? SpringSecurity.identity(principal, "principal", "")
            : Identity.of(principal.getName(), "principal", null);
      case JWT:
        return token == null ? null : token.identity(name);
      case SESSION:
        return name.isEmpty()
            ? SessionGuess.identity(request)
            : kept(request.sessionAttribute(first(name)), "session:", name);
      case ATTRIBUTE:
        return kept(request.attribute(first(name)), "attribute:", name);
      case HEADER:
        // Whoever comes past the proxies may write what they like into it.
        return addresses.isTrusted(peer)
            ? Identity.of(request.onlyHeader(name), "header:" + name, null)
            : null;
      default:
        throw new AssertionError(source.kind);
    }
  }

  private static String first(String name) {
    int dot = name.indexOf('.');
    return dot < 0 ? name : name.substring(0, dot);
  }

  /** What an attribute holds, or the property of it that is named after the first dot. */
  private static Identity kept(Object value, String where, String name)
      throws ReflectiveOperationException {
    int dot = name.indexOf('.');
    boolean whole = dot < 0 || value == null;
    Object id = whole ? value : Properties.path(value, name.substring(dot + 1));
    String named = Words.role(first(name));
    if (whole || id == null) {
      return Identity.ofAny(id, where + name, named);
    }
    Person person = Person.of(value, name.substring(dot + 1));
    String role = named == null ? person.role() : named;
    Identity found = Identity.ofAny(id, where + name, role);
    // An object that names somebody by a guess has told of itself.
    return found == null || found.kept != null ? found : found.describedBy(person);
  }

  /** Who is kept as an object that is guarded as a customer acts as one. */
  private ActorInfo info(Identity identity, Exchange request) {
    String role = roles.role(identity, request.path());
    if (role.equals(Roles.UNKNOWN)
        && identity.kept != null
        && identity.kept.stream().anyMatch(customers)) {
      role = Roles.CUSTOMER;
    }
    ActorInfo known = identity.actor;
    if (known == null || !known.role.equals(role)) {
      boolean customer = role.equals(Roles.CUSTOMER) && identity.customer != null;
      known = info(customer ? identity.customer : identity, role);
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
