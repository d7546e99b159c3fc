package io.whoread.collector.engine;

import io.whoread.collector.engine.Engines.IndexEngine;
import io.whoread.collector.engine.Engines.LogEngine;
import io.whoread.collector.index.elastic.ElasticSettings;
import io.whoread.collector.settings.Loopback;
import io.whoread.collector.settings.SecretFiles;
import io.whoread.collector.settings.SettingsException;
import io.whoread.collector.settings.Yaml;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Reads {@code engines.yaml}; what is wrong with it is told with its line. */
public final class EnginesFile {
  public static final String NAME = "engines.yaml";

  private static final Set<String> KEYS = Set.of("index", "elasticsearch", "log", "kafka");
  private static final Set<String> ELASTIC_KEYS =
      Set.of("addresses", "ca-file", "user", "password-file", "api-key-file", "name", "retention");
  private static final int LONGEST_RETENTION_DAYS = 36_500;

  private final SecretFiles files;

  private EnginesFile(SecretFiles files) {
    this.files = files;
  }

  /**
   * @param file need not be there: then all is on one machine
   * @throws SettingsException for anything that is wrong with it
   */
  public static Engines read(Path file) {
    if (!Files.exists(file)) {
      return Engines.LOCAL;
    }
    Yaml yaml = Yaml.read(file);
    Map<String, Yaml> map = yaml.map(KEYS);
    IndexEngine index = map.containsKey("index") ? engine(map.get("index")) : IndexEngine.LUCENE;
    if (index == IndexEngine.ELASTICSEARCH && !map.containsKey("elasticsearch")) {
      throw map.get("index").wrong("say under \"elasticsearch\" where it is");
    }
    LogEngine log = map.containsKey("log") ? logEngine(map.get("log")) : LogEngine.LOCAL;
    if (log == LogEngine.KAFKA && !map.containsKey("kafka")) {
      throw map.get("log").wrong("say under \"kafka\" where its topic is");
    }
    EnginesFile reader = new EnginesFile(new SecretFiles(file));
    return new Engines(
        index,
        map.containsKey("elasticsearch") ? reader.elastic(map.get("elasticsearch")) : null,
        log,
        map.containsKey("kafka") ? KafkaPart.read(map.get("kafka"), reader.files) : null);
  }

  private static IndexEngine engine(Yaml engine) {
    for (IndexEngine each : IndexEngine.values()) {
      if (each.name().toLowerCase(Locale.ROOT).equals(engine.text())) {
        return each;
      }
    }
    throw engine.wrong("expected lucene or elasticsearch, not \"" + engine.text() + "\"");
  }

  private static LogEngine logEngine(Yaml engine) {
    for (LogEngine each : LogEngine.values()) {
      if (each.name().toLowerCase(Locale.ROOT).equals(engine.text())) {
        return each;
      }
    }
    throw engine.wrong("expected local or kafka, not \"" + engine.text() + "\"");
  }

  private ElasticSettings elastic(Yaml elastic) {
    Map<String, Yaml> map = elastic.map(ELASTIC_KEYS);
    List<URI> addresses = new ArrayList<>();
    for (Yaml each : elastic.get("addresses").list()) {
      addresses.add(address(each));
    }
    if (addresses.isEmpty()) {
      throw elastic.get("addresses").wrong("expected an address such as https://es1:9200");
    }
    boolean user = map.containsKey("user");
    if (user && map.containsKey("api-key-file")) {
      throw map.get("api-key-file").wrong("expected either a \"user\" or a key, not both");
    }
    if (user != map.containsKey("password-file")) {
      throw (user ? map.get("user") : map.get("password-file"))
          .wrong("\"user\" and \"password-file\" go together");
    }
    return new ElasticSettings(
        List.copyOf(addresses),
        map.containsKey("ca-file") ? files.file(map.get("ca-file")) : null,
        user ? map.get("user").text() : null,
        user ? files.secret(map.get("password-file")).getFirst() : null,
        map.containsKey("api-key-file") ? files.secret(map.get("api-key-file")).getFirst() : null,
        map.containsKey("name") ? name(map.get("name")) : "whoread",
        map.containsKey("retention") ? retention(map.get("retention")) : null);
  }

  private static URI address(Yaml text) {
    try {
      URI address = new URI(text.text());
      boolean http = "http".equals(address.getScheme());
      if ((http || "https".equals(address.getScheme()))
          && address.getHost() != null
          && (address.getPath().isEmpty() || address.getPath().equals("/"))) {
        if (http && !Loopback.is(address.getHost())) {
          throw text.wrong(
              "what is read there tells who read whose data: expected https, but for this machine");
        }
        return address;
      }
    } catch (URISyntaxException e) {
      // Told below.
    }
    throw text.wrong("expected an address such as https://es1:9200");
  }

  /** As Elasticsearch takes names of indices. */
  private static String name(Yaml name) {
    if (!name.text().matches("[a-z0-9][a-z0-9-]{0,39}")) {
      throw name.wrong("expected up to 40 small letters, digits and hyphens");
    }
    return name.text();
  }

  private static Duration retention(Yaml retention) {
    if (!retention.text().matches("[1-9][0-9]{0,4}d")) {
      throw retention.wrong("expected a number of days such as 400d");
    }
    int days = Integer.parseInt(retention.text().substring(0, retention.text().length() - 1));
    if (days > LONGEST_RETENTION_DAYS) {
      throw retention.wrong("at most " + LONGEST_RETENTION_DAYS + "d");
    }
    return Duration.ofDays(days);
  }
}
