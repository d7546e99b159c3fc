package io.whoread.collector.resolve;

import io.whoread.collector.settings.Loopback;
import io.whoread.collector.settings.SecretFiles;
import io.whoread.collector.settings.SettingsException;
import io.whoread.collector.settings.Yaml;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Driver;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;

/** Reads {@code resolver.yaml}; what is wrong with it is told with its line. */
final class ResolverFile {
  private static final Duration USUAL_TIMEOUT = Duration.ofSeconds(5);
  private static final int LONGEST_TIMEOUT_S = 30;
  private static final Set<String> KEYS = Set.of("name", "timeout", "sql", "http");
  private static final Set<String> SQL_KEYS =
      Set.of("url", "driver", "user", "password-file", "query");
  private static final Set<String> HTTP_KEYS = Set.of("url", "token-file", "ca-file");

  private final SecretFiles files;
  private final ZoneId zone;
  private final Duration timeout;

  private ResolverFile(SecretFiles files, ZoneId zone, Duration timeout) {
    this.files = files;
    this.zone = zone;
    this.timeout = timeout;
  }

  /**
   * @param files takes note of every file that it names
   * @param zone in which the shop tells times without an offset
   * @throws SettingsException for anything that is wrong with it
   */
  static Resolver read(Path file, SecretFiles files, ZoneId zone) {
    Yaml yaml = Yaml.read(file);
    Map<String, Yaml> map = yaml.map(KEYS);
    Duration timeout =
        map.containsKey("timeout")
            ? Duration.ofSeconds(map.get("timeout").whole(1, LONGEST_TIMEOUT_S))
            : USUAL_TIMEOUT;
    if (map.containsKey("sql") == map.containsKey("http")) {
      throw yaml.wrong("expected either \"sql\" or \"http\": how orders are asked for");
    }
    ResolverFile reader = new ResolverFile(files, zone, timeout);
    return new Resolver(
        name(yaml.get("name")),
        map.containsKey("sql") ? reader.sql(map.get("sql")) : reader.http(map.get("http")));
  }

  private static String name(Yaml name) {
    if (!name.text().matches("[A-Za-z][A-Za-z0-9_.-]{0,39}")) {
      throw name.wrong(
          "expected 1 to 40 letters, digits, dots, hyphens and underscores, the first a letter:"
              + " the log names it so");
    }
    return name.text();
  }

  private Resolver.Source sql(Yaml sql) {
    sql.map(SQL_KEYS);
    Yaml url = sql.get("url");
    if (!url.text().startsWith("jdbc:")) {
      throw url.wrong("expected the address of a database such as jdbc:mariadb://HOST:3306/NAME");
    }
    if (url.text().toLowerCase(Locale.ROOT).contains("password=")) {
      throw url.wrong("a password stands in a file of its own: name that as \"password-file\"");
    }
    return new SqlSource(
        driver(sql.get("driver"), url),
        url.text(),
        sql.get("user").text(),
        files.secret(sql.get("password-file")).getFirst(),
        SqlTemplate.of(sql.get("query")),
        timeout,
        zone);
  }

  /** The collector has no driver of its own, and a shop's stays apart from its libraries. */
  private Driver driver(Yaml jars, Yaml url) {
    List<URL> paths = new ArrayList<>();
    for (Yaml jar : jars.list()) {
      Path path = files.file(jar);
      if (!Files.isRegularFile(path)) {
        throw jar.wrong(path + ": no such file; expected the jar of a JDBC driver");
      }
      try {
        paths.add(path.toUri().toURL());
      } catch (MalformedURLException e) {
        throw jar.wrong(path + ": cannot be named as a file");
      }
    }
    ClassLoader loader =
        new URLClassLoader("resolver", paths.toArray(URL[]::new), new PlatformAndLogging());
    try {
      for (Driver driver : ServiceLoader.load(Driver.class, loader)) {
        if (driver.getClass().getClassLoader() == loader && driver.acceptsURL(url.text())) {
          mute(driver.getClass().getPackageName());
          return driver;
        }
      }
    } catch (ServiceConfigurationError | LinkageError | SQLException e) {
      throw jars.wrong("a driver in it cannot be loaded (" + e.getClass().getSimpleName() + ")");
    }
    throw jars.wrong("no JDBC driver in it takes the url");
  }

  /**
   * What a driver sees beside itself: the JDK, and where it logs. Without that MariaDB's prints
   * each error of the database, which may repeat what was asked.
   */
  private static final class PlatformAndLogging extends ClassLoader {
    private PlatformAndLogging() {
      super(ClassLoader.getPlatformClassLoader());
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      if (name.startsWith("org.slf4j.")) {
        return ResolverFile.class.getClassLoader().loadClass(name);
      }
      throw new ClassNotFoundException(name);
    }
  }

  /** What a driver logs of an error may repeat what it was asked. */
  private static void mute(String driver) {
    String family = driver.replaceFirst("^(\\w+\\.\\w+).*", "$1");
    LoggingSystem.get(ResolverFile.class.getClassLoader()).setLogLevel(family, LogLevel.OFF);
  }

  private Resolver.Source http(Yaml http) {
    Map<String, Yaml> map = http.map(HTTP_KEYS);
    return new HttpSource(
        address(http.get("url")),
        map.containsKey("token-file") ? files.secret(map.get("token-file")).getFirst() : null,
        map.containsKey("ca-file") ? files.authorities(map.get("ca-file")) : null,
        timeout,
        zone);
  }

  private static URI address(Yaml url) {
    try {
      URI uri = new URI(url.text());
      boolean isHttp = "http".equals(uri.getScheme());
      if (uri.getHost() != null && (isHttp || "https".equals(uri.getScheme()))) {
        if (isHttp && !Loopback.is(uri.getHost())) {
          throw url.wrong("expected https: http is for this machine alone");
        }
        return uri;
      }
    } catch (URISyntaxException e) {
      // told below
    }
    throw url.wrong("expected an address https://...");
  }
}
