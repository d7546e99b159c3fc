package io.whoread.collector.index.elastic;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import co.elastic.clients.elasticsearch._types.FieldValue;
import co.elastic.clients.elasticsearch._types.SortOptions;
import co.elastic.clients.elasticsearch._types.SortOrder;
import co.elastic.clients.elasticsearch._types.aggregations.Aggregate;
import co.elastic.clients.elasticsearch._types.aggregations.HistogramBucket;
import co.elastic.clients.elasticsearch._types.query_dsl.BoolQuery;
import co.elastic.clients.elasticsearch._types.query_dsl.DateRangeQuery;
import co.elastic.clients.elasticsearch._types.query_dsl.Query;
import co.elastic.clients.elasticsearch.core.SearchRequest;
import co.elastic.clients.elasticsearch.core.SearchResponse;
import co.elastic.clients.elasticsearch.core.search.Hit;
import co.elastic.clients.json.JsonData;
import io.whoread.collector.index.AccessFilter;
import io.whoread.collector.index.AccessRow;
import io.whoread.collector.index.IndexAwayException;
import io.whoread.collector.index.LogIndex;
import io.whoread.collector.log.Positions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Finds accesses in a data stream. */
final class StreamQueries {
  /** As many as Elasticsearch gives at once. */
  private static final int PAGE = 10_000;

  /** No actor has as many. */
  private static final int ROLES = 1_000;

  private static final long HOUR_MS = 3_600_000;
  private static final String HOURS = "hours";
  private static final List<SortOptions> LATEST_FIRST =
      sort(SortOrder.Desc, AccessJson.TIME, AccessJson.POSITION, AccessJson.ORDINAL);
  private static final List<SortOptions> IN_ORDER_OF_THE_LOG =
      sort(SortOrder.Asc, AccessJson.POSITION, AccessJson.ORDINAL, AccessJson.TIME);

  private final ElasticsearchClient client;
  private final String stream;

  StreamQueries(ElasticsearchClient client, String stream) {
    this.client = client;
    this.stream = stream;
  }

  private static List<SortOptions> sort(SortOrder order, String... fields) {
    List<SortOptions> options = new ArrayList<>();
    for (String field : fields) {
      options.add(SortOptions.of(sort -> sort.field(f -> f.field(field).order(order))));
    }
    return options;
  }

  /** As {@link ElasticIndex#latest}. */
  List<AccessRow.Cursor> latest(AccessFilter filter, AccessRow.Cursor after, int limit)
      throws IOException {
    SearchRequest.Builder search =
        page(query(filter, filter.fromMs(), filter.toMs()), LATEST_FIRST).size(limit);
    if (after != null) {
      search.searchAfter(after.atMs(), after.position(), after.ordinal());
    }
    return hits(search).stream()
        .map(hit -> new AccessRow.Cursor(number(hit, 0), number(hit, 1), (int) number(hit, 2)))
        .toList();
  }

  /** As {@link ElasticIndex#find}: hours that hold little are asked for together. */
  void find(AccessFilter filter, LogIndex.Place place, LogIndex.TimeDone done) throws IOException {
    long from = filter.fromMs();
    long found = 0;
    for (HistogramBucket hour : hours(filter)) {
      long begins = (long) hour.key();
      if (found > 0 && found + hour.docCount() > PAGE) {
        stretch(filter, from, begins, place);
        done.accept(begins);
        from = begins;
        found = 0;
      }
      found += hour.docCount();
    }
    stretch(filter, from, filter.toMs(), place);
  }

  /** Hours that hold accesses of a filter, in order. */
  private List<HistogramBucket> hours(AccessFilter filter) throws IOException {
    SearchRequest.Builder search =
        search(query(filter, filter.fromMs(), filter.toMs()))
            .size(0)
            .aggregations(
                HOURS,
                of ->
                    of.histogram(
                        histogram ->
                            histogram
                                .field(AccessJson.TIME)
                                .interval((double) HOUR_MS)
                                .minDocCount(1)));
    // Where there is no index yet there is no answer either.
    Aggregate hours = ask(search).aggregations().get(HOURS);
    return hours == null ? List.of() : hours.histogram().buckets().array();
  }

  private void stretch(AccessFilter filter, long from, long to, LogIndex.Place place)
      throws IOException {
    List<Hit<Void>> hits = List.of();
    do {
      SearchRequest.Builder search = page(query(filter, from, to), IN_ORDER_OF_THE_LOG).size(PAGE);
      if (!hits.isEmpty()) {
        search.searchAfter(hits.getLast().sort());
      }
      hits = hits(search);
      for (Hit<Void> hit : hits) {
        place.accept(number(hit, 2), number(hit, 0), (int) number(hit, 1));
      }
    } while (hits.size() == PAGE);
  }

