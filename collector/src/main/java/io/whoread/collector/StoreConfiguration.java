package io.whoread.collector;

import io.whoread.collector.canary.CanaryView;
import io.whoread.collector.coverage.LogCoverages;
import io.whoread.collector.engine.Engines;
import io.whoread.collector.engine.EnginesFile;
import io.whoread.collector.engine.IndexMove;
import io.whoread.collector.engine.Logs;
import io.whoread.collector.index.ServingIndex;
import io.whoread.collector.ingest.Intake;
import io.whoread.collector.ingest.Runs;
import io.whoread.collector.ingest.Services;
import io.whoread.collector.log.DataFolder;
import io.whoread.collector.log.Log;
import io.whoread.collector.log.Sealer;
import io.whoread.collector.people.People;
import io.whoread.collector.sample.Sample;
import java.io.IOException;
import java.nio.file.Path;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The log and what is made from it. Every bean that is a {@link io.whoread.collector.log.View} is
 * fed by {@link Followers}; Spring closes it after that has stopped.
 */
@Configuration(proxyBeanMethods = false)
class StoreConfiguration {
  @Bean
  Log log(WhoreadProperties properties, Engines engines) throws IOException {
    DataFolder.open(properties.data());
    return Logs.open(properties.data(), engines);
  }

  @Bean
  Engines engines(WhoreadProperties properties) {
    return EnginesFile.read(properties.data().resolve(EnginesFile.NAME));
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
  Sample sample(WhoreadProperties properties, Log log) throws IOException {
    return Sample.open(state(properties, "sample"), log);
  }

  @Bean
  LogCoverages coverages(WhoreadProperties properties, Log log) throws IOException {
    return LogCoverages.open(state(properties, "coverage"), log);
  }

  @Bean
  People people(WhoreadProperties properties, Log log) throws IOException {
    return People.open(state(properties, "people"), log);
  }

  @Bean
  CanaryView canaries(WhoreadProperties properties, Log log) throws IOException {
    return CanaryView.open(state(properties, "canaries"), log);
  }

  @Bean
  Runs runs(WhoreadProperties properties, Log log) throws IOException {
    return Runs.open(state(properties, "runs"), log);
  }

  @Bean
  Sealer sealer(WhoreadProperties properties, Log log) throws IOException {
    Path dir = properties.data().resolve("log");
    return properties.renewSeals() ? Sealer.renew(dir, log) : Sealer.open(dir, log);
  }

  private static Path state(WhoreadProperties properties, String view) {
    return properties.data().resolve("state").resolve(view);
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
