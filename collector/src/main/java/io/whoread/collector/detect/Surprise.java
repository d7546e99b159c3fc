package io.whoread.collector.detect;

import io.whoread.collector.detect.v1.History;
import io.whoread.collector.detect.v1.Read;
import io.whoread.collector.detect.v1.Touch;
import io.whoread.collector.detect.work.Drift;
import io.whoread.collector.detect.work.Model;
import io.whoread.collector.detect.work.Moment;
import io.whoread.collector.detect.work.Previous;
import io.whoread.collector.detect.work.WorkDay;
import io.whoread.record.v1.Form;

/**
 * Judges reads by what work looks like, with a model for each role and kind of subject: beside the
 * state of the actors and of the same partition.
 */
final class Surprise {
  /** At a quarter of a megabyte each. Beyond, roles share one. */
  private static final int MOST_MODELS = 64;

  private static final String OTHERS = "";

  private final Rules.Unexplained rule;
  private final Rules.Slow slow;
  private final int memory;
  private final int coldDays;
  private final KeyedState<String, Model> models;

  private String lastRole;
  private String lastKind;
  private String lastKey;

  Surprise(Rules rules, KeyedState<String, Model> models) {
    this.rule = rules.unexplained();
    this.slow = rules.slow();
    this.memory = rules.historyDays();
    this.coldDays = rules.coldDays();
    this.models = models;
  }

  /**
   * Takes in a read of a subject that the actor had not read on that day. What a list shows or an
   * export holds is learnt from and not held against anybody: it is what a search came upon, and
   * twenty of its lines say no more than one.
   *
   * @return whether it is one that work does not explain
   */
  boolean judge(Touch touch, ActorHabits habits, OpenDay day) {
    Read read = touch.getRead();
    History subject = touch.getHistory();
    String team = read.getGroup();
    Moment moment =
        new Moment(
            Actors.hash(read.getActor()),
            team.equals(read.getActor().getRole()) ? 0 : team.hashCode(),
            read.getTimeMs(),
            read.getForm(),
            read.getActor().getId().hashCode(),
            read.getBehalf().hashCode());
    Model.Odds odds =
        model(read)
            .judge(
                moment,
                subject,
                habits.previous,
                touch.hasDrawn() ? touch.getDrawn() : null,
                touch.hasDrawnFresh() ? touch.getDrawnFresh() : null);
    habits.previous = Previous.of(moment, subject);
    if (read.getTimeMs() - read.getCoveredSinceMs() < rule.learnMs()
        || read.getForm() == Form.FORM_LISTED_VALUE
        || read.getForm() == Form.FORM_EXPORTED_VALUE
        || isOwn(touch)) {
      return false;
    }
    day.work().add(moment, subject, odds);
    return odds.unexplained();
  }

  /**
   * What belongs to the reader, or to whom the reader works for, and has not lain for long is read
   * for that, whoever handled it last.
   */
  private boolean isOwn(Touch touch) {
    Read read = touch.getRead();
    String owner = read.getOwner();
    return !owner.isEmpty()
        && (owner.equals(read.getActor().getId()) || owner.equals(read.getBehalf()))
        && touch.getColdDays() < coldDays;
  }

  private Model model(Read read) {
    String key = key(read.getActor().getRole(), read.getSubjectKind());
    Model model = models.get(key);
    if (model == null && models.size() >= MOST_MODELS) {
      key = OTHERS;
      model = models.get(key);
    }
    if (model == null) {
      model = new Model();
    }
    // Learning changes it.
    models.put(key, model);
    return model;
  }

  /** Mostly that of the read before: there is one copy of each word. */
  private String key(String role, String kind) {
    if (role != lastRole || kind != lastKind) {
      lastRole = role;
      lastKind = kind;
      lastKey = role + '\n' + kind;
    }
    return lastKey;
  }

  /** How surprising a day is, as a multiple of what the rule asks for. */
  double of(WorkDay day) {
    return Math.max(day.surprise() / rule.surprise(), day.freshSurprise() / rule.freshSurprise());
  }

  /** What an actor's days come to, one after the other, with those that are still counted. */
  Slow slow(ActorHabits habits) {
    Drift any = habits.any;
    Drift fresh = habits.fresh;
    for (OpenDay day : habits.openDays().reversed()) {
      if (day.hasWork()) {
        any = any(any, day.work());
        fresh = fresh(fresh, day.work());
      }
    }
    double ofAny = any.surprise() / slow.surprise();
    double ofFresh = fresh.surprise() / slow.freshSurprise();
    return ofAny >= ofFresh ? new Slow(any, ofAny) : new Slow(fresh, ofFresh);
  }

  /**
   * Takes in a day that is over.
   *
   * @param told whether an alert has told what the days came to, with this one
   */
  void remember(ActorHabits habits, OpenDay day, boolean told) {
    if (day.hasWork()) {
      habits.any = any(habits.any, day.work());
      habits.fresh = fresh(habits.fresh, day.work());
    }
    if (told) {
      habits.forgetDrift();
    }
  }

  private Drift any(Drift before, WorkDay day) {
    return before.plus(day, untold(day, day.surprise()), memory);
  }

  private Drift fresh(Drift before, WorkDay day) {
    return before.plus(day, untold(day, day.freshSurprise()), memory);
  }

  /** What a day tells by itself is not told again with others. */
  private double untold(WorkDay day, double surprise) {
    boolean told = of(day) >= 1 && day.unexplained() >= rule.floor();
    return told ? Math.min(0, surprise) : surprise;
  }

  /**
   * @param surprise as a multiple of what the rule asks for
   */
  record Slow(Drift sum, double surprise) {
    /** One day alone is told by another rule. */
    boolean speaks() {
      return surprise >= 1 && sum.days() > 1;
    }
  }
}
