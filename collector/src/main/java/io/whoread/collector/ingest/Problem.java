package io.whoread.collector.ingest;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** An answer to a sender that was refused, as application/problem+json (RFC 9457). */
record Problem(int status, String title, String detail) {
  void write(HttpServletResponse response) throws IOException {
    response.setStatus(status);
    response.setContentType("application/problem+json");
    byte[] body =
        ("{\"title\":"
                + quoted(title)
                + ",\"status\":"
                + status
                + ",\"detail\":"
                + quoted(detail)
                + "}\n")
            .getBytes(StandardCharsets.UTF_8);
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }

  private static String quoted(String text) {
    StringBuilder json = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < ' ') {
        json.append(String.format("\\u%04x", (int) c));
      } else {
        json.append(c);
      }
    }
    return json.append('"').toString();
  }
}
