package io.whoread.trials;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A process that listens on a port of this host, and is ended by its handle. */
final class Server implements AutoCloseable {
  final int port;
  private final List<String> command;
  private final Process process;
  private final Path log;

  /**
   * @param log what it writes to its standard streams
   */
  Server(Path folder, Path log, int port, List<String> command) throws IOException {
    this.port = port;
    this.log = log;
    this.command = command;
    process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    // Whoever is broken off leaves nothing behind.
    Thread end = new Thread(process::destroyForcibly, "end of " + process.pid());
    Runtime.getRuntime().addShutdownHook(end);
    process.onExit().thenRun(() -> forget(end));
  }

  private static void forget(Thread end) {
    try {
      Runtime.getRuntime().removeShutdownHook(end);
    } catch (IllegalStateException e) {
      // This JVM is on its way down, and what has ended needs no ending.
    }
  }

  static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  /** Waits until it listens. */
  void awaitUp() throws IOException {
    try {
      Awaitility.await()
          .atMost(Duration.ofSeconds(90))
          .failFast(() -> !process.isAlive())
          .ignoreException(ConnectException.class)
          .untilAsserted(() -> new Socket("127.0.0.1", port).close());
    } catch (RuntimeException | Error e) {
      close();
      throw new IOException(command + " did not come up: " + Files.readString(log), e);
    }
  }

  /** An orderly end. */
  void stop() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      throw new IllegalStateException("still running: " + command);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
