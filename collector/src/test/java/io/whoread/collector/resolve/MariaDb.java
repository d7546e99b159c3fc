package io.whoread.collector.resolve;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * A real database server on a free port of loopback: a database {@code shop}, which {@code keeper}
 * fills and {@code reader} may only read. Each has the own name as the password.
 */
public final class MariaDb implements AutoCloseable {
  private final int port;
  private final Process server;

  private MariaDb(int port, Process server) {
    this.port = port;
    this.server = server;
  }

  public static boolean isInstalled() {
    return Stream.of("mariadbd", "mariadb-install-db")
        .allMatch(
            name ->
                Stream.of(System.getenv("PATH").split(":"))
                    .anyMatch(each -> Files.isExecutable(Path.of(each, name))));
  }

  public static MariaDb start(Path folder) throws IOException, InterruptedException {
    // The server refuses to be root unless told by name whom to run as.
    String user = "--user=" + System.getProperty("user.name");
    String data = "--datadir=" + folder.resolve("data");
    Process install =
        process(
            folder,
            List.of(
                "mariadb-install-db",
                "--no-defaults",
                "--auth-root-authentication-method=normal",
                "--skip-test-db",
                data,
                user));
    if (!install.waitFor(120, TimeUnit.SECONDS) || install.exitValue() != 0) {
      install.destroyForcibly();
      throw new IOException(Files.readString(folder.resolve("server.log")));
    }
    Path init =
        Files.writeString(
            folder.resolve("init.sql"),
            """
            create database shop character set utf8mb4;
            create user keeper@'127.0.0.1' identified by 'keeper';
            grant all on shop.* to keeper@'127.0.0.1';
            create user reader@'127.0.0.1' identified by 'reader';
            grant select on shop.* to reader@'127.0.0.1';
            """);
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Process server =
        process(
            folder,
            List.of(
                "mariadbd",
                "--no-defaults",
                data,
                user,
                "--init-file=" + init,
                "--bind-address=127.0.0.1",
                "--port=" + port,
                "--socket=" + folder.resolve("s"),
                "--skip-name-resolve",
                "--pid-file=" + folder.resolve("pid")));
    MariaDb started = new MariaDb(port, server);
    await()
        .atMost(Duration.ofSeconds(60))
        .failFast("the server ended", () -> !server.isAlive())
        .ignoreExceptionsInstanceOf(IOException.class)
        .untilAsserted(() -> new Socket("127.0.0.1", port).close());
    return started;
  }

  private static Process process(Path folder, List<String> command) throws IOException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("server.log").toFile())
        .start();
  }

  public String url() {
    return "jdbc:mariadb://127.0.0.1:" + port + "/shop";
  }

  /** Also asked for twice. */
  public void stop() {
    server.destroy();
    try {
      server.onExit().get(30, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      server.destroyForcibly().onExit().join();
    }
  }

  @Override
  public void close() {
    stop();
  }
}
