package io.whoread.collector.coverage;

import io.whoread.collector.coverage.Coverages.InstanceStatus;
import io.whoread.collector.coverage.Coverages.LastAccess;
import io.whoread.collector.coverage.Coverages.ServiceStatus;
import io.whoread.record.v1.Channel;
import io.whoread.record.v1.Disclosure;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What a person who has just attached a service wants to know, as text: do records arrive, what is
 * guarded, and how was the last request understood.
 */
public record CheckReport(Verdict verdict, String text) {
  /** Header of an answer with such a report: the verdict's label. */
  public static final String HEADER = "Whoread-Check";

  /** In short. */
  public enum Verdict {
    /** Records arrive, and nothing asks for attention. */
    OK,
    /** Something asks for attention. */
    ATTENTION,
    /** An agent runs, and no request has been recorded since it started. */
    WAITING;

    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public boolean ok() {
    return verdict == Verdict.OK;
  }

  private static final Duration DAY = Duration.ofHours(24);

  /**
   * @param zone that times are told in
   */
  public static CheckReport of(String name, Coverages coverages, Instant now, ZoneId zone) {
    return of(name, coverages, new CheckText(now, zone));
  }

  /** As {@link #of}, from the data of a collector that does not run. */
  public static CheckReport ofStopped(String name, Coverages coverages, Instant now, ZoneId zone) {
    CheckText text = new CheckText(now, zone);
    text.attention("no collector is running: records wait in the spools");
    return of(name, coverages, text);
  }

  private static CheckReport of(String name, Coverages coverages, CheckText text) {
    Optional<ServiceStatus> service = coverages.service(name, text.now());
    if (service.isEmpty()) {
      return new CheckReport(
          Verdict.ATTENTION, name + ": not known; `whoread service add " + name + "` adds it\n");
    }
    return new Writer(service.get(), new GapLines(name, coverages, text), text).write();
  }

  private static final class Writer {
    private final ServiceStatus service;
    private final GapLines gaps;
    private final CheckText text;

    private Writer(ServiceStatus service, GapLines gaps, CheckText text) {
      this.service = service;
      this.gaps = gaps;
      this.text = text;
    }

    private CheckReport write() {
      if (service.removed()) {
        text.attention("it was removed: its token is refused");
      }
      if (service.lastBatch() == null) {
        text.attention(
            "nothing has come yet: is the agent attached, and does it reach the collector? It says"
                + " so on the service's standard error");
      } else {
        arrivals();
        gaps.write();
        new AgentsCheck(service, text).write();
      }
      if (service.last() != null) {
        last(service.last());
      }
      return text.report(service.name());
    }

    private void arrivals() {
      boolean reported = service.instances().stream().anyMatch(each -> each.coverage() != null);
      text.row(
          "records",
          "in 24 h %s with %s"
                  .formatted(
                      CheckText.many(service.accesses24h(), "access", "accesses"),
                      CheckText.many(service.records24h(), "record", "records"))
              // Agents are told one by one when they were last heard.
              + (reported ? "" : "; last batch " + text.ago(service.lastBatch())));
      List<InstanceStatus> running = AgentsCheck.current(service, text.now());
      if (isWaiting(running)) {
        Instant since =
            running.stream()
                .map(InstanceStatus::firstBatch)
                .min(Comparator.naturalOrder())
                .orElseThrow();
        text.waiting(
            "since %s no request has come that read personal data: open a page of the service that shows some, then check again. Where you did, look at what is guarded"
                .formatted(text.ago(since)));
        return;
      }
      if (service.accesses24h() == 0) {
        text.attention(
            "nobody's access has come in 24 h: open a page of the service that shows personal data,"
                + " then look at what is guarded");
        return;
      }
      if (service.records24h() == 0) {
        text.attention(
            "none of these accesses names whose data was read: are the classes, and the member id:"
                + " of each, right under guard: in whoread.yaml?");
      }
      understood(running);
    }

    /** An agent that started not long ago has seen nothing: what came before it is another's. */
    private boolean isWaiting(List<InstanceStatus> running) {
      return !running.isEmpty()
          && running.stream().allMatch(each -> each.accesses() == 0 && each.offSince() == null)
          && running.stream().anyMatch(each -> each.firstBatch().isAfter(text.now().minus(DAY)));
    }

