package io.whoread.collector;

import io.whoread.collector.canary.CanaryView;
import io.whoread.collector.coverage.LogCoverages;
import io.whoread.collector.engine.Engines;
import io.whoread.collector.engine.EnginesFile;
import io.whoread.collector.ingest.Runs;
import io.whoread.collector.log.Log;
import io.whoread.collector.people.People;
import io.whoread.collector.sample.Sample;
import java.io.IOException;
import java.nio.file.Path;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What is made from the log, by whoever writes it and by whoever but reads it. */
@Configuration(proxyBeanMethods = false)
class ViewsConfiguration {
  @Bean
  Engines engines(WhoreadProperties properties) {
    return EnginesFile.read(properties.data().resolve(EnginesFile.NAME));
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

  private static Path state(WhoreadProperties properties, String view) {
    return properties.data().resolve("state").resolve(view);
  }
}
