package io.whoread.collector.trace;

import io.whoread.collector.index.AccessRow;
import io.whoread.collector.index.Channels;
import io.whoread.collector.sample.SampledReads;
import io.whoread.collector.sample.SourceKey;
import io.whoread.collector.trace.Mentions.Mention;
import io.whoread.record.Roles;
import io.whoread.record.v1.Disclosure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongFunction;
import org.apache.lucene.util.ArrayUtil;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.BytesRefHash;

/**
 * Puts victims' reads, which have all names, and a sample's, which have none, into one table: what
 * has the same key is the same source. A source that read of no victim goes by its key.
 */
final class TrailTable {
  /** Begins what is a key and no name: no text of a record holds it. */
  private static final char UNNAMED = '\u0001';

  private static final String EXPORTED = "exported";
  private static final int FORM_EXPORTED = 4;

  private final ReadTableBuilder table = new ReadTableBuilder();
  private final Map<Long, SourceName> persons = new HashMap<>();
  private final Map<Long, String> names = new HashMap<>();
  private final Map<Integer, String> smallNames = new HashMap<>();

  /** The table's numbers of sources, by kind and key: the name of each is made once. */
  private final Map<SourceKind, Map<Long, Integer>> numbers = new EnumMap<>(SourceKind.class);

  /** By a person's key, an access of that person. */
  private final Map<Long, Place> places = new HashMap<>();

  /** What a row of the sample tells of its reader: none is made for each. */
  private final ByteBuffer call = ByteBuffer.allocate(4 * Long.BYTES + 3 * Integer.BYTES + 1);

  private final BytesRef callBytes = new BytesRef(call.array());
  private final BytesRefHash calls = new BytesRefHash();

  /** By the number of a call. */
  private int[] readers = new int[64];

  /** Of an access in the log. */
  record Place(long position, int ordinal) {}

  /** A person that is to be known by name, whatever was read. */
  void name(SourceName person) {
    persons.put(SourceKey.ofPerson(person.group(), person.name()), person);
  }

  /** Adds a read of a victim. Victims come before the sample. */
  void add(ReadTable.Subject victim, int group, Mention read) {
    AccessRow access = read.access();
    AccessRow.SubjectRow subject = read.subject();
    name(new SourceName(access.role(), access.actor()));
    names.put(SourceKey.of(access.address()), access.address());
    names.put(SourceKey.ofPseudonymHex(access.session()), access.session());
    names.put(SourceKey.of(subject.owner()), subject.owner());
    smallNames.put(SourceKey.small(access.service()), access.service());
    smallNames.put(SourceKey.small(access.operation()), access.operation());
    String export = null;
    if (access.form().equals(EXPORTED)) {
      long key = SourceKey.ofAccess(access.position(), access.ordinal(), access.request());
      export = names.computeIfAbsent(key, each -> Trails.id(access));
    }
    int reader =
        table.reader(
            new Reader(
                access.role(),
                access.actor(),
                isOwn(access, subject),
                access.service(),
                access.operation(),
                access.address(),
                access.session(),
                export,
                plain(access, subject),
                access.imported()));
    Integer day = subject.placedDay();
    table.of(group);
    table.add(victim, reader, access.at().toEpochMilli(), day == null ? -1 : day, subject.owner());
  }

  /** As the sample has it: a customer's own, or nobody knows whose it is. */
  private static boolean isOwn(AccessRow access, AccessRow.SubjectRow subject) {
    if (!access.role().equals(Roles.CUSTOMER)) {
      return false;
    }
    List<String> customers = new ArrayList<>();
    if (subject.kind().equals(Roles.CUSTOMER)) {
      customers.add(subject.id());
    }
    subject.links().stream()
        .filter(link -> link.kind().equals(Roles.CUSTOMER))
        .forEach(link -> customers.add(link.id()));
    return customers.isEmpty() || customers.contains(access.actor());
  }

  /**
   * What went to the reader in plain; of an imported record, which does not tell, what was read.
   */
  private static int plain(AccessRow access, AccessRow.SubjectRow subject) {
    if (access.imported()) {
      List<String> touched = subject.exposure().getTouchedList();
      return touched.isEmpty() ? PlainFields.UNKNOWN : PlainFields.of(touched);
    }
    int plain = PlainFields.NONE;
    for (Disclosure disclosure : subject.exposure().getDisclosuresList()) {
      if (Channels.isToReader(disclosure.getChannel())) {
        plain |= PlainFields.of(disclosure.getPlainList());
      }
    }
    return plain;
  }

  /**
   * Adds the reads of a sample.
   *
   * @param leaveOut subjects that are in the table as victims
   */
  void add(SampledReads reads, int group, Set<ReadTable.Subject> leaveOut) throws IOException {
    Often often = new Often();
    while (reads.next()) {
      often.note(reads.address());
      often.note(reads.session());
      often.note(export(reads));
    }
    reads.rewind();
    table.of(group);
    while (reads.next()) {
      ReadTable.Subject subject = new ReadTable.Subject(reads.high(), reads.low());
      if (!leaveOut.contains(subject)) {
        int number =
            table.add(
                subject.high(),
                subject.low(),
                reader(reads, often),
                reads.timeMs(),
                reads.placedDay() - 1);
        if (!table.isOwned(number)) {
          table.own(number, name(reads.owner()));
        }
      }
    }
  }

