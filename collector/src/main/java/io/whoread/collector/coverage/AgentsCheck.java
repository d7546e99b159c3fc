package io.whoread.collector.coverage;

import com.google.protobuf.util.Timestamps;
import io.whoread.collector.coverage.Coverages.FaultRow;
import io.whoread.collector.coverage.Coverages.InstanceStatus;
import io.whoread.collector.coverage.Coverages.ServiceStatus;
import io.whoread.record.FieldKind;
import io.whoread.record.v1.Coverage;
import io.whoread.record.v1.GuardedType;
import io.whoread.record.v1.Hook;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a service's agents tell of themselves.
 *
 * <p>Only agents that run now are looked into. Those that have ended are counted: what they left
 * undone is told by gaps. That an agent could not reach the collector for a while is no fault
 * either, since its report has come after all.
 */
record AgentsCheck(ServiceStatus service, CheckText text) {
  private static final int MAX_ENDED = 3;

  /** What an agent counts is of its whole run: what is older is no fault of today. */
  private static final Duration TODAY = Duration.ofHours(24);

  /** Where an agent counts that the collector did not answer. */
  private static final String SENDING = "ship.post";

  /** The agents of a service that have reported and run still. */
  static List<InstanceStatus> running(ServiceStatus service, Instant now) {
    return service.instances().stream()
        .filter(each -> each.coverage() != null && new Pulse(each, now).runs())
        .toList();
  }

  /**
   * Those of them that have been heard since the newest of them began: what is wrong with the
   * others may have been mended, as they may be the ones that it came in place of.
   */
  static List<InstanceStatus> current(ServiceStatus service, Instant now) {
    List<InstanceStatus> running = running(service, now);
    Instant newest =
        running.stream()
            .map(InstanceStatus::firstBatch)
            .max(Comparator.naturalOrder())
            .orElse(Instant.MIN);
    return running.stream()
        .filter(
            each ->
                each.firstBatch().equals(newest) || !new Pulse(each, now).heard().isBefore(newest))
        .toList();
  }

  void write() {
    List<Pulse> agents =
        service.instances().stream()
            .filter(each -> each.coverage() != null)
            .map(each -> new Pulse(each, text.now()))
            .sorted(Comparator.comparing(Pulse::heard).reversed())
            .toList();
    List<Pulse> running = agents.stream().filter(Pulse::runs).toList();
    if (agents.isEmpty()) {
      text.row(
          "agents",
          "none has reported; records were sent by "
              + service.instances().stream()
                  .map(InstanceStatus::sender)
                  .distinct()
                  .collect(Collectors.joining(", ")));
      if (Attachment.of(service, text.now()) == Attachment.SILENT) {
        // As the console shows it.
        text.question(
            "silent since %s: what is no agent reports nothing but records; does it send still?"
                .formatted(text.time(service.lastBatch())));
      }
      return;
    }
    if (running.isEmpty()) {
      nobody(agents.get(0));
    }
    // Copies of one service guard the same: that is said once.
    List<Coverage> told = new ArrayList<>();
    for (Pulse pulse : running) {
      InstanceStatus agent = pulse.agent();
      Coverage coverage = agent.coverage();
      text.row(
          "agent",
          "%s, last heard %s: %s, Java %s, settings: %s"
              .formatted(
                  agent.instance(),
                  text.ago(pulse.heard()),
                  agent.sender(),
                  coverage.getJava(),
                  coverage.getConfiguration()));
      late(pulse);
      off(pulse);
      books(agent.instance(), coverage);
      Coverage guards =
          Coverage.newBuilder()
              .addAllTypes(coverage.getTypesList())
              .addAllHooks(coverage.getHooksList())
              .build();
      if (told.contains(guards)) {
        text.row("guards", "the same as the one above");
      } else {
        told.add(guards);
        guarded(agent);
      }
      agent.faults().forEach(fault -> fault(agent.instance(), fault));
    }
    ended(agents.stream().filter(each -> !each.runs() && each.isOfToday()).toList());
  }

  private void nobody(Pulse last) {
    String since = text.time(last.heard()) + " (" + text.ago(last.heard()) + ")";
    text.attention(
        !last.ended() && last.sendsNow()
            ? "no agent has reported since %s: what arrives now is older, or its clock is behind"
                .formatted(since)
            : ("no agent runs, as far as is known: nothing is heard since %s, when %s %s. Where"
                    + " the service runs, lines that begin with \"whoread\" on its standard error"
                    + " say why")
                .formatted(
                    since,
                    last.agent().instance(),
                    last.ended() ? "ended in order" : "fell silent"));
  }

  private void late(Pulse agent) {
    if (!agent.isLate()) {
      return;
    }
    Instant off = agent.agent().offSince();
    Optional<InstanceStatus> next =
        off == null && !agent.sendsNow()
            ? service.instances().stream()
                .filter(each -> !each.run().equals(agent.agent().run()))
                .filter(each -> each.firstBatch().isAfter(agent.heard()))
                .min(Comparator.comparing(InstanceStatus::firstBatch))
            : Optional.empty();
    if (next.isPresent()) {
      text.question(
          "%s was last heard %s, and %s has begun since: if that came in its place, all is as it should be; else, has it died?"
              .formatted(agent.agent().instance(), text.ago(agent.heard()), next.get().instance()));
    } else {
      text.attention(
          (agent.sendsNow()
                      ? "%s: its last report is of %s: it catches up, has died, or its clock is"
                          + " behind"
                      : "%s was last heard %s, and reports every minute: has it died, or is the way"
                          + " to here cut?")
                  .formatted(agent.agent().instance(), text.ago(agent.heard()))
              + (off == null ? "" : " Then it was switched off, since " + text.time(off)));
    }
  }

