package io.whoread.collector.detect;

import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import io.whoread.collector.alert.v1.Alert;
import io.whoread.collector.alert.v1.Severity;
import io.whoread.collector.alert.v1.Signal;
import io.whoread.collector.detect.v1.Episode;
import io.whoread.collector.detect.v1.Finding;
import io.whoread.collector.detect.v1.Outcome;
import io.whoread.collector.log.Sha256;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * By actor: gathers signals into alerts. An episode is what an actor did within a day with no break
 * of more than {@link #BREAK_MS} between its signals; it makes one alert, which grows.
 *
 * <p><b>How it grows.</b> Whoever looks at an alert sees every count that a finding brings. The log
 * gets a revision when a rule speaks for the first time, when a count has grown by {@link #GROWTH},
 * when it has grown at all and {@link #APART_MS} have gone by since the last one, and when nothing
 * more has come for {@link #QUIET_MS}: then the actor has stopped, and the revision holds the count
 * that is true in the end. Somebody who stops and goes on all day gets {@link #FREE_REVISIONS} of
 * these, and then only one every {@link #APART_MS}.
 *
 * <p>Windows overlap: the first read of a morning sees yesterday's theft in its last 24 hours. A
 * signal therefore only counts as new where its reads begin after those that its rule told of
 * before; else it must have grown.
 */
final class EpisodeStage implements Stage<String, Finding, Outcome> {
  static final long BREAK_MS = 8 * 3_600_000L;
  static final long LONGEST_MS = 24 * 3_600_000L;
  static final long APART_MS = 300_000L;
  static final long QUIET_MS = 10_000L;
  static final int FREE_REVISIONS = 24;
  static final double GROWTH = 1.5;

  /** The risk from which an alert interrupts a person, and from which it is looked at today. */
  static final double AT_ONCE = 4;

  static final double TODAY = 2;

  /** Completes the signals of a finding that are told with what their reads show. */
  interface Shown {
    List<Signal> of(Finding finding, List<Signal> bare);
  }

  private final Rules rules;
  private final TimedState<String, Episode> state;
  private final Risks risks;
  private final FirstTimes firstTimes;
  private final Shown shown;

  /**
   * @param shown from the state of the actors, which is of the same partition
   */
  EpisodeStage(
      Rules rules,
      TimedState<String, Episode> state,
      Risks risks,
      FirstTimes firstTimes,
      Shown shown) {
    this.rules = rules;
    this.risks = risks;
    this.firstTimes = firstTimes;
    this.state = state;
    this.shown = shown;
  }

  /** Whether there is an alert of an actor that may go on. */
  boolean tells(String key, long time) {
    Episode episode = state.get(key);
    return episode != null && isOpen(newest(episode), time);
  }

  private static boolean isOpen(Alert alert, long time) {
    return time <= Timestamps.toMillis(alert.getFirstRaised()) + LONGEST_MS;
  }

  @Override
  public String key(Finding finding) {
    return Actors.key(finding.getActor());
  }

  @Override
  public void accept(Finding finding, Consumer<Outcome> next) {
    String key = key(finding);
    Episode episode = state.get(key);
    Alert last = episode == null ? null : newest(episode);
    List<Signal> news = news(last, finding);
    if (last == null || !goesOn(last, news, finding)) {
      List<Signal> speaking = news.stream().filter(EpisodeStage::speaks).toList();
      if (!speaking.isEmpty()) {
        if (episode != null && episode.hasGrown()) {
          revise(key, settled(last, finding.getSourcePosition(), finding.getRaisedMs()), next);
        }
        revise(key, open(finding, shown.of(finding, speaking)), next);
      }
    } else if (!news.isEmpty()) {
      Alert grown = grow(last, finding, shown.of(finding, news));
      if (worthTelling(episode.getTold(), grown, finding.getRaisedMs())) {
        revise(key, grown, next);
      } else {
        stand(key, episode.getTold(), grown, finding.getRaisedMs(), next);
      }
    }
  }

  @Override
  public void due(String key, long time, long position, Consumer<Outcome> next) {
    Episode episode = state.get(key);
    if (episode.hasGrown()) {
      revise(key, settled(episode.getGrown(), position, time), next);
    }
  }

  /** What has grown, as told later: by the entry that is the reason for telling it now. */
  private static Alert settled(Alert grown, long position, long time) {
    return grown.toBuilder()
        .setSourcePosition(position)
        .setRaised(later(grown.getRaised(), Timestamps.fromMillis(time)))
        .build();
  }

  private void revise(String key, Alert alert, Consumer<Outcome> next) {
    Alert revision =
        alert.toBuilder()
            .setRevision(alert.getRevision() + 1)
            .setActorRisk(risks.of(key, alert))
            .build();
    risks.told(key, revision);
    state.put(key, Episode.newBuilder().setTold(revision).build());
    state.wakeAt(key, TimedState.NEVER);
    next.accept(Outcome.newBuilder().setAlert(revision).setRevision(true).build());
  }

  private void stand(String key, Alert told, Alert now, long raised, Consumer<Outcome> next) {
    Alert grown = now.toBuilder().setActorRisk(risks.of(key, now)).build();
    state.put(key, Episode.newBuilder().setTold(told).setGrown(grown).build());
    long quiet = Math.max(state.watermark(), raised) + QUIET_MS;
    state.wakeAt(
        key,
        told.getRevision() < FREE_REVISIONS
            ? quiet
            : Math.max(quiet, Timestamps.toMillis(told.getRaised()) + APART_MS));
    next.accept(Outcome.newBuilder().setAlert(grown).build());
  }

  private static Alert newest(Episode episode) {
    return episode.hasGrown() ? episode.getGrown() : episode.getTold();
  }

  /** The signals of a finding that say more than an alert does. */
  private static List<Signal> news(Alert last, Finding finding) {
    List<Signal> news = new ArrayList<>();
    for (Signal signal : finding.getSignalsList()) {
      Signal told = last == null ? null : find(last, signal);
      boolean fresh = told == null || isAfter(signal.getFrom(), told.getTo());
      if (fresh ? speaks(signal) : signal.getObserved() > told.getObserved()) {
        news.add(signal);
      }
    }
    return news;
  }

  static boolean speaks(Signal signal) {
    return weighed(signal) >= signal.getLimit();
  }

  /** What is held against the limit. */
  private static double weighed(Signal signal) {
    return signal.hasOdd() ? signal.getOdd() : signal.getObserved();
  }

  private static Signal find(Alert alert, Signal like) {
    for (Signal signal : alert.getSignalsList()) {
      if (sameMeasure(signal, like)) {
        return signal;
      }
    }
    return null;
  }

  private static boolean sameMeasure(Signal one, Signal other) {
    return one.getRule().equals(other.getRule())
        && one.getWindowSeconds() == other.getWindowSeconds();
  }

  private static boolean goesOn(Alert last, List<Signal> news, Finding finding) {
    Timestamp limit = Timestamps.fromMillis(Timestamps.toMillis(last.getTo()) + BREAK_MS);
    return isOpen(last, finding.getRaisedMs())
        && (news.isEmpty() || news.stream().anyMatch(signal -> !isAfter(signal.getFrom(), limit)));
  }

  private static boolean worthTelling(Alert told, Alert grown, long raised) {
    if (raised >= Timestamps.toMillis(told.getRaised()) + APART_MS) {
      return true;
    }
    for (Signal signal : grown.getSignalsList()) {
      Signal before = find(told, signal);
      if (before == null
          || isAfter(signal.getFrom(), before.getTo())
          || signal.getObserved() >= before.getObserved() * GROWTH) {
        return true;
      }
    }
    return false;
  }

  private Alert open(Finding finding, List<Signal> signals) {
    return told(
        Alert.newBuilder()
            .setId(id(finding))
            .setFirstRaised(Timestamps.fromMillis(finding.getRaisedMs())),
        finding,
        signals);
  }

  private Alert grow(Alert last, Finding finding, List<Signal> news) {
    List<Signal> signals = new ArrayList<>();
    for (Signal earlier : last.getSignalsList()) {
      if (!earlier.getAccompanies()
          && news.stream().noneMatch(signal -> sameMeasure(signal, earlier))) {
        signals.add(earlier);
      }
    }
    for (Signal signal : news) {
      Signal told = find(last, signal);
      Signal kept =
          told == null
              ? signal
              : signal.getObserved() > told.getObserved() ? goneOn(told, signal) : told;
      signals.add(kept.toBuilder().setTo(later(kept.getTo(), signal.getTo())).build());
    }
    return told(last.toBuilder(), finding, signals);
  }

  /** What spoke once is not taken back where everybody has become busier since. */
  private static Signal goneOn(Signal told, Signal signal) {
    if (speaks(signal)) {
      return signal;
    }
    Signal.Builder kept = signal.toBuilder().clearGroupNormal();
    if (told.hasGroupNormal()) {
      kept.setGroupNormal(told.getGroupNormal());
    }
    return kept.setGroupPace(told.getGroupPace())
        .setLimit(told.getLimit())
        .setScore(told.getScore())
        .build();
  }

  private Alert told(Alert.Builder alert, Finding finding, List<Signal> signals) {
    // The windows of one rule tell of the same reads: only the weightiest of them counts.
    Map<String, Double> byRule = new TreeMap<>();
    for (Signal signal : signals) {
      byRule.merge(signal.getRule(), signal.getScore(), Math::max);
      alert.setFrom(
          alert.hasFrom() ? earlier(alert.getFrom(), signal.getFrom()) : signal.getFrom());
      alert.setTo(later(alert.getTo(), signal.getTo()));
    }
    double risk = byRule.values().stream().mapToDouble(Double::doubleValue).sum();
    List<Signal> ordered = new ArrayList<>(signals);
    ordered.sort(Comparator.comparingDouble(Signal::getScore).reversed());
    Optional<Signal> beside =
        firstTimes.beside(
            key(finding), Timestamps.toMillis(alert.getFrom()), Timestamps.toMillis(alert.getTo()));
    beside.ifPresent(ordered::add);
    return alert
        .setSourcePosition(finding.getSourcePosition())
        .setRules(rules.version())
        .setActor(finding.getActor().getId())
        .setRole(finding.getActor().getRole())
        .setGroup(finding.getGroup())
        .setPseudonymous(finding.getActor().getPseudonymous())
        .setAlias(finding.getActor().getAlias())
        .setService(finding.getActor().getService())
        .setAddress(finding.getActor().getAddress())
        .setRaised(later(alert.getRaised(), Timestamps.fromMillis(finding.getRaisedMs())))
        .setRisk(risk + beside.map(Signal::getScore).orElse(0.0))
        .setSeverity(severity(risk))
        .clearSignals()
        .addAllSignals(ordered)
        .build();
  }

  /**
   * A rule that only just speaks adds about one to the risk, and one more for each doubling beyond
   * its limit. To be looked at today: twice the limit, or two rules. Interrupts a person: eight
   * times the limit, or several rules that together are as far from ordinary. What only accompanies
   * an alert makes it no more severe.
   */
  static Severity severity(double risk) {
    return risk >= AT_ONCE ? Severity.URGENT : risk >= TODAY ? Severity.REVIEW : Severity.WATCH;
  }

  private String id(Finding finding) {
    String episode = key(finding) + '\n' + finding.getRaisedMs();
    return HexFormat.of().formatHex(Sha256.of(episode), 0, 8);
  }

  private static boolean isAfter(Timestamp one, Timestamp other) {
    return Timestamps.compare(one, other) > 0;
  }

  private static Timestamp earlier(Timestamp one, Timestamp other) {
    return isAfter(one, other) ? other : one;
  }

  private static Timestamp later(Timestamp one, Timestamp other) {
    return isAfter(one, other) ? one : other;
  }
}
