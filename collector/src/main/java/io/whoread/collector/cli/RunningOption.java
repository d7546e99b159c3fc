package io.whoread.collector.cli;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import javax.net.ssl.SSLException;
import picocli.CommandLine.Option;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A running collector, and who speaks to it: a group of options, all or none. */
final class RunningOption {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  @Option(
      names = "--user",
      paramLabel = "NAME",
      required = true,
      description =
          "With a running collector: an account with the role security, or where people's reads are"
              + " told, responder.")
  private String user;

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      required = true,
      description = "Its password.")
  private Path passwordFile;

  @Option(
      names = "--collector",
      paramLabel = "URL",
      converter = CollectorAddress.class,
      description = "Where it listens (default: where the one on --data does).")
  private URI collector;

  @Option(
      names = "--ca-file",
      paramLabel = "FILE",
      description = "Certificates to trust it by, PEM (default: the usual ones).")
  private Path caFile;

  /** What a command says that finds a collector running and was not told who asks. */
  static CommandFailed needed(Path data, Throwable cause) {
    return new CommandFailed(
        "a collector runs on "
            + data
            + ": name an account with the role security, --user NAME --password-file FILE",
        cause);
  }

  /**
   * Asks the collector.
   *
   * @param data folder of the collector, where none was named
   * @param path of the API, with its query
   * @param type of the body; null where there is none
   * @param body may be empty
   * @throws CommandFailed where it cannot be asked; whatever it answers is returned
   */
  HttpResponse<String> ask(DataOption data, String method, String path, String type, byte[] body)
      throws IOException {
    URI address = collector != null ? collector : here(data);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address.resolve(path))
            .timeout(TIMEOUT)
            .header("Authorization", "Basic " + credentials())
            .method(method, HttpRequest.BodyPublishers.ofByteArray(body));
    if (type != null) {
      request.header("Content-Type", type);
    }
    try (HttpClient client =
        collector == null ? CollectorHttp.here(caFile) : CollectorHttp.client(caFile)) {
      CollectorHttp.requireCollector(client, CollectorHttp.base(address));
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (SSLException e) {
      throw new CommandFailed(CollectorHttp.reason(e, address, caFile, "--ca-file"), e);
    } catch (IOException e) {
      throw new CommandFailed(CollectorHttp.unreachable(address, e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailed("interrupted", e);
    }
  }

  private static URI here(DataOption data) throws IOException {
    return ListeningAddress.read(data.existing())
        .orElseThrow(
            () ->
                new CommandFailed(
                    "no collector runs on "
                        + data.dir()
                        + ", or it is still starting: wait, leave --user out, or name another with"
                        + " --collector"));
  }

  private String credentials() throws IOException {
    String password = Files.readString(passwordFile).strip();
    return Base64.getEncoder()
        .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
  }

  /**
   * @throws CommandFailed where the answer is no JSON
   */
  static JsonNode json(HttpResponse<String> answer) {
    try {
      return new JsonMapper().readTree(answer.body());
    } catch (JacksonException e) {
      throw new CommandFailed(answer.uri() + " answered " + answer.statusCode(), e);
    }
  }

  /** What a command says whose question was refused. */
  static CommandFailed refused(HttpResponse<String> answer) {
    return new CommandFailed(
        answer.uri().resolve("/")
            + " answered "
            + answer.statusCode()
            + ": "
            + json(answer).path("detail").asString());
  }
}
