package io.whoread.agent.scope;

import io.whoread.agent.boot.Ledger;
import io.whoread.agent.boot.Row;
import io.whoread.agent.boot.Shape;
import io.whoread.agent.capture.bean.GuardedType;
import io.whoread.agent.capture.jdbc.Plan;
import io.whoread.agent.ship.ExposureKey;
import io.whoread.agent.ship.FieldNames;
import io.whoread.record.v1.Channel;
import java.util.Arrays;
import java.util.List;

/**
 * All that a request did with one subject, or with one object whose subject is not known.
 *
 * <p>What was told is put aside, and what comes after it is told on its own.
 */
final class Sum {
  private static final int CHANNELS = Channel.CHANNEL_OTHER_VALUE + 1;

  /** Of one kind: a subject is linked to few customers or parcels, but to more than one. */
  private static final int MAX_LINKS = 8;

  /** Of a subject that is met as an entity, as a row, and as what is made of it for a page. */
  private static final int MAX_OBJECTS = 6;

  private static final long MET = 1L << FieldNames.MET;

  private static final long[] NONE = new long[CHANNELS];

  /** The ways in which a response leaves. */
  private static final int[] RESPONSES = {
    Channel.CHANNEL_RESPONSE_VALUE, Channel.CHANNEL_EXPORT_VALUE, Channel.CHANNEL_TEMPLATE_VALUE
  };

  /** Kind of the subject; empty where it is not known. */
  final String kind;

  /** What it was read from first: a class. */
  final String source;

  /** Null where the subject is not known. */
  final String id;

  Object owner;
  Object placed;
  Object status;

  /** Of a sum without an id, the kind of the one that it lacks; null where it has none at all. */
  private String lacking;

  /** How many places of the next two are taken. */
  int links;

  /** Whether links are of its own kind: other numbers of the same subject. */
  boolean hasOtherIds;

  /** Whether it was met under its id in what has places for all numbers of the subject. */
  boolean saysAll;

  String[] linkKinds;
  String[] linkIds;

  /** The objects that it was read from, as far as they are needed. */
  Object[] objects = new Object[1];

  int objectCount;

  // Not told yet.
  private long touched;
  private long framework;
  private long[] plain = NONE;
  private long[] masked = NONE;

  // Told.
  private long touchedBefore;
  private long frameworkBefore;
  private long[] plainBefore = NONE;
  private long[] maskedBefore = NONE;

  /** Bits of the channels in which something of its own was found. */
  private int shown;

  /** Whether it is forgotten, though it may be looked for until the needles are made anew. */
  boolean forgotten;

  /** Its values that are looked for, chained; null before any is. */
  Needle needles;

  /** How many of its objects were looked into for those that lie within. */
  int lookedInto;

  /** How many of its objects are looked for in what leaves; -1 before it is itself. */
  int looked = -1;

  /** Whether it is among those of which not all objects are looked for. */
  boolean isUnlooked;

  Sum(String kind, String source, String id) {
    this.kind = kind;
    this.source = source;
    this.id = id;
  }

  void add(Ledger ledger, int entry) {
    object(ledger.objects[entry]);
    touched |= ledger.touched[entry] & ~MET;
    framework |= ledger.framework[entry] & ~MET;
    int channel = ledger.channels[entry];
    if (channel >= Channel.CHANNEL_RESPONSE_VALUE && channel < CHANNELS) {
      own();
      plain[channel] |= ledger.plain[entry];
      masked[channel] |= ledger.masked[entry];
    }
  }

  /** Notes a row that it was loaded with. */
  void add(Row row) {
    object(row);
  }

  /** Takes over all that is not told yet of another sum, which turned out to be of this subject. */
  void add(Sum part) {
    takeNews(part);
    for (int i = 0; i < part.objectCount; i++) {
      object(part.objects[i]);
    }
  }

  private void takeNews(Sum part) {
    touched |= part.touched;
    framework |= part.framework;
    if (part.plain != NONE) {
      own();
      for (int channel = 0; channel < CHANNELS; channel++) {
        plain[channel] |= part.plain[channel];
        masked[channel] |= part.masked[channel];
      }
    }
  }

  /** Takes over what is not told yet of the same subject under another number. */
  void takeOver(Sum same) {
    takeNews(same);
    facts(same);
    same.told();
  }

