package io.whoread.agent.scope;

import io.whoread.agent.boot.Ledger;
import io.whoread.agent.boot.Objects;
import io.whoread.agent.boot.Reads;
import io.whoread.agent.capture.bean.GuardedTypes;
import io.whoread.agent.capture.bean.Projection;
import io.whoread.agent.capture.bean.Proxies;
import io.whoread.agent.capture.bean.TypeReader;
import io.whoread.agent.ship.FieldNames;
import java.lang.reflect.Method;
import java.util.Map;

/**
 * How guarded objects are read, where their accessors cannot tell what they are of, or are not
 * called at all.
 */
final class ReadObjects implements Objects {
  private static final MethodOf CALLED = new MethodOf("getMethod");
  private static final MethodOf PROXY = new MethodOf("getProxy");

  private final GuardedTypes types;

  ReadObjects(GuardedTypes types) {
    this.types = types;
  }

  @Override
  public void seen(Ledger ledger, Object bean) throws IllegalAccessException {
    Object self = Proxies.target(bean);
    TypeReader reader = reader(ledger, self);
    if (reader != null) {
      int type = reader.type.number;
      ledger.see(self, reader.id(self), reader.longId(self), type, reader.personalBits());
    }
  }

  @Override
  public boolean propertyBegin(Ledger ledger, Object bean, String member, Object writer) {
    TypeReader reader = ledger == null ? types.reader(bean.getClass()) : reader(ledger, bean);
    int bit = reader == null ? -1 : reader.bit(member);
    if (bit < 0) {
      return false;
    }
    if (ledger == null) {
      Reads.slot().missed = true;
      return false;
    }
    if (ledger.writer != writer) {
      ledger.writerChannel = Destinations.ofWriter(writer, ledger.messageChannel);
      ledger.writer = writer;
    }
    return ledger.beginProperty(bean, reader.site(bit), ledger.writerChannel);
  }

  @Override
  public int messageChannel(Object message) {
    return Destinations.ofMessage(message);
  }

  @Override
  public void noteProperty(Ledger ledger, int at) throws IllegalAccessException {
    Object self = Proxies.target(ledger.unnoted(at));
    TypeReader reader = types.reader(self.getClass());
    ledger.note(at, self, reader.id(self), reader.longId(self));
  }

  @Override
  public void touchedElsewhere(Ledger ledger, Object self, int site) throws IllegalAccessException {
    TypeReader reader = types.reader(self.getClass());
    ledger.touch(self, reader.id(self), reader.longId(self), site);
  }

  @Override
  public void touchedInherited(Ledger ledger, Object self, String accessor)
      throws IllegalAccessException {
    TypeReader reader = types.reader(self.getClass());
    if (reader != null) {
      int bit = reader.bit(accessor);
      // Hooked, and nothing personal: one that yields an object.
      int site = reader.site(bit < 0 ? FieldNames.MET : bit);
      ledger.touch(self, reader.id(self), reader.longId(self), site);
    }
  }

  @Override
  public void touchedField(Ledger ledger, Object self, String field) throws IllegalAccessException {
    TypeReader reader = types.reader(self.getClass());
    int bit = reader == null ? -1 : reader.bit(field);
    if (bit >= 0) {
      ledger.touch(self, reader.id(self), reader.longId(self), reader.site(bit));
    }
  }

  @Override
  public void projected(Ledger ledger, Map<?, ?> row, Object invocation)
      throws ReflectiveOperationException {
    Method called = (Method) CALLED.ask(invocation);
    // The interface that is guarded may have it from another one.
    TypeReader reader = types.shownBy(PROXY.ask(invocation).getClass());
    int bit = reader == null ? -1 : reader.bit(called.getName());
    if (bit >= 0) {
      Object last = ledger.objects[ledger.size];
      Projection self =
          last instanceof Projection && ((Projection) last).isOf(reader.type, row)
              ? (Projection) last
              : new Projection(reader.type, row);
      ledger.touch(self, self.id(), 0, reader.site(bit));
    }
  }

  @Override
  public void facts(Ledger ledger, int entry) throws IllegalAccessException {
    Object self = ledger.objects[entry];
    if (self instanceof Projection) {
      ((Projection) self).facts(types, ledger.facts, entry * Ledger.FACTS, Ledger.FACTS);
      return;
    }
    TypeReader reader = reader(ledger, self);
    if (ledger.types[entry] != reader.type.number) {
      Object id = reader.id(self);
      ledger.longIds[entry] = reader.longId(self);
      ledger.ids[entry] = id;
      ledger.types[entry] = reader.type.number;
    }
    reader.facts(self, ledger.facts, entry * Ledger.FACTS);
  }

  /** Objects of one class come in a row. */
  private TypeReader reader(Ledger ledger, Object self) {
    Work work = Work.of(ledger);
    Class<?> type = self.getClass();
    if (work.readerOf != type) {
      work.reader = types.reader(type);
      work.readerOf = type;
    }
    return work.reader;
  }
}
