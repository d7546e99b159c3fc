package io.whoread.collector.resolve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.whoread.collector.settings.SettingsException;
import io.whoread.collector.settings.Yaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.ZoneOffset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code resolver.yaml} may say, and what is said of what it may not. */
class ResolverFileTest {
  private static final String SQL =
      """
      name: replica
      sql:
        url: jdbc:mariadb://127.0.0.1:1/shop
        driver: driver.jar
        user: reader
        password-file: password
        query: select order_no from orders where phone = :phone
      """;
  private static final String HTTP =
      """
      name: desk
      http:
        url: http://127.0.0.1:1/orders
        token-file: password
      """;

  @TempDir private Path data;

  @BeforeEach
  void files() throws Exception {
    Path driver =
        Path.of(
            org.mariadb.jdbc.Driver.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
    Files.copy(driver, data.resolve("driver.jar"));
    Files.writeString(data.resolve("notes.jar"), "no jar");
    secret("password", "s3cret");
  }

  private void secret(String name, String text) throws IOException {
    Files.setPosixFilePermissions(
        Files.writeString(data.resolve(name), text + "\n"),
        PosixFilePermissions.fromString("rw-------"));
  }

  private Resolvers read(String file) throws IOException {
    Files.writeString(data.resolve(Resolvers.FILE), file);
    return new Resolvers(data, ZoneOffset.UTC);
  }

  @Test
  void noneIsConfiguredUntilThereIsAFileAndAChangeOfItOrOfWhatItNamesIsSeen() throws IOException {
    Resolvers resolvers = new Resolvers(data, ZoneOffset.UTC);
    assertThat(resolvers.now()).isEmpty();
    Files.writeString(data.resolve(Resolvers.FILE), SQL);
    Resolver first = resolvers.now().orElseThrow();
    assertThat(first.name()).isEqualTo("replica");
    assertThat(resolvers.now()).containsSame(first);
    secret("password", "another one");
    assertThat(resolvers.now()).isNotEmpty().get().isNotSameAs(first);
    Files.writeString(data.resolve(Resolvers.FILE), HTTP);
    assertThat(resolvers.now().orElseThrow().name()).isEqualTo("desk");
    Files.delete(data.resolve("password"));
    assertThatThrownBy(resolvers::now)
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("resolver.yaml:4: no such file beside resolver.yaml");
    Files.delete(data.resolve(Resolvers.FILE));
    assertThat(resolvers.now()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "name: replica | name: 's p' | 1: expected 1 to 40 letters",
        "name: replica | timeout: 5 | \"name\" is missing",
        "name: replica | nam: x | 1: \"nam\" is not known here; expected one of http, name",
        "sql: | ftp: | 2: \"ftp\" is not known",
        "jdbc:mariadb | mariadb | 3: expected the address of a database",
        "/shop | /shop?password=s3cret | 3: a password stands in a file of its own",
        "driver.jar | lost.jar | 4: ",
        "driver.jar | notes.jar | 4: no JDBC driver in it takes the url",
        "jdbc:mariadb: | jdbc:oracle: | 4: no JDBC driver in it takes the url",
        "password-file: password | password-file: s3cret | 6: no such file beside resolver.yaml",
        "select order_no | update orders | 7: expected a query that reads",
        "= :phone | = :mobile | 7: :mobile is not known; expected :phone, :name, :from or :to",
        "= :phone | = 1 | 7: expected :phone or :name in the query",
      })
  void whatIsWrongIsToldWithItsLine(String right, String wrong, String told) {
    assertThatThrownBy(() -> read(SQL.replace(right, wrong)))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("resolver.yaml:")
        .hasMessageContaining(told.strip())
        .hasMessageNotContaining("s3cret");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "127.0.0.1 | shop.example.com | 3: expected https: http is for this machine alone",
        "http://127.0.0.1:1 | 127.0.0.1 | 3: expected an address https://",
        "token-file | ca-file | 4: ",
        "http: | sql: | \"token-file\" is not known here",
      })
  void andOfHttp(String right, String wrong, String told) {
    assertThatThrownBy(() -> read(HTTP.replaceFirst(right, wrong)))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("resolver.yaml:")
        .hasMessageContaining(told.strip())
        .hasMessageNotContaining("s3cret");
  }

  @Test
  void whatIsNoParameterStaysInTheQuery() {
    Yaml query =
        Yaml.parse(
            "f",
            """
            query: |
              with o as (select no, at::date as day, ':phone' as x from "a:name") -- :to
              select no /* :from */ from o where tel=:phone and at>= :from and at<:to and :phone<>'';
            """);
    SqlTemplate template = SqlTemplate.of(query.get("query"));
    assertThat(template.parameters()).containsExactly("phone", "from", "to", "phone");
    assertThat(template.sql())
        .isEqualTo(
            """
            with o as (select no, at::date as day, ':phone' as x from "a:name") -- :to
            select no /* :from */ from o where tel=? and at>= ? and at<? and ?<>''\
            """);
  }
}
