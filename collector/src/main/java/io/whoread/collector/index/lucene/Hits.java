package io.whoread.collector.index.lucene;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.Weight;

/**
 * Walks the accesses of one day that match. They come in stretches, each in the order of the log,
 * so that reading it jumps little; no more than a stretch is in memory, however many match.
 */
final class Hits {
  private static final int STRETCH = 16_384;

  private record Hit(long ref, long atMs) {}

  interface Use {
    void accept(long ref, long atMs) throws IOException;
  }

  private Hits() {}

  static void each(IndexSearcher searcher, Query query, Use use) throws IOException {
    Weight weight = searcher.createWeight(searcher.rewrite(query), ScoreMode.COMPLETE_NO_SCORES, 1);
    List<Hit> stretch = new ArrayList<>();
    for (LeafReaderContext context : searcher.getIndexReader().leaves()) {
      Scorer scorer = weight.scorer(context);
      if (scorer == null) {
        continue;
      }
      NumericDocValues time = DocValues.getNumeric(context.reader(), Fields.TIME);
      NumericDocValues ref = DocValues.getNumeric(context.reader(), Fields.REF);
      DocIdSetIterator docs = scorer.iterator();
      while (docs.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
        time.advanceExact(docs.docID());
        ref.advanceExact(docs.docID());
        stretch.add(new Hit(ref.longValue(), time.longValue()));
        if (stretch.size() == STRETCH) {
          flush(stretch, use);
        }
      }
    }
    flush(stretch, use);
  }

  private static void flush(List<Hit> stretch, Use use) throws IOException {
    stretch.sort(Comparator.comparingLong(Hit::ref));
    for (Hit hit : stretch) {
      use.accept(hit.ref, hit.atMs);
    }
    stretch.clear();
  }
}
