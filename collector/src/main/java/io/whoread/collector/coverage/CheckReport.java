package io.whoread.collector.coverage;

import io.whoread.collector.coverage.Coverages.GapRow;
import io.whoread.collector.coverage.Coverages.InstanceStatus;
import io.whoread.collector.coverage.Coverages.LastAccess;
import io.whoread.collector.coverage.Coverages.ServiceStatus;
import io.whoread.record.FieldKind;
import io.whoread.record.Roles;
import io.whoread.record.v1.Channel;
import io.whoread.record.v1.Coverage;
import io.whoread.record.v1.Disclosure;
import io.whoread.record.v1.Fault;
import io.whoread.record.v1.GapReason;
import io.whoread.record.v1.GuardedType;
import io.whoread.record.v1.Hook;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a person who has just attached a service wants to know, as text: do records arrive, what is
 * guarded, and how was the last request understood.
 *
 * <p>Only agents that run now are looked into. Those that have ended are counted: what they left
 * undone is told by gaps. That an agent could not reach the collector for a while is no fault
 * either, since its report has come after all.
 *
 * @param ok whether nothing asks for attention
 */
public record CheckReport(boolean ok, String text) {
  /** Header of an answer with such a report: "ok" or "attention". */
  public static final String HEADER = "Whoread-Check";

  private static final int MAX_GAPS = 5;
  private static final int MAX_ENDED = 3;
  private static final double MANY_UNKNOWN = 0.1;

  /** Where an agent counts that the collector did not answer. */
  private static final String SENDING = "ship.post";

  /**
   * @param zone that times are told in
   */
  public static CheckReport of(String name, Coverages coverages, Instant now, ZoneId zone) {
    Optional<ServiceStatus> service = coverages.service(name, now);
    if (service.isEmpty()) {
      return new CheckReport(
          false, name + ": not known; `whoread service add " + name + "` adds it\n");
    }
    List<GapRow> gaps = coverages.gaps(name, now.minus(24, ChronoUnit.HOURS), now, 1_000);
    return new Writer(service.get(), gaps, now, zone).write();
  }

  private static final class Writer {
    private final ServiceStatus service;
    private final List<GapRow> gaps;
    private final Instant now;
    private final DateTimeFormatter time;
    private final StringBuilder text = new StringBuilder();
    private final List<String> attention = new ArrayList<>();

    private Writer(ServiceStatus service, List<GapRow> gaps, Instant now, ZoneId zone) {
      this.service = service;
      this.gaps = gaps;
      this.now = now;
      this.time = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss xxx").withZone(zone);
    }

    private CheckReport write() {
      if (service.removed()) {
        attention.add("it was removed: its token is refused");
      }
      if (service.lastBatch() == null) {
        attention.add(
            "nothing has come yet: is the agent attached, and does it reach the collector? It says"
                + " so on the service's standard error");
      } else {
        arrivals();
        gaps();
        agents();
      }
      if (service.last() != null) {
        last(service.last());
      }
      StringBuilder all = new StringBuilder(service.name());
      all.append(attention.isEmpty() ? ": all is well\n" : ": needs attention\n");
      attention.forEach(each -> all.append("  ! ").append(each).append('\n'));
      return new CheckReport(attention.isEmpty(), all.append(text).toString());
    }

    private void arrivals() {
      row(
          "records",
          "last batch %s; in 24 h %s with %s"
              .formatted(
                  ago(service.lastBatch()),
                  many(service.accesses24h(), "access", "accesses"),
                  many(service.records24h(), "record", "records")));
      if (service.accesses24h() == 0) {
        attention.add(
            "nobody's access has come in 24 h: open a page of the service that shows personal data,"
                + " then look at what is guarded");
        return;
      }
      if (service.records24h() == 0) {
        attention.add(
            "none of these accesses names whose data was read: are the classes, and the member id:"
                + " of each, right under guard: in whoread.yaml?");
      }
      row("actors", "unknown in %,d of these accesses".formatted(service.unknown24h()));
      if (service.unknown24h() > MANY_UNKNOWN * service.accesses24h()) {
        attention.add(
            String.format(
                Locale.ROOT,
                "the actor could not be named in %.0f%% of accesses: see actors: in whoread.yaml",
                100.0 * service.unknown24h() / service.accesses24h()));
      }
    }