  private void object(Object object) {
    // Mostly the one that was met last.
    for (int i = objectCount - 1; i >= 0; i--) {
      if (objects[i] == object) {
        return;
      }
    }
    if (objectCount == objects.length) {
      if (objectCount == MAX_OBJECTS) {
        return;
      }
      objects = Arrays.copyOf(objects, MAX_OBJECTS);
    }
    objects[objectCount++] = object;
  }

  /** Whether a channel is that of a response. */
  static boolean isResponse(int channel) {
    for (int each : RESPONSES) {
      if (each == channel) {
        return true;
      }
    }
    return false;
  }

  private void own() {
    if (plain == NONE) {
      plain = new long[CHANNELS];
      masked = new long[CHANNELS];
    }
  }

  /** Notes that a value was found in what leaves through a channel. */
  void disclosed(int channel, int bit, int shape) {
    own();
    long[] into = shape == Shape.MASKED ? masked : plain;
    into[channel] |= 1L << bit;
  }

  /**
   * Notes that a value was told under the subject that has it as well: it is no news any more that
   * it was read here, and left.
   */
  void leftAsAnothers(int channel, int bit) {
    if (plainBefore == NONE) {
      plainBefore = new long[CHANNELS];
      maskedBefore = new long[CHANNELS];
    }
    long one = 1L << bit;
    plainBefore[channel] |= one;
    maskedBefore[channel] |= one;
    if (plain != NONE) {
      plain[channel] &= ~one;
      masked[channel] &= ~one;
    }
    touchedBefore |= touched & one;
    frameworkBefore |= framework & one;
    touched &= ~one;
    framework &= ~one;
  }

  /** Notes that something of its own was found, which no other subject has. */
  void shown(int channel) {
    shown |= 1 << channel;
  }

  boolean isShown(int channel) {
    return (shown >>> channel & 1) != 0 || disclosed(channel) != 0;
  }

  private long disclosed(int channel) {
    return plain(channel) | masked(channel);
  }

  /** The bits of what left through a channel in plain, told or not. */
  long plain(int channel) {
    return plain[channel] | plainBefore[channel];
  }

  /** The bits of what left through a channel masked, told or not. */
  long masked(int channel) {
    return masked[channel] | maskedBefore[channel];
  }

  /** Whether something was read of which it is not known that it left with the response. */
  boolean isOpen() {
    long disclosed = 0;
    for (int channel : RESPONSES) {
      disclosed |= disclosed(channel);
    }
    // A string that a serialiser made of fields may still become the response.
    int other = Channel.CHANNEL_OTHER_VALUE;
    long read = touched | framework | touchedBefore | frameworkBefore | disclosed(other);
    // What was loaded and then read by accessors leaves as what these were called for.
    return ((read == 0 ? loaded() : read) & ~disclosed) != 0;
  }

  /** Whether it is rows alone. */
  boolean isRow() {
    return objectCount > 0 && objects[0] instanceof Row;
  }

  private long loaded() {
    long loaded = 0;
    for (int i = 0; i < objectCount; i++) {
      loaded |= objects[i] instanceof Row ? ((Row) objects[i]).bits : 0;
    }
    return loaded;
  }

  /** Whether there is anything to tell. */
  boolean isNews() {
    long news = touched & ~touchedBefore | framework & ~(touchedBefore | frameworkBefore);
    for (int channel = 0; plain != NONE && channel < CHANNELS; channel++) {
      news |= plain[channel] & ~plainBefore[channel] | masked[channel] & ~maskedBefore[channel];
    }
    return news != 0;
  }

  /** Whether something of it left that is not told yet. */
  boolean hasLeft() {
    return plain != NONE;
  }

  /** Whether something of it left, and nothing of that was told before. */
  boolean isShownFirst() {
    return plain != NONE && plainBefore == NONE;
  }

  /** From now on it is only told what is new. */
  void told() {
    touchedBefore |= touched;
    frameworkBefore |= framework;
    if (plain != NONE && plainBefore == NONE) {
      plainBefore = plain;
      maskedBefore = masked;
    } else if (plain != NONE) {
      for (int channel = 0; channel < CHANNELS; channel++) {
        plainBefore[channel] |= plain[channel];
        maskedBefore[channel] |= masked[channel];
      }
    }
    touched = 0;
    framework = 0;
    plain = NONE;
    masked = NONE;
  }

