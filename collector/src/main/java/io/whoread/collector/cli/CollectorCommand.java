package io.whoread.collector.cli;

import io.whoread.collector.CollectorApplication;
import io.whoread.collector.engine.Engines;
import io.whoread.collector.engine.Engines.LogEngine;
import io.whoread.collector.engine.EnginesFile;
import io.whoread.collector.engine.Turn;
import io.whoread.collector.log.DataFolder;
import io.whoread.collector.log.FolderLock;
import io.whoread.collector.settings.SettingsException;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.ssl.pem.PemContent;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ContextClosedEvent;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Starts the collector and stays with it until it is told to stop. */
@Command(
    name = "collector",
    description = "Run the collector.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class CollectorCommand implements Callable<Integer> {
  /** Not an exit code: the server's threads keep the process alive. */
  static final int RUNNING = -1;

  private static final Logger LOGGER = LoggerFactory.getLogger(CollectorCommand.class);

  @Mixin private DataOption data;

  @Option(
      names = "--address",
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1",
      description = "Address to listen on (default: ${DEFAULT-VALUE}).")
  private String address;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "8090",
      description = "Port to listen on (default: ${DEFAULT-VALUE}); 0 for a free one.")
  private int port;

  @Option(
      names = "--tls-cert",
      paramLabel = "FILE",
      description = "Certificate chain to serve HTTPS with, PEM.")
  private Path certificate;

  @Option(names = "--tls-key", paramLabel = "FILE", description = "Its private key, PEM.")
  private Path privateKey;

  @Option(
      names = "--insecure",
      description = "Listen beyond this machine without TLS: something in front must provide it.")
  private boolean insecure;

  @Option(
      names = "--trusted-proxies",
      paramLabel = "ADDRESS",
      split = ",",
      description =
          "Addresses of the proxies in front that tell the client's address and that it came over"
              + " TLS, in X-Forwarded-For and X-Forwarded-Proto; commas between them.")
  private List<String> trustedProxies = List.of();

  @Option(names = "--reindex", description = "Throw the index away and make it again from the log.")
  private boolean reindex;

  @Option(
      names = "--renew-seals",
      description =
          "Where the log is not the one that its seals tell of: put them aside and begin new ones."
              + " The log tells of it.")
  private boolean renewSeals;

  @Option(
      names = "--log",
      paramLabel = "FORMAT",
      defaultValue = "auto",
      description =
          "How the log is written: plain (short lines here, JSON into logs/ of the data folder),"
              + " json (JSON here), or auto: plain on a terminal, else json.")
  private LogFormat log;

  private enum LogFormat {
    AUTO,
    PLAIN,
    JSON
  }

  @Override
  public Integer call() throws IOException {
    // Tells what does not fit before anything is begun.
    settings();
    // A minute of starting up for nothing would be rude. The data come first: whoever starts a
    // collector again that runs already must not be told to choose another port.
    FolderLock.requireFree(data.dir().resolve("log"));
    testPort();
    // Before the log of the process goes into it.
    DataFolder.make(data.dir());
    Engines engines = engines();
    if (engines.log() == LogEngine.KAFKA) {
      new Turns(data.dir(), engines.kafka(), this::start).run();
    } else {
      start(CollectorApplication.class, null);
    }
    return RUNNING;
  }

  private Engines engines() {
    try {
      return EnginesFile.read(data.dir().resolve(EnginesFile.NAME));
    } catch (SettingsException e) {
      throw StartFailure.of(e);
    }
  }

  /**
   * @param turn null where it needs none
   */
  private ConfigurableApplicationContext start(Class<?> server, Turn turn) throws IOException {
    ConfigurableApplicationContext context;
    try {
      SpringApplication application = new SpringApplication(server);
      if (turn != null) {
        application.addInitializers(
            starting -> starting.getBeanFactory().registerSingleton("turn", turn));
      }
      context = application.run(settings());
    } catch (RuntimeException e) {
      throw StartFailure.of(e);
    }
    if (server == CollectorApplication.class) {
      String bound = context.getEnvironment().getProperty("local.server.port");
      tell(context, Integer.parseInt(bound));
      LOGGER.info("listening on {}", uri(address, bound));
      // Done: not again where it leads a second time.
      reindex = false;
      renewSeals = false;
    }
    return context;
  }

  /** Writes down where it listens, for as long as it does. */
  private void tell(ConfigurableApplicationContext context, int bound) throws IOException {
    InetAddress listening = InetAddress.getByName(address);
    ListeningAddress.write(
        data.dir(), uri(listening.isAnyLocalAddress() ? "127.0.0.1" : address, "" + bound));
    context.addApplicationListener(
        (ContextClosedEvent event) -> {
          try {
            ListeningAddress.remove(data.dir());
          } catch (IOException e) {
            LOGGER.warn("the file that says where this collector listens stays", e);
          }
        });
  }

  private URI uri(String host, String bound) {
    return URI.create(
        (certificate == null ? "http" : "https")
            + "://"
            + (host.contains(":") ? "[" + host + "]" : host)
            + ":"
            + bound);
  }

  private void testPort() {
    if (port < 0 || port > 65_535) {
      throw new CommandFailed("--port " + port + ": a port is a number from 0 to 65535");
    }
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getByName(address), port));
    } catch (IOException e) {
      if (e instanceof BindException && String.valueOf(e.getMessage()).contains("in use")) {
        throw StartFailure.portInUse(port, e);
      }
      throw new CommandFailed(
          "cannot listen on " + address + ", port " + port + ": " + e.getMessage(), e);
    }
  }

  /** As arguments, which go before whatever the environment says. */
  private String[] settings() {
    if ((certificate == null) != (privateKey == null)) {
      throw new CommandFailed("--tls-cert and --tls-key go together: give both or neither");
    }
    if (certificate == null && !insecure && !loopback(address)) {
      throw new CommandFailed(
          "listening on "
              + address
              + " without TLS would send the trail in the clear: give --tls-cert and --tls-key,"
              + " or --insecure where something in front provides TLS");
    }
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("whoread.data", data.dir());
    settings.put("whoread.reindex", reindex);
    settings.put("whoread.renew-seals", renewSeals);
    if (!trustedProxies.isEmpty()) {
      settings.put("whoread.trusted-proxies", String.join(",", trustedProxies));
    }
    settings.put("server.address", address);
    settings.put("server.port", port);
    // Told by the command itself.
    settings.put("spring.main.log-startup-info", false);
    settings.put("logging.level.org.springframework.boot.SpringApplication", "off");
    settings.put("logging.level.org.springframework.boot.diagnostics", "off");
    settings.put("logging.level.org.springframework.boot.web.server.servlet.context", "error");
    if (log == LogFormat.PLAIN || log == LogFormat.AUTO && Terminal.attached()) {
      settings.put("logging.pattern.console", "%d{HH:mm:ss} %-5p %m%n%ex{1}");
      settings.put("logging.file.name", data.dir().resolve("logs").resolve("collector.log"));
      settings.put("logging.structured.format.file", "ecs");
    } else {
      settings.put("logging.structured.format.console", "ecs");
    }
    if (certificate != null) {
      settings.put("server.ssl.bundle", "collector");
      settings.put(
          "spring.ssl.bundle.pem.collector.keystore.certificate",
          pem(certificate, "a certificate chain", pem -> !pem.getCertificates().isEmpty()));
      settings.put(
          "spring.ssl.bundle.pem.collector.keystore.private-key",
          pem(privateKey, "a private key", pem -> pem.getPrivateKey() != null));
    }
    return settings.entrySet().stream()
        .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
        .toArray(String[]::new);
  }

  /** The address of a PEM file that holds what it should. */
  private static String pem(Path file, String expected, Predicate<PemContent> holds) {
    if (!Files.isReadable(file)) {
      throw new CommandFailed(file + ": no such file, or not readable");
    }
    try {
      if (holds.test(PemContent.load(file))) {
        return file.toUri().toString();
      }
    } catch (IOException | RuntimeException e) {
      throw new CommandFailed(file + ": expected " + expected + " in PEM", e);
    }
    throw new CommandFailed(file + ": expected " + expected + " in PEM");
  }

  private static boolean loopback(String address) {
    try {
      return InetAddress.getByName(address).isLoopbackAddress();
    } catch (UnknownHostException e) {
      throw new CommandFailed("--address " + address + ": no such address on this machine", e);
    }
  }
}
