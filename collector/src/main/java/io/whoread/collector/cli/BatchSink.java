package io.whoread.collector.cli;

import io.whoread.collector.engine.Logs;
import io.whoread.collector.ingest.Intake;
import io.whoread.collector.ingest.InvalidBatchException;
import io.whoread.collector.ingest.Runs;
import io.whoread.collector.log.FolderLock;
import io.whoread.collector.log.Log;
import io.whoread.collector.log.LogInUseException;
import io.whoread.collector.log.Sealer;
import io.whoread.record.v1.Access;
import io.whoread.record.v1.Batch;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import javax.net.ssl.SSLException;

/** Where an import writes: the log of a collector that does not run, or one that does. */
interface BatchSink extends AutoCloseable {
  /**
   * @throws CommandFailed where the batch is not taken
   */
  void accept(Batch batch);

  /**
   * Waits until all is on disk.
   *
   * @return how many of the records were in the trail before
   */
  long finish();

  /** One subject of one access is a record, as a line of a file is. */
  private static long records(Batch batch) {
    return batch.getAccessesList().stream().mapToLong(Access::getSubjectsCount).sum();
  }

  @Override
  void close() throws IOException;

  /** Into a data folder. */
  static BatchSink into(Path data, String service) throws IOException {
    try {
      return new Folder(data, service);
    } catch (LogInUseException e) {
      throw inUse(data, e);
    }
  }

  /**
   * @throws CommandFailed where {@link #into} would fail for a collector that runs
   */
  static void requireFree(Path data) throws IOException {
    try {
      FolderLock.requireFree(data.resolve("log"));
    } catch (LogInUseException e) {
      throw inUse(data, e);
    }
  }

  private static CommandFailed inUse(Path data, LogInUseException e) {
    return new CommandFailed(
        data + " is in use by a running collector: stop it, or import with --collector", e);
  }

  /**
   * Over HTTP.
   *
   * @param caFile certificates to trust the collector by; null for the usual ones
   */
  static BatchSink over(URI url, Path tokenFile, Path caFile) {
    String token = ServiceToken.read(tokenFile);
    return new Http(CollectorHttp.client(caFile), CollectorHttp.base(url), token, caFile).met();
  }

  /** The log of a stopped collector, written as the collector itself would. */
  final class Folder implements BatchSink {
    private static final int MAX_UNDER_WAY = 64;

    private final Log log;
    private final Runs runs;
    private final Intake intake;
    private final String service;
    private final ArrayDeque<UnderWay> underWay = new ArrayDeque<>();
    private long before;

    private record UnderWay(long records, CompletableFuture<Intake.Outcome> outcome) {}

    private Folder(Path data, String service) throws IOException {
      this.log = Logs.open(data);
      try {
        // An empty log is sealed before its first entry.
        Sealer.open(data.resolve("log"), log).close();
        this.runs = Runs.open(data.resolve("state").resolve("runs"), log);
      } catch (IOException | RuntimeException e) {
        log.close();
        throw e;
      }
      this.intake = new Intake(log, runs);
      this.service = service;
    }

    @Override
    public void accept(Batch batch) {
      if (underWay.size() >= MAX_UNDER_WAY) {
        join();
      }
      try {
        underWay.add(new UnderWay(records(batch), intake.take(service, batch.toByteString())));
      } catch (InvalidBatchException e) {
        throw new CommandFailed("the collector does not take a batch: " + e.getMessage(), e);
      } catch (Intake.OverloadedException e) {
        throw new IllegalStateException("fewer batches are under way than there is room for", e);
      }
    }

    private void join() {
      try {
        UnderWay oldest = underWay.remove();
        before += oldest.outcome.join() == Intake.Outcome.DUPLICATE ? oldest.records : 0;
      } catch (CompletionException e) {
        throw new CommandFailed("the log cannot be written: " + e.getCause().getMessage(), e);
      }
    }

    @Override
    public long finish() {
      while (!underWay.isEmpty()) {
        join();
      }
      return before;
    }

    @Override
    public void close() throws IOException {
      try (log) {
        runs.close();
      }
    }
  }

  /** A running collector. */
  final class Http implements BatchSink {
    private static final int TRIES = 10;
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final HttpClient client;
    private final URI base;
    private final String token;
    private final Path caFile;
    private long before;

    private Http(HttpClient client, URI base, String token, Path caFile) {
      this.client = client;
      this.caFile = caFile;
      this.base = base;
      this.token = token;
    }

    private Http met() {
      try {
        CollectorHttp.requireCollector(client, base);
        return this;
      } catch (IOException e) {
        throw failed(e);
      } catch (InterruptedException e) {
        throw interrupted(e);
      }
    }

    @Override
    public void accept(Batch batch) {
      HttpRequest request =
          HttpRequest.newBuilder(base.resolve("v1/batches"))
              .timeout(TIMEOUT)
              .header("Content-Type", "application/x-protobuf")
              .header("Authorization", "Bearer " + token)
              .POST(HttpRequest.BodyPublishers.ofByteArray(batch.toByteArray()))
              .build();
      try {
        for (int tried = 1; ; tried++) {
          HttpResponse<String> response =
              client.send(request, HttpResponse.BodyHandlers.ofString());
          int status = response.statusCode();
          if (status / 100 == 2) {
            String outcome = response.headers().firstValue(Intake.Outcome.HEADER).orElse("");
            before += outcome.equals(Intake.Outcome.DUPLICATE.label()) ? records(batch) : 0;
            return;
          }
          if (status != 429 && status != 503 || tried == TRIES) {
            throw new CommandFailed(base + " answered " + meaning(status, response.body()));
          }
          Thread.sleep(Math.min(10_000L, 100L << tried));
        }
      } catch (IOException e) {
        throw failed(e);
      } catch (InterruptedException e) {
        throw interrupted(e);
      }
    }

    private CommandFailed failed(IOException e) {
      return new CommandFailed(
          e instanceof SSLException tls
              ? CollectorHttp.reason(tls, base, caFile, "--ca-file")
              : CollectorHttp.unreachable(base, e),
          e);
    }

    private static CommandFailed interrupted(InterruptedException e) {
      Thread.currentThread().interrupt();
      return new CommandFailed("interrupted", e);
    }

    private static String meaning(int status, String body) {
      return status == 401
          ? "401: the token is not that of a service; see --token-file"
          : status + ": " + body.substring(0, Math.min(body.length(), 300));
    }

    @Override
    public long finish() {
      return before;
    }

    @Override
    public void close() {
      client.close();
    }
  }
}
