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
        service.instances().stream()
            .filter(each -> each.lastBatch().isAfter(now.minus(SILENCE)))
            .filter(each -> isKnownToRun(new Pulse(each, now)))
            .toList();
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

  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  private static boolean isKnownToRun(Pulse pulse) {
    return !pulse.ended() && (pulse.isOff() || !pulse.wasOff());
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
