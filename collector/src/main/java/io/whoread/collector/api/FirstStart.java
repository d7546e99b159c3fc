package io.whoread.collector.api;

import io.whoread.collector.WhoreadProperties;
import io.whoread.collector.api.login.Accounts;
import io.whoread.collector.log.DataFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Makes the first account once the server is up, and shows its password once, on the terminal: it
 * goes past the log, which others keep and read.
 */
@Component
class FirstStart {
  private final Accounts accounts;
  private final Path data;

  FirstStart(Accounts accounts, WhoreadProperties properties) {
    this.accounts = accounts;
    this.data = properties.data();
  }

  @EventListener
  void ready(ApplicationReadyEvent event) throws IOException {
    Optional<String> password = accounts.createFirst();
    if (password.isPresent()) {
      int port =
          event.getApplicationContext() instanceof WebServerApplicationContext server
                  && server.getWebServer() != null
              ? server.getWebServer().getPort()
              : 0;
      System.err.printf(
          "%nwhoread: first start. Log in to the console on port %d as admin with the password%n%n"
              + "    %s%n%n"
              + "It is shown this once. `./whoread user password admin%s` sets another.%n%n",
          port, password.get(), DataFolder.option(data));
    }
  }
}