    private void gaps() {
      if (gaps.isEmpty()) {
        row("gaps", "none in 24 h");
        return;
      }
      attention.add("records may be missing: see the gaps below");
      String label = "gaps";
      for (GapRow gap : gaps.subList(0, Math.min(MAX_GAPS, gaps.size()))) {
        row(
            label,
            time.format(gap.from())
                + (gap.to().equals(gap.from()) ? "" : " to " + time.format(gap.to()))
                + ": "
                + reason(gap.reason())
                + (gap.accesses() > 0 ? ", " + many(gap.accesses(), "access", "accesses") : "")
                + (gap.detail().isEmpty() ? "" : ", " + gap.detail()));
        label = "";
      }
      if (gaps.size() > MAX_GAPS) {
        row("", "and " + (gaps.size() - MAX_GAPS) + " more in 24 h: see the console");
      }
    }

    private void agents() {
      List<Pulse> agents =
          service.instances().stream()
              .filter(each -> each.coverage() != null)
              .map(each -> new Pulse(each, now))
              .sorted(Comparator.comparing(Pulse::heard).reversed())
              .toList();
      List<Pulse> running = agents.stream().filter(Pulse::runs).toList();
      if (agents.isEmpty()) {
        row(
            "agents",
            "none has reported; records were sent by "
                + service.instances().stream()
                    .map(InstanceStatus::sender)
                    .distinct()
                    .collect(Collectors.joining(", ")));
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
        row(
            "agent",
            "%s, last heard %s: %s, Java %s, settings: %s"
                .formatted(
                    agent.instance(),
                    ago(agent.lastBatch()),
                    agent.sender(),
                    coverage.getJava(),
                    coverage.getConfiguration()));
        late(pulse);
        books(agent.instance(), coverage);
        Coverage guards =
            Coverage.newBuilder()
                .addAllTypes(coverage.getTypesList())
                .addAllHooks(coverage.getHooksList())
                .build();
        if (told.contains(guards)) {
          row("guards", "the same as the one above");
        } else {
          told.add(guards);
          guarded(agent);
        }
        coverage.getFaultsList().forEach(fault -> fault(agent.instance(), fault));
      }
      ended(agents.stream().filter(each -> !each.runs() && each.isOfToday()).toList());
    }

