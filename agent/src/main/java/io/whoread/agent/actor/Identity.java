package io.whoread.agent.actor;

import io.whoread.agent.ship.CallerInfo.ActorInfo;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** What a resolver learnt of the person who acts. */
final class Identity {
  private static final String OBJECT = "no id but an object; name its property";

  final String id;
  final String source;

  /** As Spring Security names them; empty where there are none. */
  final Collection<String> authorities;

  /** Of a token; empty where there is none. */
  final Map<?, ?> claims;

  /** The role that names of classes and attributes speak of; null where of none. */
  final String hint;

  /** What orders know this person by who turns out to be a customer; null where by the id. */
  Identity customer;

  /** Names of the classes that the person was kept as; null where that was no object. */
  List<String> kept;

  /** The roles that stand in the object that the person was kept as. */
  OwnRoles own = OwnRoles.NONE;

  /** What a record says of it in the role that it had last. */
  volatile ActorInfo actor;

  Identity(
      String id, String source, Collection<String> authorities, Map<?, ?> claims, String hint) {
    this.id = id;
    this.source = source;
    this.authorities = authorities;
    this.claims = claims;
    this.hint = hint;
  }

  Identity(String id, String source, String hint) {
    this(id, source, Collections.<String>emptyList(), Collections.emptyMap(), hint);
  }

  Identity(String id, String source) {
    this(id, source, null);
  }

  /**
   * Of a value that is an id as it is; null where there is none.
   *
   * @throws IllegalArgumentException for an object of the application: its text would be whatever
   *     it holds, a name or a phone among it
   */
  static Identity of(Object value, String source, String hint) {
    if (value == null) {
      return null;
    }
    if (!Person.isSimple(value)) {
      throw new IllegalArgumentException(OBJECT);
    }
    String id = value.toString().trim();
    return id.isEmpty() ? null : new Identity(id, source, hint);
  }

  /**
   * As {@link #of}, or of an object that speaks of the person by one of the usual properties.
   *
   * @throws IllegalArgumentException for an object that has none of them
   */
  static Identity ofAny(Object value, String source, String hint)
      throws ReflectiveOperationException {
    if (value == null || Person.isSimple(value) || !Person.maySpeak(value)) {
      return of(value, source, hint);
    }
    Identity guessed = Person.of(value, null, hint).guess(source, hint);
    if (guessed == null) {
      throw new IllegalArgumentException(OBJECT);
    }
    return guessed;
  }

  Identity claiming(Map<?, ?> of) {
    return granted(authorities, of);
  }

  Identity granted(Collection<String> to, Map<?, ?> of) {
    Identity granted = new Identity(id, source, to, of, hint);
    granted.customer = customer;
    granted.kept = kept;
    granted.own = own;
    return granted;
  }

  /**
   * Notes what the person was kept as.
   *
   * @param source what led to the object
   */
  Identity keptAs(Person person, String source) {
    customer = person.number(source);
    return describedBy(person);
  }

  /** Notes what an object tells of the person's role. */
  Identity describedBy(Person person) {
    kept = person.classes();
    own = person.roles();
    return this;
  }
}
