package io.whoread.collector.demo;

import io.whoread.collector.cli.CommandFailed;
import io.whoread.collector.cli.ProgramJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the demo keeps its things and which jars it starts.
 *
 * @param folder of everything that the demo writes
 * @param temporary whether that folder is thrown away at the end
 * @param port of the collector
 * @param shopPort of the shop
 */
record DemoSettings(Path home, Path folder, boolean temporary, int port, int shopPort) {
  static final String SERVICE = "shop";

  /** What the collector keeps. */
  Path data() {
    return folder.resolve("collector");
  }

  /** What {@code service add} writes: the agent with its settings, token and key. */
  Path agentFolder() {
    return folder.resolve(SERVICE);
  }

  /** The shop's inventory. */
  Path books() {
    return folder.resolve("shop-books");
  }

  Path logs() {
    return folder.resolve("logs");
  }

  String collectorAddress() {
    return "http://127.0.0.1:" + port;
  }

  String shopAddress() {
    return "http://127.0.0.1:" + shopPort;
  }

  Path collectorJar() {
    return ProgramJar.find("collector", "whoread-collector-exec.jar");
  }

  Path shopJar() {
    return ProgramJar.find("shop", "whoread-shop-exec.jar");
  }

  /** The checkout, as the launcher tells it. */
  static Path findHome() {
    String home = System.getProperty("whoread.home");
    if (home == null) {
      throw new CommandFailed(
          "start the demo with ./whoread demo, or java -Dwhoread.home=CHECKOUT: it needs the jars"
              + " of the agent and the shop");
    }
    return Path.of(home);
  }

  /** A folder of one's own, or a temporary one. */
  static Path folder(Path wanted) {
    try {
      return wanted == null
          ? Files.createTempDirectory("whoread-demo-").toAbsolutePath()
          : Files.createDirectories(wanted).toAbsolutePath();
    } catch (IOException e) {
      throw new CommandFailed("cannot write to " + (wanted == null ? "/tmp" : wanted), e);
    }
  }
}
