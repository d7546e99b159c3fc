package io.whoread.collector;

import io.whoread.collector.cli.Whoread;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/** The collector as a process of its own, on a free port of loopback. */
public final class CollectorProcess implements AutoCloseable {
  private static final Pattern LISTENING = Pattern.compile("listening on (https?://[\\w.:]+)");
  private static final Duration ANSWER = Duration.ofSeconds(15);
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  static {
    // What waits for a process of its own waits for a busy machine.
    Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
  }

  private final HttpClient http = HttpClient.newHttpClient();
  private final Process process;
  private final Path output;
  private URI uri;

  private CollectorProcess(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /** Starts it and waits until it listens. */
  public static CollectorProcess start(Path data, Path output) throws IOException {
    return start(data, output, List.of(), List.of());
  }

  /**
   * @param prefix words that the command line begins with, such as those of a shell that sets
   *     limits
   */
  public static CollectorProcess start(
      Path data, Path output, List<String> prefix, List<String> more) throws IOException {
    CollectorProcess collector = launch(data, output, 0, prefix, more);
    try {
      collector.awaitListening();
    } catch (RuntimeException e) {
      collector.process.destroyForcibly();
      throw e;
    }
    return collector;
  }

  /** Starts it, and does not wait: it may have to stand by. */
  public static CollectorProcess launch(Path data, Path output, int port) throws IOException {
    CollectorProcess collector = launch(data, output, port, List.of(), List.of());
    collector.uri = URI.create("http://127.0.0.1:" + port);
    return collector;
  }

  private static CollectorProcess launch(
      Path data, Path output, int port, List<String> prefix, List<String> more) throws IOException {
    Files.deleteIfExists(output);
    Path temporary = Files.createDirectories(output.toAbsolutePath().resolveSibling("tmp"));
    List<String> command = new ArrayList<>(prefix);
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Djava.io.tmpdir=" + temporary,
            "--enable-native-access=ALL-UNNAMED",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            withoutTests(System.getProperty("java.class.path")),
            Whoread.class.getName(),
            "collector",
            "--data",
            data.toString(),
            "--port",
            Integer.toString(port)));
    command.addAll(more);
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    return new CollectorProcess(process, output);
  }

  /** The tests' own logging is not the collector's. */
  private static String withoutTests(String classPath) {
    return Arrays.stream(classPath.split(File.pathSeparator))
        .filter(entry -> !entry.endsWith("test-classes"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** Waits until it takes records. */
  public void awaitListening() {
    await(LISTENING);
    try {
      Matcher listening = LISTENING.matcher(output());
      listening.find();
      uri = URI.create(listening.group(1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until it has said something. */
  public void await(Pattern words) {
    Awaitility.await()
        .atMost(PATIENCE)
        .until(
            () -> {
              if (!process.isAlive()) {
                throw new IllegalStateException("it ended: " + output());
              }
              return words.matcher(output()).find();
            });
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /**
   * Posts a batch.
   *
   * @return the status
   * @throws IOException where the collector went away meanwhile
   */
  public int post(byte[] batch, String token) throws IOException, InterruptedException {
    return http.send(
            HttpRequest.newBuilder(uri.resolve("/v1/batches"))
                .timeout(ANSWER)
                .header("Content-Type", "application/x-protobuf")
                .header("Authorization", "Bearer " + token)
                .POST(HttpRequest.BodyPublishers.ofByteArray(batch))
                .build(),
            HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  public URI uri() {
    return uri;
  }

  /** The answer to a GET. */
  public HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(uri.resolve(path)).build(), HttpResponse.BodyHandlers.ofString());
  }

  public String output() throws IOException {
    return Files.readString(output);
  }

  /** {@code kill -9}. */
  public void kill() {
    process.destroyForcibly().onExit().join();
    http.shutdownNow();
  }

  /** {@code kill -SIGNAL}. */
  public void signal(String signal) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
  }

  /** {@code kill}, and what its exit code was. */
  public int stop() {
    process.destroy();
    try {
      return process.onExit().get(60, TimeUnit.SECONDS).exitValue();
    } catch (Exception e) {
      throw new IllegalStateException("it does not end", e);
    }
  }

  @Override
  public void close() {
    kill();
  }
}
