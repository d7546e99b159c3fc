package io.whoread.collector.detect;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.whoread.collector.detect.v1.Actor;
import io.whoread.collector.detect.v1.ActorState;
import io.whoread.collector.detect.v1.Counts;
import io.whoread.collector.detect.v1.Report;
import io.whoread.collector.detect.work.Drift;
import io.whoread.collector.detect.work.Previous;
import io.whoread.collector.detect.work.WorkDay;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What is remembered of an actor: the reads of two days, and what is ordinary for the actor. */
final class ActorHabits {
  private static final int HOURS = 168;

  static Weighed<ActorHabits> codec(List<Measure> measures) {
    return new Weighed<>() {
      @Override
      public ByteString encode(ActorHabits value) {
        return value.encode().toByteString();
      }

      @Override
      public ActorHabits decode(ByteString bytes) throws InvalidProtocolBufferException {
        return ActorHabits.decode(ActorState.parseFrom(bytes), measures);
      }

      @Override
      public int heap(ActorHabits value) {
        return value.heap();
      }
    };
  }

  final RecentReads recent;

  /** As the newest read had it. */
  Actor actor;

  /** Of the open days. */
  String group;

  /** What the newest read that could be judged was like. */
  Previous previous = Previous.NONE;

  /** Over the past days: how surprising with some of all subjects taken at random. */
  Drift any = Drift.NONE;

  /** The same with some of those taken that somebody works on. */
  Drift fresh = Drift.NONE;

  /** Null before the first read; the day of the newest read. */
  OpenDay today;

  /** Null where the actor was not active on the day before. */
  OpenDay yesterday;

  /**
   * The highest count of each measure for each day, the oldest day first; {@link #days} days are
   * filled. See {@link #rounded}.
   */
  private short[] history = {};

  /** The days of the history, since 1970-01-01. */
  private short[] dates = {};

  private int days;

  /** Of the history; null where it has to be made again. */
  private final Normal[] normal;

  /** Null in the first week. */
  private byte[] hours;

  private int week;
  private final long[] weekHours = new long[3];

  /** The day on which the actor was met last, as event time has it: since 1970-01-01, in UTC. */
  private int met;

  ActorHabits(List<Measure> measures) {
    this(new RecentReads(measures), measures.size());
  }

  private ActorHabits(RecentReads recent, int measures) {
    this.recent = recent;
    this.normal = new Normal[measures];
  }

  /** Leaves nothing of what the past days have added up to, but what is usual. */
  void forgetDrift() {
    any = any.anew();
    fresh = fresh.anew();
  }

  /**
   * Takes in that the actor is met again.
   *
   * @param now event time, in milliseconds since 1970
   */
  void meet(long now) {
    rest(now);
    met = Math.max(met, (int) Math.floorDiv(now, RecentReads.DAY_MS));
  }

  /**
   * Lets the reads go of who has been quiet for so long that no window can hold them: on a later
   * day than the one of the last meeting, so that what comes late, all of it on one day, is counted
   * with what is there. Whether it is done on that day or not before the actor is met again makes
   * no difference but for the heap.
   *
   * @return whether there were any
   */
  boolean rest(long now) {
    long today = Math.floorDiv(now, RecentReads.DAY_MS);
    if (today <= met
        || recent.isEmpty()
        || recent.last() >= today * RecentReads.DAY_MS - RecentReads.KEPT_MS) {
      return false;
    }
    recent.clear();
    Arrays.fill(normal, null);
    return true;
  }

  /** About how many bytes of heap it takes. */
  private int heap() {
    int bytes = 500 + recent.heap() + Short.BYTES * (history.length + dates.length);
    bytes += hours == null ? 0 : HOURS;
    for (Normal known : normal) {
      bytes += known == null ? 4 : 44;
    }
    bytes += today.heap();
    return yesterday == null ? bytes : bytes + yesterday.heap();
  }

  /** What is ordinary for the actor alone. */
  Normal normal(int measure) {
    Normal known = normal[measure];
    if (known == null) {
      int[] counts = new int[days];
      for (int d = 0; d < days; d++) {
        counts[d] = count(history[d * normal.length + measure]);
      }
      known = Normal.of(counts);
      normal[measure] = known;
    }
    return known;
  }

