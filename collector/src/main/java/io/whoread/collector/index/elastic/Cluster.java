package io.whoread.collector.index.elastic;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.json.SimpleJsonpMapper;
import co.elastic.clients.transport.rest_client.RestClientTransport;
import io.whoread.collector.settings.CertificateFile;
import io.whoread.collector.settings.SettingsException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import org.apache.http.Header;
import org.apache.http.HttpHeaders;
import org.apache.http.HttpHost;
import org.apache.http.message.BasicHeader;
import org.elasticsearch.client.Request;
import org.elasticsearch.client.Response;
import org.elasticsearch.client.ResponseException;
import org.elasticsearch.client.RestClient;
import org.elasticsearch.client.RestClientBuilder;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** A connection to a cluster. Whether it can be reached shows with the first question. */
final class Cluster implements Closeable {
  private static final int CONNECT_MS = (int) Duration.ofSeconds(5).toMillis();
  private static final int ANSWER_MS = (int) Duration.ofSeconds(30).toMillis();
  private static final JsonMapper JSON = new JsonMapper();
  private static final int TOO_MANY = 429;
  private static final int OLDEST_MAJOR = 8;
  private static final int OLDEST_MINOR = 19;

  private final ElasticSettings settings;
  private final RestClient rest;
  private final ElasticsearchClient client;

  /**
   * @throws SettingsException where the certificates cannot be used
   */
  Cluster(ElasticSettings settings) {
    this.settings = settings;
    RestClientBuilder builder =
        RestClient.builder(
            settings.addresses().stream()
                .map(each -> HttpHost.create(each.toString()))
                .toArray(HttpHost[]::new));
    SSLContext tls = tls(settings);
    builder.setHttpClientConfigCallback(http -> tls == null ? http : http.setSSLContext(tls));
    builder.setRequestConfigCallback(
        request -> request.setConnectTimeout(CONNECT_MS).setSocketTimeout(ANSWER_MS));
    builder.setDefaultHeaders(authorization(settings));
    this.rest = builder.build();
    this.client =
        new ElasticsearchClient(new RestClientTransport(rest, SimpleJsonpMapper.INSTANCE));
  }

  private static SSLContext tls(ElasticSettings settings) {
    if (settings.caFile() == null) {
      return null;
    }
    try {
      return CertificateFile.tls(settings.caFile());
    } catch (GeneralSecurityException e) {
      throw new SettingsException(settings.caFile() + ": expected certificates in PEM");
    } catch (IOException e) {
      throw new SettingsException(settings.caFile() + ": no such file, or not readable");
    }
  }

  private static Header[] authorization(ElasticSettings settings) {
    String value = null;
    if (settings.apiKey() != null) {
      value = "ApiKey " + settings.apiKey();
    } else if (settings.user() != null) {
      byte[] account =
          (settings.user() + ":" + settings.password()).getBytes(StandardCharsets.UTF_8);
      value = "Basic " + Base64.getEncoder().encodeToString(account);
    }
    return value == null
        ? new Header[0]
        : new Header[] {new BasicHeader(HttpHeaders.AUTHORIZATION, value)};
  }

  ElasticsearchClient client() {
    return client;
  }

  /** For what the client has no words for. */
  RestClient rest() {
    return rest;
  }

  /**
   * Sees whether this is a server that the index can be kept in.
   *
   * @throws UnfitClusterException where it is another product or too old, or does not let us in
   * @throws IOException where nobody answers, or the cluster cannot now
   */
  void check() throws IOException {
    List<String> versions = new ArrayList<>();
    Response answer;
    try {
      // Beside the versions, the least there is to ask for. Not by the client: what is older than
      // it knows has no words for it.
      answer = rest.performRequest(new Request("GET", "/_nodes/http"));
    } catch (SSLHandshakeException e) {
      throw new UnfitClusterException(
          ("the certificate of the cluster at %s is not trusted (%s): name who vouches for it as"
                  + " \"ca-file\" in engines.yaml")
              .formatted(settings.addresses(), e.getMessage()));
    } catch (ResponseException e) {
      throw refusal(e);
    }
    if (!"Elasticsearch".equals(answer.getHeader("X-Elastic-Product"))) {
      throw new UnfitClusterException(
          "what answers at %s is no Elasticsearch of today (nor is OpenSearch): 8.19 or later is needed"
              .formatted(settings.addresses()));
    }
    try {
      JSON.readTree(answer.getEntity().getContent())
          .path("nodes")
          .forEach(node -> versions.add(node.path("version").asString()));
    } catch (JacksonException e) {
      throw new IOException("the cluster's answer cannot be read", e);
    }
    for (String version : versions) {
      String[] parts = version.split("[.-]");
      int major = Integer.parseInt(parts[0]);
      int minor = Integer.parseInt(parts[1]);
      if (major < OLDEST_MAJOR || major == OLDEST_MAJOR && minor < OLDEST_MINOR) {
        throw new UnfitClusterException(
            "the cluster at %s runs Elasticsearch %s: 8.19 or later is needed"
                .formatted(settings.addresses(), version));
      }
    }
  }

  private IOException refusal(ResponseException e) {
    int status = e.getResponse().getStatusLine().getStatusCode();
    if (status == 401 || status == 403) {
      return new UnfitClusterException(
          ("the cluster at %s does not let the collector in (status %d): name its user, or its key,"
                  + " in engines.yaml")
              .formatted(settings.addresses(), status));
    }
    if (status >= 400 && status < 500 && status != TOO_MANY) {
      return new UnfitClusterException(
          ("what answers at %s does not know what it is asked (status %d): Elasticsearch 8.19 or"
                  + " later is needed")
              .formatted(settings.addresses(), status));
    }
    return new IOException("the cluster cannot answer", e);
  }

  @Override
  public void close() throws IOException {
    rest.close();
  }
}
