package io.whoread.collector.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.whoread.collector.alert.v1.Severity;
import io.whoread.collector.settings.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NotifyFileTest {
  private static final String HOOK =
      "{type: webhook, address: \"https://a.example/h\", secret-file: hook}";

  @TempDir private Path dir;

  @BeforeEach
  void secrets() throws IOException {
    Given.secret(dir, "hook", Given.WEBHOOK_SECRET);
    Given.secret(dir, "weak", "whsec_c2hvcnQ=");
    Given.secret(dir, "robot", "https://oapi.dingtalk.example/robot/send?access_token=t0ken");
    Given.secret(dir, "nonsense", "not t0ken an address");
    Given.secret(dir, "empty", "");
    Files.writeString(dir.resolve("open"), Given.WEBHOOK_SECRET);
    Files.setPosixFilePermissions(
        dir.resolve("open"), PosixFilePermissions.fromString("rw-r-----"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "zone: Mars/North                                      | 2: expected a time zone",
        "digest: late                                          | 2: expected a time of the day",
        "cap: 0                                                | 2: expected a whole number from 1",
        "language: fr                                          | 2: expected zh or en",
        "console: whoread.example                              | 2: expected the console's address",
        "chanels: {}                                           | 2: \"chanels\" is not known here",
        "routes: [{to: [b]}]                                   | 2: no channel is named \"b\"",
        "routes: [{to: [a], severity: high}]                   | 2: expected watch, review or"
            + " urgent",
        "routes: [{rules: [bulk, lefd], to: [a]}]              | 2: no rule is named \"lefd\"",
        "routes: [{severity: urgent}]                          | 2: \"to\" is missing",
        "routes: []                                            | 1: no route leads to \"a\"",
      })
  void whatIsWrongIsToldWithItsLine(String second, String told) {
    wrong("channels: {a: " + HOOK + "}\n" + second + "\n", told);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{type: pigeon}                                        | expected one of webhook, dingtalk",
        "{type: webhook, address: \"https://a.example\"}       | \"secret-file\" is missing",
        "{type: webhook, address: \"ftp://a\", secret-file: hook} | expected an address https://",
        "{type: webhook, address: \"http://a.example\", secret-file: hook} | expected https",
        "{type: webhook, address: \"https://a\", secret-file: weak} | 24 to 64 random bytes",
        "{type: webhook, address: \"https://a\", secret-file: gone} | no such file",
        "{type: webhook, address: \"https://a\", secret-file: empty} | is empty",
        "{type: webhook, address: \"https://a\", secret-file: open} | open to other accounts: chmod"
            + " 600",
        "{type: webhook, address: \"https://a\", secret: x}    | \"secret\" is not known here",
        "{type: dingtalk, address: \"https://a\"}              | whoever has a robot's address",
        "{type: wecom, address-file: nonsense}                 | expected an address https://",
        "{type: mail, address: \"imap://a\", from: a@b, to: c@d} | expected smtps://HOST",
        "{type: mail, address: \"smtp://a\", from: ab, to: c@d} | expected a mailbox",
        "{type: mail, address: \"smtp://a\", from: a@b, to: c@d, user: u} | go together",
        "{type: syslog, address: \"siem:514\"}                 | expected tls://HOST",
        "{type: syslog, address: \"tls://a\", ca-file: hook}   | expected certificates in PEM",
      })
  void whatIsWrongWithAChannelIsToldWithItsLine(String channel, String told) {
    wrong("# mine\nchannels:\n  a: " + channel + "\n", "3: " + told);
  }

  private void wrong(String yaml, String told) {
    String[] parts = told.split(": ", 2);
    assertThatThrownBy(() -> Given.settings(dir, yaml))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("notify.yaml:" + parts[0] + ": ")
        .hasMessageContaining(parts[1])
        // What stands in a secret file is never repeated.
        .hasMessageNotContaining("t0ken")
        .hasMessageNotContaining("c2hvcnQ");
  }

  @Test
  void whatIsNotSaidIsAsUsual() throws IOException {
    NotifySettings settings =
        Given.settings(
            dir,
            """
            channels:
              a: {type: dingtalk, address-file: robot}
              b: {type: syslog, address: "udp://siem.example:514"}
            """);
    assertThat(settings.zone()).isEqualTo(Given.ZONE);
    assertThat(settings.digest()).isEqualTo(LocalTime.of(9, 0));
    assertThat(settings.channels())
        .extracting(NotifySettings.Channel::cap)
        .containsExactly(5, Integer.MAX_VALUE);
    assertThat(settings.routes())
        .extracting(NotifySettings.Route::least)
        .containsExactly(Severity.REVIEW);
    assertThat(settings.sources()).contains(dir.resolve("robot"));
    assertThat(settings.channels().toString()).doesNotContain("t0ken");
  }

  @Test
  void theExampleOfTheDocumentsIsAsItShouldBe() throws Exception {
    Path home = Path.of(System.getProperty("whoread.home"));
    String doc = Files.readString(home.resolve("docs/operations.md"));
    String section = doc.substring(doc.indexOf("\n## Notification\n"));
    String yaml = section.substring(section.indexOf("```yaml\n") + 8);
    for (String name : new String[] {"dingtalk-secret", "mail-password"}) {
      Given.secret(dir, name, "x");
    }
    Given.secret(dir, "dingtalk-address", "https://oapi.dingtalk.com/robot/send?access_token=x");
    Given.secret(dir, "soc-secret", Given.WEBHOOK_SECRET);
    Files.move(OwnCertificate.make(dir, "dns:siem.example.com").pem(), dir.resolve("siem-ca.pem"));
    NotifySettings settings = Given.settings(dir, yaml.substring(0, yaml.indexOf("```")));
    assertThat(settings.channels())
        .extracting(NotifySettings.Channel::name)
        .containsExactly("security", "soc", "managers", "siem");
    assertThat(settings.routes()).hasSize(4);
  }

  @Test
  void withoutAFileThereIsNoChannel() {
    assertThat(NotifyFile.read(dir.resolve("none.yaml"), Given.ZONE).channels()).isEmpty();
  }

  @Test
  void routesTakeBySeverityRuleTeamAndRole() throws IOException {
    NotifySettings settings =
        Given.settings(
            dir,
            """
            channels:
              a: %1$s
              b: %1$s
              c: %1$s
            routes:
              - {severity: urgent, to: a}
              - {severity: watch, rules: [left], to: [a, b]}
              - {severity: review, teams: ["returns (night)"], roles: [staff], to: [c]}
            """
                .formatted(HOOK));
    assertThat(leads(settings, "sales", Severity.URGENT)).isEqualTo("a");
    assertThat(leads(settings, "sales", Severity.REVIEW)).isEmpty();
    assertThat(leads(settings, "returns (night)", Severity.URGENT)).isEqualTo("ac");
    assertThat(leads(settings, "returns (night)", Severity.WATCH)).isEmpty();
  }

  private static String leads(NotifySettings settings, String team, Severity severity) {
    StringBuilder to = new StringBuilder();
    for (String channel : new String[] {"a", "b", "c"}) {
      if (settings.leads(Notices.of(Given.alert(1, 1, team, severity, 1)), channel)) {
        to.append(channel);
      }
    }
    return to.toString();
  }
}
