package io.whoread.collector.coverage;

import io.whoread.collector.coverage.Coverages.InstanceStatus;
import io.whoread.collector.coverage.Coverages.ServiceStatus;
import io.whoread.record.v1.Coverage;
import io.whoread.record.v1.Hook;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Whether what a service reads is recorded now. */
public enum Attachment {
  /** Nothing came yet. */
  WAITING,
  /** Something was heard within five minutes, other than that it ends. */
  ATTACHED,
  /** Likewise, but a process of it is switched off, or a signal is. */
  PARTLY,
  /** Heard, and switched off: nothing is recorded. */
  OFF,
  /** Not heard, or no more of what was switched off: it may be dead. */
  SILENT,
  /** Its token is no longer accepted. */
  REMOVED;

  private static final Duration SILENCE = Duration.ofMinutes(5);

  /** What is seen of a read: an agent tells of those that are not looked for. */
  private static final Set<String> SIGNALS = Set.of("loaded", "touched", "disclosed");

  public static Attachment of(ServiceStatus service, Instant now) {
    if (service.removed()) {
      return REMOVED;
    }
    if (service.lastBatch() == null) {
      return WAITING;
    }
    List<InstanceStatus> running =
        service.instances().stream().filter(each -> runs(each, now)).toList();
    if (running.isEmpty()) {
      return SILENT;
    }
    if (running.stream().allMatch(Attachment::isOff)) {
      return OFF;
    }
    return running.stream().anyMatch(each -> isOff(each) || !signalsOff(each.coverage()).isEmpty())
        ? PARTLY
        : ATTACHED;
  }

  /**
   * Whether a process was heard within five minutes, not that it ends, and, where it was switched
   * off, as often as one that is off says so.
   */
  public static boolean runs(InstanceStatus instance, Instant now) {
    Pulse pulse = new Pulse(instance, now);
    return instance.lastBatch().isAfter(now.minus(SILENCE))
        && !pulse.ended()
        && (pulse.isOff() || !pulse.wasOff());
  }

  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Since when it is switched off; null where it is not, or is heard no more. */
  public static Instant offSince(InstanceStatus instance, Instant now) {
    return new Pulse(instance, now).isOff() ? instance.offSince() : null;
  }

  private static boolean isOff(InstanceStatus instance) {
    return instance.offSince() != null || signalsOff(instance.coverage()).size() == SIGNALS.size();
  }

  /**
   * The signals that an agent was told not to look for: "loaded", "touched", "disclosed".
   *
   * @param coverage its report; null for none
   */
  public static List<String> signalsOff(Coverage coverage) {
    return coverage == null
        ? List.of()
        : coverage.getHooksList().stream()
            .filter(hook -> isSignal(hook) && !hook.getInstalled())
            .map(Hook::getName)
            .toList();
  }

  static boolean isSignal(Hook hook) {
    return SIGNALS.contains(hook.getName());
  }
}
