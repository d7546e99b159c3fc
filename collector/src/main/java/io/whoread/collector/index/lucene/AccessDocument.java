package io.whoread.collector.index.lucene;

import io.whoread.collector.index.AccessScan;
import io.whoread.collector.index.LazyBatch;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.IndexableField;
import org.apache.lucene.util.BytesRef;

/** The document of an access; one instance is filled again and again. */
final class AccessDocument implements Iterable<IndexableField> {
  private final Field time = NumericDocValuesField.indexedField(Fields.TIME, 0);
  private final Field ref = new NumericDocValuesField(Fields.REF, 0);
  private final Field site = new SortedDocValuesField(Fields.SITE, new BytesRef());
  private final Field who = new SortedDocValuesField(Fields.WHO, new BytesRef());
  private final Field actor = new StringField(Fields.ACTOR, new BytesRef(), Field.Store.NO);
  private final List<Field> subjects = new ArrayList<>();
  private final List<IndexableField> fields = new ArrayList<>();

  void set(long atMs, long position, int ordinal, Names names, AccessScan access) {
    fields.clear();
    time.setLongValue(atMs);
    ref.setLongValue(Fields.ref(position, ordinal));
    site.setBytesValue(names.site(access.operation()));
    who.setBytesValue(names.who(access.caller()));
    actor.setBytesValue(names.actor(access.caller()));
    fields.addAll(List.of(time, ref, site, who, actor));
    int used = 0;
    for (int i = 0; i < access.subjects(); i++) {
      fields.add(subject(used++, access.subjectHigh(i)));
    }
    for (int i = 0; i < access.links(); i++) {
      fields.add(subject(used++, access.linkHigh(i)));
    }
  }

  private Field subject(int i, long high) {
    if (i == subjects.size()) {
      subjects.add(new StringField(Fields.SUBJECT, new BytesRef(new byte[8]), Field.Store.NO));
    }
    Field field = subjects.get(i);
    Fields.prefix(high, field.binaryValue());
    return field;
  }

  @Override
  public Iterator<IndexableField> iterator() {
    return fields.iterator();
  }

  /** The strings of a batch as the index keeps them, each made once. */
  static final class Names {
    private final String service;
    private final LazyBatch batch;
    private final BytesRef[] sites;
    private final BytesRef[] whos;
    private final BytesRef[] actors;

    Names(String service, LazyBatch batch) {
      this.service = service;
      this.batch = batch;
      this.sites = new BytesRef[batch.operationCount() + 1];
      this.whos = new BytesRef[batch.callerCount() + 1];
      this.actors = new BytesRef[batch.callerCount() + 1];
    }

    private BytesRef site(int operation) {
      if (sites[operation] == null) {
        sites[operation] = Fields.Site.of(service, batch.operation(operation)).encode();
      }
      return sites[operation];
    }

    private BytesRef who(int caller) {
      if (whos[caller] == null) {
        whos[caller] = Fields.Who.of(batch.caller(caller)).encode();
      }
      return whos[caller];
    }

    private BytesRef actor(int caller) {
      if (actors[caller] == null) {
        actors[caller] = new BytesRef(batch.caller(caller).getActor().getId());
      }
      return actors[caller];
    }
  }
}
