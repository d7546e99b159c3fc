package io.whoread.agent.actor;

import java.util.TreeSet;

/**
 * Finds who is logged in among a session's attributes by their names. Nobody is guessed where the
 * names speak of two: a browser may be logged in to a shop and to its back office at once.
 */
final class SessionGuess {
  private SessionGuess() {}

  static Identity identity(Exchange request) throws ReflectiveOperationException {
    String whose = null;
    Identity found = null;
    boolean number = false;
    for (String name : new TreeSet<>(request.sessionAttributes())) {
      String speaksOf = Words.loggedIn(name);
      Object value = speaksOf == null ? null : request.sessionAttribute(name);
      Identity identity = value == null ? null : identity(name, value);
      if (identity == null) {
        continue;
      }
      if (whose != null && !whose.equals(speaksOf)) {
        return null;
      }
      whose = speaksOf;
      boolean isNumber = Person.isSimple(value) && Words.isId(name);
      if (found == null || isNumber && !number) {
        found = identity;
        number = isNumber;
      }
    }
    return found;
  }

  private static Identity identity(String name, Object value) throws ReflectiveOperationException {
    String source = "session:" + name;
    if (Person.isSimple(value)) {
      // A whole object as JSON, or a token, is no name.
      return value.toString().matches("[\\p{L}\\p{N}_.@:+ -]{1,64}")
          ? Identity.of(value, source + " (guessed)", Words.role(name))
          : null;
    }
    String role = Words.role(name);
    return Person.maySpeak(value) ? Person.of(value, null, role).guess(source, role) : null;
  }
}
