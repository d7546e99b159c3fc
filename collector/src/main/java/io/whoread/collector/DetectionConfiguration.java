package io.whoread.collector;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.whoread.collector.alert.Alerts;
import io.whoread.collector.detect.Detector;
import io.whoread.collector.log.Log;
import java.io.IOException;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Detection, and the alerts that it wrote; both are fed by {@link Followers}. */
@Configuration(proxyBeanMethods = false)
class DetectionConfiguration {
  /** So many failures in a row are no accident: a minute and a half. */
  private static final int UNSAVED = 3;

  @Bean
  Detector detector(WhoreadProperties properties, Log log, MeterRegistry meters)
      throws IOException {
    Detector detector = Detector.open(properties.data(), log);
    FunctionCounter.builder("whoread.detect.reads", detector, Detector::reads)
        .description("Reads that the detector took in")
        .register(meters);
    FunctionCounter.builder("whoread.detect.late", detector, Detector::late)
        .description("Reads that came more than a day after later ones of their actor")
        .register(meters);
    FunctionCounter.builder("whoread.detect.alerts", detector, Detector::raised)
        .description("Alerts and revisions of alerts written to the log")
        .register(meters);
    Gauge.builder("whoread.detect.spilled", detector, Detector::spilled)
        .description("Actors, groups and addresses whose state lies in the scratch file")
        .register(meters);
    Gauge.builder("whoread.rules.up", detector, d -> d.problem() == null ? 1 : 0)
        .description("0 while rules.yaml has an error and the rules before are in force")
        .register(meters);
    return detector;
  }

  /**
   * Down where the state cannot be saved, so that a restart will take long, and where the rules on
   * disk cannot be used; detection goes on.
   */
  @Bean
  HealthIndicator detectorState(Detector detector) {
    return () -> {
      int unsaved = detector.unsaved();
      String problem = detector.problem();
      Health.Builder health = unsaved < UNSAVED && problem == null ? Health.up() : Health.down();
      if (problem != null) {
        health.withDetail("rules", problem);
      }
      return health.withDetail("unsaved", unsaved).build();
    };
  }

  @Bean
  Alerts alerts(WhoreadProperties properties, Log log, Detector detector) throws IOException {
    Alerts alerts = Alerts.open(properties.data().resolve("state").resolve("alerts"), log);
    detector.standing(alerts::stand);
    return alerts;
  }
}
