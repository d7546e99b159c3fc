package io.whoread.agent.config;

import io.whoread.agent.config.Config.ActorSource;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * Reads {@code whoread.yaml}. Paths in it are relative to its folder. Whatever is not understood is
 * refused with file, line and what would be right: a guard that was misspelt must not look like one
 * that stands.
 */
public final class ConfigReader {
  private static final String[] TOP = {
    "service",
    "collector",
    "allow-plain-http",
    "token-file",
    "key-file",
    "previous-key-file",
    "ca-file",
    "spool",
    "zone",
    "actors",
    "roles",
    "forms",
    "purpose",
    "trusted-proxies",
    "signals",
    "guard"
  };
  private static final String ACTORS =
      "spring-security, sa-token, shiro, principal, jwt or session; or one of spring-security:"
          + " PROPERTY, sa-token: TYPE, shiro: PROPERTY, jwt: CLAIM, session: ATTRIBUTE[.PROPERTY],"
          + " attribute: ATTRIBUTE[.PROPERTY], header: NAME, mdc: KEY,"
          + " static: com.example.UserContext.getUser().id";

  private static final String CALL = "[\\w$]+(?:\\.[\\w$]+)+\\(\\)(?:\\.[\\w$]+)*";

  /** Sources that find by themselves what to ask for. */
  private static final Set<ActorSource.Kind> GUESSED =
      EnumSet.of(
          ActorSource.Kind.SPRING_SECURITY,
          ActorSource.Kind.SA_TOKEN,
          ActorSource.Kind.SHIRO,
          ActorSource.Kind.PRINCIPAL,
          ActorSource.Kind.JWT,
          ActorSource.Kind.SESSION);

  private final File file;
  private final File folder;

  private ConfigReader(File file) {
    this.file = file;
    this.folder = file.getAbsoluteFile().getParentFile();
  }

  /**
   * @throws ConfigException naming file, line and what would be right
   */
  public static Config read(File file) throws ConfigException {
    return new ConfigReader(file).read();
  }

