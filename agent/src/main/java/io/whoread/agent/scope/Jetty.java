package io.whoread.agent.scope;

import java.lang.reflect.Method;
import java.nio.ByteBuffer;

/**
 * Jetty's exchanges: its channels, which it uses for one request after the other, and, from Jetty
 * 12 on, the responses of its core. What the request is known by is kept with the request, from
 * which Jetty takes it before the next one.
 */
final class Jetty extends Connector {
  /** Where a servlet's output ends: Jetty 9 to 11, and 12 by the side of older servlets. */
  static final String[] CHANNELS = {
    "org.eclipse.jetty.server.HttpChannel",
    "org.eclipse.jetty.ee8.nested.HttpChannel",
    "org.eclipse.jetty.ee9.nested.HttpChannel"
  };

  /** The same of Jetty 12 by the side of newer servlets. */
  static final String[] SERVLET_CHANNELS = {
    "org.eclipse.jetty.ee10.servlet.ServletChannel", "org.eclipse.jetty.ee11.servlet.ServletChannel"
  };

  static final String RESPONSE =
      "org.eclipse.jetty.server.internal.HttpChannelState$ChannelResponse";

  private static final ClassValue<Method> BUFFERS =
      new ClassValue<Method>() {
        @Override
        protected Method computeValue(Class<?> content) {
          return method(content, "org.eclipse.jetty.io.RetainableByteBuffer", "getByteBuffer");
        }
      };

  /** Null where the exchange is a core's response, which is met after the servlet's. */
  private final Method toServletRequest;

  private final Method toRequest;
  private final Method toResponse;
  private final Method getAttribute;
  private final Method getHeaders;
  private final Method get;

  /** Null where they are asked for their toString. */
  private final Method asString;

  private Jetty(
      Method toServletRequest, Method toRequest, Method toResponse, String headers, Class<?> type)
      throws NoSuchMethodException {
    this.toServletRequest = toServletRequest;
    this.toRequest = toRequest;
    this.toResponse = toResponse;
    getAttribute = toRequest.getReturnType().getMethod("getAttribute", String.class);
    getHeaders = (toResponse == null ? type : toResponse.getReturnType()).getMethod(headers);
    get = getHeaders.getReturnType().getMethod("get", String.class);
    asString = asString(getHeaders.getReturnType());
  }

  private static Method asString(Class<?> headers) {
    try {
      return headers.getMethod("asString");
    } catch (NoSuchMethodException e) {
      // Jetty 9, where they are but themselves.
      return null;
    }
  }

  /** Null for what is none of Jetty's. */
  static Jetty of(Class<?> type) throws ReflectiveOperationException {
    for (String channel : CHANNELS) {
      if (type.getName().equals(channel)) {
        Method request = type.getMethod("getRequest");
        return new Jetty(null, request, type.getMethod("getResponse"), "getHttpFields", type);
      }
    }
    for (String channel : SERVLET_CHANNELS) {
      if (type.getName().equals(channel)) {
        Method request = type.getMethod("getServletContextRequest");
        Method servlets = request.getReturnType().getMethod("getServletApiRequest");
        Method response = type.getMethod("getServletContextResponse");
        return new Jetty(servlets, request, response, "getHeaders", type);
      }
    }
    if (type.getName().equals(RESPONSE)) {
      Class<?> response = named(type, "org.eclipse.jetty.server.Response");
      return new Jetty(null, response.getMethod("getRequest"), null, "getHeaders", response);
    }
    return null;
  }

  private static Method method(Class<?> type, String declaring, String name) {
    try {
      return named(type, declaring).getMethod(name);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("no " + name + " in " + type, e);
    }
  }

  /** What a class implements, by its name. */
  private static Class<?> named(Class<?> type, String name) throws ClassNotFoundException {
    return Class.forName(name, false, type.getClassLoader());
  }

  @Override
  Object request(Object context) throws ReflectiveOperationException {
    Object request = toRequest.invoke(context);
    return request == null || toServletRequest == null ? request : toServletRequest.invoke(request);
  }

  @Override
  Scope scope(Object exchange) throws ReflectiveOperationException {
    Object request = toRequest.invoke(exchange);
    Object known = request == null ? null : getAttribute.invoke(request, Requests.ATTRIBUTE);
    return known instanceof Scope ? (Scope) known : null;
  }

  /** It is kept with the servlets' request already. */
  @Override
  void put(Object exchange, Scope scope) {}

  @Override
  String header(Object exchange, String name) throws ReflectiveOperationException {
    return (String) get.invoke(headers(exchange), name);
  }

  @Override
  String head(Object exchange) throws ReflectiveOperationException {
    Object headers = headers(exchange);
    return String.valueOf(asString == null ? headers : asString.invoke(headers));
  }

  @Override
  ByteBuffer buffer(Object content) throws ReflectiveOperationException {
    return (ByteBuffer) BUFFERS.get(content.getClass()).invoke(content);
  }

  private Object headers(Object exchange) throws ReflectiveOperationException {
    return getHeaders.invoke(toResponse == null ? exchange : toResponse.invoke(exchange));
  }
}
