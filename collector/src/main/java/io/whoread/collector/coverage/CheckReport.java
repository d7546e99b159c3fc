package io.whoread.collector.coverage;

import io.whoread.collector.coverage.Coverages.GapRow;
import io.whoread.collector.coverage.Coverages.InstanceStatus;
import io.whoread.collector.coverage.Coverages.LastAccess;
import io.whoread.collector.coverage.Coverages.ServiceStatus;
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
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a person who has just attached a service wants to know, as text: do records arrive, what is
 * guarded, and how was the last request understood.
 *
 * @param ok whether nothing asks for attention
 */
public record CheckReport(boolean ok, String text) {
  /** Header of an answer with such a report: "ok" or "attention". */
  public static final String HEADER = "Whoread-Check";

  private static final Duration SILENCE = Duration.ofMinutes(5);
  private static final int MAX_GAPS = 10;
  private static final double MANY_UNKNOWN = 0.1;

  public static CheckReport of(String name, Coverages coverages, Instant now) {
    Optional<ServiceStatus> service = coverages.service(name, now);
    if (service.isEmpty()) {
      return new CheckReport(
          false, name + ": not known; `whoread service add " + name + "` adds it\n");
    }
    List<GapRow> gaps = coverages.gaps(name, now.minus(24, ChronoUnit.HOURS), now, 1_000);
    return new Writer(service.get(), gaps, now).write();
  }

  private static final class Writer {
    private final ServiceStatus service;
    private final List<GapRow> gaps;
    private final Instant now;
    private final StringBuilder text = new StringBuilder();
    private final List<String> attention = new ArrayList<>();

    private Writer(ServiceStatus service, List<GapRow> gaps, Instant now) {
      this.service = service;
      this.gaps = gaps;
      this.now = now;
    }

    private CheckReport write() {
      arrivals();
      service.instances().stream().filter(this::recent).forEach(this::instance);
      gaps();
      if (service.last() != null) {
        last(service.last());
      }
      StringBuilder all = new StringBuilder(service.name());
      all.append(attention.isEmpty() ? ": all is well\n" : ": needs attention\n");
      attention.forEach(each -> all.append("  ! ").append(each).append('\n'));
      return new CheckReport(attention.isEmpty(), all.append(text).toString());
    }

    private void arrivals() {
      if (service.removed()) {
        attention.add("it was removed: its token is refused");
      }
      if (service.lastBatch() == null) {
        attention.add(
            "nothing has come yet: is the agent attached, and does it reach the collector? It says"
                + " so on the service's standard error");
        return;
      }
      line("records: last batch " + ago(service.lastBatch()));
      if (service.lastBatch().isBefore(now.minus(SILENCE))) {
        attention.add(
            "nothing has come since "
                + service.lastBatch().truncatedTo(ChronoUnit.SECONDS)
                + ", though agents report every minute");
      }
      line(
          String.format(
              Locale.ROOT,
              "in 24 h: %,d accesses with %,d records; actor unknown in %,d",
              service.accesses24h(),
              service.records24h(),
              service.unknown24h()));
      if (service.accesses24h() == 0) {
        attention.add(
            "no access in 24 h: has anybody used the service, and are its classes guarded?");
      } else if (service.unknown24h() > MANY_UNKNOWN * service.accesses24h()) {
        attention.add(
            String.format(
                Locale.ROOT,
                "the actor could not be named in %.0f%% of accesses: see actors: in whoread.yaml",
                100.0 * service.unknown24h() / service.accesses24h()));
      }
    }

    private boolean recent(InstanceStatus instance) {
      return instance.lastBatch().isAfter(now.minus(24, ChronoUnit.HOURS));
    }

    private void instance(InstanceStatus instance) {
      line(
          "agent: "
              + instance.instance()
              + ", "
              + instance.sender()
              + ", last heard "
              + ago(instance.lastBatch()));
      Coverage coverage = instance.coverage();
      if (coverage == null) {
        line("  has not told yet what it guards");
        return;
      }
      line(
          "  Java "
              + coverage.getJava()
              + ", configuration "
              + coverage.getConfiguration()
              + (coverage.getStopping() ? ", stopped in an orderly way" : ""));
      line(
          String.format(
              Locale.ROOT,
              "  %,d accesses produced = %,d acknowledged + %,d waiting + %,d dropped",
              coverage.getAccessesProduced(),
              coverage.getAccessesAcked(),
              coverage.getAccessesSpooled(),
              coverage.getAccessesDropped()));
      if (coverage.getAccessesDropped() > 0) {
        attention.add(
            instance.instance() + " dropped " + coverage.getAccessesDropped() + " accesses");
      }
      coverage.getTypesList().forEach(this::type);
      coverage.getHooksList().forEach(this::hook);
      coverage.getFaultsList().forEach(this::fault);
    }

