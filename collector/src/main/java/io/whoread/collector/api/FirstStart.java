package io.whoread.collector.api;

import io.whoread.collector.WhoreadProperties;
import io.whoread.collector.api.login.Accounts;
import io.whoread.collector.cli.Terminal;
import io.whoread.collector.log.DataFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Makes the first account once the server is up. Its password is shown once where a person watches
 * at a terminal. Anywhere else what is printed goes into a log that others keep and read: there the
 * password stays in a file of the data folder, which is named.
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
      String another = "`./whoread user password " + Accounts.FIRST + DataFolder.option(data) + "`";
      if (Terminal.attached()) {
        System.out.printf(
            "%nwhoread: first start. Log in to the console on port %d as %s with the password%n%n"
                + "    %s%n%n"
                + "It is shown this once. %s sets another.%n%n",
            port, Accounts.FIRST, password.get(), another);
        accounts.forgetFirst();
      } else {
        System.err.printf(
            "whoread: first start. Log in to the console on port %d as %s with the password in %s,"
                + " which this account alone can read. %s sets another and removes the file.%n",
            port, Accounts.FIRST, accounts.firstPassword(), another);
      }
    }
  }
}
