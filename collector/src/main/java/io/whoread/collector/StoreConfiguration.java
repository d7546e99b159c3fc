package io.whoread.collector;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.whoread.collector.coverage.Coverages;
import io.whoread.collector.coverage.ServiceMetrics;
import io.whoread.collector.engine.Engines;
import io.whoread.collector.engine.IndexMove;
import io.whoread.collector.engine.Logs;
import io.whoread.collector.engine.Turn;
import io.whoread.collector.index.ServingIndex;
import io.whoread.collector.ingest.Intake;
import io.whoread.collector.ingest.Runs;
import io.whoread.collector.ingest.Services;
import io.whoread.collector.log.DataFolder;
import io.whoread.collector.log.Log;
import io.whoread.collector.log.Sealer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The log, and what writes to it. Every bean that is a {@link io.whoread.collector.log.View} is fed
 * by {@link Followers}; Spring closes it after that has stopped.
 */
@Configuration(proxyBeanMethods = false)
class StoreConfiguration {
  @Bean
  Log log(WhoreadProperties properties, Engines engines, ObjectProvider<Turn> turn)
      throws IOException {
    DataFolder.open(properties.data());
    Turn own = turn.getIfAvailable();
    return own == null
        ? Logs.open(properties.data(), engines)
        : Logs.open(properties.data(), engines, own);
  }

  @Bean
  IndexMove indexMove(WhoreadProperties properties, Engines engines, Log log, Followers followers)
      throws IOException {
    return new IndexMove(properties.data(), engines, log, followers, properties.reindex());
  }

  @Bean
  ServingIndex index(IndexMove move) {
    return move.index();
  }

  @Bean
  Sealer sealer(WhoreadProperties properties, Log log) throws IOException {
    Path dir = properties.data().resolve("log");
    return properties.renewSeals() ? Sealer.renew(dir, log) : Sealer.open(dir, log);
  }

  /** Told by whoever works alone, so that nothing is counted twice where others stand by. */
  @Bean
  ServiceMetrics serviceMetrics(
      Coverages coverages, InstantSource clock, PrometheusRegistry registry) {
    ServiceMetrics metrics = new ServiceMetrics(coverages, clock);
    registry.register(metrics);
    return metrics;
  }

  @Bean
  Services services(WhoreadProperties properties) throws IOException {
    return Services.open(properties.data());
  }

  @Bean
  Intake intake(Log log, Runs runs) {
    return new Intake(log, runs);
  }
}
