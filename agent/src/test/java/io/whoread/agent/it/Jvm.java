package io.whoread.agent.it;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A JVM of its own, with or without the agent. */
final class Jvm implements AutoCloseable {
  static final Path JAR = Path.of("target/whoread-agent.jar").toAbsolutePath();

  private final Process process;
  private final Path folder;
  private final HttpClient client = HttpClient.newHttpClient();

  private Jvm(Process process, Path folder) {
    this.process = process;
    this.folder = folder;
  }

  static Jvm start(Path home, Path folder, List<String> options, String... command)
      throws IOException {
    List<String> line = new ArrayList<>();
    line.add(home.resolve("bin/java").toString());
    // Without a configuration the agent keeps its records in the home of the user.
    line.add("-Duser.home=" + folder);
    line.addAll(options);
    line.addAll(Arrays.asList(command));
    Process process =
        new ProcessBuilder(line)
            .directory(folder.toFile())
            .redirectOutput(folder.resolve("stdout").toFile())
            .redirectError(folder.resolve("stderr").toFile())
            .start();
    return new Jvm(process, folder);
  }

  /** The service with orders, answering. */
  static Jvm service(Path home, Path folder, List<String> options) throws IOException {
    return answering(
        home,
        folder,
        options,
        classPath(),
        "com.example.orders.OrdersApplication",
        "--server.port=0",
        "--server.address=127.0.0.1",
        "--spring.main.banner-mode=off",
        "--logging.level.root=error");
  }

  /** A service that writes its port into a file once it answers. */
  static Jvm answering(
      Path home, Path folder, List<String> options, String classPath, String... command)
      throws IOException {
    List<String> all = new ArrayList<>(options);
    all.add("-Dport.file=" + folder.resolve("port"));
    all.add("-Xmx160m");
    all.add("-XX:TieredStopAtLevel=1");
    all.add("-cp");
    all.add(classPath);
    Files.deleteIfExists(folder.resolve("port"));
    Jvm jvm = start(home, folder, all, command);
    await()
        .atMost(Duration.ofSeconds(90))
        .until(() -> Files.exists(folder.resolve("port")) || !jvm.process.isAlive());
    if (!jvm.process.isAlive()) {
      throw new IOException("the service did not come up: " + jvm.stderr() + jvm.stdout());
    }
    return jvm;
  }

  /** The tests' class path without the agent's own classes. */
  static String classPath() {
    String own = Path.of("target/classes").toAbsolutePath().toString();
    return Arrays.stream(System.getProperty("java.class.path").split(":"))
        .filter(entry -> !entry.equals(own) && !entry.contains("byte-buddy"))
        .filter(entry -> !entry.contains("/junit") && !entry.contains("protobuf"))
        // Named by advice; no service has them all.
        .filter(entry -> !entry.matches(".*/(log4j-core|feign-core|rocketmq-|shrinkwrap-)[^/]*"))
        .filter(entry -> !entry.contains("/tools/jackson/"))
        .collect(Collectors.joining(":"));
  }

  URI uri(String path) throws IOException {
    return URI.create("http://127.0.0.1:" + Files.readString(folder.resolve("port")) + path);
  }

  /** The answer's body; the status must be 200. */
  String get(String user, String path, String... headers) throws Exception {
    HttpResponse<String> response = send(user, path, headers);
    if (response.statusCode() != 200) {
      throw new IOException(path + " answered " + response.statusCode() + response.body());
    }
    return response.body();
  }

  /** An answer's body while it comes; the status must be 200. */
  Reader open(String user, String path) throws Exception {
    HttpResponse<InputStream> response =
        client.send(request(user, path), HttpResponse.BodyHandlers.ofInputStream());
    if (response.statusCode() != 200) {
      throw new IOException(path + " answered " + response.statusCode());
    }
    return new InputStreamReader(response.body(), StandardCharsets.UTF_8);
  }

  HttpResponse<String> send(String user, String path, String... headers) throws Exception {
    HttpRequest request = request(user, path, headers);
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private HttpRequest request(String user, String path, String... headers) throws IOException {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(30));
    if (user != null) {
      String login = user + ":secret";
      String token = Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
      request.header("Authorization", "Basic " + token);
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    return request.build();
  }

  int waitFor() throws InterruptedException {
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      throw new IllegalStateException("still running: " + process.info());
    }
    return process.exitValue();
  }

  String stdout() throws IOException {
    return Files.readString(folder.resolve("stdout"));
  }

  String stderr() throws IOException {
    return Files.readString(folder.resolve("stderr"));
  }

  /** What the agent said, without what a JVM says of every agent that comes after its start. */
  List<String> said() throws IOException {
    return stderr().lines().filter(line -> line.startsWith("whoread ")).toList();
  }

  long pid() {
    return process.pid();
  }

  /** An orderly end. */
  void stop() throws InterruptedException {
    process.destroy();
    waitFor();
  }

  /** What {@code kill -9} does. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
