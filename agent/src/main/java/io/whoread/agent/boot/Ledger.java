package io.whoread.agent.boot;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The list of what one thread read and disclosed since the list was last merged.
 *
 * <p>An entry is a run of reads of one object: as long as the next read is of the same object with
 * the same id, it only sets bits in the entry. A page that reads row by row has one entry a row;
 * one that reads column by column has more, and the merge brings them together again. Bits that are
 * set twice count nothing twice, so nothing here needs to be looked up.
 *
 * <p>The columns are parallel arrays that grow from 64 entries to 4,096 and are then reused. A full
 * ledger is merged and handed on by the reading thread itself: a long export is recorded as it
 * runs. All ledgers together stay within a budget that their owner keeps (see {@link
 * Hooks.Target#mayGrow}).
 */
public final class Ledger {
  public static final int MAX_ENTRIES = 4096;

  /** Facts noted with an object: owner, status, day of placing, links. */
  public static final int FACTS = 8;

  /** Heap of one entry in bytes, with compressed references. */
  public static final int ENTRY_BYTES = 4 + 4 + 8 + 4 + 4 + 4 * 8 + 4 * FACTS;

  private static final int FIRST_ENTRIES = 64;
  private static final int MAX_DEPTH = 32;
  private static final int MAX_ROWS = 256;

  /** Entries run from 1 to {@code size}; entry 0 is a sentinel that equals no object. */
  public int size;

  public Object[] objects;
  public Object[] ids;
  public long[] longIds;
  public int[] types;
  public int[] channels;
  public long[] touched;
  public long[] framework;
  public long[] plain;
  public long[] masked;

  /** {@link #FACTS} places an entry. */
  public Object[] facts;

  /** The request at work, and whatever else the ledger's owner keeps with it. */
  public Object scope;

  /** Result sets that are read, and what was loaded of them. */
  final Cursors cursors = new Cursors();

  public final Loads loads = new Loads();

  /** The rows that were loaded since the list was last merged; the last may go on being filled. */
  public final List<Row> rows = new ArrayList<>(0);

  private long firstAtMs;

  /** What writes properties at present, and the channel that it writes to. */
  public Object writer;

  public int writerChannel;

  /** The channel of the message that a framework is writing; 0 for none. */
  public int messageChannel;

  private Reads.Slot slot;

  // Properties that are being written, innermost last.
  private final Object[] writtenObjects = new Object[MAX_DEPTH];
  private final int[] writtenSites = new int[MAX_DEPTH];
  private final int[] writtenShapes = new int[MAX_DEPTH];
  private final int[] writtenChannels = new int[MAX_DEPTH];
  private int depth;

  /** Whether the last entry's object was read since the innermost property began. */
  private boolean fresh;

  public Ledger() {
    objects = new Object[FIRST_ENTRIES];
    ids = new Object[FIRST_ENTRIES];
    longIds = new long[FIRST_ENTRIES];
    types = new int[FIRST_ENTRIES];
    channels = new int[FIRST_ENTRIES];
    touched = new long[FIRST_ENTRIES];
    framework = new long[FIRST_ENTRIES];
    plain = new long[FIRST_ENTRIES];
    masked = new long[FIRST_ENTRIES];
    facts = new Object[FIRST_ENTRIES * FACTS];
    objects[0] = this;
  }

  public int capacity() {
    return objects.length;
  }

  /** Puts this ledger to work for the current thread. */
  public void attach(Reads.Slot to) {
    slot = to;
    to.ledger = this;
    // A stack that overflows in equals or toString leaves a scope open.
    to.framework = 0;
    to.moving = false;
    to.cursor = Cursors.NOTHING;
    to.channel = 0;
  }

  /** Ends the current thread's work on this ledger. */
  public void detach() {
    slot.ledger = null;
    slot.cursor = Cursors.NOTHING;
    slot = null;
    cursors.clear();
    Arrays.fill(writtenObjects, 0, depth, null);
    depth = 0;
    writer = null;
    messageChannel = 0;
  }

  /** Notes a row of which something personal was handed out. */
  public void loaded(Row row) {
    rows.add(row);
    if (rows.size() == MAX_ROWS) {
      Hooks.manyRows(this);
    }
  }

  /** Whether there is anything to tell. */
  public boolean hasNews() {
    return size > 0 || loads.size() > 0;
  }

  /** When the first of it was, in milliseconds since 1970. */
  public long firstAtMs() {
    if (size == 0 || loads.size() == 0) {
      return size == 0 ? loads.firstAtMs : firstAtMs;
    }
    return Math.min(firstAtMs, loads.firstAtMs);
  }

  /** Forgets all entries, and the objects that they held. */
  public void clear() {
    int end = size + 1;
    Arrays.fill(objects, 1, end, null);
    Arrays.fill(ids, 1, end, null);
    Arrays.fill(facts, 0, end * FACTS, null);
    size = 0;
    loads.clear();
    rows.clear();
  }

  /** Notes a read, as {@link Reads#touched(Object, Object, int)} says. */
  public void touch(Object self, Object id, long longId, int site) {
    int last = size;
    if (objects[last] != self || ids[last] != id || longIds[last] != longId) {
      last = open(self, id, longId, site >>> 6);
    }
    fresh = true;
    if (slot.framework == 0) {
      touched[last] |= 1L << site;
    } else {
      framework[last] |= 1L << site;
    }
  }

  /** Notes fields that a framework read past an object's accessors. */
  public void see(Object self, Object id, long longId, int type, long bits) {
    int last = size;
    if (objects[last] != self || ids[last] != id || longIds[last] != longId) {
      last = open(self, id, longId, type);
    }
    framework[last] |= bits;
  }

  private int open(Object self, Object id, long longId, int type) {
    if (size + 1 == objects.length && !grow()) {
      Hooks.full(this);
      size = 0;
    }
    int next = size + 1;
    if (next == 1) {
      firstAtMs = System.currentTimeMillis();
    }
    objects[next] = self;
    ids[next] = id;
    longIds[next] = longId;
    types[next] = type;
    channels[next] = 0;
    touched[next] = 0;
    framework[next] = 0;
    plain[next] = 0;
    masked[next] = 0;
    size = next;
    Reads.facts(this, next);
    if (ids[next] == id && longIds[next] == longId || !isSame(next - 1, next)) {
      return next;
    }
    // The accessor of a superclass that knows the object by another id than its class does.
    forget(next);
    size = next - 1;
    return size;
  }

  private boolean isSame(int one, int other) {
    return objects[one] == objects[other]
        && ids[one] == ids[other]
        && longIds[one] == longIds[other];
  }

  private void forget(int entry) {
    objects[entry] = null;
    ids[entry] = null;
    Arrays.fill(facts, entry * FACTS, (entry + 1) * FACTS, null);
  }

  private boolean grow() {
    int now = objects.length;
    long bytes = (long) now * ENTRY_BYTES;
    if (now == MAX_ENTRIES || !Hooks.mayGrow(bytes)) {
      return false;
    }
    try {
      resize(now * 2);
      return true;
    } catch (OutOfMemoryError e) {
      // The accessor that was called knows nothing of memory: what is there is told, as when full.
      Hooks.mayGrow(-bytes);
      return false;
    }
  }

  private void resize(int next) {
    // All of them or none: where memory ends in between, the columns must still be of one length.
    Object[] moreObjects = Arrays.copyOf(objects, next);
    Object[] moreIds = Arrays.copyOf(ids, next);
    long[] moreLongIds = Arrays.copyOf(longIds, next);
    int[] moreTypes = Arrays.copyOf(types, next);
    int[] moreChannels = Arrays.copyOf(channels, next);
    long[] moreTouched = Arrays.copyOf(touched, next);
    long[] moreFramework = Arrays.copyOf(framework, next);
    long[] morePlain = Arrays.copyOf(plain, next);
    long[] moreMasked = Arrays.copyOf(masked, next);
    Object[] moreFacts = Arrays.copyOf(facts, next * FACTS);
    objects = moreObjects;
    ids = moreIds;
    longIds = moreLongIds;
    types = moreTypes;
    channels = moreChannels;
    touched = moreTouched;
    framework = moreFramework;
    plain = morePlain;
    masked = moreMasked;
    facts = moreFacts;
  }

  /**
   * A property of a guarded object is about to be written through a channel: what is written until
   * {@link #endProperty} is that property's value.
   *
   * @return false where properties are nested too deep to be told apart
   */
  public boolean beginProperty(Object self, int site, int channel) {
    if (depth == MAX_DEPTH) {
      return false;
    }
    writtenObjects[depth] = self;
    writtenSites[depth] = site;
    writtenShapes[depth] = 0;
    writtenChannels[depth] = channel;
    depth++;
    fresh = false;
    return true;
  }

  /** True while the value of a guarded property is being written. */
  public boolean inProperty() {
    return depth != 0;
  }

  /** The bit of the field kind of the property that is being written. */
  public int propertyBit() {
    return writtenSites[depth - 1] & 63;
  }

  /**
   * A part of the property's value was written.
   *
   * @param shape 1 plain, 2 masked, 0 nothing that tells anything
   */
  public void wrote(int shape) {
    writtenShapes[depth - 1] |= shape;
  }

  /**
   * Ends the innermost property; what was written of it must have been noted.
   *
   * @see #isNoted
   */
  public void endProperty() {
    depth--;
    writtenObjects[depth] = null;
  }

  /**
   * Notes what was written of the innermost property, where that needs no look at its object:
   * nothing was written, or its object was read meanwhile, as getters do, and so its id is known.
   *
   * @return false where {@link #note} must be called
   */
  public boolean isNoted() {
    int at = depth - 1;
    if (writtenShapes[at] == 0) {
      return true;
    }
    int last = size;
    if (!fresh || objects[last] != writtenObjects[at]) {
      return false;
    }
    note(at, objects[last], ids[last], longIds[last]);
    return true;
  }

  /** How many properties are being written, one within the other. */
  public int depth() {
    return depth;
  }

  /**
   * The object whose property is being written, where anything was written that is not noted yet;
   * else null.
   *
   * @param at from 0, the outermost
   */
  public Object unnoted(int at) {
    return writtenShapes[at] == 0 ? null : writtenObjects[at];
  }

  /**
   * Notes what was written of a property so far.
   *
   * @param at from 0, the outermost
   * @param self whose property it is: the one it was begun for, or what that stands for
   * @param id of the object, or null and {@code longId}
   */
  public void note(int at, Object self, Object id, long longId) {
    int site = writtenSites[at];
    int shape = writtenShapes[at];
    int channel = writtenChannels[at];
    writtenShapes[at] = 0;
    int last = size;
    boolean same = objects[last] == self && ids[last] == id && longIds[last] == longId;
    if (!same || channels[last] != 0 && channels[last] != channel) {
      last = open(self, id, longId, site >>> 6);
    }
    channels[last] = channel;
    if ((shape & 1) != 0) {
      plain[last] |= 1L << site;
    }
    if ((shape & 2) != 0) {
      masked[last] |= 1L << site;
    }
  }
}