  private Config read() throws ConfigException {
    Section top = new Section(file.getPath(), "", compose(), TOP);
    Config config = new Config();
    config.source = file.getName();
    config.offFile = new File(folder, "whoread.off");
    config.service = top.required("service", "order-service");
    if (!config.service.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,62}")) {
      throw top.wrong(
          "service",
          "must be 1 to 63 letters, digits, dots, hyphens or underscores, and start with a letter"
              + " or digit");
    }
    boolean plainHttpAllowed = plainHttpAllowed(top);
    for (String address : top.words("collector")) {
      URI collector = collector(top, address);
      if (!plainHttpAllowed) {
        plainHttp(top, collector);
      }
      config.collectors.add(collector);
    }
    config.tokenFile = existing(top, "token-file");
    config.keyFile = existing(top, "key-file");
    config.previousKeyFile = existing(top, "previous-key-file");
    if (config.previousKeyFile != null && config.keyFile == null) {
      throw top.wrong("previous-key-file", "stands alone; it belongs beside key-file");
    }
    config.caFile = existing(top, "ca-file");
    spool(top, config);
    zone(top, config);
    trustedProxies(top, config);
    actors(top, config);
    RuleReader.roles(top, config);
    RuleReader.forms(top, config);
    purpose(top, config);
    signals(top, config);
    RuleReader.guard(top, config);
    return config;
  }

  private Node compose() throws ConfigException {
    LoadSettings settings = LoadSettings.builder().setLabel(file.getPath()).build();
    try (InputStream in = new FileInputStream(file)) {
      Optional<Node> root = new Compose(settings).composeInputStream(in);
      if (!root.isPresent()) {
        throw new ConfigException(file + ":1: the file is empty; it needs at least service: NAME");
      }
      return root.get();
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
      throw new ConfigException(
          file + ":" + line + ": not YAML: " + e.getProblem() + indented(e.getProblem()));
    } catch (YamlEngineException e) {
      throw new ConfigException(file + ":1: not YAML: " + firstLine(e.getMessage()));
    } catch (FileNotFoundException e) {
      throw new ConfigException(
          file
              + (!file.exists()
                  ? ": no such file"
                  : file.isDirectory() ? ": is a folder" : ": this user may not read it"));
    } catch (IOException e) {
      throw new ConfigException(file + ": cannot be read (" + e.getMessage() + ")");
    }
  }

  private static String indented(String problem) {
    return problem.contains("<block end>") || problem.startsWith("mapping values are not allowed")
        ? "; is the line indented like those around it?"
        : "";
  }

  private static String firstLine(String text) {
    return text == null ? "" : text.split("\n", 2)[0];
  }

  private static URI collector(Section top, String text) throws ConfigException {
    try {
      URI uri = new URI(text);
      String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
      if (uri.getHost() != null && (scheme.equals("http") || scheme.equals("https"))) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // Told below.
    }
    throw top.wrong(
        "collector",
        "must be an address such as https://collector.example:8443, or a list of them");
  }

  private static boolean plainHttpAllowed(Section top) throws ConfigException {
    String allowed = top.text("allow-plain-http");
    if (allowed != null && !allowed.equals("true") && !allowed.equals("false")) {
      throw top.wrong("allow-plain-http", "must be true or false");
    }
    return "true".equals(allowed);
  }

  /**
   * Token and records are for the collector alone: in the clear they go no further than this host.
   */
  private static void plainHttp(Section top, URI collector) throws ConfigException {
    if (collector.getScheme().equalsIgnoreCase("http") && !isThisHost(collector.getHost())) {
      throw top.wrong(
          "collector",
          "would be sent the token and the records unencrypted; it must be an address such as"
              + " https://"
              + collector.getHost()
              + ":8443, or allow-plain-http: true must stand here where something else encrypts"
              + " the way, such as a mesh with mutual TLS");
    }
  }

  private static boolean isThisHost(String host) {
    String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    return bare.equalsIgnoreCase("localhost") || Cidr.isLoopback(bare);
  }

  private File existing(Section top, String key) throws ConfigException {
    String text = top.text(key);
    if (text == null) {
      return null;
    }
    File path = resolve(text);
    if (!path.isFile() || !path.canRead()) {
      // Its name is not told: it may be the secret itself, written where its file should be named.
      throw top.wrong(
          key,
          "names no file that this process can read; a path that does not begin with / begins in "
              + folder);
    }
    return path;
  }

  private File resolve(String text) {
    File path = new File(text);
    return path.isAbsolute() ? path : new File(folder, text);
  }

  private void spool(Section top, Config config) throws ConfigException {
    config.spoolDir = new File(folder, "spool");
    if (!top.has("spool")) {
      return;
    }
    Section spool = top.section("spool", "dir", "max-mb");
    if (spool.has("dir")) {
      config.spoolDir = resolve(spool.text("dir"));
    }
    String max = spool.text("max-mb");
    if (max != null) {
      if (!max.matches("[0-9]{1,7}") || Integer.parseInt(max) < 1) {
        throw spool.wrong("max-mb", "must be a whole number of megabytes from 1, such as 256");
      }
      config.spoolMaxBytes = Long.parseLong(max) << 20;
    }
  }

  private static void zone(Section top, Config config) throws ConfigException {
    String zone = top.text("zone");
    if (zone != null) {
      try {
        config.zone = ZoneId.of(zone);
      } catch (DateTimeException e) {
        throw top.wrong("zone", "must be a time zone such as Asia/Shanghai");
      }
    }
  }

  private static void trustedProxies(Section top, Config config) throws ConfigException {
    for (Node item : top.items("trusted-proxies")) {
      Cidr block = item instanceof ScalarNode ? Cidr.parse(((ScalarNode) item).getValue()) : null;
      if (block == null) {
        throw top.wrong(item, "trusted-proxies takes blocks of addresses such as 10.0.0.0/8");
      }
      config.trustedProxies.add(block);
    }
  }

  private static void signals(Section top, Config config) throws ConfigException {
    if (!top.has("signals")) {
      return;
    }
    config.signals.clear();
    for (Node item : top.items("signals")) {
      String word = item instanceof ScalarNode ? ((ScalarNode) item).getValue() : "";
      boolean known = false;
      for (Signal signal : Signal.values()) {
        if (signal.word().equals(word)) {
          config.signals.add(signal);
          known = true;
        }
      }
      if (!known) {
        throw top.wrong(item, "an item of signals must be loaded, touched or disclosed");
      }
    }
    if (config.signals.isEmpty()) {
      throw top.wrong("signals", "must be one or more of loaded, touched, disclosed");
    }
  }

  private void actors(Section top, Config config) throws ConfigException {
    for (Node item : top.items("actors")) {
      ActorSource source = null;
      for (ActorSource.Kind kind : ActorSource.Kind.values()) {
        if (item instanceof ScalarNode
            && ((ScalarNode) item).getValue().equals(kind.word())
            && GUESSED.contains(kind)) {
          source = new ActorSource(kind, "");
        }
      }
      if (item instanceof MappingNode) {
        source = named(item, config);
      }
      if (source == null) {
        throw top.wrong(item, "an item of actors must be " + ACTORS);
      }
      config.actors.add(source);
    }
  }

  /** Null where not one thing is named. */
  private ActorSource named(Node item, Config config) throws ConfigException {
    String[] words =
        EnumSet.complementOf(EnumSet.of(ActorSource.Kind.PRINCIPAL)).stream()
            .map(ActorSource.Kind::word)
            .toArray(String[]::new);
    Section one = new Section(file.getPath(), "actors.", item, words);
    ActorSource found = null;
    for (ActorSource.Kind kind : ActorSource.Kind.values()) {
      if (!one.has(kind.word())) {
        continue;
      }
      if (found != null) {
        return null;
      }
      found = new ActorSource(kind, one.required(kind.word(), "userId"));
      if (kind == ActorSource.Kind.HEADER && config.trustedProxies.isEmpty()) {
        throw one.wrong(
            "header",
            "needs trusted-proxies, for anybody can write a header: name the gateway that sets"
                + " it, such as trusted-proxies: [10.0.0.5]");
      }
      if (kind == ActorSource.Kind.STATIC && !found.name.matches(CALL)) {
        throw one.wrong(
            "static",
            "must be a call without arguments, such as com.example.UserContext.getUser().id");
      }
    }
    return found;
  }

  private static void purpose(Section top, Config config) throws ConfigException {
    if (!top.has("purpose")) {
      return;
    }
    Section purpose = top.section("purpose", "header", "parameter");
    config.purposeHeader = purpose.text("header");
    config.purposeParameter = purpose.text("parameter");
    if (config.purposeHeader == null == (config.purposeParameter == null)) {
      throw purpose.wrong("purpose needs one of header: NAME and parameter: NAME");
    }
  }
}
