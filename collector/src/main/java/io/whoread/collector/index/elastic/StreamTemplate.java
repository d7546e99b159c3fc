package io.whoread.collector.index.elastic;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import co.elastic.clients.elasticsearch.indices.IndexTemplate;
import co.elastic.clients.elasticsearch.indices.get_index_template.IndexTemplateItem;
import io.whoread.collector.log.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the documents of our streams look like. It is put there by us, and replaced where it is
 * older than ours.
 */
final class StreamTemplate {
  /** Raised whenever {@code access-template.json} changes. */
  static final int VERSION = 1;

  private static final String OURS = "whoread";
  private static final String CONTENT = "content";
  private static final int NOT_FOUND = 404;
  private static final int BAD_REQUEST = 400;
  private static final JsonMapper JSON = new JsonMapper();

  private final ElasticsearchClient client;
  private final String name;
  private final String json;
  private final String content;

  StreamTemplate(ElasticsearchClient client, ElasticSettings settings) {
    this.client = client;
    this.name = settings.name() + "-access";
    ObjectNode template = read();
    // The server rolls the stream over, and forgets what is older.
    ObjectNode lifecycle = ((ObjectNode) template.get("template")).putObject("lifecycle");
    if (settings.retention() != null) {
      lifecycle.put("data_retention", text(settings.retention()));
    }
    template.putArray("index_patterns").add(name + "-*");
    template.put("version", VERSION);
    this.content = HexFormat.of().formatHex(Sha256.of(template.toString()), 0, 8);
    template.putObject("_meta").put("managed_by", OURS).put(CONTENT, content);
    this.json = template.toString();
  }

  private static ObjectNode read() {
    try (InputStream in = StreamTemplate.class.getResourceAsStream("access-template.json")) {
      return (ObjectNode) JSON.readTree(in);
    } catch (IOException e) {
      throw new IllegalStateException("a resource of ours", e);
    }
  }

  /** As Elasticsearch takes it. */
  static String text(Duration retention) {
    return retention.toSeconds() % 86_400 == 0
        ? retention.toDays() + "d"
        : retention.toSeconds() + "s";
  }

  /**
   * Sees that ours is there.
   *
   * @return whether an older version was
   * @throws UnfitClusterException where a newer version is, or somebody else's, or it is not taken
   */
  boolean put() throws IOException {
    IndexTemplate there = get();
    if (there != null) {
      if (!there.meta().containsKey("managed_by")
          || !OURS.equals(there.meta().get("managed_by").to(String.class))) {
        throw new UnfitClusterException(
            "the index template "
                + name
                + " is not whoread's: choose another \"name\" in engines.yaml");
      }
      long version = there.version() == null ? 0 : there.version();
      if (version > VERSION) {
        throw new UnfitClusterException(
            ("the index template %s has version %d, and this collector knows up to %d: a newer one"
                    + " wrote it")
                .formatted(name, version, VERSION));
      }
      if (version == VERSION
          && there.meta().containsKey(CONTENT)
          && content.equals(there.meta().get(CONTENT).to(String.class))) {
        return false;
      }
    }
    try {
      client.indices().putIndexTemplate(put -> put.withJson(new StringReader(json)).name(name));
    } catch (ElasticsearchException e) {
      if (e.status() == BAD_REQUEST) {
        throw new UnfitClusterException(
            "the cluster does not take the index template " + name + ": " + e.error().reason());
      }
      throw e;
    }
    return there != null && (there.version() == null || there.version() < VERSION);
  }

  private IndexTemplate get() throws IOException {
    try {
      List<IndexTemplateItem> found =
          client.indices().getIndexTemplate(get -> get.name(name)).indexTemplates();
      return found.isEmpty() ? null : found.getFirst().indexTemplate();
    } catch (ElasticsearchException e) {
      if (e.status() == NOT_FOUND) {
        return null;
      }
      throw e;
    }
  }
}
