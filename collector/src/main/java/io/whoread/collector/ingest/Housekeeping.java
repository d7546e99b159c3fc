package io.whoread.collector.ingest;

import io.whoread.collector.Followers;
import io.whoread.collector.coverage.LogCoverages;
import io.whoread.collector.log.Log;
import io.whoread.collector.log.v1.Entry;
import io.whoread.collector.log.v1.ServiceChange;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** What the collector finds out by itself and writes into the log. */
@Component
@EnableScheduling
class Housekeeping {
  /** A batch that was overtaken may still be on its way for so long. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private static final Logger LOGGER = LoggerFactory.getLogger(Housekeeping.class);

  private final Log log;
  private final Intake intake;
  private final Services services;
  private final LogCoverages coverages;
  private final Followers followers;

  Housekeeping(
      Log log, Intake intake, Services services, LogCoverages coverages, Followers followers) {
    this.log = log;
    this.intake = intake;
    this.services = services;
    this.coverages = coverages;
    this.followers = followers;
  }

  @Scheduled(fixedDelayString = "PT30S", initialDelayString = "PT30S")
  void reportMissing() {
    quietly(() -> intake.reportMissing(System.currentTimeMillis() - PATIENCE.toMillis()));
  }

  /** Services are added and removed on the command line, which does not reach the log. */
  @Scheduled(fixedDelayString = "PT1S")
  void noteServices() {
    // Otherwise what was just written down would be written down again.
    if (!followers.caughtUp(coverages)) {
      return;
    }
    Set<String> wanted = services.all().keySet();
    Set<String> noted = coverages.registered();
    quietly(
        () -> {
          wanted.stream().filter(name -> !noted.contains(name)).forEach(name -> note(name, false));
          noted.stream().filter(name -> !wanted.contains(name)).forEach(name -> note(name, true));
        });
  }

  private void note(String name, boolean removed) {
    log.append(
            Entry.newBuilder()
                .setServiceChange(ServiceChange.newBuilder().setName(name).setRemoved(removed))
                .build())
        .join();
    LOGGER.info("service {} {}", name, removed ? "removed" : "added");
  }

  /** Where the log takes nothing more, its own health says so. */
  private static void quietly(Runnable task) {
    try {
      task.run();
    } catch (CompletionException e) {
      LOGGER.debug("the log refused an entry", e);
    }
  }
}
