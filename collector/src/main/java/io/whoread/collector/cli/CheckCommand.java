package io.whoread.collector.cli;

import io.whoread.collector.coverage.CheckReport;
import io.whoread.collector.coverage.LogCoverages;
import io.whoread.collector.ingest.Services;
import io.whoread.collector.log.LocalLog;
import io.whoread.collector.log.Log;
import io.whoread.collector.log.LogInUseException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Asks the running collector with the service's own token; where none runs, looks into its data.
 */
@Command(
    name = "check",
    description = {
      "Say whether a service's records arrive, what its agents guard, and how its last request was"
          + " understood.",
      "Exit code 0 only if all is as it should be."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class CheckCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "NAME", description = "Name of the service.")
  private String name;

  @Option(
      names = "--url",
      paramLabel = "URL",
      defaultValue = "http://127.0.0.1:8090",
      description = "Where the collector listens (default: ${DEFAULT-VALUE}).")
  private URI url;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = "The service's token (default: NAME/token).")
  private Path tokenFile;

  @Option(
      names = "--ca-file",
      paramLabel = "FILE",
      description = "Certificates to trust the collector by, PEM.")
  private Path caFile;

  @Mixin private DataOption data;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (!name.matches(Services.NAME)) {
      throw new CommandFailed("NAME is no name of a service");
    }
    Path token = tokenFile == null ? Path.of(name, "token") : tokenFile;
    if (Files.isReadable(token)) {
      try {
        return ask(Files.readString(token).trim());
      } catch (ConnectException e) {
        if (!Files.isDirectory(data.dir().resolve("log"))) {
          throw new CommandFailed("no collector answers at " + url, e);
        }
      }
    } else if (tokenFile != null || !Files.isDirectory(data.dir().resolve("log"))) {
      throw new CommandFailed(
          token + ": no such file, or not readable; give the service's token with --token-file");
    }
    return look();
  }

  private int ask(String token) throws IOException, InterruptedException {
    HttpClient.Builder http = HttpClient.newBuilder().connectTimeout(PATIENCE);
    if (caFile != null) {
      http.sslContext(trusting());
    }
    String base = url.toString().endsWith("/") ? url.toString() : url + "/";
    try (HttpClient client = http.build()) {
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(URI.create(base + "v1/services/" + name + "/check"))
                  .timeout(PATIENCE)
                  .header("Authorization", "Bearer " + token)
                  .header("Accept", "text/plain")
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      switch (answer.statusCode()) {
        case 200 -> {
          return print(
              answer.body(),
              answer.headers().firstValue(CheckReport.HEADER).orElse("").equals("ok"));
        }
        case 401 ->
            throw new CommandFailed("the collector at " + url + " does not know this token");
        case 403 -> throw new CommandFailed("the token is not that of " + name);
        default ->
            throw new CommandFailed(
                url + " answers with status " + answer.statusCode() + ": is it a collector?");
      }
    }
  }

  private SSLContext trusting() throws IOException {
    try (InputStream in = Files.newInputStream(caFile)) {
      KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      int i = 0;
      for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        trusted.setCertificateEntry("ca-" + i++, each);
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new CommandFailed(caFile + ": expected certificates in PEM", e);
    }
  }

  private int look() throws IOException {
    try (LocalLog log = LocalLog.open(data.dir().resolve("log"));
        LogCoverages coverages =
            LogCoverages.open(data.dir().resolve("state").resolve("coverage"), log);
        Log.Cursor cursor = log.read(Math.max(coverages.position(), log.start()))) {
      spec.commandLine().getErr().println("no collector is running; this is from " + data.dir());
      while (cursor.next()) {
        coverages.apply(cursor.position(), cursor.entry());
      }
      CheckReport report = CheckReport.of(name, coverages, Instant.now());
      return print(report.text(), report.ok());
    } catch (LogInUseException e) {
      throw new CommandFailed(
          "a collector is running on "
              + data.dir()
              + ": give its address with --url and the service's token with --token-file",
          e);
    }
  }

  private int print(String text, boolean ok) {
    PrintWriter out = spec.commandLine().getOut();
    out.print(text);
    out.flush();
    return ok ? 0 : 1;
  }
}
