package io.whoread.collector.detect;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.whoread.collector.detect.v1.Actor;
import io.whoread.collector.detect.v1.ActorState;
import io.whoread.collector.detect.v1.Counts;
import io.whoread.collector.detect.work.Previous;
import io.whoread.collector.detect.work.WorkDay;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What is remembered of an actor: the reads of two days, and what is ordinary for the actor. */
final class ActorHabits {
  private static final int HOURS = 168;

  static Codec<ActorHabits> codec(List<Measure> measures) {
    return new Codec<>() {
      @Override
      public ByteString encode(ActorHabits value) {
        return value.encode().toByteString();
      }

      @Override
      public ActorHabits decode(ByteString bytes) throws InvalidProtocolBufferException {
        return ActorHabits.decode(ActorState.parseFrom(bytes), measures);
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

  /** Null before the first read; the day of the newest read. */
  OpenDay today;

  /** Null where the actor was not active on the day before. */
  OpenDay yesterday;

  /** [measure][day], oldest first; {@link #days} of each are filled. */
  private final int[][] history;

  private int days;

  /** Of the history; null where it has to be made again. */
  private final Normal[] normal;

  private final byte[] hours;
  private int week;
  private final long[] weekHours = new long[3];

  ActorHabits(List<Measure> measures) {
    this(new RecentReads(measures), measures.size(), new byte[HOURS]);
  }

  private ActorHabits(RecentReads recent, int measures, byte[] hours) {
    this.recent = recent;
    this.history = new int[measures][0];
    this.normal = new Normal[measures];
    this.hours = hours;
  }

  /** What is ordinary for the actor alone. */
  Normal normal(int measure) {
    Normal known = normal[measure];
    if (known == null) {
      known = Normal.of(history[measure], days);
      normal[measure] = known;
    }
    return known;
  }

  /** Adds a day that is over to the history. */
  void remember(OpenDay day, int atMost) {
    for (int m = 0; m < history.length; m++) {
      int[] counts = history[m];
      int keep = Math.min(days, atMost - 1);
      int[] longer =
          counts.length > keep ? counts : Arrays.copyOf(counts, Math.min(atMost, keep + 6));
      System.arraycopy(counts, days - keep, longer, 0, keep);
      longer[keep] = day.highest[m];
      history[m] = longer;
      normal[m] = null;
    }
    days = Math.min(days + 1, atMost);
  }

  /** The days that are still counted, the newest first. */
  List<OpenDay> openDays() {
    return yesterday == null ? List.of(today) : List.of(today, yesterday);
  }

  /** The highest count that is remembered, of any measure. */
  int highestOfAll() {
    int highest = 0;
    for (int m = 0; m < history.length; m++) {
      highest = Math.max(highest, today.highest[m]);
      for (int d = 0; d < days; d++) {
        highest = Math.max(highest, history[m][d]);
      }
    }
    return highest;
  }

  /** Takes in that the actor was active in an hour of the week. */
  void active(int weekNow, int hour) {
    if (weekNow > week) {
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
    return (hours[hour] & 255) / 255.0;
  }

  private ActorState encode() {
    ActorState.Builder state =
        ActorState.newBuilder()
            .setRecent(recent.encode())
            .setHours(ByteString.copyFrom(hours))
            .setWeek(week)
            .setActor(actor)
            .setGroup(group)
            .setPrevious(previous.encode());
    for (int[] counts : history) {
      Counts.Builder list = Counts.newBuilder();
      for (int d = 0; d < days; d++) {
        list.addCount(counts[d]);
      }
      state.addHistory(list);
    }
    for (long bits : weekHours) {
      state.addWeekHours(bits);
    }
    for (OpenDay day : openDays()) {
      var open =
          io.whoread.collector.detect.v1.OpenDay.newBuilder()
              .setDay(day.day)
              .setHours(day.hours)
              .setWork(day.work.encode());
      for (int m = 0; m < history.length; m++) {
        open.addHighest(day.highest[m])
            .addPace(day.pace[m])
            .addAsked(day.asked[m])
            .addPeak(day.peak[m])
            .addPeakFromMs(day.peakFrom[m])
            .addPeakToMs(day.peakTo[m]);
      }
      state.addOpen(open);
    }
    return state.build();
  }

  private static ActorHabits decode(ActorState state, List<Measure> of) {
    int measures = of.size();
    ActorHabits habits =
        new ActorHabits(
            RecentReads.decode(state.getRecent(), of), measures, state.getHours().toByteArray());
    habits.actor = state.getActor();
    habits.group = state.getGroup();
    habits.previous = Previous.decode(state.getPrevious());
    habits.week = state.getWeek();
    for (int i = 0; i < habits.weekHours.length; i++) {
      habits.weekHours[i] = state.getWeekHours(i);
    }
    for (int m = 0; m < measures; m++) {
      habits.history[m] =
          state.getHistory(m).getCountList().stream().mapToInt(Integer::intValue).toArray();
    }
    habits.days = measures == 0 ? 0 : habits.history[0].length;
    List<OpenDay> open = new ArrayList<>();
    for (var day : state.getOpenList()) {
      OpenDay decoded = new OpenDay(day.getDay(), measures);
      decoded.hours = day.getHours();
      decoded.work = WorkDay.decode(day.getWork());
      for (int m = 0; m < measures; m++) {
        decoded.highest[m] = day.getHighest(m);
        decoded.pace[m] = day.getPace(m);
        decoded.asked[m] = day.getAsked(m);
        decoded.peak[m] = day.getPeak(m);
        decoded.peakFrom[m] = day.getPeakFromMs(m);
        decoded.peakTo[m] = day.getPeakToMs(m);
      }
      open.add(decoded);
    }
    habits.today = open.get(0);
    habits.yesterday = open.size() > 1 ? open.get(1) : null;
    return habits;
  }
}
