package io.whoread.collector.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.Weight;

/**
 * Walks the accesses of one day that match, with what the index knows of them. They come in
 * stretches, each in the order of the log, so that reading it jumps little; no more than a stretch
 * is in memory, however many match.
 */
final class Hits {
  private static final int STRETCH = 16_384;

  /**
   * @param repeats further accesses that this one stands for
   */
  record Hit(long ref, long atMs, Fields.Who who, Fields.Site site, long repeats) {}

  interface Use {
    void accept(Hit hit) throws IOException;
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
      Leaf leaf = new Leaf(context);
      DocIdSetIterator docs = scorer.iterator();
      while (docs.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
        stretch.add(leaf.hit(docs.docID()));
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
      use.accept(hit);
    }
    stretch.clear();
  }

  private static final class Leaf {
    private final NumericDocValues time;
    private final NumericDocValues ref;
    private final NumericDocValues repeats;
    private final SortedDocValues who;
    private final SortedDocValues site;
    // Decoded once a distinct value.
    private final Fields.Who[] whos;
    private final Fields.Site[] sites;

    private Leaf(LeafReaderContext context) throws IOException {
      time = DocValues.getNumeric(context.reader(), Fields.TIME);
      ref = DocValues.getNumeric(context.reader(), Fields.REF);
      repeats = DocValues.getNumeric(context.reader(), Fields.REPEATS);
      who = DocValues.getSorted(context.reader(), Fields.WHO);
      site = DocValues.getSorted(context.reader(), Fields.SITE);
      whos = new Fields.Who[who.getValueCount()];
      sites = new Fields.Site[site.getValueCount()];
    }

    private Hit hit(int doc) throws IOException {
      time.advanceExact(doc);
      ref.advanceExact(doc);
      who.advanceExact(doc);
      site.advanceExact(doc);
      int w = who.ordValue();
      if (whos[w] == null) {
        whos[w] = Fields.Who.decode(who.lookupOrd(w));
      }
      int s = site.ordValue();
      if (sites[s] == null) {
        sites[s] = Fields.Site.decode(site.lookupOrd(s));
      }
      long more = repeats.advanceExact(doc) ? repeats.longValue() : 0;
      return new Hit(ref.longValue(), time.longValue(), whos[w], sites[s], more);
    }
  }
}
