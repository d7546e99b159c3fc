package io.whoread.collector.life;

import com.google.protobuf.util.Timestamps;
import io.whoread.collector.alert.v1.Alert;
import io.whoread.collector.alert.v1.Signal;
import io.whoread.collector.log.v1.AlertException;
import io.whoread.collector.log.v1.AlertStep;
import io.whoread.collector.log.v1.AlertStep.Kind;
import io.whoread.collector.state.v1.LifeState;
import io.whoread.collector.state.v1.ToldState;
import io.whoread.record.Roles;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How one alert stands: what its revisions and the steps of people say, taken in the order of the
 * log. It never changes; a step or a revision makes another.
 *
 * <pre>
 *               claimed released commented asked  answered explained proposed confirmed rejected reopened merged
 *   OPEN        CLAIMED    -        =      ASKED     -     EXPLAINED PROPOSED     -        -        -     MERGED
 *   CLAIMED       =      OPEN       =      ASKED     -     EXPLAINED PROPOSED     -        -        -     MERGED
 *   ASKED         =        =        =        =    ANSWERED EXPLAINED PROPOSED     -        -        -     MERGED
 *   ANSWERED      =        =        =      ASKED     =     EXPLAINED PROPOSED     -        -        -     MERGED
 *   PROPOSED      =        =        =        -       -         -        -     CONFIRMED  OPEN*      -        -
 *   EXPLAINED     -        -        =        -       -         -        -         -        -      OPEN*      -
 *   CONFIRMED     -        -        =        -       -         -        -         -        -      OPEN*      -
 *   MERGED        -        -        -        -       -         -        -         -        -      OPEN*      -
 *
 *   =  stays as it is    -  not allowed: passed over    *  CLAIMED where somebody looks into it
 * </pre>
 *
 * <p>Beyond the table: only who was asked answers; who proposed neither confirms nor rejects; who
 * explains, proposes or confirms had the newest revision before them; a release needs somebody who
 * looks into it. That an exception ends changes nothing here.
 *
 * <p><b>It opens again by itself</b> where a revision goes beyond what was judged: a rule that had
 * not spoken; one that tells half as much again as it had; or a higher count whose reads all began
 * after those that were judged. It is then nobody's, so that another looks at it. What an exception
 * of the alert's covers is not beyond. Alerts that are part of another count towards it: one that
 * grows opens the whole again.
 */
public final class Life {
  /** As an episode's own: a count that has grown by half is news. */
  private static final double GROWTH = 1.5;

  private final LifeState state;

  Life(LifeState state) {
    this.state = state;
  }

  static Life of(Alert alert) {
    return new Life(
            LifeState.newBuilder()
                .setAlert(alert.getId())
                .setWho(who(alert))
                .setStanding(Standing.OPEN.name())
                .setChanged(-1)
                .build())
        .grown(alert);
  }

  /** Those who could not be named are told apart by service and address. */
  private static String who(Alert alert) {
    String who = alert.getRole() + '\n' + alert.getActor();
    return alert.getRole().equals(Roles.UNKNOWN)
        ? who + '\n' + alert.getService() + '\n' + alert.getAddress()
        : who;
  }

  private static Map<String, ToldState> told(Alert alert) {
    Map<String, ToldState> told = new HashMap<>();
    for (Signal signal : reasons(alert)) {
      told.merge(
          signal.getRule(),
          ToldState.newBuilder()
              .setObserved(signal.getObserved())
              .setFromMs(Timestamps.toMillis(signal.getFrom()))
              .setToMs(Timestamps.toMillis(signal.getTo()))
              .build(),
          Life::both);
    }
    return told;
  }

  /** Without what only accompanies it. */
  private static List<Signal> reasons(Alert alert) {
    return alert.getSignalsList().stream().filter(signal -> !signal.getAccompanies()).toList();
  }

  /** The higher count, with its first read, and the later of the last reads. */
  private static ToldState both(ToldState one, ToldState other) {
    ToldState higher = other.getObserved() > one.getObserved() ? other : one;
    return higher.toBuilder().setToMs(Math.max(one.getToMs(), other.getToMs())).build();
  }

  LifeState state() {
    return state;
  }

  /** Id of the alert. */
  public String alert() {
    return state.getAlert();
  }

  /** The newest revision in the log. */
  public int revision() {
    return state.getRevision();
  }

  public Standing standing() {
    return Standing.valueOf(state.getStanding());
  }

  /** Login name of who looks into it, or did; empty where nobody does. */
  public String holder() {
    return state.getHolder();
  }

  /** Login name of who was asked last and may answer; empty where nobody may. */
  public String asked() {
    return state.getAsked();
  }

  /** Login name of who holds it to be misuse; empty where nobody does. */
  public String proposer() {
    return state.getProposer();
  }

  /** Login name of whose turn it is; empty where it is nobody's in particular. */
  public String turn() {
    return switch (standing()) {
      case CLAIMED, ANSWERED -> state.getHolder();
      case ASKED -> state.getAsked();
      case PROPOSED -> state.getSecond();
      default -> "";
    };
  }

  /** Whether it waits for this person, or is looked into by them. */
  public boolean concerns(String user) {
    return user.equals(state.getHolder()) || user.equals(turn());
  }

  /** Id of the alert that it is part of; empty where it stands for itself. */
  public String into() {
    return state.getInto();
  }

  /** The revision by which it opened again by itself; 0 where it did not since it was judged. */
  public int reopened() {
    return state.getReopened();
  }

  /** Position in the log of the last step that was no comment; -1 where there is none. */
  public long changed() {
    return state.getChanged();
  }

  /** The actor that it is on: role, id, and of those who could not be named where they read. */
  public String who() {
    return state.getWho();
  }

