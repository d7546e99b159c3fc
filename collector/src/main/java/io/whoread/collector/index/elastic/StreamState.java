package io.whoread.collector.index.elastic;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import co.elastic.clients.elasticsearch.core.GetResponse;
import co.elastic.clients.elasticsearch.core.IndexRequest;
import co.elastic.clients.elasticsearch.core.IndexResponse;
import co.elastic.clients.util.BinaryData;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the index knows beyond its documents: one document of an index of its own. Who writes it
 * must have seen what was written last, so that of two collectors one learns that it is not alone.
 */
final class StreamState {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String ID = "access";
  private static final int FORMAT = 1;

  private final ElasticsearchClient client;
  private final String index;
  private Long sequence;
  private Long term;

  /**
   * @param stream the name of the data stream that holds the documents
   * @param position of the log, below which it holds all
   * @param first of the log, as it was when the stream was begun
   * @param last of what the stream holds; null where it holds nothing
   * @param imported runs whose batches came from a file
   * @param kinds of subjects and links
   */
  record Content(
      String stream,
      long position,
      LogMark first,
      LogMark last,
      Collection<ByteString> imported,
      Collection<String> kinds) {}

  StreamState(ElasticsearchClient client, String index) {
    this.client = client;
    this.index = index;
  }

  /** Null where there is none. */
  Content read() throws IOException {
    GetResponse<BinaryData> found;
    try {
      found = client.get(get -> get.index(index).id(ID), BinaryData.class);
    } catch (ElasticsearchException e) {
      if (e.status() == 404) {
        sequence = null;
        return null;
      }
      throw e;
    }
    if (!found.found()) {
      sequence = null;
      return null;
    }
    sequence = found.seqNo();
    term = found.primaryTerm();
    JsonNode json = JSON.readTree(found.source().asInputStream());
    if (json.path("format").asInt() != FORMAT) {
      return null;
    }
    return new Content(
        json.get("stream").asString(),
        json.get("position").asLong(),
        mark(json.path("first")),
        mark(json.path("last")),
        words(json.get("imported")).stream()
            .map(run -> ByteString.copyFrom(HexFormat.of().parseHex(run)))
            .collect(Collectors.toSet()),
        words(json.get("kinds")));
  }

  private static LogMark mark(JsonNode mark) {
    return mark.isObject()
        ? new LogMark(mark.get("position").asLong(), mark.get("print").asString())
        : null;
  }

  private static void put(ObjectNode json, String name, LogMark mark) {
    if (mark != null) {
      json.putObject(name).put("position", mark.position()).put("print", mark.print());
    }
  }

  private static Set<String> words(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false)
        .map(JsonNode::asString)
        .collect(Collectors.toSet());
  }

  /**
   * @throws ElasticsearchException of status 409 where another has written since
   */
  void write(Content content) throws IOException {
    ObjectNode json = JSON.createObjectNode();
    json.put("format", FORMAT);
    json.put("stream", content.stream());
    json.put("position", content.position());
    put(json, "first", content.first());
    put(json, "last", content.last());
    ArrayNode imported = json.putArray("imported");
    content.imported().forEach(run -> imported.add(HexFormat.of().formatHex(run.toByteArray())));
    ArrayNode kinds = json.putArray("kinds");
    content.kinds().forEach(kinds::add);
    byte[] bytes = json.toString().getBytes(StandardCharsets.UTF_8);
    IndexRequest.Builder<BinaryData> write =
        new IndexRequest.Builder<BinaryData>()
            .index(index)
            .id(ID)
            .document(BinaryData.of(bytes, "application/json"));
    if (sequence == null) {
      write.opType(co.elastic.clients.elasticsearch._types.OpType.Create);
    } else {
      write.ifSeqNo(sequence).ifPrimaryTerm(term);
    }
    IndexResponse written = client.index(write.build());
    sequence = written.seqNo();
    term = written.primaryTerm();
  }
}
