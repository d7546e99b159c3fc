package io.whoread.trials;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A real MariaDB server on a free port, with a data folder of its own. */
final class MariaDb implements AutoCloseable {
  private final Path folder;
  private final Process server;
  private final int port;

  static boolean isInstalled() {
    return Stream.of("mariadbd", "mariadb-install-db").allMatch(MariaDb::isOnPath);
  }

  MariaDb(Path folder) throws IOException, InterruptedException {
    this.folder = folder;
    Path data = folder.resolve("data");
    run(
        "mariadb-install-db",
        "--no-defaults",
        "--auth-root-authentication-method=normal",
        "--skip-test-db",
        "--datadir=" + data);
    Path init = folder.resolve("init.sql");
    Files.writeString(
        init,
        "create user shop@'127.0.0.1' identified by 'shop';\n"
            + "grant all on *.* to shop@'127.0.0.1';\n");
    port = freePort();
    server =
        command(
                "mariadbd",
                "--no-defaults",
                "--datadir=" + data,
                "--init-file=" + init,
                "--bind-address=127.0.0.1",
                "--port=" + port,
                "--socket=" + folder.resolve("s"),
                "--skip-name-resolve",
                "--pid-file=" + folder.resolve("pid"))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("server.log").toFile())
            .start();
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .failFast("mariadbd ended", () -> !server.isAlive())
        .ignoreException(ConnectException.class)
        .untilAsserted(() -> new Socket("127.0.0.1", port).close());
  }

  static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  /** Makes a database of that name with all the people of the world. Returns its address. */
  String found(String name) throws SQLException {
    try (Connection sql = connect("");
        Statement create = sql.createStatement()) {
      create.execute("create database " + name + " character set utf8mb4");
    }
    try (Connection sql = connect(name)) {
      World.found(sql);
    }
    return address(name);
  }

  private String address(String name) {
    return "jdbc:mariadb://127.0.0.1:" + port + "/" + name;
  }

  private Connection connect(String name) throws SQLException {
    return DriverManager.getConnection(address(name), "shop", "shop");
  }

  private void run(String... words) throws IOException, InterruptedException {
    Path log = folder.resolve("install.log");
    Process process = command(words).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IOException(Files.readString(log));
    }
  }

  /** The server refuses to be root unless told by name whom to run as. */
  private static ProcessBuilder command(String... words) {
    List<String> command = new ArrayList<>(List.of(words));
    if (System.getProperty("user.name").equals("root")) {
      command.add("--user=root");
    }
    return new ProcessBuilder(command);
  }

  private static boolean isOnPath(String name) {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
  }

  @Override
  public void close() {
    server.destroy();
    try {
      if (!server.waitFor(30, TimeUnit.SECONDS)) {
        server.destroyForcibly();
      }
    } catch (InterruptedException e) {
      server.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
