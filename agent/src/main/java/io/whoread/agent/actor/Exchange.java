package io.whoread.agent.actor;

import java.lang.invoke.MethodHandle;
import java.lang.reflect.InvocationTargetException;
import java.security.Principal;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.Set;

/**
 * An HTTP request, jakarta or javax, read through method handles: its types exist in the
 * application's loader alone, in whichever version it brings.
 */
public final class Exchange {
  private static final String[] INTERFACES = {
    "jakarta.servlet.http.HttpServletRequest", "javax.servlet.http.HttpServletRequest"
  };

  private static final String TOMCAT_REQUEST = "org.apache.catalina.connector.Request";

  private static final ClassValue<Api> APIS =
      new ClassValue<Api>() {
        @Override
        protected Api computeValue(Class<?> type) {
          Class<?> found = find(type);
          return found == null ? null : new Api(found, type);
        }
      };

  private final Object request;
  private final Api api;

  private Exchange(Object request, Api api) {
    this.request = request;
    this.api = api;
  }

  /** Null where the object is no HTTP request. */
  public static Exchange of(Object request) {
    Api api = request == null ? null : APIS.get(request.getClass());
    return api == null ? null : new Exchange(request, api);
  }

  private static Class<?> find(Class<?> type) {
    for (Class<?> each = type; each != null; each = each.getSuperclass()) {
      Class<?> found = find(each.getInterfaces());
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private static Class<?> find(Class<?>[] types) {
    for (Class<?> type : types) {
      for (String name : INTERFACES) {
        if (type.getName().equals(name)) {
          return type;
        }
      }
      Class<?> found = find(type.getInterfaces());
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  /**
   * The request without what filters have wrapped around it. Such a wrapper (Spring's
   * ForwardedHeaderFilter, Tomcat's RemoteIpFilter) may show another address and hide headers.
   */
  Exchange unwrapped() {
    Exchange current = this;
    while (current.api.getRequest != null) {
      Exchange next = of(call(current.request, current.api.getRequest));
      if (next == null) {
        break;
      }
      current = next;
    }
    return current;
  }

  public Object attribute(String name) {
    return call(api.getAttribute, name);
  }

  public void attribute(String name, Object value) {
    try {
      Object nothing = (Object) api.setAttribute.invokeExact(request, (Object) name, value);
    } catch (Throwable e) {
      // Then it is not there when it is asked for.
    }
  }

  public String header(String name) {
    return (String) call(api.getHeader, name);
  }

  /**
   * A header that may stand in one line only, null where it does not stand.
   *
   * @throws IllegalArgumentException where it stands in several: one of them the client may have
   *     written, and a gateway added its own
   */
  String onlyHeader(String name) {
    Object lines = call(api.getHeaders, name);
    if (!(lines instanceof Enumeration)) {
      return header(name);
    }
    Enumeration<?> each = (Enumeration<?>) lines;
    Object first = each.hasMoreElements() ? each.nextElement() : null;
    if (each.hasMoreElements()) {
      throw new IllegalArgumentException("the header stands in several lines");
    }
    return (String) first;
  }

  /**
   * All lines of a header that may stand in several, joined by commas as RFC 9110 says; null for
   * none.
   */
  public String headers(String name) {
    Object lines = call(api.getHeaders, name);
    if (!(lines instanceof Enumeration)) {
      return header(name);
    }
    StringBuilder all = new StringBuilder();
    for (Enumeration<?> each = (Enumeration<?>) lines; each.hasMoreElements(); ) {
      all.append(all.length() == 0 ? "" : ",").append(each.nextElement());
    }
    return all.length() == 0 ? null : all.toString();
  }

  /** From the query string alone: asking for a parameter of the body would read the body. */
  public String parameter(String name) {
    String query = (String) call(api.getQueryString);
    return query == null ? null : Query.parameter(query, name);
  }

  public String method() {
    return (String) call(api.getMethod);
  }

  /**
   * Path without context path and query, for rules; never recorded. It is the one that the
   * container has decoded and matched: the raw one is whatever the client likes to write.
   */
  public String path() {
    String servlet = (String) call(api.getServletPath);
    String info = (String) call(api.getPathInfo);
    if (servlet != null) {
      return info == null ? servlet : servlet + info;
    }
    String uri = (String) call(api.getRequestURI);
    String context = (String) call(api.getContextPath);
    return uri != null && context != null && uri.startsWith(context)
        ? uri.substring(context.length())
        : uri;
  }

  /**
   * The peer of the connection, which nothing that a client writes can change. Null where the
   * server does not know it (Tomcat behind AJP, sockets that are files). Other containers, and
   * Tomcats from before the end of 2020, do not tell it: there it is the remote address.
   */
  String peerAddress() {
    if (api.peer != null) {
      return api.peer.address(request);
    }
    return (String) call(api.getPeerAddr == null ? api.getRemoteAddr : api.getPeerAddr);
  }

  /**
   * The remote address as it is shown here: a valve or a filter may have put another. Servers that
   * put the first of a header there, which the client may have written, and leave the header as it
   * is, are asked for the peer: the header tells the rest.
   */
  String remoteAddress() {
    if (api.peer != null) {
      return api.peer.address(request);
    }
    return (String) call(api.getRemoteAddr);
  }

  /**
   * @throws InvocationTargetException with what the application threw
   */
  public Principal principal() throws InvocationTargetException {
    try {
      return (Principal) (Object) api.getUserPrincipal.invokeExact(request);
    } catch (Throwable e) {
      throw new InvocationTargetException(e);
    }
  }

  public boolean isAsyncStarted() {
    return Boolean.TRUE.equals(call(api.isAsyncStarted));
  }

  /** Pattern of the servlet's mapping; null before Servlet 4. */
  public String mapping() {
    if (api.getHttpServletMapping == null) {
      return null;
    }
    Object mapping = call(api.getHttpServletMapping);
    return mapping == null ? null : (String) call(mapping, api.getPattern);
  }

  /**
   * The id that the client sent for a session that exists, else null. The session itself is not
   * asked for: that would count as use, and keep it alive.
   */
  public String sessionId() {
    return Boolean.TRUE.equals(call(api.isRequestedSessionIdValid))
        ? (String) call(api.getRequestedSessionId)
        : null;
  }

  /** An attribute of the session, null where there is none or no session. */
  public Object sessionAttribute(String name) {
    Object session = call(api.getSession, false);
    return session == null ? null : call(session, api.getSessionAttribute, name);
  }

  /** Names of all attributes of the session; empty where there is none. */
  Set<String> sessionAttributes() {
    Object session = sessionId() == null ? null : call(api.getSession, false);
    Object names = session == null ? null : call(session, api.getSessionNames);
    Set<String> all = new HashSet<>();
    if (names instanceof Enumeration) {
      for (Enumeration<?> each = (Enumeration<?>) names; each.hasMoreElements(); ) {
        all.add(String.valueOf(each.nextElement()));
      }
    }
    return all;
  }

  /** Whether a text stands in a header of the request, cookies among them. */
  boolean hasInHeaders(String text) {
    Object names = call(api.getHeaderNames);
    if (names instanceof Enumeration) {
      for (Enumeration<?> each = (Enumeration<?>) names; each.hasMoreElements(); ) {
        String all = headers(String.valueOf(each.nextElement()));
        if (all != null && all.contains(text)) {
          return true;
        }
      }
    }
    return false;
  }

  private Object call(MethodHandle method) {
    return call(request, method);
  }

  private static Object call(Object target, MethodHandle method) {
    try {
      return method == null ? null : (Object) method.invokeExact(target);
    } catch (Throwable e) {
      // Such as a session that was invalidated meanwhile.
      return null;
    }
  }

  private Object call(MethodHandle method, Object argument) {
    return call(request, method, argument);
  }

  private static Object call(Object target, MethodHandle method, Object argument) {
    try {
      return method == null ? null : (Object) method.invokeExact(target, argument);
    } catch (Throwable e) {
      return null;
    }
  }

  /** The methods of one version of the servlet API. */
  private static final class Api {
    final MethodHandle getAttribute;
    final MethodHandle setAttribute;
    final MethodHandle getHeader;
    final MethodHandle getHeaders;
    final MethodHandle getHeaderNames;
    final MethodHandle getServletPath;
    final MethodHandle getPathInfo;
    final MethodHandle getQueryString;
    final MethodHandle getMethod;
    final MethodHandle getRequestURI;
    final MethodHandle getContextPath;
    final MethodHandle getRemoteAddr;

    /** Null on anything but Tomcat. */
    final MethodHandle getPeerAddr;

    /** Null where there is no such way to ask. */
    final Peer peer;

    /** Null for what is no wrapper. */
    final MethodHandle getRequest;

    final MethodHandle getUserPrincipal;
    final MethodHandle isAsyncStarted;
    final MethodHandle isRequestedSessionIdValid;
    final MethodHandle getRequestedSessionId;
    final MethodHandle getSession;
    final MethodHandle getSessionAttribute;
    final MethodHandle getSessionNames;
    final MethodHandle getHttpServletMapping;
    final MethodHandle getPattern;

    /**
     * @param request the interface
     * @param type the class of the object
     */
    Api(Class<?> request, Class<?> type) {
      getAttribute = method(request, "getAttribute", String.class);
      setAttribute = method(request, "setAttribute", String.class, Object.class);
      getHeader = method(request, "getHeader", String.class);
      getHeaders = method(request, "getHeaders", String.class);
      getHeaderNames = method(request, "getHeaderNames");
      getServletPath = method(request, "getServletPath");
      getPathInfo = method(request, "getPathInfo");
      getQueryString = method(request, "getQueryString");
      getMethod = method(request, "getMethod");
      getRequestURI = method(request, "getRequestURI");
      getContextPath = method(request, "getContextPath");
      getRemoteAddr = method(request, "getRemoteAddr");
      getPeerAddr = method(parent(type, TOMCAT_REQUEST), "getPeerAddr");
      peer = Peer.of(type);
      String servlet = request.getName().substring(0, request.getName().indexOf(".http."));
      getRequest = method(parent(type, servlet + ".ServletRequestWrapper"), "getRequest");
      getUserPrincipal = method(request, "getUserPrincipal");
      isAsyncStarted = method(request, "isAsyncStarted");
      isRequestedSessionIdValid = method(request, "isRequestedSessionIdValid");
      getRequestedSessionId = method(request, "getRequestedSessionId");
      getSession = method(request, "getSession", boolean.class);
      getSessionAttribute =
          method(result(request, "getSession", boolean.class), "getAttribute", String.class);
      getSessionNames = method(result(request, "getSession", boolean.class), "getAttributeNames");
      getHttpServletMapping = method(request, "getHttpServletMapping");
      getPattern = method(result(request, "getHttpServletMapping"), "getPattern");
    }

    /** The class of that name among a class and those that it extends, or null. */
    private static Class<?> parent(Class<?> type, String name) {
      Class<?> each = type;
      while (each != null && !each.getName().equals(name)) {
        each = each.getSuperclass();
      }
      return each;
    }

    /** Null where there is no such method, or no such type. */
    private static MethodHandle method(Class<?> type, String name, Class<?>... parameters) {
      try {
        return type == null ? null : Handles.of(type.getMethod(name, parameters));
      } catch (NoSuchMethodException e) {
        return null;
      } catch (IllegalAccessException e) {
        throw new IllegalStateException(name, e);
      }
    }

    private static Class<?> result(Class<?> type, String name, Class<?>... parameters) {
      try {
        return type.getMethod(name, parameters).getReturnType();
      } catch (NoSuchMethodException e) {
        return null;
      }
    }
  }
}