  /** Whether an earlier day, not too long ago, came to what a measure that is told once tells. */
  boolean reached(int m, Measure measure, OpenDay day) {
    int first = day.day - measure.quietDays();
    for (int d = 0; d < days; d++) {
      if (dates[d] >= first && count(history[d * normal.length + m]) >= measure.floor()) {
        return true;
      }
    }
    return yesterday != null
        && yesterday.day < day.day
        && yesterday.day >= first
        && yesterday.highest[m] >= measure.floor();
  }

  /** Adds a day that is over to the history. */
  void remember(OpenDay day, int atMost) {
    int measures = normal.length;
    int keep = Math.min(days, atMost - 1);
    if (history.length < (keep + 1) * measures) {
      int more = Math.min(atMost, keep + 6);
      history = Arrays.copyOf(history, more * measures);
      dates = Arrays.copyOf(dates, more);
    }
    System.arraycopy(history, (days - keep) * measures, history, 0, keep * measures);
    System.arraycopy(dates, days - keep, dates, 0, keep);
    for (int m = 0; m < measures; m++) {
      history[keep * measures + m] = rounded(day.highest[m]);
      normal[m] = null;
    }
    dates[keep] = (short) day.day;
    days = Math.min(days + 1, atMost);
  }

  /**
   * Takes days out of the history.
   *
   * @param first of them, since 1970-01-01
   * @return what they had been
   */
  List<Report.Day> forget(int first) {
    int measures = normal.length;
    List<Report.Day> forgotten = new ArrayList<>();
    int kept = 0;
    for (int d = 0; d < days; d++) {
      if (dates[d] < first) {
        System.arraycopy(history, d * measures, history, kept * measures, measures);
        dates[kept++] = dates[d];
        continue;
      }
      Report.Day.Builder day =
          Report.Day.newBuilder().setDay(dates[d]).setActor(Actors.hash(actor));
      for (int m = 0; m < measures; m++) {
        day.addHighest(count(history[d * measures + m]));
      }
      forgotten.add(day.build());
    }
    days = kept;
    Arrays.fill(normal, null);
    return forgotten;
  }

  /** The days that are still counted, the newest first. */
  List<OpenDay> openDays() {
    return yesterday == null ? List.of(today) : List.of(today, yesterday);
  }

  /** Whether any of these days saw an export. */
  boolean hasExports() {
    return today.hasExports() || yesterday != null && yesterday.hasExports();
  }

  /** The highest count that is remembered, of any measure. */
  int highestOfAll() {
    int highest = 0;
    for (int count : today.highest) {
      highest = Math.max(highest, count);
    }
    for (int i = 0; i < days * normal.length; i++) {
      highest = Math.max(highest, count(history[i]));
    }
    return highest;
  }

  /**
   * A count to within 0.4%, and exactly up to 256: the upper half of a float, rounded, which is
   * known as bfloat16.
   */
  private static short rounded(int count) {
    return (short) (Float.floatToIntBits(count) + 0x8000 >>> 16);
  }

  private static int count(short rounded) {
    return (int) Float.intBitsToFloat(rounded << 16);
  }

  /** Takes in that the actor was active in an hour of the week. */
  void active(int weekNow, int hour) {
    if (week == 0) {
      week = weekNow;
    }
    if (weekNow > week) {
      hours = hours == null ? new byte[HOURS] : hours;
      for (int passed = Math.min(weekNow - week, 64); passed > 0; passed--) {
        for (int h = 0; h < HOURS; h++) {
          boolean was = (weekHours[h >> 6] >>> (h & 63) & 1) != 0;
          int old = hours[h] & 255;
          hours[h] = (byte) (old + ((was ? 255 : 0) - old) / 8);
        }
        Arrays.fill(weekHours, 0);
      }
      week = weekNow;
    }
    weekHours[hour >> 6] |= 1L << (hour & 63);
  }

  /** In what share of the weeks of late the actor was active in an hour of the week. */
  double share(int hour) {
    return hours == null ? 0 : (hours[hour] & 255) / 255.0;
  }

