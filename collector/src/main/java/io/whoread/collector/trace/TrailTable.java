package io.whoread.collector.trace;

import io.whoread.collector.index.AccessRow;
import io.whoread.collector.index.Channels;
import io.whoread.collector.sample.SampledReads;
import io.whoread.collector.sample.SourceKey;
import io.whoread.collector.trace.Mentions.Mention;
import io.whoread.record.Roles;
import io.whoread.record.v1.Disclosure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Puts victims' reads, which have all names, and a sample's, which have none, into one table: what
 * has the same key is the same source. A source that read of no victim goes by its key.
 */
final class TrailTable {
  /** Begins what is a key and no name: no text of a record holds it. */
  private static final char UNNAMED = '\u0001';

  private static final String EXPORTED = "exported";
  private static final int FORM_EXPORTED = 4;

  private final ReadTable.Builder table = new ReadTable.Builder();
  private final Map<Long, SourceName> persons = new HashMap<>();
  private final Map<Long, String> names = new HashMap<>();
  private final Map<Integer, String> smallNames = new HashMap<>();

  /** The sample's, made once: each read tells one. */
  private final Map<Long, String> owners = new HashMap<>();

  /** By a person's key, an access of that person. */
  private final Map<Long, Place> places = new HashMap<>();

  private final Map<Call, Integer> readers = new HashMap<>();

  private record Call(
      long person,
      long address,
      long session,
      long export,
      int operation,
      int service,
      int fields,
      boolean imported,
      boolean system,
      boolean own) {}

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
        table.add(
            subject, reader(reads, often), reads.timeMs(), reads.placedDay() - 1, owner(reads));
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

    void note(long key) {
      int at = at(key);
      counts[at] = (byte) Math.min(ReadTable.FEWEST, counts[at] + 1);
    }

    /** The key, or none where it is rare and read of no victim. */
    long orNone(long key) {
      return counts[at(key)] >= ReadTable.FEWEST || names.containsKey(key) ? key : SourceKey.NONE;
    }

    private static int at(long key) {
      return (int) (key * 0x9e3779b97f4a7c15L >>> Long.SIZE - BITS);
    }
  }

  private int reader(SampledReads reads, Often often) {
    Call call =
        new Call(
            reads.person(),
            often.orNone(reads.address()),
            often.orNone(reads.session()),
            often.orNone(export(reads)),
            reads.operation(),
            reads.service(),
            reads.fields(),
            reads.isImported(),
            reads.isSystem(),
            reads.isOwn());
    Integer known = readers.get(call);
    if (known != null) {
      return known;
    }
    SourceName person = persons.get(call.person);
    if (person == null) {
      person = new SourceName("", unnamed(call.person));
      if (!call.own && !call.system && call.person != SourceKey.NONE) {
        places.putIfAbsent(call.person, new Place(reads.position(), reads.ordinal()));
      }
    }
    int reader =
        table.reader(
            new Reader(
                call.system ? Roles.SYSTEM : person.group(),
                person.name(),
                call.own,
                smallName(call.service),
                smallName(call.operation),
                name(call.address),
                name(call.session),
                name(call.export),
                call.fields,
                call.imported));
    readers.put(call, reader);
    return reader;
  }

  private String owner(SampledReads reads) {
    return owners.computeIfAbsent(reads.owner(), this::name);
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