  private void off(Pulse pulse) {
    InstanceStatus agent = pulse.agent();
    if (pulse.isOff()) {
      text.attention(
          "%s is switched off since %s: nothing is recorded. Where that is over, delete the file whoread.off beside its whoread.yaml"
              .formatted(agent.instance(), text.time(agent.offSince())));
    }
    List<String> signals = Attachment.signalsOff(agent.coverage());
    if (!signals.isEmpty()) {
      text.attention(
          "%s does not look for what is %s: signals: in whoread.yaml says so"
              .formatted(agent.instance(), String.join(", nor what is ", signals)));
    }
  }

  /** Not how many it recorded: that is of another moment than what the trail holds. */
  private void books(String instance, Coverage coverage) {
    if (coverage.getAccessesDropped() == 0) {
      text.row("", "lost nothing, by its own count");
    } else {
      text.attention(
          "%s lost %s, by its own count since its start"
              .formatted(
                  instance, CheckText.many(coverage.getAccessesDropped(), "access", "accesses")));
    }
  }

  private void guarded(InstanceStatus agent) {
    Coverage coverage = agent.coverage();
    types(coverage, true, "guards");
    types(coverage, false, "not loaded");
    if (coverage.getTypesList().stream().anyMatch(type -> !type.getHooked())) {
      text.row(
          "",
          "as of its last report, %s; these are guarded from their first use on, and one that was used before that and still stands here is spelt in another way"
              .formatted(text.ago(Instant.ofEpochMilli(Timestamps.toMillis(coverage.getAt())))));
    }
    ownKinds(coverage);
    // What another process answered is no sign that this one is asked at all.
    boolean answered = agent.accesses() > 0 || coverage.getAccessesProduced() > 0;
    if (answered && coverage.getTypesList().stream().noneMatch(GuardedType::getHooked)) {
      text.attention(
          "no class is guarded in %s, although it answered requests: are the names under guard: in whoread.yaml right?"
              .formatted(agent.instance()));
    }
    List<String> placed = new ArrayList<>();
    for (Hook hook : coverage.getHooksList()) {
      if (Attachment.isSignal(hook)) {
        continue;
      }
      String name = "the hook " + hook.getName();
      if (hook.getInstalled()) {
        placed.add(hook.getName());
      } else {
        name += " could not be placed";
      }
      for (String problem : hook.getProblem().split("; ")) {
        if (!problem.isEmpty()) {
          text.attention(name + ": " + problem);
        }
      }
    }
    text.row("hooks", placed.isEmpty() ? "none yet" : String.join(", ", placed));
  }

  private void types(Coverage coverage, boolean hooked, String heading) {
    String label = heading;
    for (GuardedType type : coverage.getTypesList()) {
      if (type.getHooked() == hooked) {
        text.row(label, described(type));
        label = "";
      }
    }
  }

  /** Which a configuration may have; a misspelt one looks the same. */
  private void ownKinds(Coverage coverage) {
    TreeSet<String> kinds = new TreeSet<>();
    coverage.getTypesList().forEach(type -> kinds.addAll(type.getFieldsMap().values()));
    for (FieldKind known : FieldKind.values()) {
      kinds.remove(known.label());
    }
    for (String kind : kinds) {
      String meant = FieldKind.meant(kind);
      if (meant != null) {
        text.question(
            "kind \"%s\" under guard: in whoread.yaml is none of the usual ones; did you mean \"%s\"?"
                .formatted(kind, meant));
      }
    }
    if (!kinds.isEmpty()) {
      text.row("", "kinds of its own: " + String.join(", ", kinds));
    }
  }

  private static String described(GuardedType type) {
    List<String> fields = new ArrayList<>();
    new TreeMap<>(type.getFieldsMap()).forEach((member, kind) -> fields.add(member + " = " + kind));
    String subject = type.getSubjectKind().isEmpty() ? "" : " (" + type.getSubjectKind() + ")";
    return type.getName() + subject + ": " + String.join(", ", fields);
  }

  private void fault(String instance, FaultRow fault) {
    if (fault.where().equals(SENDING)) {
      text.row(
          "",
          "the collector did not answer " + times(fault) + "; what waited on disk has come since");
      return;
    }
    String last = fault.count() == 1 ? text.ago(fault.last()) : "last " + text.ago(fault.last());
    String line =
        "an error inside the agent of %s, in %s: %s, %s, %s"
            .formatted(instance, fault.where(), fault.error(), times(fault), last);
    if (fault.last().isAfter(text.now().minus(TODAY))) {
      text.attention(line);
    } else {
      text.row("", line);
    }
  }

  private static String times(FaultRow fault) {
    return fault.count() == 1 ? "once" : "%,d times".formatted(fault.count());
  }

  private void ended(List<Pulse> ended) {
    if (ended.isEmpty()) {
      return;
    }
    String more =
        ended.size() > MAX_ENDED ? ", and " + (ended.size() - MAX_ENDED) + " more in 24 h" : "";
    text.row(
        "ended",
        ended.stream()
                .limit(MAX_ENDED)
                .map(
                    each ->
                        each.agent().instance()
                            + (each.ended() ? " ended in order " : " fell silent ")
                            + text.ago(each.heard()))
                .collect(Collectors.joining(", "))
            + more);
  }
}