  /** As {@link ElasticIndex#roles}. */
  Set<String> roles(String actor) throws IOException {
    SearchRequest.Builder search =
        search(term(AccessJson.ACTOR, actor))
            .size(0)
            .aggregations(
                AccessJson.ROLE, of -> of.terms(terms -> terms.field(AccessJson.ROLE).size(ROLES)));
    Aggregate roles = ask(search).aggregations().get(AccessJson.ROLE);
    return roles == null
        ? Set.of()
        : roles.sterms().buckets().array().stream()
            .map(bucket -> bucket.key().stringValue())
            .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * The documents of entries, by {@link AccessJson#id}.
   *
   * @param positions of each partition of the log the one from which on they are wanted
   */
  Set<String> from(long[] positions) throws IOException {
    Set<String> ids = new TreeSet<>();
    List<Query> ranges = new ArrayList<>();
    for (long from : positions) {
      long end = Positions.of(Positions.partition(from) + 1, 0);
      ranges.add(
          Query.of(
              q ->
                  q.range(
                      range ->
                          range.untyped(
                              of ->
                                  of.field(AccessJson.POSITION)
                                      .gte(JsonData.of(from))
                                      .lt(JsonData.of(end))))));
    }
    Query query = Query.of(q -> q.bool(any -> any.should(ranges).minimumShouldMatch("1")));
    List<Hit<Void>> hits = List.of();
    do {
      SearchRequest.Builder search = page(query, IN_ORDER_OF_THE_LOG).size(PAGE);
      if (!hits.isEmpty()) {
        search.searchAfter(hits.getLast().sort());
      }
      hits = hits(search);
      hits.forEach(hit -> ids.add(hit.id()));
    } while (hits.size() == PAGE);
    return ids;
  }

  private SearchRequest.Builder page(Query query, List<SortOptions> sort) {
    return search(query).source(source -> source.fetch(false)).sort(sort);
  }

  private SearchRequest.Builder search(Query query) {
    return new SearchRequest.Builder()
        .index(stream)
        .ignoreUnavailable(true)
        // Half an answer would be taken for the whole.
        .allowPartialSearchResults(false)
        .trackTotalHits(track -> track.enabled(false))
        .query(query);
  }

  private List<Hit<Void>> hits(SearchRequest.Builder search) throws IOException {
    return ask(search).hits().hits();
  }

  private SearchResponse<Void> ask(SearchRequest.Builder search) throws IOException {
    try {
      return client.search(search.build(), Void.class);
    } catch (IOException | ElasticsearchException e) {
      throw new IndexAwayException("Elasticsearch does not answer the question", e);
    }
  }

  private static long number(Hit<Void> hit, int sort) {
    return hit.sort().get(sort).longValue();
  }

  private static Query query(AccessFilter filter, long from, long to) {
    BoolQuery.Builder query = new BoolQuery.Builder();
    DateRangeQuery.Builder time =
        new DateRangeQuery.Builder().field(AccessJson.TIME).format("epoch_millis");
    if (from > Long.MIN_VALUE) {
      time.gte(Long.toString(from));
    }
    if (to < Long.MAX_VALUE) {
      time.lt(Long.toString(to));
    }
    query.filter(Query.of(q -> q.range(range -> range.date(time.build()))));
    if (filter.actor() != null) {
      query.filter(term(AccessJson.ACTOR, filter.actor()));
    }
    add(query, AccessJson.ROLE, filter.role());
    add(query, AccessJson.SERVICE, filter.service());
    add(query, AccessJson.OPERATION, filter.operation());
    add(query, AccessJson.FORM, filter.form());
    add(query, AccessJson.ADDRESS, filter.address());
    if (!filter.subjects().isEmpty()) {
      List<FieldValue> wanted =
          filter.subjects().stream()
              .map(id -> FieldValue.of(HexFormat.of().formatHex(id)))
              .toList();
      query.filter(
          Query.of(
              q ->
                  q.terms(
                      terms ->
                          terms.field(AccessJson.SUBJECT).terms(values -> values.value(wanted)))));
    }
    return Query.of(q -> q.bool(query.build()));
  }

  private static void add(BoolQuery.Builder query, String field, String wanted) {
    if (wanted != null && !wanted.isEmpty()) {
      query.filter(term(field, wanted));
    }
  }

  private static Query term(String field, String value) {
    return Query.of(q -> q.term(term -> term.field(field).value(value)));
  }
}
