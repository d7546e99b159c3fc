package io.whoread.collector.coverage;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.whoread.collector.coverage.Coverages.ServiceStatus;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * How each service is attached, for Prometheus: reckoned when it asks, so that services which come
 * and go do so there as well. Those that were removed are left out.
 */
public final class ServiceMetrics implements MultiCollector {
  private static final List<Attachment> STATES =
      Arrays.stream(Attachment.values()).filter(each -> each != Attachment.REMOVED).toList();

  private final Coverages coverages;
  private final InstantSource clock;

  public ServiceMetrics(Coverages coverages, InstantSource clock) {
    this.coverages = coverages;
    this.clock = clock;
  }

  @Override
  public MetricSnapshots collect() {
    Instant now = clock.instant();
    List<ServiceStatus> services =
        coverages.services(now).stream().filter(each -> !each.removed()).toList();
    return new MetricSnapshots(
        states(services, now),
        gauge(
            "whoread_service_agents",
            "Agents of a service that were heard within five minutes",
            services,
            each -> each.instances().stream().filter(i -> Attachment.runs(i, now)).count()),
        gauge(
            "whoread_service_last_batch_timestamp_seconds",
            "When the last batch of a service came, in seconds since 1970; 0 where none did",
            services,
            each -> each.lastBatch() == null ? 0 : each.lastBatch().toEpochMilli() / 1e3),
        gauge(
            "whoread_service_gaps_24h",
            "How often the trail of a service was not whole in the last 24 hours",
            services,
            ServiceStatus::gaps24h),
        gauge(
            "whoread_service_accesses_24h",
            "Accesses of a service in the last 24 hours",
            services,
            ServiceStatus::accesses24h),
        gauge(
            "whoread_service_unknown_24h",
            "Those of them in a role that is not known",
            services,
            ServiceStatus::unknown24h));
  }

  private static MetricSnapshot states(List<ServiceStatus> services, Instant now) {
    GaugeSnapshot.Builder states =
        GaugeSnapshot.builder()
            .name("whoread_service_state")
            .help("1 for what a service is now: attached, partly, off, silent or waiting; else 0");
    for (ServiceStatus service : services) {
      Attachment is = Attachment.of(service, now);
      for (Attachment state : STATES) {
        states.dataPoint(
            GaugeDataPointSnapshot.builder()
                .labels(Labels.of("service", service.name(), "state", state.label()))
                .value(state == is ? 1 : 0)
                .build());
      }
    }
    return states.build();
  }

  private static MetricSnapshot gauge(
      String name, String help, List<ServiceStatus> services, ToDoubleFunction<ServiceStatus> of) {
    GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name(name).help(help);
    for (ServiceStatus service : services) {
      gauge.dataPoint(
          GaugeDataPointSnapshot.builder()
              .labels(Labels.of("service", service.name()))
              .value(of.applyAsDouble(service))
              .build());
    }
    return gauge.build();
  }
}
