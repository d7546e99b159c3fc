package io.whoread.agent.actor;

import java.io.UnsupportedEncodingException;
import java.net.URLDecoder;

/** The query string of a request. */
final class Query {
  private Query() {}

  /** The first value of a parameter, or null. */
  static String parameter(String query, String name) {
    for (String pair : query.split("&")) {
      int equals = pair.indexOf('=');
      if (equals > 0 && decode(pair.substring(0, equals)).equals(name)) {
        return decode(pair.substring(equals + 1));
      }
    }
    return null;
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, "UTF-8");
    } catch (UnsupportedEncodingException | IllegalArgumentException e) {
      return text;
    }
  }
}
