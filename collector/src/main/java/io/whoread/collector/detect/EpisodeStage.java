package io.whoread.collector.detect;

import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import io.whoread.collector.alert.v1.Alert;
import io.whoread.collector.alert.v1.Severity;
import io.whoread.collector.detect.v1.Signal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * By actor: gathers signals into alerts. An episode is what an actor did within a day with no break
 * of more than {@link #BREAK_MS} between its signals; it makes one alert, which grows by a revision
 * when a rule speaks for the first time, and then when a count has grown by {@link #GROWTH}, or has
 * grown at all and {@link #QUIET_MS} have gone by.
 *
 * <p>Windows overlap: the first read of a morning sees yesterday's theft in its last 24 hours. A
 * signal therefore only counts as new where its reads begin after those that its rule told of
 * before; else it must have grown.
 */
final class EpisodeStage implements Stage<String, Signal, Alert> {
  static final long BREAK_MS = 8 * 3_600_000L;
  static final long LONGEST_MS = 24 * 3_600_000L;
  static final long QUIET_MS = 300_000L;
  static final double GROWTH = 1.5;

  private final Rules rules;
  private final KeyedState<String, Alert> state;

  EpisodeStage(Rules rules, KeyedState<String, Alert> state) {
    this.rules = rules;
    this.state = state;
  }

  @Override
  public String key(Signal signal) {
    return key(signal.getRole(), signal.getActor());
  }

  static String key(String role, String actor) {
    return role + '\n' + actor;
  }

  @Override
  public void accept(Signal signal, Consumer<Alert> next) {
    Alert last = state.get(key(signal));
    var told = last == null ? null : find(last, signal.getSignal());
    boolean fresh = told == null || isAfter(signal.getSignal().getFrom(), told.getTo());
    if (!fresh && !grown(last, told, signal)) {
      return;
    }
    Alert alert = last != null && goesOn(last, signal) ? grow(last, signal) : open(signal);
    state.put(key(signal), alert);
    next.accept(alert);
  }

  private static io.whoread.collector.alert.v1.Signal find(
      Alert alert, io.whoread.collector.alert.v1.Signal like) {
    for (var signal : alert.getSignalsList()) {
      if (sameMeasure(signal, like)) {
        return signal;
      }
    }
    return null;
  }

  private static boolean sameMeasure(
      io.whoread.collector.alert.v1.Signal one, io.whoread.collector.alert.v1.Signal other) {
    return one.getRule().equals(other.getRule())
        && one.getWindowSeconds() == other.getWindowSeconds();
  }

  private static boolean grown(
      Alert last, io.whoread.collector.alert.v1.Signal told, Signal signal) {
    double now = signal.getSignal().getObserved();
    return now >= told.getObserved() * GROWTH
        || now > told.getObserved()
            && signal.getRaisedMs() >= Timestamps.toMillis(last.getRaised()) + QUIET_MS;
  }

  private static boolean goesOn(Alert last, Signal signal) {
    return Timestamps.toMillis(signal.getSignal().getFrom())
            <= Timestamps.toMillis(last.getTo()) + BREAK_MS
        && signal.getRaisedMs() <= Timestamps.toMillis(last.getFirstRaised()) + LONGEST_MS;
  }

  private Alert open(Signal signal) {
    Timestamp raised = Timestamps.fromMillis(signal.getRaisedMs());
    return weighed(
        Alert.newBuilder()
            .setId(id(signal))
            .setFirstRaised(raised)
            .setFrom(signal.getSignal().getFrom())
            .setTo(signal.getSignal().getTo()),
        signal,
        List.of(signal.getSignal()));
  }

  private Alert grow(Alert last, Signal signal) {
    List<io.whoread.collector.alert.v1.Signal> signals = new ArrayList<>();
    for (var earlier : last.getSignalsList()) {
      if (!sameMeasure(earlier, signal.getSignal())) {
        signals.add(earlier);
      }
    }
    var told = find(last, signal.getSignal());
    boolean higher = told == null || signal.getSignal().getObserved() > told.getObserved();
    var kept = higher ? signal.getSignal() : told;
    signals.add(kept.toBuilder().setTo(later(kept.getTo(), signal.getSignal().getTo())).build());
    return weighed(
        last.toBuilder()
            .setFrom(earlier(last.getFrom(), signal.getSignal().getFrom()))
            .setTo(later(last.getTo(), signal.getSignal().getTo())),
        signal,
        signals);
  }

  private Alert weighed(
      Alert.Builder alert, Signal newest, List<io.whoread.collector.alert.v1.Signal> signals) {
    // The windows of one rule tell of the same reads: only the weightiest of them counts.
    Map<String, Double> byRule = new TreeMap<>();
    for (var signal : signals) {
      byRule.merge(signal.getRule(), signal.getScore(), Math::max);
    }
    double risk = byRule.values().stream().mapToDouble(Double::doubleValue).sum();
    List<io.whoread.collector.alert.v1.Signal> ordered = new ArrayList<>(signals);
    ordered.sort(
        Comparator.comparingDouble(io.whoread.collector.alert.v1.Signal::getScore).reversed());
    return alert
        .setRevision(alert.getRevision() + 1)
        .setSourcePosition(newest.getSourcePosition())
        .setRules(rules.version())
        .setActor(newest.getActor())
        .setRole(newest.getRole())
        .setGroup(newest.getGroup())
        .setPseudonymous(newest.getPseudonymous())
        .setAlias(newest.getAlias())
        .setRaised(later(alert.getRaised(), Timestamps.fromMillis(newest.getRaisedMs())))
        .setRisk(risk)
        .setSeverity(severity(risk))
        .clearSignals()
        .addAllSignals(ordered)
        .build();
  }

  /**
   * A rule that only just speaks adds about one to the risk, and one more for each doubling beyond
   * its limit. To be looked at today: twice the limit, or two rules. Interrupts a person: eight
   * times the limit, or several rules that together are as far from ordinary.
   */
  static Severity severity(double risk) {
    return risk >= 4 ? Severity.URGENT : risk >= 2 ? Severity.REVIEW : Severity.WATCH;
  }

  private String id(Signal signal) {
    String episode = key(signal) + '\n' + signal.getRaisedMs();
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(episode.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
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
