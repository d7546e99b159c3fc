package io.whoread.collector;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.whoread.collector.detect.Detector;
import io.whoread.collector.log.Log;
import io.whoread.collector.notify.Notifications;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Notifications of alerts; fed by {@link Followers}. */
@Configuration(proxyBeanMethods = false)
class NotificationConfiguration {
  /** A peer may be restarted, or its network. */
  private static final long PATIENCE_MS = 3_600_000;

  @Bean
  Notifications notifications(
      WhoreadProperties properties, Log log, Detector detector, MeterRegistry meters)
      throws IOException {
    Notifications notifications = Notifications.open(properties.data(), detector.zone(), log);
    new ChannelMeters(notifications, meters).begin();
    return notifications;
  }

  /**
   * Down where the settings on disk are not those in force, where a channel has let nothing through
   * for an hour, and from a message given up to the digest that tells of it.
   */
  @Bean
  HealthIndicator notificationState(Notifications notifications) {
    return () -> {
      Health.Builder health = Health.up();
      if (notifications.problem() != null) {
        health.down().withDetail("settings", notifications.problem());
      }
      long now = System.currentTimeMillis();
      for (Notifications.Status each : notifications.statuses()) {
        boolean failing = each.failingSince() != 0 && now - each.failingSince() > PATIENCE_MS;
        if (failing || each.untold() > 0) {
          health.down();
        }
        health.withDetail(
            each.channel(),
            "due " + each.due() + ", failed " + each.failed() + ", lost " + each.lost());
      }
      return health.build();
    };
  }

  /** Channels come and go with the settings, and their meters with them. */
  private static final class ChannelMeters {
    private final Notifications notifications;
    private final MeterRegistry registry;
    private final List<Meter> meters = new ArrayList<>();

    private ChannelMeters(Notifications notifications, MeterRegistry registry) {
      this.notifications = notifications;
      this.registry = registry;
    }

    private void begin() {
      Gauge.builder(
              "whoread.notify.settings.up", notifications, all -> all.problem() == null ? 1 : 0)
          .description("0 while notify.yaml has an error and the settings before are in force")
          .register(registry);
      notifications.channels(this::renew);
    }

    private synchronized void renew(List<String> channels) {
      meters.forEach(registry::remove);
      meters.clear();
      for (String channel : channels) {
        counter(channel, "sent", "Messages delivered", Notifications.Status::sent);
        counter(channel, "failed", "Tries in vain", Notifications.Status::failed);
        counter(channel, "lost", "Messages given up", Notifications.Status::lost);
        meters.add(
            Gauge.builder(
                    "whoread.notify.due",
                    notifications,
                    all -> of(all, channel, Notifications.Status::due))
                .description("Messages that wait to be delivered")
                .tag("channel", channel)
                .register(registry));
      }
    }

    private void counter(
        String channel,
        String name,
        String description,
        ToDoubleFunction<Notifications.Status> value) {
      meters.add(
          FunctionCounter.builder(
                  "whoread.notify." + name, notifications, all -> of(all, channel, value))
              .description(description)
              .tag("channel", channel)
              .register(registry));
    }

    private static double of(
        Notifications all, String channel, ToDoubleFunction<Notifications.Status> value) {
      Notifications.Status status = all.status(channel);
      return status == null ? 0 : value.applyAsDouble(status);
    }
  }
}
