package io.whoread.collector.api;

import com.google.protobuf.Timestamp;
import io.whoread.collector.coverage.Attachment;
import io.whoread.collector.coverage.Coverages;
import io.whoread.collector.coverage.GapGroup;
import io.whoread.record.v1.Coverage;
import io.whoread.record.v1.GuardedType;
import io.whoread.record.v1.Hook;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The services that send, what their agents guard, and where the trail may have holes. */
@RestController
class ServiceController {
  private static final Duration USUAL = Duration.ofDays(30);
  private static final Duration LONGEST = Duration.ofDays(366);
  private static final int MOST_OF_A_GROUP = 50;

  private final Coverages coverages;
  private final InstantSource clock;
  private final ZoneId zone;

  ServiceController(Coverages coverages, InstantSource clock, ZoneId zone) {
    this.coverages = coverages;
    this.clock = clock;
    this.zone = zone;
  }

  /**
   * @param days one row a service and day on which anything came or was missing
   */
  record Services(
      Instant from, Instant to, List<ServiceLine> services, List<Coverages.DayStatus> days) {}

  /**
   * @param state label of an {@link Attachment}: "attached", "off" ...
   * @param instances processes that the service runs in now, as far as is known
   */
  record ServiceLine(
      String name,
      String state,
      Instant lastBatch,
      long accesses24h,
      long records24h,
      long unknown24h,
      long ofNobody24h,
      long partOfNobody24h,
      int gaps24h,
      int instances) {}

  record Service(ServiceLine service, List<Instance> instances, LastAccess last, List<Gap> gaps) {}

  /**
   * @param running whether it runs now, as far as is known
   * @param offSince since when it is switched off; null where it is not, or is heard no more
   * @param signalsOff what it was told not to look for: "loaded", "touched", "disclosed"
   * @param unattributed classes of which objects were read whose subject is not known
   */
  record Instance(
      String instance,
      String run,
      String sender,
      Instant firstBatch,
      Instant lastBatch,
      boolean running,
      Instant offSince,
      List<String> signalsOff,
      List<String> unattributed,
      Report report) {}

  /** An agent's latest report; the books of its run so far. */
  record Report(
      Instant at,
      long produced,
      long acked,
      long spooled,
      long dropped,
      String configuration,
      String java,
      boolean stopping,
      List<TypeView> types,
      List<HookView> hooks,
      List<FaultView> faults) {}

  record TypeView(String name, String subject, Map<String, String> fields, boolean hooked) {}

  record HookView(String name, boolean installed, String problem) {}

  /**
   * @param last when the count was last heard to have grown
   */
  record FaultView(String where, String error, long count, Instant last) {}

  record LastAccess(
      Instant at,
      String operation,
      String form,
      String actor,
      String role,
      String source,
      int subjects,
      List<String> touched,
      List<AccessView.DisclosureView> disclosures) {}

  /**
   * Gaps that look alike, or times at which nothing was heard or something was not looked at.
   *
   * @param reason as {@code why} in {@link Cover.HoleView}
   * @param instance of all of them; empty where they differ
   * @param instances how many
   * @param from when the first begins
   * @param to when the last ends
   * @param accesses known to be lost; 0 where the number is not known
   * @param counted whether these are all, as far as the agents know
   * @param each the latest of them, at most {@value #MOST_OF_A_GROUP}; none of those that are no
   *     gaps
   */
  record Gap(
      String service,
      String instance,
      long instances,
      Instant from,
      Instant to,
      String reason,
      long accesses,
      boolean counted,
      String detail,
      int count,
      List<OneGap> each) {}

  record OneGap(String instance, Instant from, Instant to, long accesses, String detail) {}

  @GetMapping("/api/services")
  Services services(
      @RequestParam(required = false) String from, @RequestParam(required = false) String to) {
    TimeRange range = range(from, to);
    LocalDate first = range.from().atZone(zone).toLocalDate();
    LocalDate end = range.to().minusMillis(1).atZone(zone).toLocalDate().plusDays(1);
    Instant now = clock.instant();
    return new Services(
        range.from(),
        range.to(),
        coverages.services(now).stream().map(service -> line(service, now)).toList(),
        coverages.days(first, end, zone));
  }

  @GetMapping("/api/service")
  Service service(
      @RequestParam String name,
      @RequestParam(required = false) String from,
      @RequestParam(required = false) String to) {
    TimeRange range = range(from, to);
    Instant now = clock.instant();
    Coverages.ServiceStatus status =
        coverages
            .service(name, now)
            .orElseThrow(
                () -> Refusal.notFound("no-such-service", "There is no service of this name."));
    return new Service(
        line(status, now),
        status.instances().stream().map(each -> instance(each, now)).toList(),
        status.last() == null ? null : last(status.last()),
        gaps(name, range, 1000));
  }

