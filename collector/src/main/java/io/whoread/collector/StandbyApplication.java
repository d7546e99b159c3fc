package io.whoread.collector;

import io.whoread.collector.engine.Engines;
import io.whoread.collector.engine.IndexMove;
import io.whoread.collector.engine.Logs;
import io.whoread.collector.ingest.LogHealth;
import io.whoread.collector.ingest.MachinerySecurity;
import io.whoread.collector.ingest.StandingBy;
import io.whoread.collector.log.DataFolder;
import io.whoread.collector.log.Log;
import io.whoread.collector.log.Sealer;
import io.whoread.collector.log.View;
import java.io.IOException;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/**
 * The server while another collector writes the log: it makes all views from what that one writes,
 * so that taking over is to go on from there, and answers nobody. It writes nothing into the log,
 * signs nothing and tells nobody of alerts.
 *
 * <p>No configuration by its annotations, lest {@link CollectorApplication} find it.
 */
// Nobody logs in here.
@EnableAutoConfiguration(exclude = UserDetailsServiceAutoConfiguration.class)
@EnableConfigurationProperties(WhoreadProperties.class)
@Import({
  ViewsConfiguration.class,
  DetectionConfiguration.class,
  Followers.class,
  LogHealth.class,
  MachinerySecurity.class,
  StandingBy.class
})
public class StandbyApplication {
  @Bean
  Log log(WhoreadProperties properties, Engines engines) throws IOException {
    DataFolder.open(properties.data());
    Log log = Logs.follow(properties.data(), engines);
    try {
      // Better now than when it is needed: seals that do not fit would stop it then.
      Sealer.open(properties.data().resolve("log"), log);
      return log;
    } catch (IOException | RuntimeException e) {
      log.close();
      throw e;
    }
  }

  @Bean
  View index(WhoreadProperties properties, Engines engines, Log log) throws IOException {
    return IndexMove.kept(properties.data(), engines, log);
  }
}
