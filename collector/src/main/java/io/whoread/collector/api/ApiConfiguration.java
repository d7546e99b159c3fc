package io.whoread.collector.api;

import io.whoread.collector.WhoreadProperties;
import io.whoread.collector.alert.Alerts;
import io.whoread.collector.api.login.Accounts;
import io.whoread.collector.api.login.Doorkeeper;
import io.whoread.collector.api.login.Passwords;
import io.whoread.collector.detect.Detector;
import io.whoread.collector.index.Index;
import io.whoread.collector.log.Log;
import io.whoread.collector.people.People;
import io.whoread.collector.resolve.Resolvers;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Set;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.Compression;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.util.unit.DataSize;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** The parts that the API is put together from. */
@Configuration(proxyBeanMethods = false)
class ApiConfiguration {
  /** A working day: who reads alerts all day logs in once. */
  private static final Duration SESSION = Duration.ofHours(10);

  @Bean
  InstantSource clock() {
    return InstantSource.system();
  }

  /**
   * In which the console tells times, for everybody: a trail must not show two clocks. It is the
   * one in which the rules tell days and nights.
   */
  @Bean
  ZoneId zone(Detector detector) {
    return detector.zone();
  }

  @Bean
  PasswordEncoder passwordEncoder() {
    return Passwords.encoder();
  }

  @Bean
  Accounts accounts(WhoreadProperties properties, PasswordEncoder encoder) throws IOException {
    return new Accounts(properties.data(), encoder);
  }

  @Bean
  Actions actions(Log log, InstantSource clock) {
    return new Actions(log, clock);
  }

  @Bean
  Doorkeeper doorkeeper(
      Accounts accounts, PasswordEncoder encoder, Actions actions, InstantSource clock) {
    return new Doorkeeper(accounts, encoder, actions, clock);
  }

  @Bean
  Openings openings(Alerts alerts, Index index, Actions actions, InstantSource clock) {
    return new Openings(alerts, index, actions, clock);
  }

  @Bean
  Answerable answerable(Accounts accounts, People people) {
    return new Answerable(accounts, people);
  }

  @Bean
  AlertSteps alertSteps(Alerts alerts, Log log, Accounts accounts, Answerable answerable) {
    return new AlertSteps(alerts, log, accounts, answerable);
  }

  @Bean
  WebMvcConfigurer certainty(Index index) {
    return new WebMvcConfigurer() {
      @Override
      public void addInterceptors(InterceptorRegistry registry) {
        registry
            .addInterceptor(new Certainty(index))
            .addPathPatterns("/api/**")
            .excludePathPatterns("/api/me", "/api/events", "/api/questions");
      }
    };
  }

  @Bean
  Keys keys(WhoreadProperties properties) {
    return new Keys(properties.data());
  }

  @Bean
  OtherWays otherWays(WhoreadProperties properties) {
    return new OtherWays(properties.data());
  }

  @Bean
  Resolvers resolvers(WhoreadProperties properties, ZoneId zone) {
    return new Resolvers(properties.data(), zone);
  }

  @Bean
  AlertView.Teller teller(ZoneId zone) {
    return new AlertView.Teller(zone);
  }

  @Bean
  Changes changes(Alerts alerts) {
    return new Changes(alerts);
  }

  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> webServer() {
    return factory -> {
      factory.getSettings().getSession().setTimeout(SESSION);
      factory.getSettings().getSession().getCookie().setName(ApiSecurity.SESSION_COOKIE);
      factory.getSettings().getSession().getCookie().setHttpOnly(true);
      factory
          .getSettings()
          .getSession()
          .setTrackingModes(
              Set.of(
                  org.springframework.boot.web.server.servlet.Session.SessionTrackingMode.COOKIE));
      Compression compression = new Compression();
      compression.setEnabled(true);
      compression.setMinResponseSize(DataSize.ofKilobytes(2));
      compression.setMimeTypes(
          new String[] {
            "text/html", "text/css", "text/javascript", "application/json", "image/svg+xml"
          });
      factory.setCompression(compression);
    };
  }
}
