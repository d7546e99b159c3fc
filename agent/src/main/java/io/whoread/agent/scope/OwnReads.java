package io.whoread.agent.scope;

import io.whoread.agent.ship.AccessDraft;
import io.whoread.agent.ship.AccessDraft.SubjectDraft;
import io.whoread.agent.ship.CallerInfo;
import io.whoread.agent.ship.ExposureKey;
import io.whoread.agent.ship.Hex;
import io.whoread.agent.ship.Recorder;
import io.whoread.record.Roles;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Customers who look at their own orders: by far the most reads of a shop, and the least telling.
 *
 * <p>The first read of a subject in a session, through one operation and to one extent, is recorded
 * like any other. Those that follow within the hour are counted, and told as one access with the
 * number of its repeats. What is counted and not yet told is lost if the JVM is killed; the first
 * read is not.
 */
final class OwnReads {
  static final long PERIOD_MS = 3_600_000;
  static final int MAX_KNOWN = 4096;

  // In order of their first read. Guarded by itself.
  private final Map<Key, Repeats> known = new LinkedHashMap<>();
  private final Recorder recorder;

  OwnReads(Recorder recorder) {
    this.recorder = recorder;
  }

  /** Whether a customer reads what is that customer's own. */
  static boolean isOwn(CallerInfo caller, SubjectDraft subject) {
    if (!caller.actor.role.equals(Roles.CUSTOMER) || !caller.actor.pseudonymous) {
      return false;
    }
    if (subject.exposure.subjectKind.equals(Roles.CUSTOMER)) {
      return Hex.of(subject.id).equals(caller.actor.id);
    }
    int link = subject.linkKinds.indexOf(Roles.CUSTOMER);
    // An order that several customers share is not one's own.
    return link >= 0
        && link == subject.linkKinds.lastIndexOf(Roles.CUSTOMER)
        && Hex.of(subject.linkIds.get(link)).equals(caller.actor.id);
  }

  /**
   * Counts a read that repeats one before.
   *
   * @param draft the access, for what it says beside its subjects
   * @return false for the first read, which is to be recorded
   */
  boolean repeats(AccessDraft draft, SubjectDraft subject) {
    Key key = new Key(draft, subject);
    Repeats oldest = null;
    try {
      synchronized (known) {
        Repeats repeats = known.get(key);
        if (repeats != null && !repeats.isOver(draft.atMs)) {
          repeats.add(draft, subject);
          return true;
        }
        oldest = known.remove(key);
        if (oldest == null && known.size() >= MAX_KNOWN) {
          Iterator<Repeats> each = known.values().iterator();
          oldest = each.next();
          each.remove();
        }
        known.put(key, new Repeats(draft.atMs));
        return false;
      }
    } finally {
      tell(oldest);
    }
  }

  /** Tells what is older than an hour, and what is as far ahead, as the clock was set back. */
  void tellUntil(long nowMs) {
    List<Repeats> due = new ArrayList<>();
    synchronized (known) {
      Iterator<Repeats> each = known.values().iterator();
      while (each.hasNext()) {
        Repeats next = each.next();
        if (next.isOver(nowMs)) {
          due.add(next);
          each.remove();
        }
      }
    }
    due.forEach(this::tell);
  }

  private void tell(Repeats repeats) {
    if (repeats != null && repeats.draft != null) {
      repeats.draft.repeats = repeats.count - 1;
      repeats.draft.untilMs = repeats.lastMs;
      recorder.write(repeats.draft);
    }
  }

  private static final class Repeats {
    final long firstMs;
    AccessDraft draft;
    long count;
    long lastMs;

    Repeats(long firstMs) {
      this.firstMs = firstMs;
    }

    boolean isOver(long nowMs) {
      return Math.abs(nowMs - firstMs) >= PERIOD_MS;
    }

    void add(AccessDraft of, SubjectDraft subject) {
      count++;
      lastMs = of.atMs;
      if (draft == null) {
        draft = new AccessDraft();
        draft.atMs = of.atMs;
        draft.operation = of.operation;
        draft.form = of.form;
        draft.caller = of.caller;
        draft.traceId = of.traceId;
        draft.purpose = of.purpose;
        draft.subjects.add(subject);
      }
    }
  }

  private static final class Key {
    final CallerInfo caller;
    final String operation;
    final ExposureKey exposure;
    final ByteBuffer subject;

    Key(AccessDraft draft, SubjectDraft subject) {
      this.caller = draft.caller;
      this.operation = draft.operation;
      this.exposure = subject.exposure;
      this.subject = ByteBuffer.wrap(subject.id);
    }

    @Override
    public boolean equals(Object other) {
      if (!(other instanceof Key)) {
        return false;
      }
      Key that = (Key) other;
      return subject.equals(that.subject)
          && caller.equals(that.caller)
          && operation.equals(that.operation)
          && exposure.equals(that.exposure);
    }

    @Override
    public int hashCode() {
      return Objects.hash(subject, operation);
    }
  }
}
