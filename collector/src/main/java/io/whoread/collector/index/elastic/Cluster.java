package io.whoread.collector.index.elastic;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import co.elastic.clients.elasticsearch.nodes.info.NodeInfo;
import co.elastic.clients.json.SimpleJsonpMapper;
import co.elastic.clients.transport.TransportException;
import co.elastic.clients.transport.rest_client.RestClientTransport;
import io.whoread.collector.settings.CertificateFile;
import io.whoread.collector.settings.SettingsException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.apache.http.Header;
import org.apache.http.HttpHeaders;
import org.apache.http.HttpHost;
import org.apache.http.message.BasicHeader;
import org.elasticsearch.client.RestClient;
import org.elasticsearch.client.RestClientBuilder;

/** A connection to a cluster. Whether it can be reached shows with the first question. */
final class Cluster implements Closeable {
  private static final int CONNECT_MS = (int) Duration.ofSeconds(5).toMillis();
  private static final int ANSWER_MS = (int) Duration.ofSeconds(60).toMillis();
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

  /**
   * Sees whether this is a server that the index can be kept in.
   *
   * @throws UnfitClusterException where it is another product or too old, or does not let us in
   * @throws IOException where nobody answers, or the cluster cannot now
   */
  void check() throws IOException {
    List<String> versions;
    try {
      // Beside the version, the least there is to ask for.
      versions =
          client.nodes().info(info -> info.metric("http")).nodes().values().stream()
              .map(NodeInfo::version)
              .toList();
    } catch (TransportException e) {
      if (e.statusCode() == 200) {
        throw new UnfitClusterException(
            "what answers at "
                + settings.addresses()
                + " is no Elasticsearch (OpenSearch is another product): 8.19 or later is needed");
      }
      throw e;
    } catch (ElasticsearchException e) {
      if (e.status() == 401 || e.status() == 403) {
        throw new UnfitClusterException(
            "the cluster at "
                + settings.addresses()
                + " does not let the collector in (status "
                + e.status()
                + "): name its user, or its key, in engines.yaml");
      }
      throw new IOException("the cluster cannot answer", e);
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

  @Override
  public void close() throws IOException {
    rest.close();
  }
}
