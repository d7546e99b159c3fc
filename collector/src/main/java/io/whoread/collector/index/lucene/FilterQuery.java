package io.whoread.collector.index.lucene;

import io.whoread.collector.index.AccessFilter;
import java.util.function.Predicate;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;

/**
 * A filter as a Lucene query. It may let too much through where subjects share their first 8 bytes,
 * and knows nothing of fields.
 */
final class FilterQuery {
  static final long DAY_MS = 86_400_000;

  private FilterQuery() {}

  /**
   * @param day whose index is searched, in days since 1970
   */
  static Query of(AccessFilter filter, long day) {
    BooleanQuery.Builder query = new BooleanQuery.Builder();
    long from = filter.fromMs();
    long to = filter.toMs();
    if (from > day * DAY_MS || to < (day + 1) * DAY_MS) {
      query.add(NumericDocValuesField.newSlowRangeQuery(Fields.TIME, from, to - 1), Occur.FILTER);
    }
    if (filter.actor() != null) {
      query.add(new TermQuery(new Term(Fields.ACTOR, filter.actor())), Occur.FILTER);
    }
    if (!filter.subjects().isEmpty()) {
      query.add(
          new TermInSetQuery(
              Fields.SUBJECT, filter.subjects().stream().map(Fields::prefix).toList()),
          Occur.FILTER);
    }
    if (given(filter.role()) || given(filter.address())) {
      query.add(new OrdQuery(Fields.WHO, filter, who(filter)), Occur.FILTER);
    }
    if (given(filter.service()) || given(filter.operation()) || given(filter.form())) {
      query.add(new OrdQuery(Fields.SITE, filter, site(filter)), Occur.FILTER);
    }
    BooleanQuery built = query.build();
    return built.clauses().isEmpty() ? MatchAllDocsQuery.INSTANCE : built;
  }

  private static Predicate<BytesRef> who(AccessFilter filter) {
    return bytes -> {
      Fields.Who who = Fields.Who.decode(bytes);
      return matches(filter.role(), who.role()) && matches(filter.address(), who.address());
    };
  }

  private static Predicate<BytesRef> site(AccessFilter filter) {
    return bytes -> {
      Fields.Site site = Fields.Site.decode(bytes);
      return matches(filter.service(), site.service())
          && matches(filter.operation(), site.operation())
          && matches(filter.form(), site.form());
    };
  }

  private static boolean given(String wanted) {
    return wanted != null && !wanted.isEmpty();
  }

  private static boolean matches(String wanted, String value) {
    return !given(wanted) || wanted.equals(value);
  }
}
