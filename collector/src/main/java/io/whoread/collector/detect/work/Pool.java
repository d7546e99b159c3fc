package io.whoread.collector.detect.work;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.whoread.collector.detect.v1.History;
import io.whoread.collector.detect.v1.PoolState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Subjects of one kind, to draw from: of all that were ever read, by people or machines, and of
 * those that somebody worked on within a week.
 *
 * <p><b>All</b> is a sample of distinct subjects (P. Gibbons, VLDB 2001): those whose pseudonym's
 * hash begins with so many zeros that at most {@value #MOST} are left, however often each is read.
 * <b>Fresh</b> is a sample of reads, a reservoir (J. Vitter, 1985) for each of eight days: the
 * subject that many work on comes up more often. Chance is taken from what is read: the same reads
 * give the same draws.
 */
public final class Pool {
  static final int MOST = 4_096;
  static final int MOST_A_DAY = 512;

  private static final int DAYS = 8;
  private static final int KEPT_DAYS = 400;

  /** A subject, and on which day it was met last. */
  private static final class Member {
    final ByteString subject;
    final History unworked;
    int day;

    Member(ByteString subject, History unworked, int day) {
      this.subject = subject;
      this.unworked = unworked;
      this.day = day;
    }
  }

  /**
   * @param unworked what was known of it when it was met first, as if nobody had worked on it
   */
  public record Drawn(ByteString subject, History unworked) {}

  private final List<Member> all = new ArrayList<>();
  private final Map<ByteString, Member> members = new HashMap<>();
  private int zeros;
  private int day = Integer.MIN_VALUE;
  private final int[] days = new int[DAYS];
  private final long[] reads = new long[DAYS];
  private final List<List<ByteString>> fresh = new ArrayList<>();

  public Pool() {
    for (int i = 0; i < DAYS; i++) {
      days[i] = Integer.MIN_VALUE;
      fresh.add(new ArrayList<>());
    }
  }

  /**
   * Takes in that a subject is there.
   *
   * @param unworked what is known of it where nobody has worked on it
   * @param today days since 1970-01-01
   */
  public void met(ByteString subject, History unworked, int today) {
    if (today > day) {
      day = today;
      expire();
    }
    if (Long.numberOfLeadingZeros(hash(subject, 0)) < zeros) {
      return;
    }
    Member known = members.get(subject);
    if (known != null) {
      known.day = Math.max(known.day, today);
      return;
    }
    Member member = new Member(subject, unworked, today);
    all.add(member);
    members.put(subject, member);
    while (all.size() > MOST) {
      zeros++;
      retain(m -> Long.numberOfLeadingZeros(hash(m.subject, 0)) >= zeros);
    }
  }

  /** Once a day: who has not been met for long goes, and where many have gone more are let in. */
  private void expire() {
    retain(member -> member.day > day - KEPT_DAYS);
    if (zeros > 0 && all.size() < MOST / 4) {
      zeros--;
    }
  }

  private void retain(Predicate<Member> kept) {
    all.removeIf(kept.negate());
    members.values().removeIf(kept.negate());
  }

  /**
   * Takes in that somebody worked on a subject.
   *
   * @param today days since 1970-01-01; a day that is over for a week is passed over
   * @param chance decides whether it takes the place of another
   */
  public void worked(ByteString subject, int today, long chance) {
    int i = Math.floorMod(today, DAYS);
    if (today > days[i]) {
      days[i] = today;
      reads[i] = 0;
      fresh.get(i).clear();
    } else if (today < days[i]) {
      return;
    }
    reads[i]++;
    List<ByteString> sample = fresh.get(i);
    if (sample.size() < MOST_A_DAY) {
      sample.add(subject);
    } else {
      long place = Long.remainderUnsigned(hash(subject, chance), reads[i]);
      if (place < MOST_A_DAY) {
        sample.set((int) place, subject);
      }
    }
  }

  /** One of all subjects, each as likely as any other; null where there is none. */
  public Drawn any(long chance) {
    if (all.isEmpty()) {
      return null;
    }
    Member member = all.get((int) Long.remainderUnsigned(mixed(chance), all.size()));
    return new Drawn(member.subject, member.unworked);
  }

  /** The subject of one of the reads of the last week, each as likely; null where there is none. */
  public ByteString fresh(int today, long chance) {
    long total = 0;
    for (int i = 0; i < DAYS; i++) {
      total += recent(i, today) ? reads[i] : 0;
    }
    if (total == 0) {
      return null;
    }
    long place = Long.remainderUnsigned(mixed(chance), total);
    int i = 0;
    while (!recent(i, today) || place >= reads[i]) {
      place -= recent(i, today) ? reads[i] : 0;
      i++;
    }
    return fresh.get(i).get((int) (place % fresh.get(i).size()));
  }

  private boolean recent(int i, int today) {
    return days[i] > today - DAYS && days[i] <= today;
  }

  private static long hash(ByteString subject, long chance) {
    long bits = chance;
    for (int i = 0; i < subject.size(); i++) {
      bits = bits * 31 + subject.byteAt(i);
    }
    return mixed(bits);
  }

  /** The finalizer of SplitMix64 (G. Steele et al., OOPSLA 2014). */
  private static long mixed(long bits) {
    long mixed = bits + 0x9e3779b97f4a7c15L;
    mixed = (mixed ^ mixed >>> 30) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
    return mixed ^ mixed >>> 31;
  }

  public ByteString encode() {
    PoolState.Builder state = PoolState.newBuilder().setZeros(zeros).setDay(day);
    for (Member member : all) {
      state.addAll(
          PoolState.Member.newBuilder()
              .setSubject(member.subject)
              .setUnworked(member.unworked)
              .setDay(member.day));
    }
    for (int i = 0; i < DAYS; i++) {
      state.addFresh(
          PoolState.Day.newBuilder()
              .setDay(days[i])
              .setReads(reads[i])
              .addAllSubjects(fresh.get(i)));
    }
    return state.build().toByteString();
  }

  public static Pool decode(ByteString bytes) throws InvalidProtocolBufferException {
    PoolState state = PoolState.parseFrom(bytes);
    Pool pool = new Pool();
    pool.zeros = state.getZeros();
    pool.day = state.getDay();
    for (PoolState.Member each : state.getAllList()) {
      Member member = new Member(each.getSubject(), each.getUnworked(), each.getDay());
      pool.all.add(member);
      pool.members.put(member.subject, member);
    }
    for (int i = 0; i < DAYS; i++) {
      PoolState.Day each = state.getFresh(i);
      pool.days[i] = each.getDay();
      pool.reads[i] = each.getReads();
      pool.fresh.get(i).addAll(each.getSubjectsList());
    }
    return pool;
  }
}
