package io.whoread.collector.cli;

import io.whoread.collector.CollectorApplication;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.context.ConfigurableApplicationContext;
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

  @Override
  public Integer call() {
    Map<String, Object> settings = settings();
    SpringApplication application = new SpringApplication(CollectorApplication.class);
    application.setDefaultProperties(settings);
    try {
      ConfigurableApplicationContext context = application.run();
      LOGGER.info(
          "listening on {}://{}:{}",
          certificate == null ? "http" : "https",
          address.contains(":") ? "[" + address + "]" : address,
          context.getEnvironment().getProperty("local.server.port"));
      return RUNNING;
    } catch (RuntimeException e) {
      throw failure(e);
    }
  }

  /** What a person can do something about is told in one line, anything else in full. */
  private static RuntimeException failure(RuntimeException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof PortInUseException port) {
        return new CommandFailed(
            "port " + port.getPort() + " is in use: choose another with --port", e);
      }
      if (cause instanceof IOException || isSetting(cause)) {
        return new CommandFailed(String.valueOf(cause.getMessage()), e);
      }
    }
    return e;
  }

  private static boolean isSetting(Throwable cause) {
    return cause instanceof IllegalArgumentException
        && String.valueOf(cause.getMessage()).startsWith("whoread.");
  }

  private Map<String, Object> settings() {
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
    settings.put("whoread.data", data.dir().toString());
    settings.put("whoread.reindex", reindex);
    settings.put("whoread.renew-seals", renewSeals);
    if (!trustedProxies.isEmpty()) {
      settings.put("whoread.trusted-proxies", String.join(",", trustedProxies));
    }
    settings.put("server.address", address);
    settings.put("server.port", port);
    // Told by the command itself.
    settings.put("logging.level.org.springframework.boot.SpringApplication", "off");
    settings.put("logging.level.org.springframework.boot.diagnostics", "off");
    settings.put("logging.level.org.springframework.boot.web.server.servlet.context", "error");
    if (certificate != null) {
      settings.put("server.ssl.bundle", "collector");
      settings.put("spring.ssl.bundle.pem.collector.keystore.certificate", pem(certificate));
      settings.put("spring.ssl.bundle.pem.collector.keystore.private-key", pem(privateKey));
    }
    return settings;
  }

  private static String pem(Path file) {
    if (!Files.isReadable(file)) {
      throw new CommandFailed(file + ": no such file, or not readable");
    }
    return file.toUri().toString();
  }

  private static boolean loopback(String address) {
    try {
      return InetAddress.getByName(address).isLoopbackAddress();
    } catch (UnknownHostException e) {
      throw new CommandFailed("--address " + address + ": no such address on this machine", e);
    }
  }
}