    /**
     * Judged by the agents that run now: what was wrong before whoread.yaml was mended is in the
     * trail, and no fault of what it says today.
     */
    private void understood(List<InstanceStatus> running) {
      boolean since = running.stream().anyMatch(each -> each.accesses() > 0);
      long accesses = service.accesses24h();
      long unknown = service.unknown24h();
      long nameless = service.nameless24h();
      long ofNobody = service.ofNobody24h();
      long partly = service.partOfNobody24h();
      if (since) {
        accesses = running.stream().mapToLong(InstanceStatus::accesses).sum();
        unknown = running.stream().mapToLong(InstanceStatus::unknown).sum();
        nameless = running.stream().mapToLong(InstanceStatus::nameless).sum();
        ofNobody = running.stream().mapToLong(InstanceStatus::ofNobody).sum();
        partly = running.stream().mapToLong(InstanceStatus::partOfNobody).sum();
      }
      String these = since ? "since the agents started that run now" : "in 24 h";
      new UnknownActors(service.last(), text).write(unknown, nameless, accesses, these);
      new OfNobody(running, text).write(ofNobody, partly, accesses, these);
      unlinked(running);
    }

    /** In most of those accesses: an order of somebody without an account names nobody. */
    private void unlinked(List<InstanceStatus> running) {
      long together = running.stream().mapToLong(InstanceStatus::together).sum();
      long unlinked = running.stream().mapToLong(InstanceStatus::unlinked).sum();
      if (2 * unlinked <= together) {
        return;
      }
      TreeSet<String> orders = new TreeSet<>();
      running.stream()
          .filter(each -> each.coverage() != null)
          .flatMap(each -> each.coverage().getTypesList().stream())
          .filter(type -> type.getHooked() && type.getSubjectKind().equals("order"))
          .forEach(type -> orders.add(type.getName()));
      text.question(
          "in %,d of %s to orders and customers no order names a customer: they count as two, and the look-up of an order does not tell what left of its customer. Where an order%s holds its customer or the customer's number, name that member under guard: in whoread.yaml: links: {customer: MEMBER}"
              .formatted(
                  unlinked,
                  CheckText.many(together, "access", "accesses"),
                  orders.isEmpty() ? "" : " (" + String.join(", ", orders) + ")"));
    }

    private void last(LastAccess last) {
      text.row(
          "last access",
          text.time(last.at())
              + ": "
              + last.operation()
              + (last.form().isEmpty() ? "" : " (" + last.form() + ")")
              + ", "
              + CheckText.many(last.subjects(), "subject", "subjects")
              + (isBeforeTheStart() ? ", before the service was last started" : ""));
      text.row("  actor", UnknownActors.described(last));
      TreeSet<String> stayed = new TreeSet<>(last.touched());
      for (Disclosure left : last.disclosures()) {
        String channel = " (" + label(left.getChannel()) + ")";
        if (left.getPlainCount() > 0) {
          text.row("  plain", String.join(", ", left.getPlainList()) + channel);
        }
        if (left.getMaskedCount() > 0) {
          text.row("  masked", String.join(", ", left.getMaskedList()) + channel);
        }
        stayed.removeAll(left.getPlainList());
        stayed.removeAll(left.getMaskedList());
      }
      if (!stayed.isEmpty()) {
        // An export, a template, a message: code read it, and how it went on is not followed.
        text.row("  read", String.join(", ", stayed) + ": by code, not seen leaving");
      }
      if (last.rows() > 0) {
        text.row(
            "  loaded",
            CheckText.many(last.rows(), "row", "rows")
                + " with "
                + String.join(", ", last.loaded())
                + " from a database");
      }
    }

    /** None of those that run now told of it: their settings may be others. */
    private boolean isBeforeTheStart() {
      List<InstanceStatus> current = AgentsCheck.current(service, text.now());
      return !current.isEmpty() && current.stream().allMatch(each -> each.accesses() == 0);
    }

    private static String label(Channel channel) {
      return channel == Channel.UNRECOGNIZED
          ? "other"
          : channel.name().replaceFirst("^CHANNEL_", "").toLowerCase(Locale.ROOT);
    }
  }
}
