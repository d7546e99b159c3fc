package io.whoread.collector.detect;

import io.whoread.collector.detect.v1.Actor;
import io.whoread.collector.detect.v1.Crowd;
import io.whoread.collector.detect.v1.Finding;
import io.whoread.collector.detect.v1.Listed;
import io.whoread.collector.detect.v1.Networks;
import io.whoread.collector.detect.v1.Owners;
import io.whoread.collector.detect.v1.Purposes;
import io.whoread.collector.detect.v1.Touch;
import io.whoread.collector.detect.v1.Walk;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * The rules that count a kind of reads apart: each a {@link Sieve} and a {@link Tally} behind it.
 */
final class Tallies {
  static final String REUSED = "reused";

  static final String OUTSIDE = "outside";
  static final String ENUMERATION = "enumeration";
  static final String SHARED = "shared";
  static final String LOGGED = "logged";

  static final String CANARY = "canary";

  static final String PURPOSELESS = "no-purpose";

  static final Set<String> RULES =
      Set.of(REUSED, OUTSIDE, ENUMERATION, SHARED, LOGGED, CANARY, PURPOSELESS);

  /** The role of a code place, which is nobody's. */
  static final String CODE = "code";

  /** As parts of a snapshot are numbered: two for each tally, and from 61 on what is beside. */
  private static final int FIRST_PART = 20;

  private static final int MOST_ACTORS = Forgetting.MOST_ACTORS;

  private final RowState<String, Crowd> crowds;
  private final RowState<String, Owners> owners;
  private final RowState<String, Walk> walks;
  private final RowState<String, Networks> networks;
  private final RowState<String, Listed> listed;
  private final RowState<String, Purposes> purposes;
  private final BiFunction<String, Integer, Tally> make;
  private final Map<String, Tally> tallies = new LinkedHashMap<>();
  private final List<Sieve> sieves = new ArrayList<>();
  private final List<Consumer<Touch>> into = new ArrayList<>();
  private final Rules rules;
  private final ActorKeys keys;

  // Mostly that of the read before.
  private String lastRole;
  private boolean[] lastCounts = {};

  /**
   * @param watched since when a service is, in milliseconds since 1970
   * @param next takes what was found
   */
  Tallies(
      Rules rules,
      Rows<String> actors,
      Rows<String> groups,
      Rows<String> addresses,
      ActorKeys keys,
      ToLongFunction<String> watched,
      ActorStage.Alerted alerted,
      Consumer<Finding> next) {
    this.rules = rules;
    this.keys = keys;
    this.make =
        (rule, part) -> new Tally(rules, rule, part, actors, groups, keys, watched, alerted, next);
    owners = actors.column(61, Weighed.of(Owners.parser()));
    walks = actors.column(62, Weighed.of(Walk.parser()));
    networks = actors.column(63, Weighed.of(Networks.parser()));
    crowds = addresses.column(64, Weighed.of(Crowd.parser()));
    listed = actors.column(65, Weighed.of(Listed.parser()));
    purposes = actors.column(66, Weighed.of(Purposes.parser()));
    add(REUSED, tally -> new Crowds(crowds, tally::knows));
    add(OUTSIDE, tally -> new OwnWork(rules, owners));
    add(ENUMERATION, tally -> new Walks(rules, walks));
    add(SHARED, tally -> new Places(rules, networks));
    add(LOGGED, tally -> new LogLines());
    add(CANARY, tally -> new CanaryReads(rules, listed));
    add(PURPOSELESS, tally -> new Purposeless(rules, purposes));
  }

  private void add(String rule, Function<Tally, Sieve> sieve) {
    Tally tally = make.apply(rule, FIRST_PART + 2 * tallies.size());
    tallies.put(rule, tally);
    sieves.add(sieve.apply(tally));
    into.add(tally::add);
  }

  void accept(Touch touch) {
    Actor actor = touch.getRead().getActor();
    boolean[] counts = counts(actor.getRole());
    for (int i = 0; i < counts.length; i++) {
      if (counts[i]) {
        sieves.get(i).accept(keys.of(actor), touch, into.get(i));
      }
    }
  }

  /** Which of the rules count what a role reads. */
  private boolean[] counts(String role) {
    if (role != lastRole) {
      lastRole = role;
      lastCounts = new boolean[sieves.size()];
      int i = 0;
      for (String rule : tallies.keySet()) {
        lastCounts[i++] = rules.counts(rule, role);
      }
    }
    return lastCounts;
  }

  /** The one that counts for a rule, or null. */
  Tally of(String rule) {
    return tallies.get(rule);
  }

  /** Takes in that what an actor did was misuse; see {@link Days#misused}. */
  void misused(String key, long since) {
    tallies.values().forEach(tally -> tally.misused(key, since));
  }

  /** When time alone would bring something to tell; {@link TimedState#NEVER} where it would not. */
  long firstAlarm() {
    long first = TimedState.NEVER;
    for (Tally tally : tallies.values()) {
      first = Math.min(first, tally.counted.firstAlarm());
    }
    return first;
  }

  /** Lets an alarm of a time go off, in the order of the rules. */
  void due(long time, long position) {
    for (Tally tally : tallies.values()) {
      if (tally.counted.firstAlarm() == time) {
        tally.due(time, position);
        return;
      }
    }
  }

  /** Forgets the oldest where there are too many. */
  void bound() {
    tallies.values().forEach(Tally::bound);
    Forgetting.bound(crowds, Crowds::last, Crowds.MOST);
    Forgetting.bound(owners, Owners::getDay, MOST_ACTORS);
    Forgetting.bound(walks, Walk::getTimeMs, MOST_ACTORS);
    Forgetting.bound(networks, Networks::getDay, MOST_ACTORS);
    Forgetting.bound(purposes, Purposes::getDay, MOST_ACTORS);
    Forgetting.bound(listed, CanaryReads::last, MOST_ACTORS);
  }

  /** Once a day of event time. */
  void forget(long now) {
    tallies.values().forEach(tally -> tally.forget(now));
    sieves.forEach(sieve -> sieve.forget(now));
  }

  /** Has the state handed over as those of other rules take it. */
  void handOver(Tallies to) {
    tallies.forEach(
        (rule, tally) -> {
          Tally other = to.tallies.get(rule);
          List<Measure> was = tally.rules.measures();
          List<Measure> is = other.rules.measures();
          tally.counted.handOver(Handover.habits(was, is));
          tally.groups.handOver(Handover.groupHabits(was, is));
        });
  }
}
