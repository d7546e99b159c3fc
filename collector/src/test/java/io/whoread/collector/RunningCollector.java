package io.whoread.collector;

import com.google.protobuf.MessageLite;
import io.whoread.collector.ingest.Services;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** A collector in this JVM, on a free port of loopback, with one service: "shop". */
public final class RunningCollector implements AutoCloseable {
  public static final String SERVICE = "shop";

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final ConfigurableApplicationContext context;
  private final String token;

  private RunningCollector(ConfigurableApplicationContext context, String token) {
    this.context = context;
    this.token = token;
  }

  public static RunningCollector start(Path data) throws IOException {
    return start(data, Map.of());
  }

  public static RunningCollector start(Path data, Map<String, Object> more) throws IOException {
    String token = Services.open(data).add(SERVICE);
    SpringApplication application = new SpringApplication(CollectorApplication.class);
    application.setDefaultProperties(
        Map.of("whoread.data", data.toString(), "server.address", "127.0.0.1", "server.port", "0"));
    application.addInitializers(
        context ->
            context
                .getEnvironment()
                .getPropertySources()
                .addFirst(new org.springframework.core.env.MapPropertySource("test", more)));
    return new RunningCollector(application.run(), token);
  }

  public <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  public String token() {
    return token;
  }

  public URI uri(String path) {
    return URI.create(
        "http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port") + path);
  }

  public HttpResponse<String> post(MessageLite batch) throws IOException, InterruptedException {
    return post(batch.toByteArray(), "application/x-protobuf", "Bearer " + token);
  }

  public HttpResponse<String> post(byte[] body, String type, String authorization)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri("/v1/batches"))
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    if (type != null) {
      request.header("Content-Type", type);
    }
    if (authorization != null) {
      request.header("Authorization", authorization);
    }
    return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  public HttpResponse<String> get(String path, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  @Override
  public void close() {
    context.close();
  }
}
