package io.whoread.collector.index.elastic;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import co.elastic.clients.elasticsearch.indices.IndexSettings;
import co.elastic.clients.elasticsearch.indices.IndexState;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.elasticsearch.client.Request;
import org.elasticsearch.client.ResponseException;
import org.elasticsearch.client.RestClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rolls a data stream over, and lets go of what is older than is to be kept. A server with data
 * stream lifecycles does both by itself; for one without, it is done from here.
 */
final class StreamLife {
  private static final int NOT_FOUND = 404;
  private static final String LARGEST_SHARD = "50gb";
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration WEEK = Duration.ofDays(7);
  private static final Logger LOGGER = LoggerFactory.getLogger(StreamLife.class);

  private final ElasticsearchClient client;
  private final RestClient rest;
  private final Duration retention;

  /**
   * @param retention null for ever
   */
  StreamLife(ElasticsearchClient client, RestClient rest, Duration retention) {
    this.client = client;
    this.rest = rest;
    this.retention = retention;
  }

  /** Does what is due. */
  void look(String stream) throws IOException {
    List<String> indices = List.copyOf(created(stream).keySet());
    if (!indices.isEmpty() && !byTheServer(stream)) {
      client
          .indices()
          .rollover(
              roll ->
                  roll.alias(stream)
                      .conditions(
                          when ->
                              when.maxAge(age -> age.time(StreamTemplate.text(longestIndex())))
                                  .maxPrimaryShardSize(LARGEST_SHARD)
                                  .minDocs(1L)));
      dropOld(stream);
    }
  }

  /** Whether the server has taken over; it is told for how long anew each time. */
  private boolean byTheServer(String stream) throws IOException {
    Request put = new Request("PUT", "/_data_stream/" + stream + "/_lifecycle");
    put.setJsonEntity(
        retention == null
            ? "{}"
            : "{\"data_retention\":\"" + StreamTemplate.text(retention) + "\"}");
    try {
      rest.performRequest(put);
      return true;
    } catch (ResponseException e) {
      // "no handler found", which no typed answer has room for.
      if (e.getResponse().getStatusLine().getStatusCode() == 400
          && e.getMessage().contains("no handler found")) {
        return false;
      }
      throw e;
    }
  }

  /** Of a tenth of what is kept, and of a month at most. */
  private Duration longestIndex() {
    if (retention == null || retention.compareTo(DAY.multipliedBy(300)) > 0) {
      return DAY.multipliedBy(30);
    }
    return retention.compareTo(DAY.multipliedBy(70)) > 0 ? WEEK : DAY;
  }

  private void dropOld(String stream) throws IOException {
    if (retention == null) {
      return;
    }
    long now = System.currentTimeMillis();
    List<Map.Entry<String, Long>> all = new ArrayList<>(created(stream).entrySet());
    for (int i = 0; i + 1 < all.size(); i++) {
      // What came last into it came before the next one began.
      if (now - all.get(i + 1).getValue() > retention.toMillis()) {
        String old = all.get(i).getKey();
        client.indices().delete(delete -> delete.index(old));
        LOGGER.info("{} is older than {} and was let go of", old, StreamTemplate.text(retention));
      }
    }
  }

  /** Begins a new index of a stream, which takes the template as it is now. */
  void rollOver(String stream) throws IOException {
    if (!created(stream).isEmpty()) {
      client.indices().rollover(roll -> roll.alias(stream));
    }
  }

  /** Deletes all documents of a stream. */
  void drop(String stream) throws IOException {
    try {
      rest.performRequest(new Request("DELETE", "/_data_stream/" + stream));
    } catch (ResponseException e) {
      int status = e.getResponse().getStatusLine().getStatusCode();
      if (status == NOT_FOUND) {
        return;
      }
      if (status != 400 || !e.getMessage().contains("no handler found")) {
        throw e;
      }
      // All but the last index, which a stream keeps.
      rollOver(stream);
      List<String> all = List.copyOf(created(stream).keySet());
      for (int i = 0; i + 1 < all.size(); i++) {
        String old = all.get(i);
        client.indices().delete(delete -> delete.index(old));
      }
    }
    LOGGER.info("{} was let go of", stream);
  }

  /** The indices of a stream, oldest first, by when each was made; none where there is none. */
  private Map<String, Long> created(String stream) throws IOException {
    Map<String, Long> created = new TreeMap<>();
    Map<String, IndexState> found;
    try {
      found = client.indices().getSettings(get -> get.index(stream)).result();
    } catch (ElasticsearchException e) {
      if (e.status() == NOT_FOUND) {
        return created;
      }
      throw e;
    }
    found.forEach(
        (name, state) -> {
          IndexSettings settings = state.settings();
          IndexSettings index = settings.index() == null ? settings : settings.index();
          created.put(name, index.creationDate());
        });
    return created;
  }
}
