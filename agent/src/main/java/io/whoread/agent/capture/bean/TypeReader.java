package io.whoread.agent.capture.bean;

import io.whoread.agent.boot.Ledger;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads id and facts of the objects of one class, by field: no code of the application is called,
 * nothing is loaded.
 */
public final class TypeReader {
  public final GuardedType type;

  private static final int KNOWN = 256;

  private final GuardedTypes types;
  private final Field id;
  private final boolean primitiveId;

  /** Whether the id is that of the row by its annotations; null before it was asked. */
  private volatile Boolean rows;

  private final Field[] facts;

  // The fields that hold what is personal, and the bit of each one's kind.
  private final Field[] personal;
  private final int[] bits;
  private final long allBits;

  /**
   * What was asked for, by the name's hash; a place once taken stays taken. A serialiser asks for
   * each property of each object, and always with the very same strings.
   */
  private final Member[] known = new Member[KNOWN];

  TypeReader(GuardedType type, Class<?> actual, Modules modules, GuardedTypes types) {
    this.type = type;
    this.types = types;
    this.id = field(actual, type.id, modules);
    this.primitiveId = id != null && isWhole(id.getType());
    this.facts = new Field[type.factMembers.length];
    for (int i = 0; i < facts.length; i++) {
      facts[i] = field(actual, type.factMembers[i], modules);
    }
    List<Field> found = new ArrayList<>();
    for (String member : type.fields.keySet()) {
      Field field = field(actual, member, modules);
      if (field != null) {
        found.add(field);
      }
    }
    this.personal = found.toArray(new Field[0]);
    this.bits = new int[personal.length];
    long all = 0;
    for (int i = 0; i < bits.length; i++) {
      bits[i] = type.bit(personal[i].getName());
      all |= 1L << bits[i];
    }
    this.allBits = all;
  }

  private static Field field(Class<?> actual, String member, Modules modules) {
    if (member == null) {
      return null;
    }
    for (Class<?> each = actual; each != null; each = each.getSuperclass()) {
      try {
        Field field = each.getDeclaredField(member);
        if (!Modifier.isStatic(field.getModifiers())) {
          return modules.readable(field);
        }
      } catch (NoSuchFieldException e) {
        // It may be inherited.
      }
    }
    return null;
  }

  static boolean isWhole(Class<?> type) {
    return type == long.class || type == int.class || type == short.class || type == byte.class;
  }

  /** The bit of the field kind that a member yields, or -1. */
  public int bit(String member) {
    int place = member.hashCode() & KNOWN - 1;
    Member there = known[place];
    if (there != null && there.name == member) {
      return there.bit;
    }
    int bit = type.bit(member);
    if (there == null) {
      known[place] = new Member(member, bit);
    }
    return bit;
  }

  public int site(int bit) {
    return type.site(bit);
  }

  /** Null where the id is a primitive, or where there is none. */
  public Object id(Object self) throws IllegalAccessException {
    return id == null || primitiveId ? null : id.get(self);
  }

  /** 0 where the id is no primitive. */
  public long longId(Object self) throws IllegalAccessException {
    return primitiveId ? id.getLong(self) : 0;
  }

  /**
   * The id of what an object stands for, loaded or not; null where it has none yet, or where only
   * loading it would tell.
   */
  Object knownId(Object self) throws IllegalAccessException {
    if (Proxies.isProxy(self)) {
      return isRows() ? Proxies.identifier(self) : null;
    }
    long whole = longId(self);
    return whole == 0 ? id(self) : (Object) whole;
  }

  /** Whether the id is what a proxy knows its row by. */
  private boolean isRows() {
    Boolean known = rows;
    if (known == null) {
      known = id != null && Fields.isIdentifier(id);
      rows = known;
    }
    return known;
  }

  /**
   * Notes owner, day, status and links; places that the type has no member for become null. A link
   * is an id, or an object of another guarded class, of which the id is taken.
   */
  public void facts(Object self, Object[] into, int offset) throws IllegalAccessException {
    int count = Math.min(facts.length, Ledger.FACTS);
    for (int i = 0; i < count; i++) {
      Object fact = facts[i] == null ? null : facts[i].get(self);
      into[offset + i] = GuardedType.isLink(i) ? types.linked(fact, type.linkKind(i)) : fact;
    }
  }

  /** How many of the personal members are fields. */
  public int personalCount() {
    return personal.length;
  }

  /** The bit of the kind of a personal field, from 0. */
  public int personalBit(int at) {
    return bits[at];
  }

  /** The value of a personal field, from 0. */
  public Object personal(int at, Object self) throws IllegalAccessException {
    return personal[at].get(self);
  }

  /** The bits of all kinds that the fields hold. */
  public long personalBits() {
    return allBits;
  }

  /** Immutable, so that it can be seen by other threads without a lock. */
  private static final class Member {
    final String name;
    final int bit;

    Member(String name, int bit) {
      this.name = name;
      this.bit = bit;
    }
  }
}
