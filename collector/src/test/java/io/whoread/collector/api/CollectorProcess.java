package io.whoread.collector.api;

import static org.awaitility.Awaitility.await;

import io.whoread.collector.ingest.Services;
import io.whoread.record.PseudonymKey;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A real collector in a process of its own, on a free port of loopback, with one service that may
 * send. What it prints is kept in its folder.
 */
final class CollectorProcess implements AutoCloseable {
  static final String SERVICE = "shop";

  private static final Pattern FIRST_START =
      Pattern.compile("on port (\\d+) as admin with the password in ");

  private final Path data;
  private final Process process;
  private final HttpClient http = HttpClient.newHttpClient();
  private final PseudonymKey key;
  private final String token;
  private final int port;
  private final String password;

  /**
   * @param folder empty; the collector's data go into a folder below it
   */
  CollectorProcess(Path folder) throws IOException {
    data = Files.createDirectories(folder.resolve("data"));
    token = Services.open(data).add(SERVICE);
    key = PseudonymKey.generate(1);
    Files.writeString(data.resolve("key"), key.toLine() + "\n");
    ProcessBuilder command =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx512m",
            "-Djava.io.tmpdir=" + Files.createDirectories(folder.resolve("tmp")),
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            "io.whoread.collector.cli.Whoread",
            "collector",
            "--data",
            data.toString(),
            "--port",
            "0");
    Path err = folder.resolve("err");
    command.redirectError(err.toFile()).redirectOutput(folder.resolve("out").toFile());
    process = command.start();
    Matcher started =
        await()
            .atMost(Duration.ofSeconds(90))
            .until(
                () -> {
                  if (!process.isAlive()) {
                    throw new IllegalStateException(
                        Files.readString(folder.resolve("out")) + Files.readString(err));
                  }
                  Matcher matcher = FIRST_START.matcher(Files.readString(err));
                  return matcher.find() ? matcher : null;
                },
                found -> found != null);
    port = Integer.parseInt(started.group(1));
    // Nobody watches: it is kept where this account alone can read it.
    password = Files.readString(data.resolve("first-password")).strip();
  }

  Path data() {
    return data;
  }

  PseudonymKey key() {
    return key;
  }

  /** Of the account admin. */
  String password() {
    return password;
  }

  URI address(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  /** Sends what was read; the collector has it on disk when this returns. */
  void send(Reads reads) throws IOException, InterruptedException {
    send(reads, token);
  }

  /**
   * @param sender token of the service that sends
   */
  void send(Reads reads, String sender) throws IOException, InterruptedException {
    for (byte[] batch : reads.batches()) {
      HttpResponse<String> response =
          http.send(
              HttpRequest.newBuilder(address("/v1/batches"))
                  .header("Authorization", "Bearer " + sender)
                  .header("Content-Type", "application/x-protobuf")
                  .POST(HttpRequest.BodyPublishers.ofByteArray(batch))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() != 204) {
        throw new IOException(response.statusCode() + " " + response.body());
      }
    }
  }

  /**
   * Adds an account as an administrator does, by command.
   *
   * @return its password
   */
  String addUser(String name, String... options) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of("user", "add", name));
    words.addAll(List.of(options));
    String said = command(words.toArray(String[]::new));
    Matcher told = Pattern.compile("password of " + name + " is (\\S+)").matcher(said);
    if (!told.find()) {
      throw new IOException(said);
    }
    return told.group(1);
  }

  /**
   * Runs a command on the collector's data.
   *
   * @return what it says
   * @throws IOException that says so too, where it fails
   */
  String command(String... words) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "io.whoread.collector.cli.Whoread"));
    command.addAll(List.of(words));
    command.addAll(List.of("--data", data.toString()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(said);
    }
    return said;
  }

  /** What the command check says of the service. */
  String check() throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address("/v1/services/" + SERVICE + "/check"))
            .header("Authorization", "Bearer " + token);
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString()).body();
  }

  /** A request as a script makes it, with name and password. */
  HttpResponse<String> ask(String user, String password, String method, String path, String json)
      throws IOException, InterruptedException {
    String basic = user + ":" + password;
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address(path))
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(json));
    if (!user.isEmpty()) {
      request.header(
          "Authorization",
          "Basic " + Base64.getEncoder().encodeToString(basic.getBytes(StandardCharsets.UTF_8)));
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return ask("admin", password, "GET", path, "");
  }

  HttpResponse<String> post(String path, String json) throws IOException, InterruptedException {
    return ask("admin", password, "POST", path, json);
  }

  @Override
  public void close() throws IOException {
    http.close();
    process.destroy();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException("the collector did not stop within 30 s");
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