  /** When the first read was of which it tells, in milliseconds since 1970. */
  long since() {
    return state.getFromMs();
  }

  /** Whether the two are on the same actor. */
  public boolean isOnSame(Life other) {
    return state.getWho().equals(other.state.getWho());
  }

  /** Whether an exception may be made for it: for its actor or a group, never for another actor. */
  boolean mayExcept(AlertException exception) {
    return exception.getActor().isEmpty()
        || state.getWho().equals(exception.getRole() + '\n' + exception.getActor());
  }

  /** Whether a step is allowed now, by whoever and all that stands in the step. */
  public boolean allows(AlertStep step) {
    String user = step.getUser();
    return !user.isEmpty()
        && standing().allows(step.getKind())
        && switch (step.getKind()) {
          case CLAIMED -> !step.getAssignee().isEmpty();
          case RELEASED -> !holder().isEmpty();
          case ASKED -> !step.getAssignee().isEmpty() && !step.getAssignee().equals(user);
          case ANSWERED -> user.equals(asked());
          case EXPLAINED, PROPOSED -> isNewest(step);
          case CONFIRMED -> isNewest(step) && !user.equals(proposer());
          case REJECTED -> !user.equals(proposer());
          default -> true;
        };
  }

  private boolean isNewest(AlertStep step) {
    return step.getRevision() == revision();
  }

  /** Whether a kind of step is allowed to somebody. */
  public boolean allows(Kind kind) {
    return standing().allows(kind) && (kind != Kind.RELEASED || !holder().isEmpty());
  }

  /**
   * Takes in a step that is allowed.
   *
   * @param position of its entry in the log
   * @param whole what this alert and those that are part of it tell
   */
  Life after(AlertStep step, long position, Map<String, ToldState> whole) {
    LifeState.Builder next = state.toBuilder();
    if (step.getKind() != Kind.COMMENTED) {
      next.setChanged(position);
    }
    switch (step.getKind()) {
      case CLAIMED -> {
        next.setHolder(step.getAssignee());
        stand(next, standing() == Standing.OPEN ? Standing.CLAIMED : standing());
      }
      case RELEASED -> {
        next.clearHolder();
        stand(next, standing() == Standing.CLAIMED ? Standing.OPEN : standing());
      }
      case ASKED -> stand(held(next, step).setAsked(step.getAssignee()), Standing.ASKED);
      case ANSWERED -> stand(next, Standing.ANSWERED);
      case EXPLAINED -> judge(held(next, step), Standing.EXPLAINED, whole);
      case PROPOSED ->
          stand(
              held(next, step)
                  .clearAsked()
                  .setProposer(step.getUser())
                  .setSecond(step.getAssignee()),
              Standing.PROPOSED);
      case CONFIRMED -> judge(next, Standing.CONFIRMED, whole);
      case REJECTED -> open(next);
      case REOPENED -> open(next.setHolder(step.getAssignee()).clearReopened());
      case MERGED -> stand(next.clearAsked().setInto(step.getInto()), Standing.MERGED);
      default -> {}
    }
    return new Life(next.build());
  }

  /** Whoever does something about what nobody looks into looks into it. */
  private static LifeState.Builder held(LifeState.Builder next, AlertStep step) {
    return next.getHolder().isEmpty() ? next.setHolder(step.getUser()) : next;
  }

  private static void judge(
      LifeState.Builder next, Standing standing, Map<String, ToldState> whole) {
    stand(next.clearAsked().clearSecond().clearReopened(), standing)
        .clearJudged()
        .putAllJudged(whole);
  }

  private static void open(LifeState.Builder next) {
    stand(
        next.clearProposer().clearSecond().clearInto().clearJudged(),
        next.getHolder().isEmpty() ? Standing.OPEN : Standing.CLAIMED);
  }

  private static LifeState.Builder stand(LifeState.Builder next, Standing standing) {
    return next.setStanding(standing.name());
  }

  /** Takes in a revision, as far as it concerns this alert alone. */
  Life grown(Alert alert) {
    return new Life(
        state.toBuilder()
            .setRevision(alert.getRevision())
            .setFromMs(Timestamps.toMillis(alert.getFrom()))
            .setToMs(Timestamps.toMillis(alert.getTo()))
            .clearTold()
            .putAllTold(told(alert))
            .build());
  }

  /**
   * Whether a revision of this alert, or of one that is part of it, goes beyond what was judged.
   */
  boolean isExceededBy(Alert alert, Exceptions exceptions) {
    if (standing() != Standing.EXPLAINED && standing() != Standing.CONFIRMED) {
      return false;
    }
    for (Signal signal : reasons(alert)) {
      ToldState judged = state.getJudgedMap().get(signal.getRule());
      boolean beyond =
          judged == null
              || signal.getObserved() >= GROWTH * judged.getObserved()
              || signal.getObserved() > judged.getObserved()
                  && Timestamps.toMillis(signal.getFrom()) > judged.getToMs();
      if (beyond && !exceptions.covers(alert, signal, alert())) {
        return true;
      }
    }
    return false;
  }

  /**
   * Opens it again, as nobody's.
   *
   * @param revision that went beyond what was judged
   */
  Life exceeded(int revision) {
    LifeState.Builder next = state.toBuilder().clearHolder().setReopened(revision);
    open(next);
    return new Life(next.build());
  }

  /** What this alert and another tell together, by rule. */
  static Map<String, ToldState> together(
      Map<String, ToldState> told, Map<String, ToldState> others) {
    Map<String, ToldState> both = new HashMap<>(told);
    others.forEach((rule, other) -> both.merge(rule, other, Life::both));
    return both;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Life life && state.equals(life.state);
  }

  @Override
  public int hashCode() {
    return state.hashCode();
  }

  @Override
  public String toString() {
    return alert() + " " + standing().label();
  }
}