    private void type(GuardedType type) {
      List<String> fields = new ArrayList<>();
      new TreeMap<>(type.getFieldsMap())
          .forEach((member, kind) -> fields.add(member + " = " + kind));
      String subject = type.getSubjectKind().isEmpty() ? "" : " (" + type.getSubjectKind() + ")";
      line(
          (type.getHooked() ? "  guards " : "  not found yet: ")
              + type.getName()
              + subject
              + ": "
              + String.join(", ", fields));
    }

    private void hook(Hook hook) {
      if (hook.getInstalled()) {
        line("  hook " + hook.getName() + ": in place");
      } else if (!hook.getProblem().isEmpty()) {
        line("  hook " + hook.getName() + ": " + hook.getProblem());
        attention.add("the hook " + hook.getName() + " could not be placed");
      }
    }

    private void fault(Fault fault) {
      line(
          "  fault in "
              + fault.getWhere()
              + ": "
              + fault.getError()
              + ", "
              + fault.getCount()
              + " times");
      attention.add("an error inside the agent, in " + fault.getWhere());
    }

    private void gaps() {
      if (gaps.isEmpty()) {
        line("gaps in 24 h: none");
        return;
      }
      line("gaps in 24 h: " + gaps.size());
      attention.add("records may be missing: see the gaps below");
      gaps.stream()
          .limit(MAX_GAPS)
          .forEach(
              gap ->
                  line(
                      "  "
                          + gap.from().truncatedTo(ChronoUnit.SECONDS)
                          + " to "
                          + gap.to().truncatedTo(ChronoUnit.SECONDS)
                          + ": "
                          + label(gap.reason())
                          + (gap.accesses() > 0 ? ", " + gap.accesses() + " accesses" : "")
                          + (gap.detail().isEmpty() ? "" : ", " + gap.detail())));
    }

    private void last(LastAccess last) {
      line(
          "last access: "
              + last.at().truncatedTo(ChronoUnit.SECONDS)
              + " "
              + last.operation()
              + (last.form().isEmpty() ? "" : " (" + last.form() + ")")
              + ", "
              + last.subjects()
              + (last.subjects() == 1 ? " subject" : " subjects"));
      line(
          last.role().equals(Roles.UNKNOWN)
              ? "  actor: could not be named"
              : "  actor: "
                  + last.actor()
                  + ", role "
                  + last.role()
                  + ", named by "
                  + last.actorSource());
      TreeSet<String> stayed = new TreeSet<>(last.touched());
      for (Disclosure left : last.disclosures()) {
        left(left, stayed);
      }
      if (!stayed.isEmpty()) {
        line("  read by code, did not leave: " + String.join(", ", stayed));
      }
    }

    private void left(Disclosure left, TreeSet<String> stayed) {
      if (left.getPlainCount() > 0) {
        line(
            "  left in plain, "
                + label(left.getChannel())
                + ": "
                + String.join(", ", left.getPlainList()));
      }
      if (left.getMaskedCount() > 0) {
        line(
            "  left masked, "
                + label(left.getChannel())
                + ": "
                + String.join(", ", left.getMaskedList()));
      }
      stayed.removeAll(left.getPlainList());
      stayed.removeAll(left.getMaskedList());
    }

    private static String label(Channel channel) {
      return channel.name().replaceFirst("^CHANNEL_", "").toLowerCase(Locale.ROOT);
    }

    private static String label(GapReason reason) {
      return reason.name().replaceFirst("^GAP_REASON_", "").toLowerCase(Locale.ROOT);
    }

    private String ago(Instant then) {
      Duration age = Duration.between(then, now);
      if (age.toSeconds() < 120) {
        return Math.max(0, age.toSeconds()) + " s ago";
      }
      return age.toMinutes() < 120 ? age.toMinutes() + " min ago" : age.toHours() + " h ago";
    }

    private void line(String line) {
      text.append("  ").append(line).append('\n');
    }
  }
}