  private static long export(SampledReads reads) {
    return reads.form() == FORM_EXPORTED ? reads.access() : SourceKey.NONE;
  }

  /**
   * Which keys occur as often as the table asks for. There is a session for every day of everybody,
   * and of nearly all of them the sample holds a read or two: none of these is a source.
   */
  private final class Often {
    private static final int BITS = 22;

    /** Two keys may share one, and are then held for more frequent than they are. */
    private final byte[] counts = new byte[1 << BITS];

    /** What read of a victim is known however rare it is. */
    Often() {
      names.keySet().forEach(key -> counts[at(key)] = ReadTable.FEWEST);
    }

    void note(long key) {
      int at = at(key);
      counts[at] = (byte) Math.min(ReadTable.FEWEST, counts[at] + 1);
    }

    /** The key, or none where it is rare and read of no victim. */
    long orNone(long key) {
      return counts[at(key)] >= ReadTable.FEWEST ? key : SourceKey.NONE;
    }

    private static int at(long key) {
      return (int) (key * 0x9e3779b97f4a7c15L >>> Long.SIZE - BITS);
    }
  }

  private int reader(SampledReads reads, Often often) {
    long address = often.orNone(reads.address());
    long session = often.orNone(reads.session());
    long export = often.orNone(export(reads));
    // Customers are told apart only where they read what is their own from a place of many.
    boolean anyone = reads.isOwn() && address == SourceKey.NONE && session == SourceKey.NONE;
    long person = anyone ? SourceKey.NONE : reads.person();
    int flags = (reads.isImported() ? 1 : 0) | (reads.isSystem() ? 2 : 0) | (reads.isOwn() ? 4 : 0);
    call.clear()
        .putLong(person)
        .putLong(address)
        .putLong(session)
        .putLong(export)
        .putInt(reads.operation())
        .putInt(reads.service())
        .putInt(reads.fields())
        .put((byte) flags);
    int number = calls.add(callBytes);
    if (number < 0) {
      return readers[-number - 1];
    }
    readers = ArrayUtil.grow(readers, number + 1);
    readers[number] =
        table.reader(
            sources(reads, address, session, export),
            reads.isOwn() && person != SourceKey.NONE ? table.customer(person(person)) : -1,
            reads.fields(),
            reads.isImported());
    return readers[number];
  }

  /** As {@link Reader#source} has them, by place of the kind. */
  private int[] sources(SampledReads reads, long address, long session, long export) {
    int[] sources = new int[SourceKind.values().length];
    Arrays.fill(sources, -1);
    if (!reads.isSystem() && !reads.isOwn()) {
      sources[SourceKind.PERSON.ordinal()] =
          source(SourceKind.PERSON, reads.person(), key -> person(key, reads));
    }
    sources[SourceKind.SERVICE.ordinal()] =
        source(SourceKind.SERVICE, reads.service(), key -> of(smallName(reads.service())));
    if (reads.operation() != 0) {
      sources[SourceKind.OPERATION.ordinal()] =
          source(
              SourceKind.OPERATION,
              (long) reads.service() << Integer.SIZE | Integer.toUnsignedLong(reads.operation()),
              key -> new SourceName(smallName(reads.service()), smallName(reads.operation())));
    }
    sources[SourceKind.ADDRESS.ordinal()] =
        source(SourceKind.ADDRESS, address, key -> of(name(key)));
    sources[SourceKind.SESSION.ordinal()] =
        source(SourceKind.SESSION, session, key -> of(name(key)));
    sources[SourceKind.EXPORT.ordinal()] = source(SourceKind.EXPORT, export, key -> of(name(key)));
    return sources;
  }

  private static SourceName of(String name) {
    return new SourceName("", name);
  }

  /** Its number; -1 for {@link SourceKey#NONE}. */
  private int source(SourceKind kind, long key, LongFunction<SourceName> name) {
    return key == SourceKey.NONE
        ? -1
        : numbers
            .computeIfAbsent(kind, each -> new HashMap<>())
            .computeIfAbsent(key, each -> table.source(kind, name.apply(key)));
  }

  private SourceName person(long key, SampledReads reads) {
    if (!persons.containsKey(key)) {
      places.put(key, new Place(reads.position(), reads.ordinal()));
    }
    return person(key);
  }

  private SourceName person(long key) {
    SourceName named = persons.get(key);
    return named != null ? named : of(unnamed(key));
  }

  private String name(long key) {
    String known = names.get(key);
    return known != null ? known : unnamed(key);
  }

  private String smallName(int key) {
    String known = smallNames.get(key);
    return known != null ? known : unnamed(key);
  }

  private static String unnamed(long key) {
    return key == SourceKey.NONE ? "" : UNNAMED + Long.toHexString(key);
  }

  /** Where a person of the table that has no name is found; null where it has one. */
  Place place(SourceName person) {
    return person.name().isEmpty() || person.name().charAt(0) != UNNAMED
        ? null
        : places.get(Long.parseUnsignedLong(person.name().substring(1), 16));
  }

  ReadTable build() {
    return table.build();
  }
}
