package io.whoread.trials;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.util.zip.GZIPInputStream;

/**
 * A request that was made and its answer.
 *
 * @param number 32 hexadecimal digits: the trace id that it carried
 * @param actor who was logged in: {@code staff e1001}
 * @param operation as the trail must name it, with its form
 */
record Exchange(String number, String actor, String operation, HttpResponse<byte[]> response) {
  /** The channel that the answer itself is. */
  String channel() {
    if (response
        .headers()
        .firstValue("Content-Disposition")
        .filter(how -> how.startsWith("attachment"))
        .isPresent()) {
      return "export";
    }
    return type().contains("html") ? "template" : "response";
  }

  String type() {
    return response.headers().firstValue("Content-Type").orElse("");
  }

  boolean isCompressed() {
    return response.headers().firstValue("Content-Encoding").filter("gzip"::equals).isPresent();
  }

  byte[] body() throws IOException {
    if (!isCompressed()) {
      return response.body();
    }
    try (InputStream plain = new GZIPInputStream(new ByteArrayInputStream(response.body()))) {
      return plain.readAllBytes();
    }
  }
}
