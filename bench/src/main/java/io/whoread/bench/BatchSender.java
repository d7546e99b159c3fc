package io.whoread.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;

/** Sends batches to a collector as the agent of a service does. Safe for several threads. */
final class BatchSender {
  private final HttpClient http = HttpClient.newHttpClient();
  private final URI batches;
  private final String token;

  /**
   * @param service the folder that {@code service add} wrote
   */
  BatchSender(URI collector, Path service) throws IOException {
    this.batches = collector.resolve("/v1/batches");
    this.token = Files.readString(service.resolve("token")).strip();
  }

  /**
   * Returns once the collector has acknowledged the batch.
   *
   * @throws IOException also where the collector refuses the batch
   */
  void send(byte[] batch) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(batches)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/x-protobuf")
                .POST(HttpRequest.BodyPublishers.ofByteArray(batch))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 204) {
      throw new IOException("status " + answer.statusCode() + ": " + answer.body());
    }
  }
}