  @GetMapping("/api/gaps")
  List<Gap> gaps(
      @RequestParam(required = false) String service,
      @RequestParam(required = false) String from,
      @RequestParam(required = false) String to,
      @RequestParam(defaultValue = "200") int limit) {
    if (limit < 1 || limit > 1000) {
      throw Refusal.badRequest("bad-limit", "`limit` must be 1 to 1000.");
    }
    return gaps(service, range(from, to), limit);
  }

  private List<Gap> gaps(String service, TimeRange range, int limit) {
    Instant now = clock.instant();
    Instant to = range.to().isBefore(now) ? range.to() : now;
    List<Gap> gaps = new ArrayList<>();
    coverages.holes(range.from(), to, now).stream()
        .filter(hole -> service == null || hole.service().equals(service))
        .filter(hole -> hole.isDoubt() && hole.why() != Coverages.Hole.Why.GAP)
        .forEach(hole -> gaps.add(gap(hole)));
    GapGroup.of(coverages.gaps(service, range.from(), to, limit))
        .forEach(group -> gaps.add(gap(group)));
    return gaps;
  }

  /** No gap that was told: nothing was heard, or an agent did not look. */
  private static Gap gap(Coverages.Hole hole) {
    return new Gap(
        hole.service(),
        hole.instance(),
        1,
        hole.from(),
        hole.to(),
        Cover.why(hole),
        0,
        false,
        hole.detail(),
        hole.count(),
        List.of());
  }

  private static Gap gap(GapGroup group) {
    return new Gap(
        group.service(),
        group.instance(),
        group.instances(),
        group.from(),
        group.to(),
        Cover.reason(group.reason()),
        group.accesses(),
        group.isCounted(),
        group.detail(),
        group.gaps().size(),
        group.gaps().stream()
            .limit(MOST_OF_A_GROUP)
            .map(
                gap ->
                    new OneGap(gap.instance(), gap.from(), gap.to(), gap.accesses(), gap.detail()))
            .toList());
  }

  private TimeRange range(String from, String to) {
    TimeRange range = TimeRange.of(from, to, USUAL, clock);
    if (Duration.between(range.from(), range.to()).compareTo(LONGEST) > 0) {
      throw Refusal.badRequest("bad-range", "The time range must not be longer than a year.");
    }
    return range;
  }

  private static ServiceLine line(Coverages.ServiceStatus service, Instant now) {
    return new ServiceLine(
        service.name(),
        Attachment.of(service, now).label(),
        service.lastBatch(),
        service.accesses24h(),
        service.records24h(),
        service.unknown24h(),
        service.ofNobody24h(),
        service.partOfNobody24h(),
        service.gaps24h(),
        (int) service.instances().stream().filter(each -> Attachment.runs(each, now)).count());
  }

  private static Instance instance(Coverages.InstanceStatus status, Instant now) {
    return new Instance(
        status.instance(),
        status.run(),
        status.sender(),
        status.firstBatch(),
        status.lastBatch(),
        Attachment.runs(status, now),
        Attachment.offSince(status, now),
        Attachment.signalsOff(status.coverage()),
        status.unattributed(),
        status.coverage() == null ? null : report(status.coverage(), status.faults()));
  }

  private static Report report(Coverage coverage, List<Coverages.FaultRow> faults) {
    Timestamp at = coverage.getAt();
    return new Report(
        Instant.ofEpochSecond(at.getSeconds(), at.getNanos()),
        coverage.getAccessesProduced(),
        coverage.getAccessesAcked(),
        coverage.getAccessesSpooled(),
        coverage.getAccessesDropped(),
        coverage.getConfiguration(),
        coverage.getJava(),
        coverage.getStopping(),
        coverage.getTypesList().stream().map(ServiceController::type).toList(),
        coverage.getHooksList().stream().map(ServiceController::hook).toList(),
        faults.stream().map(ServiceController::fault).toList());
  }

  private static TypeView type(GuardedType type) {
    return new TypeView(
        type.getName(), type.getSubjectKind(), type.getFieldsMap(), type.getHooked());
  }

  private static HookView hook(Hook hook) {
    return new HookView(hook.getName(), hook.getInstalled(), hook.getProblem());
  }

  private static FaultView fault(Coverages.FaultRow fault) {
    return new FaultView(fault.where(), fault.error(), fault.count(), fault.last());
  }

  private static LastAccess last(Coverages.LastAccess last) {
    return new LastAccess(
        last.at(),
        last.operation(),
        last.form(),
        last.actor(),
        last.role(),
        last.actorSource(),
        last.subjects(),
        last.touched(),
        AccessView.disclosures(last.disclosures()));
  }
}
