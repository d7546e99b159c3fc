package io.whoread.agent.scope;

import io.whoread.record.v1.Channel;
import java.lang.reflect.Method;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an HTTP response says of its body. It is asked once, when its head or the first bytes leave:
 * from then on none of it changes.
 */
final class Answer {
  private static final Pattern CHARSET =
      Pattern.compile("charset\\s*=\\s*[\"']?([A-Za-z0-9_.:-]+)", Pattern.CASE_INSENSITIVE);

  /** Bodies in which no text stands as it is. */
  private static final Pattern BINARY =
      Pattern.compile(
          "image/.*|audio/.*|video/.*|font/.*|application/(?:zip|gzip|pdf|x-gzip|x-protobuf)"
              + "|application/vnd\\.openxmlformats.*");

  private static final Pattern FILE =
      Pattern.compile("text/csv.*|application/(?:octet-stream|vnd\\.ms-excel|x-download|csv).*");

  private static final String RESPONSE = ".servlet.http.HttpServletResponse";

  private static final ClassValue<Methods> METHODS =
      new ClassValue<Methods>() {
        @Override
        protected Methods computeValue(Class<?> type) {
          return Methods.of(type);
        }
      };

  private static final MethodOf HEADERS = new MethodOf("getMimeHeaders");

  /** What its text is written in; null where it holds none. */
  final Charset charset;

  /** Number of the channel through which the body leaves. */
  final int channel;

  private Answer(Charset charset, int channel) {
    this.charset = charset;
    this.channel = channel;
  }

  /**
   * @param response a servlet response, or null where none is known: text in UTF-8
   * @param template whether a template was rendered for it
   */
  static Answer of(Object response, boolean template) {
    Methods methods = response == null ? null : METHODS.get(response.getClass());
    return methods == null
        ? of(null, null, null, template)
        : of(
            methods.contentType(response),
            methods.header(response, "Content-Disposition"),
            methods.header(response, "Content-Encoding"),
            template);
  }

  /** As its headers say it, each null where there is none. */
  static Answer of(String type, String disposition, String encoding, boolean template) {
    String lower = type == null ? "" : type.toLowerCase(Locale.ROOT);
    boolean file =
        FILE.matcher(lower).matches()
            || disposition != null
                && disposition.toLowerCase(Locale.ROOT).trim().startsWith("attachment");
    boolean closed =
        BINARY.matcher(lower).matches()
            || encoding != null && !encoding.trim().equalsIgnoreCase("identity");
    return new Answer(
        closed ? null : charset(type),
        file
            ? Channel.CHANNEL_EXPORT_VALUE
            : template ? Channel.CHANNEL_TEMPLATE_VALUE : Channel.CHANNEL_RESPONSE_VALUE);
  }

  /**
   * The head of a response in words.
   *
   * @param response Tomcat's own, not the servlet's
   */
  static char[] head(Object response) {
    try {
      Object headers = HEADERS.ask(response);
      return headers.toString().toCharArray();
    } catch (ReflectiveOperationException | RuntimeException e) {
      return new char[0];
    }
  }

  /**
   * Where the content type names none it is UTF-8: what a container then claims, ISO-8859-1, is
   * what nobody writes whose people have other names than those of Western Europe.
   */
  private static Charset charset(String contentType) {
    Matcher named = CHARSET.matcher(contentType == null ? "" : contentType);
    try {
      return named.find() ? Charset.forName(named.group(1)) : StandardCharsets.UTF_8;
    } catch (IllegalArgumentException e) {
      return StandardCharsets.UTF_8;
    }
  }

  /** Of the servlet API, jakarta or javax. */
  private static final class Methods {
    final Method contentType;
    final Method header;

    private Methods(Method contentType, Method header) {
      this.contentType = contentType;
      this.header = header;
    }

    static Methods of(Class<?> type) {
      Class<?> api = find(type);
      try {
        return api == null
            ? null
            : new Methods(
                api.getMethod("getContentType"), api.getMethod("getHeader", String.class));
      } catch (NoSuchMethodException e) {
        // Servlet 2.5, which cannot be asked.
        return null;
      }
    }

    private static Class<?> find(Class<?> type) {
      if (type == null || type.getName().endsWith(RESPONSE)) {
        return type;
      }
      for (Class<?> one : type.getInterfaces()) {
        Class<?> found = find(one);
        if (found != null) {
          return found;
        }
      }
      return find(type.getSuperclass());
    }

    String contentType(Object response) {
      return text(contentType, response);
    }

    String header(Object response, String name) {
      return text(header, response, name);
    }

    private static String text(Method method, Object response, Object... arguments) {
      try {
        return (String) method.invoke(response, arguments);
      } catch (ReflectiveOperationException | RuntimeException e) {
        return null;
      }
    }
  }
}