  ActorState encode() {
    ActorState.Builder state =
        ActorState.newBuilder()
            .setRecent(recent.encode())
            .setHours(hours == null ? ByteString.EMPTY : ByteString.copyFrom(hours))
            .setWeek(week)
            .setMetDay(met)
            .setActor(actor)
            .setGroup(group)
            .setPrevious(previous.encode());
    for (int m = 0; m < normal.length; m++) {
      Counts.Builder list = Counts.newBuilder();
      for (int d = 0; d < days; d++) {
        list.addCount(count(history[d * normal.length + m]));
      }
      state.addHistory(list);
    }
    for (int d = 0; d < days; d++) {
      state.addHistoryDay(dates[d]);
    }
    if (any != Drift.NONE) {
      state.setAny(any.encode());
    }
    if (fresh != Drift.NONE) {
      state.setFresh(fresh.encode());
    }
    for (long bits : weekHours) {
      state.addWeekHours(bits);
    }
    for (OpenDay day : openDays()) {
      var open =
          io.whoread.collector.detect.v1.OpenDay.newBuilder()
              .setDay(day.day)
              .setHours(day.hours)
              .setMisused(day.misused);
      if (day.hasWork()) {
        open.setWork(day.work().encode());
      }
      open.addAllExports(day.exports());
      for (int m = 0; m < normal.length; m++) {
        open.addHighest(day.highest[m])
            .addPace(day.pace[m])
            .addAsked(day.asked(m))
            .addPeak(day.peak(m))
            .addPeakFromMs(day.peakFrom(m))
            .addPeakToMs(day.peakTo(m));
        if (day.hasLearnt()) {
          open.addReads(day.reads(m)).addLearnt(day.learnt(m));
        }
      }
      state.addOpen(open);
    }
    return state.build();
  }

  static ActorHabits decode(ActorState state, List<Measure> of) {
    int measures = of.size();
    ActorHabits habits = new ActorHabits(RecentReads.decode(state.getRecent(), of), measures);
    habits.hours = state.getHours().isEmpty() ? null : state.getHours().toByteArray();
    habits.actor = state.getActor();
    habits.group = state.getGroup();
    habits.previous = Previous.decode(state.getPrevious());
    habits.any = Drift.decode(state.getAny());
    habits.fresh = Drift.decode(state.getFresh());
    habits.week = state.getWeek();
    habits.met = state.getMetDay();
    for (int i = 0; i < habits.weekHours.length; i++) {
      habits.weekHours[i] = state.getWeekHours(i);
    }
    habits.days = measures == 0 ? 0 : state.getHistory(0).getCountCount();
    habits.history = new short[habits.days * measures];
    for (int i = 0; i < habits.history.length; i++) {
      habits.history[i] = rounded(state.getHistory(i % measures).getCount(i / measures));
    }
    habits.dates = new short[habits.days];
    for (int d = 0; d < habits.days; d++) {
      habits.dates[d] = (short) state.getHistoryDay(d);
    }
    List<OpenDay> open = new ArrayList<>();
    for (var day : state.getOpenList()) {
      OpenDay decoded = new OpenDay(day.getDay(), measures);
      decoded.hours = day.getHours();
      decoded.misused = day.getMisused();
      if (day.hasWork()) {
        decoded.work(WorkDay.decode(day.getWork()));
      }
      day.getExportsList().forEach(decoded::exported);
      for (int m = 0; m < measures; m++) {
        decoded.highest[m] = day.getHighest(m);
        decoded.pace[m] = (byte) day.getPace(m);
        if (day.getPeak(m) > 0) {
          decoded.asked(m, day.getAsked(m));
          decoded.peak(m, day.getPeak(m), day.getPeakFromMs(m), day.getPeakToMs(m));
        }
      }
      for (int m = 0; m < day.getLearntCount(); m++) {
        decoded.learnt(m, day.getReads(m), day.getLearnt(m));
      }
      open.add(decoded);
    }
    habits.today = open.get(0);
    habits.yesterday = open.size() > 1 ? open.get(1) : null;
    return habits;
  }
}
