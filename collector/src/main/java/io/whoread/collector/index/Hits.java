package io.whoread.collector.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.search.CollectorManager;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.SimpleCollector;

/** All accesses of one day that match, with what the index knows of them. */
final class Hits {
  /**
   * @param repeats further accesses that this one stands for
   */
  record Hit(long ref, long atMs, Fields.Who who, Fields.Site site, long repeats) {}

  private Hits() {}

  /** In the order of the log. */
  static List<Hit> of(IndexSearcher searcher, Query query) throws IOException {
    List<Hit> hits = searcher.search(query, new Manager());
    hits.sort(Comparator.comparingLong(Hit::ref));
    return hits;
  }

  private static final class Manager implements CollectorManager<Collector, List<Hit>> {
    @Override
    public Collector newCollector() {
      return new Collector();
    }

    @Override
    public List<Hit> reduce(Collection<Collector> collectors) {
      List<Hit> all = new ArrayList<>();
      collectors.forEach(each -> all.addAll(each.hits));
      return all;
    }
  }

  private static final class Collector extends SimpleCollector {
    private final List<Hit> hits = new ArrayList<>();
    private NumericDocValues time;
    private NumericDocValues ref;
    private NumericDocValues repeats;
    private SortedDocValues who;
    private SortedDocValues site;
    // Decoded once a distinct value.
    private Fields.Who[] whos;
    private Fields.Site[] sites;

    @Override
    protected void doSetNextReader(LeafReaderContext context) throws IOException {
      time = DocValues.getNumeric(context.reader(), Fields.TIME);
      ref = DocValues.getNumeric(context.reader(), Fields.REF);
      repeats = DocValues.getNumeric(context.reader(), Fields.REPEATS);
      who = DocValues.getSorted(context.reader(), Fields.WHO);
      site = DocValues.getSorted(context.reader(), Fields.SITE);
      whos = new Fields.Who[who.getValueCount()];
      sites = new Fields.Site[site.getValueCount()];
    }

    @Override
    public void collect(int doc) throws IOException {
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
      hits.add(new Hit(ref.longValue(), time.longValue(), whos[w], sites[s], more));
    }

    @Override
    public ScoreMode scoreMode() {
      return ScoreMode.COMPLETE_NO_SCORES;
    }
  }
}
