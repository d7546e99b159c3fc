package io.whoread.agent.scope;

import io.whoread.agent.boot.Ledger;
import io.whoread.agent.boot.Reads;
import io.whoread.agent.capture.bean.GuardedTypes;
import io.whoread.agent.capture.bean.Modules;
import io.whoread.agent.capture.bean.Projection;
import io.whoread.agent.capture.bean.TypeReader;
import io.whoread.agent.config.Config;
import io.whoread.agent.config.Glob;
import io.whoread.agent.config.GuardRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One request on one thread, and the objects that it reads. */
final class Desk {
  final GuardedTypes types;
  final Subjects subjects;
  private final Ledger ledger = new Ledger();
  private final ReadObjects objects;

  Desk() {
    Config config = new Config();
    config.guard.add(rule(Order.class, "order", "number", Map.of("order", "row"), "mobile"));
    config.guard.add(rule(Copy.class, "order", "row", Map.of("order", "number"), "mobile"));
    config.guard.add(rule(Item.class, "order", "orderId", Map.of(), "mobile"));
    config.guard.add(rule(Slip.class, null, null, Map.of(), "address"));
    config.guard.add(rule(View.class, null, null, Map.of(), "mobile"));
    types = new GuardedTypes(config, new Modules(null));
    subjects = new Subjects(types);
    objects = new ReadObjects(types);
    ledger.scope = new Work(new Scope(null, subjects));
    ledger.attach(new Reads.Slot());
  }

  private static GuardRule rule(
      Class<?> type, String subject, String id, Map<String, String> links, String member) {
    String kind = member.equals("mobile") ? "phone" : member;
    return new GuardRule(
        new Glob(type.getName()), subject, id, links, null, null, null, Map.of(member, kind));
  }

  /** The number of a member's kind. */
  int bit(Class<?> type) {
    return Long.numberOfTrailingZeros(types.reader(type).personalBits());
  }

  /** Reads what is personal of an object. */
  Desk reads(Object object) {
    try {
      TypeReader reader = types.reader(object.getClass());
      int site = reader.site(reader.personalBit(0));
      ledger.touch(object, reader.id(object), reader.longId(object), site);
      objects.facts(ledger, ledger.size);
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
    return this;
  }

  /** Reads what is personal of a row, as an interface shows it. */
  Desk reads(Map<?, ?> row) {
    TypeReader reader = types.reader(View.class);
    ledger.touch(new Projection(reader.type, row), null, 0, reader.site(reader.bit("getMobile")));
    return this;
  }

  /** Brings together what was read. */
  Desk absorbs() {
    subjects.absorb(ledger);
    return this;
  }

  Subjects.News news() {
    absorbs();
    return subjects.take();
  }

  static class Order {
    final String number;
    final String row;
    final String mobile;
    final List<Object> within = new ArrayList<>();
    Object kept;

    Order(String number, String row, String mobile) {
      this.number = number;
      this.row = row;
      this.mobile = mobile;
    }
  }

  /** Knows both numbers as well, the other way round. */
  record Copy(String row, String number, String mobile) {}

  /** Knows the order by its row. */
  record Item(String orderId, String mobile) {}

  /** Does not say whose it is. */
  static class Slip {
    final String address;
    final List<Object> more = new ArrayList<>();

    Slip(String address) {
      this.address = address;
    }
  }

  interface View {
    String getMobile();
  }
}
