package io.whoread.collector.index.lucene;

import io.whoread.collector.index.AccessFilter;
import io.whoread.collector.index.AccessRow;
import io.whoread.collector.index.LogIndex;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopFieldCollectorManager;
import org.apache.lucene.search.Weight;

/** Finds accesses in the days of an index. A day is searched by itself. */
final class DayQueries {
  private static final Sort LATEST_FIRST =
      new Sort(
          new SortField(Fields.TIME, SortField.Type.LONG, true),
          new SortField(Fields.REF, SortField.Type.LONG, true));

  private final NavigableMap<Long, DayIndex> days;

  DayQueries(NavigableMap<Long, DayIndex> days) {
    this.days = days;
  }

  /** As {@link LuceneIndex#latest}. */
  List<AccessRow.Cursor> latest(AccessFilter filter, AccessRow.Cursor after, int limit)
      throws IOException {
    // Time and reference together are unique: the document's number decides nothing.
    FieldDoc place =
        after == null
            ? null
            : new FieldDoc(
                Integer.MAX_VALUE,
                Float.NaN,
                new Object[] {after.atMs(), Fields.ref(after.position(), after.ordinal())});
    List<AccessRow.Cursor> found = new ArrayList<>();
    for (Map.Entry<Long, DayIndex> day : within(filter, after).descendingMap().entrySet()) {
      Query query = FilterQuery.of(filter, day.getKey());
      day.getValue()
          .search(
              searcher -> {
                int wanted = limit - found.size();
                ScoreDoc[] next =
                    searcher.search(
                            query, new TopFieldCollectorManager(LATEST_FIRST, wanted, place, 1))
                        .scoreDocs;
                for (ScoreDoc each : next) {
                  Object[] fields = ((FieldDoc) each).fields;
                  long ref = (long) fields[1];
                  found.add(
                      new AccessRow.Cursor(
                          (long) fields[0], Fields.position(ref), Fields.ordinal(ref)));
                }
                return null;
              });
      if (found.size() == limit) {
        break;
      }
    }
    return found;
  }

  private NavigableMap<Long, DayIndex> within(AccessFilter filter, AccessRow.Cursor after) {
    long from = Math.floorDiv(filter.fromMs(), FilterQuery.DAY_MS);
    long to = filter.toMs();
    if (after != null) {
      to = Math.min(to, after.atMs() + 1);
    }
    long last = Math.floorDiv(to - 1, FilterQuery.DAY_MS);
    return last < from ? new TreeMap<>() : days.subMap(from, true, last, true);
  }

  /** As {@link LuceneIndex#find}. */
  void find(AccessFilter filter, LogIndex.Place place, LogIndex.TimeDone done) throws IOException {
    for (Map.Entry<Long, DayIndex> day : within(filter, null).entrySet()) {
      Query query = FilterQuery.of(filter, day.getKey());
      day.getValue()
          .search(
              searcher -> {
                Hits.each(
                    searcher,
                    query,
                    (ref, atMs) -> place.accept(atMs, Fields.position(ref), Fields.ordinal(ref)));
                return null;
              });
      done.accept((day.getKey() + 1) * FilterQuery.DAY_MS);
    }
  }

  /** As {@link LuceneIndex#roles}. */
  Set<String> roles(String actor) throws IOException {
    Set<String> roles = new TreeSet<>();
    Query query = new TermQuery(new Term(Fields.ACTOR, actor));
    for (DayIndex day : days.values()) {
      day.search(
          searcher -> {
            addRoles(searcher, query, roles);
            return null;
          });
    }
    return roles;
  }

  private static void addRoles(IndexSearcher searcher, Query query, Set<String> roles)
      throws IOException {
    Weight weight = searcher.createWeight(searcher.rewrite(query), ScoreMode.COMPLETE_NO_SCORES, 1);
    for (LeafReaderContext context : searcher.getIndexReader().leaves()) {
      Scorer scorer = weight.scorer(context);
      if (scorer == null) {
        continue;
      }
      SortedDocValues whos = DocValues.getSorted(context.reader(), Fields.WHO);
      BitSet met = new BitSet();
      DocIdSetIterator docs = scorer.iterator();
      while (docs.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
        whos.advanceExact(docs.docID());
        met.set(whos.ordValue());
      }
      for (int who = met.nextSetBit(0); who >= 0; who = met.nextSetBit(who + 1)) {
        roles.add(Fields.Who.decode(whos.lookupOrd(who)).role());
      }
    }
  }
}
