package io.whoread.collector.detect.work;

import io.whoread.collector.detect.v1.History;
import io.whoread.collector.detect.v1.WorkDayState;
import java.time.Duration;

/** What the subjects that an actor read on one day say of whether all of them were work. */
public final class WorkDay {
  /** From then on a subject lay, as an alert tells it. */
  public static final Duration IDLE = Duration.ofDays(7);

  private Mixture any = new Mixture();
  private Mixture fresh = new Mixture();
  private int subjects;
  private int unexplained;
  private int untouched;
  private int idle;
  private int others;
  private long from;
  private long to;

  /**
   * Takes in a subject that the actor had not read on that day.
   *
   * @param subject as it was before
   */
  public void add(Moment moment, History subject, Model.Odds odds) {
    any.add(odds.any());
    fresh.add(odds.fresh());
    subjects++;
    if (odds.unexplained()) {
      long time = moment.timeMs();
      from = unexplained == 0 ? time : Math.min(from, time);
      to = unexplained == 0 ? time : Math.max(to, time);
      unexplained++;
      if (subject.getCount() == 0) {
        untouched++;
      } else if (time - subject.getLastMs() >= IDLE.toMillis()) {
        idle++;
      } else if (subject.getLastActor() != moment.actor()) {
        others++;
      }
    }
  }

  /** In nats, by how much the day is likelier with some of all subjects taken at random. */
  public double surprise() {
    return any.surprise();
  }

  /** The same with some of those taken that somebody works on these days. */
  public double freshSurprise() {
    return fresh.surprise();
  }

  /** How many subjects the actor read. */
  public int subjects() {
    return subjects;
  }

  /** How many of them chance explains better than work does. */
  public int unexplained() {
    return unexplained;
  }

  /** Of these, how many nobody had worked on yet. */
  public int untouched() {
    return untouched;
  }

  /** How many nobody had worked on for {@link #IDLE}. */
  public int idle() {
    return idle;
  }

  /** How many others, whom another actor worked on last. */
  public int others() {
    return others;
  }

  /** When the first of the unexplained was read, in milliseconds since 1970. */
  public long from() {
    return from;
  }

  /** When the last was. */
  public long to() {
    return to;
  }

  public WorkDayState encode() {
    return WorkDayState.newBuilder()
        .setAny(any.encode())
        .setFresh(fresh.encode())
        .setSubjects(subjects)
        .setUnexplained(unexplained)
        .setUntouched(untouched)
        .setIdle(idle)
        .setOthers(others)
        .setFromMs(from)
        .setToMs(to)
        .build();
  }

  public static WorkDay decode(WorkDayState state) {
    WorkDay day = new WorkDay();
    day.any = Mixture.decode(state.getAny());
    day.fresh = Mixture.decode(state.getFresh());
    day.subjects = state.getSubjects();
    day.unexplained = state.getUnexplained();
    day.untouched = state.getUntouched();
    day.idle = state.getIdle();
    day.others = state.getOthers();
    day.from = state.getFromMs();
    day.to = state.getToMs();
    return day;
  }
}