    private void nobody(Pulse last) {
      String since = time.format(last.heard()) + " (" + ago(last.heard()) + ")";
      attention.add(
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
      if (agent.isLate()) {
        attention.add(
            (agent.sendsNow()
                    ? "%s: its last report is of %s: it catches up, has died, or its clock is"
                        + " behind"
                    : "%s was last heard %s, and reports every minute: has it died, or is the way"
                        + " to here cut?")
                .formatted(agent.agent().instance(), ago(agent.heard())));
      }
    }

    /** What waited when a report was written has come before the report itself. */
    private void books(String instance, Coverage coverage) {
      row(
          "",
          "its own count %s: %s recorded, of which %,d arrived, %,d lost"
              .formatted(
                  ago(Pulse.reported(coverage)),
                  many(coverage.getAccessesProduced(), "access", "accesses"),
                  coverage.getAccessesAcked() + coverage.getAccessesSpooled(),
                  coverage.getAccessesDropped()));
      if (coverage.getAccessesDropped() > 0) {
        attention.add(
            instance + " lost " + many(coverage.getAccessesDropped(), "access", "accesses"));
      }
    }

    private void guarded(InstanceStatus agent) {
      Coverage coverage = agent.coverage();
      boolean answered =
          coverage.getAccessesProduced() > 0
              || service.last() != null && service.last().at().isAfter(agent.firstBatch());
      String label = "guards";
      for (boolean hooked : new boolean[] {true, false}) {
        for (GuardedType type : coverage.getTypesList()) {
          if (type.getHooked() == hooked) {
            row(label, described(type));
            label = "";
            if (!hooked && answered) {
              attention.add(
                  type.getName()
                      + " was never loaded, although requests were answered: is that its name?");
            }
          }
        }
        label = "not loaded";
      }
      ownKinds(coverage);
      if (coverage.getTypesList().stream().noneMatch(GuardedType::getHooked)) {
        attention.add("no class is guarded yet: see guard: in whoread.yaml");
      }
      List<String> placed = new ArrayList<>();
      for (Hook hook : coverage.getHooksList()) {
        String name = "the hook " + hook.getName();
        if (hook.getInstalled()) {
          placed.add(hook.getName());
        } else {
          name += " could not be placed";
        }
        for (String problem : hook.getProblem().split("; ")) {
          if (!problem.isEmpty()) {
            attention.add(name + ": " + problem);
          }
        }
      }
      row("hooks", placed.isEmpty() ? "none yet" : String.join(", ", placed));
    }

    /** Which a configuration may have; a misspelt one looks the same. */
    private void ownKinds(Coverage coverage) {
      TreeSet<String> kinds = new TreeSet<>();
      coverage.getTypesList().forEach(type -> kinds.addAll(type.getFieldsMap().values()));
      for (FieldKind known : FieldKind.values()) {
        kinds.remove(known.label());
      }
      if (!kinds.isEmpty()) {
        row("", "kinds of its own: " + String.join(", ", kinds));
      }
    }

    private static String described(GuardedType type) {
      List<String> fields = new ArrayList<>();
      new TreeMap<>(type.getFieldsMap())
          .forEach((member, kind) -> fields.add(member + " = " + kind));
      String subject = type.getSubjectKind().isEmpty() ? "" : " (" + type.getSubjectKind() + ")";
      return type.getName() + subject + ": " + String.join(", ", fields);
    }

    private void fault(String instance, Fault fault) {
      if (fault.getWhere().equals(SENDING)) {
        row(
            "",
            "the collector did not answer "
                + times(fault)
                + "; what waited on disk has come since");
        return;
      }
      attention.add(
          "an error inside the agent of %s, in %s: %s, %s"
              .formatted(instance, fault.getWhere(), fault.getError(), times(fault)));
    }

    private static String times(Fault fault) {
      return fault.getCount() == 1 ? "once" : "%,d times".formatted(fault.getCount());
    }

    private void ended(List<Pulse> ended) {
      if (ended.isEmpty()) {
        return;
      }
      String more =
          ended.size() > MAX_ENDED ? ", and " + (ended.size() - MAX_ENDED) + " more in 24 h" : "";
      row(
          "ended",
          ended.stream()
                  .limit(MAX_ENDED)
                  .map(
                      each ->
                          each.agent().instance()
                              + (each.ended() ? " ended in order " : " fell silent ")
                              + ago(each.heard()))
                  .collect(Collectors.joining(", "))
              + more);
    }

    private void last(LastAccess last) {
      row(
          "last access",
          time.format(last.at())
              + ": "
              + last.operation()
              + (last.form().isEmpty() ? "" : " (" + last.form() + ")")
              + ", "
              + many(last.subjects(), "subject", "subjects"));
      row(
          "  actor",
          last.role().equals(Roles.UNKNOWN)
              ? "could not be named: see actors: in whoread.yaml"
              : last.actor() + ", role " + last.role() + ", named by " + last.actorSource());
      TreeSet<String> stayed = new TreeSet<>(last.touched());
      for (Disclosure left : last.disclosures()) {
        String channel = " (" + label(left.getChannel()) + ")";
        if (left.getPlainCount() > 0) {
          row("  plain", String.join(", ", left.getPlainList()) + channel);
        }
        if (left.getMaskedCount() > 0) {
          row("  masked", String.join(", ", left.getMaskedList()) + channel);
        }
        stayed.removeAll(left.getPlainList());
        stayed.removeAll(left.getMaskedList());
      }
      if (!stayed.isEmpty()) {
        // An export, a template, a message: code read it, and how it went on is not followed.
        row("  read", String.join(", ", stayed) + ": by code, not seen leaving");
      }
    }

    private static String label(Channel channel) {
      return channel == Channel.UNRECOGNIZED
          ? "other"
          : channel.name().replaceFirst("^CHANNEL_", "").toLowerCase(Locale.ROOT);
    }

    private static String reason(int number) {
      return switch (GapReason.forNumber(number)) {
        case GAP_REASON_SPOOL -> "the spool was full or could not be written";
        case GAP_REASON_LEDGER -> "a request read more than is kept of one";
        case GAP_REASON_REFUSED -> "a batch was refused";
        case GAP_REASON_OFF -> "the agent was switched off";
        case GAP_REASON_HOOK -> "a hook failed";
        case GAP_REASON_MISSING -> "batches never came";
        case GAP_REASON_DAMAGED -> "the spool was damaged";
        case GAP_REASON_ERROR -> "an error inside the agent";
        case null -> "a reason that this version does not know (" + number + ")";
        default -> "no reason given";
      };
    }

    private String ago(Instant then) {
      Duration age = Duration.between(then, now);
      if (age.toSeconds() < 120) {
        return Math.max(0, age.toSeconds()) + " s ago";
      }
      return age.toMinutes() < 120 ? age.toMinutes() + " min ago" : age.toHours() + " h ago";
    }

    private static String many(long count, String one, String more) {
      return String.format(Locale.ROOT, "%,d %s", count, count == 1 ? one : more);
    }

    private void row(String label, String line) {
      text.append(String.format("  %-13s%s\n", label, line));
    }
  }
}
