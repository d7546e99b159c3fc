package com.example.shop;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** The same on a real MariaDB server, started here on a free port with a data folder of its own. */
@EnabledIf("installed")
class ShopOnMariaDbTest extends ShopContract {
  @TempDir Path folder;
  private Process server;
  private int port;

  static boolean installed() {
    return Stream.of("mariadbd", "mariadb-install-db").allMatch(ShopOnMariaDbTest::onPath);
  }

  @BeforeEach
  @Override
  void start() throws Exception {
    startServer();
    super.start();
  }

  @AfterEach
  @Override
  void stop() throws Exception {
    super.stop();
    if (server != null) {
      server.destroy();
      if (!server.waitFor(30, TimeUnit.SECONDS)) {
        server.destroyForcibly().waitFor();
      }
    }
  }

  @Override
  List<String> dataSource() {
    return List.of(
        "--spring.datasource.url=jdbc:mariadb://127.0.0.1:" + port + "/test",
        "--spring.datasource.username=shop",
        "--spring.datasource.password=shop");
  }

  private void startServer() throws IOException, InterruptedException {
    Path data = folder.resolve("data");
    Path log = folder.resolve("server.log");
    run(
        "mariadb-install-db",
        "--no-defaults",
        "--auth-root-authentication-method=normal",
        "--skip-test-db",
        "--datadir=" + data);
    Path init = folder.resolve("init.sql");
    Files.writeString(
        init,
        "create database test character set utf8mb4;\n"
            + "create user shop@'127.0.0.1' identified by 'shop';\n"
            + "grant all on test.* to shop@'127.0.0.1';\n");
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
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
            .redirectOutput(log.toFile())
            .start();
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .failFast("mariadbd ended", () -> !server.isAlive())
        .ignoreException(ConnectException.class)
        .untilAsserted(() -> new Socket("127.0.0.1", port).close());
  }

  private void run(String... words) throws IOException, InterruptedException {
    Path log = folder.resolve("install.log");
    Process process = command(words).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new AssertionError(Files.readString(log));
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

  private static boolean onPath(String name) {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
  }
}
