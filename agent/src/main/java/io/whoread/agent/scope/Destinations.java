package io.whoread.agent.scope;

import io.whoread.agent.boot.Written;
import io.whoread.record.v1.Channel;
import java.io.FilterOutputStream;
import java.io.Writer;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

/**
 * Where what is written goes to. Towards the client only where that is sure: JSON is also written
 * for a cache, a message, a log line, another service. A string that becomes the response
 * afterwards cannot be told from one that does not, so its channel is {@code other}.
 */
final class Destinations {
  private static final int RESPONSE = Channel.CHANNEL_RESPONSE_VALUE;
  private static final int OTHER = Channel.CHANNEL_OTHER_VALUE;

  private static final String[] RESPONSE_STREAMS = {
    "jakarta.servlet.ServletOutputStream", "javax.servlet.ServletOutputStream"
  };

  /** Writers have no class of their own in the servlet API: those of containers and of wrappers. */
  private static final String[] RESPONSE_WRITERS = {
    "org.apache.catalina.",
    "org.eclipse.jetty.",
    "io.undertow.",
    "org.springframework.web.",
    "org.springframework.security.web.",
    "org.springframework.session.web."
  };

  private static final String SERVER_RESPONSE =
      "org.springframework.http.server.ServerHttpResponse";
  private static final String CLIENT_REQUEST = "org.springframework.http.client.ClientHttpRequest";

  /** What a client's request is told as that writes its body when it is sent: it alone does. */
  private static final String STREAMED = "org.springframework.http.converter.Abstract";

  /** By class of a stream or writer; 0 where another one stands behind it. */
  private static final ClassValue<Integer> TARGETS =
      new ClassValue<Integer>() {
        @Override
        protected Integer computeValue(Class<?> type) {
          return target(type);
        }
      };

  private static final ClassValue<Integer> MESSAGES =
      new ClassValue<Integer>() {
        @Override
        protected Integer computeValue(Class<?> type) {
          return is(type, SERVER_RESPONSE)
              ? RESPONSE
              : is(type, CLIENT_REQUEST) || type.getName().startsWith(STREAMED)
                  ? Channel.CHANNEL_RPC_VALUE
                  : OTHER;
        }
      };

  /** How a generator of Jackson's tells what it writes to; by its class. */
  private static final ClassValue<Method> OUTPUT_TARGETS =
      new ClassValue<Method>() {
        @Override
        protected Method computeValue(Class<?> type) {
          for (String name : new String[] {"getOutputTarget", "streamWriteOutputTarget"}) {
            try {
              return type.getMethod(name);
            } catch (NoSuchMethodException e) {
              // The one of the other major version, or neither.
            }
          }
          return null;
        }
      };

  private Destinations() {}

  /**
   * @param writer a generator of Jackson's
   * @param messageChannel of the message that is being written, 0 for none; {@link
   *     Written#ELSEWHERE} where it is not this request's client that gets it
   */
  static int ofWriter(Object writer, int messageChannel) {
    if (messageChannel == Written.ELSEWHERE) {
      return OTHER;
    }
    Object target = target(writer);
    int channel = target == null ? OTHER : TARGETS.get(target.getClass());
    return channel != 0 ? channel : messageChannel != 0 ? messageChannel : OTHER;
  }

  /** Of a message of Spring's. */
  static int ofMessage(Object message) {
    return message == null ? OTHER : MESSAGES.get(message.getClass());
  }

  static boolean isResponse(Object target) {
    return TARGETS.get(target.getClass()) == RESPONSE;
  }

  private static Object target(Object writer) {
    Method method = writer == null ? null : OUTPUT_TARGETS.get(writer.getClass());
    try {
      return method == null ? null : method.invoke(writer);
    } catch (InvocationTargetException | IllegalAccessException e) {
      return null;
    }
  }

  private static int target(Class<?> type) {
    for (String stream : RESPONSE_STREAMS) {
      if (is(type, stream)) {
        return RESPONSE;
      }
    }
    if (Writer.class.isAssignableFrom(type)) {
      for (String known : RESPONSE_WRITERS) {
        if (type.getName().startsWith(known)) {
          return RESPONSE;
        }
      }
    }
    return FilterOutputStream.class.isAssignableFrom(type) ? 0 : OTHER;
  }

  /** Whether a class extends or implements what has that name. */
  private static boolean is(Class<?> type, String name) {
    if (type == null) {
      return false;
    }
    if (type.getName().equals(name) || is(type.getSuperclass(), name)) {
      return true;
    }
    for (Class<?> one : type.getInterfaces()) {
      if (is(one, name)) {
        return true;
      }
    }
    return false;
  }
}
