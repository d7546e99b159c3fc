package io.whoread.collector.index.lucene;

import java.io.IOException;
import java.util.Objects;
import java.util.function.Predicate;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.search.ConstantScoreScorer;
import org.apache.lucene.search.ConstantScoreWeight;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.ScorerSupplier;
import org.apache.lucene.search.TwoPhaseIterator;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.BytesRef;

/**
 * Documents whose sorted doc value fulfils a condition. Asked once a distinct value and segment:
 * there are few of them.
 */
final class OrdQuery extends Query {
  private static final byte YES = 1;
  private static final byte NO = 2;

  private final String field;
  // Stands for the condition where queries are compared.
  private final Object key;
  private final Predicate<BytesRef> condition;

  OrdQuery(String field, Object key, Predicate<BytesRef> condition) {
    this.field = field;
    this.key = key;
    this.condition = condition;
  }

  @Override
  public Weight createWeight(IndexSearcher searcher, ScoreMode mode, float boost) {
    return new ConstantScoreWeight(this, boost) {
      @Override
      public ScorerSupplier scorerSupplier(LeafReaderContext context) throws IOException {
        SortedDocValues values = DocValues.getSorted(context.reader(), field);
        byte[] known = new byte[values.getValueCount()];
        return new ScorerSupplier() {
          @Override
          public Scorer get(long leadCost) {
            return new ConstantScoreScorer(score(), mode, matching(values, known));
          }

          @Override
          public long cost() {
            return values.cost();
          }
        };
      }

      @Override
      public boolean isCacheable(LeafReaderContext context) {
        return false;
      }
    };
  }

  private TwoPhaseIterator matching(SortedDocValues values, byte[] known) {
    return new TwoPhaseIterator(values) {
      @Override
      public boolean matches() throws IOException {
        int ord = values.ordValue();
        if (known[ord] == 0) {
          known[ord] = condition.test(values.lookupOrd(ord)) ? YES : NO;
        }
        return known[ord] == YES;
      }

      @Override
      public float matchCost() {
        return 4;
      }
    };
  }

  @Override
  public void visit(QueryVisitor visitor) {
    visitor.visitLeaf(this);
  }

  @Override
  public String toString(String unused) {
    return field + ":" + key;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof OrdQuery that && field.equals(that.field) && key.equals(that.key);
  }

  @Override
  public int hashCode() {
    return Objects.hash(field, key);
  }
}
