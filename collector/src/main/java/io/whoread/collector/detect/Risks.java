package io.whoread.collector.detect;

import com.google.protobuf.util.Timestamps;
import io.whoread.collector.alert.v1.Alert;
import io.whoread.collector.detect.v1.RiskState;
import io.whoread.collector.life.Risk;

/**
 * By actor: the risk that alerts add up to. Only those have a state who were alerted on of late:
 * some 30 bytes an alert.
 */
final class Risks {
  /** Of an actor; beyond, the earliest count no more. */
  private static final int MOST = 30;

  final RowState<String, RiskState> state;
  private final long halfLifeMs;
  private final Judgements judgements;

  Risks(Rules rules, Judgements judgements, Rows<String> actors) {
    this.halfLifeMs = rules.risk().halfLifeMs();
    this.judgements = judgements;
    this.state = actors.column(10, Weighed.of(RiskState.parser()));
  }

  /** The risk of an alert's actor at the time when it was raised, all alerts taken together. */
  double of(String actor, Alert alert) {
    long now = Timestamps.toMillis(alert.getRaised());
    double risk = alert.getRisk();
    RiskState known = state.get(actor);
    if (known != null) {
      for (RiskState.Told other : known.getToldList()) {
        if (!other.getAlert().equals(alert.getId())
            && !judgements.lives().isExplained(other.getAlert())) {
          risk += Risk.after(other.getRisk(), now - other.getRaisedMs(), halfLifeMs);
        }
      }
    }
    return risk;
  }

  /** Takes in a revision. */
  void told(String actor, Alert alert) {
    long now = Timestamps.toMillis(alert.getRaised());
    RiskState.Builder next = RiskState.newBuilder();
    RiskState known = state.get(actor);
    if (known != null) {
      known.getToldList().stream()
          .filter(other -> !other.getAlert().equals(alert.getId()) && !isOver(other, now))
          .forEach(next::addTold);
    }
    if (next.getToldCount() == MOST) {
      next.removeTold(0);
    }
    next.addTold(
        RiskState.Told.newBuilder()
            .setAlert(alert.getId())
            .setRisk(alert.getRisk())
            .setRaisedMs(now));
    state.put(actor, next.build());
  }

  private boolean isOver(RiskState.Told told, long now) {
    return Risk.isOver(now - told.getRaisedMs(), halfLifeMs);
  }

  /** Once a day of event time. */
  void forget(long now) {
    state.removeIf((actor, risk) -> isOver(risk.getTold(risk.getToldCount() - 1), now));
  }
}
