package io.whoread.agent.actor;

import java.lang.reflect.Method;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The peer of a connection, asked of a server whose remote address may be another: one that it has
 * taken from a header.
 */
final class Peer {
  private static final String[] CORE = {
    "getConnectionMetaData", "getConnection", "getEndPoint", "getRemoteSocketAddress"
  };

  private static final String[][] WAYS = {
    // The class of a request, and what is to be called one after the other.
    {
      "io.undertow.servlet.spec.HttpServletRequestImpl",
      "getExchange",
      "getConnection",
      "getPeerAddress"
    },
    {"org.eclipse.jetty.server.Request", "getHttpChannel", "getEndPoint", "getRemoteAddress"},
    jetty("ee8.nested.Request", "getHttpChannel", "getCoreRequest"),
    jetty("ee9.nested.Request", "getHttpChannel", "getCoreRequest"),
    jetty("ee10.servlet.ServletApiRequest", "getRequest"),
    jetty("ee11.servlet.ServletApiRequest", "getRequest"),
  };

  private final List<Method> way;

  private Peer(List<Method> way) {
    this.way = way;
  }

  /**
   * For requests of a class; null where their server is asked in another way, or cannot be asked.
   */
  static Peer of(Class<?> request) {
    for (Class<?> each = request; each != null; each = each.getSuperclass()) {
      for (String[] way : WAYS) {
        if (each.getName().equals(way[0])) {
          return of(each, way);
        }
      }
    }
    return null;
  }

  /** Of Jetty 12, by the way to the request that its core has. */
  private static String[] jetty(String request, String... toCore) {
    List<String> way = new ArrayList<>();
    way.add("org.eclipse.jetty." + request);
    way.addAll(Arrays.asList(toCore));
    way.addAll(Arrays.asList(CORE));
    return way.toArray(new String[0]);
  }

  private static Peer of(Class<?> request, String[] way) {
    List<Method> methods = new ArrayList<>();
    Class<?> at = request;
    try {
      for (int i = 1; i < way.length; i++) {
        Method next = at.getMethod(way[i]);
        methods.add(next);
        at = next.getReturnType();
      }
      return new Peer(methods);
    } catch (NoSuchMethodException e) {
      return null;
    }
  }

  /** As text, null where it is not known: a socket of a file system has none. */
  String address(Object request) {
    try {
      Object at = request;
      for (Method next : way) {
        at = next.invoke(at);
      }
      InetSocketAddress address = at instanceof InetSocketAddress ? (InetSocketAddress) at : null;
      return address == null || address.isUnresolved()
          ? null
          : address.getAddress().getHostAddress();
    } catch (ReflectiveOperationException | RuntimeException e) {
      // The connection is gone.
      return null;
    }
  }
}
