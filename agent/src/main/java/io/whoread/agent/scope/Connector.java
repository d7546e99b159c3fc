package io.whoread.agent.scope;

import java.nio.ByteBuffer;

/** How exchanges of one server are asked, by reflection: its types are in the application. */
abstract class Connector {
  private static final ClassValue<Connector> ALL =
      new ClassValue<Connector>() {
        @Override
        protected Connector computeValue(Class<?> type) {
          try {
            return find(type);
          } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type.getName(), e);
          }
        }
      };

  /**
   * @throws IllegalStateException where the server is not as it is expected
   */
  static Connector of(Object exchange) {
    return ALL.get(exchange.getClass());
  }

  private static Connector find(Class<?> type) throws ReflectiveOperationException {
    for (Class<?> each = type; each != null; each = each.getSuperclass()) {
      if (each.getName().equals(Undertow.EXCHANGE)) {
        return new Undertow(each);
      }
      Jetty jetty = Jetty.of(each);
      if (jetty != null) {
        return jetty;
      }
    }
    throw new ClassNotFoundException("no exchange");
  }

  /**
   * The servlet request as the server itself has it.
   *
   * @param context that the server's work was given with the exchange
   */
  abstract Object request(Object context) throws ReflectiveOperationException;

  /** What was put with an exchange, null for nothing. */
  abstract Scope scope(Object exchange) throws ReflectiveOperationException;

  /** Puts with an exchange what its request is known by. */
  abstract void put(Object exchange, Scope scope) throws ReflectiveOperationException;

  /** First line of a header of the response, null for none. */
  abstract String header(Object exchange, String name) throws ReflectiveOperationException;

  /** The bytes in something of the server's own. */
  ByteBuffer buffer(Object content) throws ReflectiveOperationException {
    throw new ClassCastException(content.getClass().getName());
  }

  /** All headers of the response, in words. */
  abstract String head(Object exchange) throws ReflectiveOperationException;
}
