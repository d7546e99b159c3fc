package io.whoread.collector.detect.work;

import io.whoread.collector.detect.v1.History;

/**
 * What a {@link Model} sees of a read: how long nobody had worked on the subject, who did last, how
 * often anybody did, how old it is, whose it is, and the same of what the actor read before it; all
 * of it for the role, for the team and for the actor. Nothing of how much the actor reads: a busy
 * day looks like any other.
 */
final class Features {
  /** Slots that features are hashed into; a power of two. */
  static final int SIZE = 1 << 14;

  private static final int MOST = 32;
  private static final long HOUR = 3_600_000L;
  private static final long DAY = 24 * HOUR;

  /** Lengths of time that are told apart. */
  private static final long[] LENGTHS = {
    HOUR / 12, HOUR, 4 * HOUR, 10 * HOUR, DAY, 2 * DAY, 3 * DAY, 5 * DAY, 8 * DAY, 11 * DAY,
    16 * DAY, 23 * DAY, 32 * DAY, 60 * DAY
  };

  private static final int NEVER = LENGTHS.length + 1;

  private final int[] slots = new int[MOST];
  private int count;

  int count() {
    return count;
  }

  int slot(int i) {
    return slots[i];
  }

  /** For how long nobody had worked on a subject, in classes. */
  static int idle(Moment moment, History subject) {
    return subject.getCount() == 0 ? NEVER : length(moment.timeMs() - subject.getLastMs());
  }

  static int age(Moment moment, History subject) {
    return length(moment.timeMs() - subject.getFirstMs());
  }

  /** Who worked on it last: nobody yet, the actor, the actor and then somebody else, others. */
  static int by(Moment moment, History subject) {
    if (subject.getCount() == 0) {
      return 0;
    }
    return subject.getLastActor() == moment.actor()
        ? 1
        : subject.getEarlierActor() == moment.actor() ? 2 : 3;
  }

  /** How often somebody took it up, in classes. */
  static int worked(History subject) {
    int n = subject.getCount();
    return n < 4 ? n : Math.min(8, 34 - Integer.numberOfLeadingZeros(n));
  }

  private static int length(long time) {
    int i = 0;
    while (i < LENGTHS.length && time >= LENGTHS[i]) {
      i++;
    }
    return i;
  }

  void of(Moment moment, History subject, Previous previous) {
    count = 0;
    int actor = moment.actor();
    int idle = idle(moment, subject);
    int by = by(moment, subject);
    int age = age(moment, subject);
    int worked = worked(subject);
    int idleBy = 4 * idle + by;
    add(1, 0, 0);
    add(2, idleBy, 0);
    add(3, age, worked);
    add(4, idle, worked);
    add(5, idle, age);
    add(6, idleBy, worked);
    add(7, idleBy, moment.form());
    add(8, actor, idleBy);
    add(9, actor, age);
    add(10, actor, worked);
    add(11, subject.getOwner(), 0);
    add(12, actor, subject.getOwner());
    add(13, subject.getStatus(), moment.form());
    add(14, actor, subject.getStatus());
    if (subject.getCount() > 0) {
      int last = subject.getLastActor();
      add(15, last, 0);
      add(16, last, idle);
      add(17, last, subject.getEarlierActor());
      add(18, last, actor);
    }
    if (!previous.isNone()) {
      long apart = subject.getFirstMs() - previous.firstMs();
      add(19, idle, previous.idle());
      add(20, by, previous.by());
      add(21, worked, previous.worked());
      add(22, age, previous.age());
      add(23, idleBy, 4 * previous.idle() + previous.by());
      add(24, (apart < 0 ? 32 : 0) + length(Math.abs(apart)), idle);
      add(25, actor, 32 * idle + previous.idle());
    }
    if (moment.team() != 0) {
      add(26, moment.team(), idleBy);
      add(27, moment.team(), age);
      add(28, moment.team(), worked);
    }
    if (subject.getOwner() != 0) {
      int owned = moment.owns(subject) ? 1 : 2;
      add(29, owned, idleBy);
      add(30, owned, age);
    }
  }

  private void add(int feature, int one, int other) {
    long hash = ((long) feature << 32 ^ one) * 0x9e3779b97f4a7c15L ^ other * 0xc2b2ae3d27d4eb4fL;
    hash = (hash ^ hash >>> 29) * 0xbf58476d1ce4e5b9L;
    slots[count++] = (int) (hash >>> 40) & SIZE - 1;
  }
}
