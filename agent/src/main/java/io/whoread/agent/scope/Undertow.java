package io.whoread.agent.scope;

import java.lang.reflect.Method;

/** Undertow's exchanges. */
final class Undertow extends Connector {
  static final String EXCHANGE = "io.undertow.server.HttpServerExchange";

  private static final MethodOf REQUESTS = new MethodOf("getOriginalRequest");

  private final Object key;
  private final Method getAttachment;
  private final Method putAttachment;
  private final Method getResponseHeaders;
  private final Method getFirst;

  Undertow(Class<?> exchange) throws ReflectiveOperationException {
    Class<?> keys =
        Class.forName("io.undertow.util.AttachmentKey", false, exchange.getClassLoader());
    key = keys.getMethod("create", Class.class).invoke(null, Object.class);
    getAttachment = exchange.getMethod("getAttachment", keys);
    putAttachment = exchange.getMethod("putAttachment", keys, Object.class);
    getResponseHeaders = exchange.getMethod("getResponseHeaders");
    getFirst = getResponseHeaders.getReturnType().getMethod("getFirst", String.class);
  }

  @Override
  Object request(Object context) throws ReflectiveOperationException {
    return REQUESTS.ask(context);
  }

  @Override
  Scope scope(Object exchange) throws ReflectiveOperationException {
    return (Scope) getAttachment.invoke(exchange, key);
  }

  @Override
  void put(Object exchange, Scope scope) throws ReflectiveOperationException {
    putAttachment.invoke(exchange, key, scope);
  }

  @Override
  String header(Object exchange, String name) throws ReflectiveOperationException {
    return (String) getFirst.invoke(getResponseHeaders.invoke(exchange), name);
  }

  @Override
  String head(Object exchange) throws ReflectiveOperationException {
    return getResponseHeaders.invoke(exchange).toString();
  }
}
