package io.whoread.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
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
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/**
 * What the index costs in Elasticsearch, beside Lucene and beside a program that does nothing but
 * write the very same documents in bulk: records a second until they are searchable, processor time
 * of the collector and of the server for each, bytes in the index. One server, which is there
 * already and has nothing else to do; collector, load and server share the machine.
 */
public final class ElasticIngest {
  private static final int WARM_UP = 200_000;
  private static final int PAGE = 5_000;
  private static final int SENDERS = 3;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final byte[] CREATE = "{\"create\":{}}\n".getBytes(StandardCharsets.UTF_8);

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI server;
  private final Path home;
  private final int records;

  private ElasticIngest(URI server, Path home, int records) {
    this.server = server;
    this.home = home;
    this.records = records;
  }

  /**
   * @param args address of the server, which asks for no password; how many records each arm sends,
   *     1,000,000 where left out
   */
  public static void main(String[] args) throws Exception {
    Path home = Path.of(System.getProperty("whoread.home", "")).toAbsolutePath();
    ElasticIngest bench =
        new ElasticIngest(
            URI.create(args[0]), home, args.length > 1 ? Integer.parseInt(args[1]) : 1_000_000);
    System.out.printf(
        "%-10s %-24s %12s %16s %14s %12s%n",
        "subjects", "index", "records/s", "collector us", "server us", "index B");
    for (int subjects : new int[] {20, 1}) {
      double lucene = bench.collector(subjects, null);
      String name = "bench-" + Long.toHexString(System.nanoTime());
      double elastic = bench.collector(subjects, name);
      double plain = bench.plain(subjects, name);
      System.out.printf(
          "%-10d of plain bulk writing: %.2f of its records/s; Lucene: %.1f times%n",
          subjects, elastic / plain, lucene / plain);
    }
  }

  /** By a collector, from the first batch sent until the last is searchable. */
  private double collector(int subjects, String name) throws Exception {
    SyntheticReads reads =
        new SyntheticReads(
            Ingest.EMPLOYEES, Ingest.CALLERS, subjects, records / Ingest.READS_AN_ORDER);
    List<byte[]> warmUp = Ingest.batches(reads, WARM_UP);
    List<byte[]> load = Ingest.batches(reads, records);
    Path folder = Files.createTempDirectory("whoread-elastic-ingest");
    try (Deployment deployment = Deployment.start(home, folder)) {
      if (name != null) {
        deployment.collector().close();
        Files.writeString(
            deployment.data().resolve("engines.yaml"),
            "index: elasticsearch\nelasticsearch: {addresses: [\"%s\"], name: %s}\n"
                .formatted(server, name));
        deployment.startCollector();
        Path engine = deployment.data().resolve("state/index-engine");
        while (!Files.readString(engine).strip().equals("elasticsearch")) {
          LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
      }
      Ingest ingest = new Ingest(deployment);
      ingest.send(warmUp);
      ingest.awaitSearchable();
      Duration cpu = deployment.collector().cpu();
      double server = serverCpuMs();
      long start = System.nanoTime();
      ingest.send(load);
      ingest.awaitSearchable();
      double seconds = (System.nanoTime() - start) / 1e9;
      double collectorUs = deployment.collector().cpu().minus(cpu).toNanos() / 1e3 / records;
      double serverUs = name == null ? 0 : (serverCpuMs() - server) * 1e3 / records;
      double bytes =
          name == null
              ? Ingest.size(deployment.data().resolve("index"))
              : bytes(name + "-access-000001");
      print(
          subjects,
          name == null ? "Lucene" : "Elasticsearch",
          records / seconds,
          collectorUs,
          serverUs,
          bytes / (records + WARM_UP));
      return records / seconds;
    } finally {
      Deployment.delete(folder);
    }
  }

  /** The same documents, taken out before, into another stream of the same template. */
  private double plain(int subjects, String name) throws Exception {
    List<byte[]> requests = new ArrayList<>();
    long documents = 0;
    ObjectNode search = JSON.createObjectNode().put("size", PAGE);
    search.putArray("sort").add("whoread.position").add("whoread.ordinal");
    while (true) {
      JsonNode hits =
          call("POST", "/" + name + "-access-000001/_search", search.toString()).at("/hits/hits");
      if (hits.isEmpty()) {
        break;
      }
      ByteArrayOutputStream request = new ByteArrayOutputStream();
      for (JsonNode hit : hits) {
        request.write(CREATE);
        request.write(JSON.writeValueAsBytes(hit.get("_source")));
        request.write('\n');
        documents++;
      }
      requests.add(request.toByteArray());
      search.set("search_after", hits.get(hits.size() - 1).get("sort"));
    }
    double all = (double) (records + WARM_UP);
    String stream = name + "-access-000999";
    double server = serverCpuMs();
    long start = System.nanoTime();
    try (ExecutorService senders = Executors.newFixedThreadPool(SENDERS)) {
      List<Future<?>> sending = new ArrayList<>();
      for (byte[] each : requests) {
        sending.add(
            senders.submit(
                () -> {
                  if (bulk(stream, each).path("errors").asBoolean()) {
                    throw new IOException("refused");
                  }
                  return null;
                }));
      }
      for (Future<?> each : sending) {
        each.get();
      }
    }
    call("POST", "/" + stream + "/_refresh", null);
    double seconds = (System.nanoTime() - start) / 1e9;
    double serverUs = (serverCpuMs() - server) * 1e3 / all;
    long found = call("GET", "/" + stream + "/_count", null).path("count").asLong();
    if (found != documents) {
      throw new IOException(found + " documents of " + documents);
    }
    print(subjects, "plain bulk", all / seconds, 0, serverUs, bytes(stream) / all);
    return all / seconds;
  }

  private static void print(
      int subjects, String index, double rate, double collectorUs, double serverUs, double bytes) {
    System.out.printf(
        "%-10d %-24s %,12.0f %16.2f %14.2f %12.1f%n",
        subjects, index, rate, collectorUs, serverUs, bytes);
  }

  private double serverCpuMs() throws Exception {
    double sum = 0;
    for (JsonNode node : call("GET", "/_nodes/stats/process", null).path("nodes")) {
      sum += node.at("/process/cpu/total_in_millis").asDouble();
    }
    return sum;
  }

  /** Of a stream, once it is merged. */
  private double bytes(String stream) throws Exception {
    call("POST", "/" + stream + "/_forcemerge?max_num_segments=1", null);
    return call("GET", "/" + stream + "/_stats/store", null)
        .at("/_all/primaries/store/size_in_bytes")
        .asDouble();
  }

  private JsonNode bulk(String stream, byte[] body) throws Exception {
    return send(
        HttpRequest.newBuilder(server.resolve("/" + stream + "/_bulk"))
            .header("Content-Type", "application/x-ndjson")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build());
  }

  private JsonNode call(String method, String path, String body) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve(path));
    if (body == null) {
      request.method(method, HttpRequest.BodyPublishers.noBody());
    } else {
      request
          .header("Content-Type", "application/json")
          .method(method, HttpRequest.BodyPublishers.ofString(body));
    }
    return send(request.build());
  }

  private JsonNode send(HttpRequest request) throws Exception {
    HttpResponse<byte[]> answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
    if (answer.statusCode() >= 300) {
      throw new IOException(
          request.uri() + ": " + new String(answer.body(), StandardCharsets.UTF_8));
    }
    return JSON.readTree(answer.body());
  }
}