  /** Takes what is not known yet: one class of a subject may say what another does not. */
  void facts(Ledger ledger, int entry, GuardedType of) {
    Object[] facts = ledger.facts;
    int at = entry * Ledger.FACTS;
    owner = owner == null ? facts[at + GuardedType.OWNER] : owner;
    placed = placed == null ? facts[at + GuardedType.PLACED] : placed;
    status = status == null ? facts[at + GuardedType.STATUS] : status;
    List<String> kinds = of.linkKinds;
    for (int i = 0; i < kinds.size(); i++) {
      String linked = Values.id(facts[at + GuardedType.FIRST_LINK + i]);
      if (linked != null) {
        link(kinds.get(i), linked);
      }
    }
  }

  /** As above, of another sum, which turned out to be of this subject. */
  void facts(Sum part) {
    owner = owner == null ? part.owner : owner;
    placed = placed == null ? part.placed : placed;
    status = status == null ? part.status : status;
    for (int i = 0; i < part.links; i++) {
      link(part.linkKinds[i], part.linkIds[i]);
    }
  }

  /** Notes of which kind the id would be that it lacks; null for none. */
  void lacks(String kind) {
    lacking = kind;
  }

  /**
   * Place of the link that stands for the id that it lacks: of that kind, else of the customer; -1
   * where it has neither. What names a seller alone is not the seller's. An id of 0 is one that was
   * not yet given.
   */
  int standIn() {
    int found = -1;
    for (int i = links - 1; i >= 0; i--) {
      boolean lacked = linkKinds[i].equals(lacking);
      boolean customers = linkKinds[i].equals("customer");
      if (!linkIds[i].equals("0")
          && (lacked || customers && (found < 0 || !linkKinds[found].equals(lacking)))) {
        found = i;
      }
    }
    return found;
  }

  /** As above, of a row. */
  void facts(Row row, Plan plan) {
    owner = owner == null ? value(row, plan.owner) : owner;
    placed = placed == null ? value(row, plan.placed) : placed;
    status = status == null ? value(row, plan.status) : status;
    for (int i = 0; i < plan.links.length; i++) {
      String linked = Values.id(value(row, plan.links[i]));
      if (linked != null) {
        link(plan.linkKinds.get(i), linked);
      }
    }
  }

  private static Object value(Row row, int place) {
    return place < 0 ? null : row.values[place];
  }

  private void link(String kind, String linked) {
    if (linked.equals(id) && kind.equals(this.kind)) {
      return;
    }
    int ofKind = 0;
    for (int i = 0; i < links; i++) {
      if (linkKinds[i].equals(kind)) {
        if (linkIds[i].equals(linked) || ++ofKind == MAX_LINKS) {
          return;
        }
      }
    }
    if (linkKinds == null) {
      linkKinds = new String[4];
      linkIds = new String[4];
    } else if (links == linkKinds.length) {
      linkKinds = Arrays.copyOf(linkKinds, 2 * links);
      linkIds = Arrays.copyOf(linkIds, 2 * links);
    }
    hasOtherIds |= kind.equals(this.kind);
    linkKinds[links] = kind;
    linkIds[links] = linked;
    links++;
  }

  boolean isLinkedTo(Sum other) {
    for (int i = 0; i < links; i++) {
      if (linkIds[i].equals(other.id) && linkKinds[i].equals(other.kind)) {
        return true;
      }
    }
    return false;
  }

  /**
   * How it was treated since it was last told.
   *
   * @param last of another sum, which is returned where it says the same; or null
   */
  ExposureKey exposure(ExposureKey last) {
    long onlyFramework = framework & ~touched;
    dropWhatIsKnown();
    return last != null && last.says(kind, touched, onlyFramework, plain, masked)
        ? last
        : new ExposureKey(kind, touched, onlyFramework, plain, masked);
  }

  /**
   * What was written into a string, a buffer or a stream of one's own, and then seen leaving: where
   * it went to is known by now.
   */
  private void dropWhatIsKnown() {
    int other = Channel.CHANNEL_OTHER_VALUE;
    if ((plain[other] | masked[other]) != 0) {
      long inPlain = 0;
      long inMask = 0;
      for (int channel = 0; channel < other; channel++) {
        inPlain |= plain(channel);
        inMask |= masked(channel);
      }
      plain[other] &= ~inPlain;
      masked[other] &= ~(inPlain | inMask);
    }
  }
}
