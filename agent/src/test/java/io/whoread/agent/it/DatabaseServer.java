package io.whoread.agent.it;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** A real database server on a free port of loopback, with a data folder of its own. */
final class DatabaseServer implements AutoCloseable {
  private final Path folder;
  private final int port;
  private final String scheme;
  private Process server;

  private DatabaseServer(String scheme, Path folder) throws IOException {
    this.scheme = scheme;
    this.folder = folder;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
  }

  static boolean hasMariaDb() {
    return Stream.of("mariadbd", "mariadb-install-db").allMatch(DatabaseServer::isOnPath);
  }

  static boolean hasPostgres() {
    return Stream.of("postgres", "initdb").allMatch(DatabaseServer::isOnPath);
  }

  private static boolean isOnPath(String name) {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
  }

  /** With a database {@code test} and a user {@code shop}, whose password that is, too. */
  static DatabaseServer mariaDb(Path folder) throws Exception {
    DatabaseServer server = new DatabaseServer("mariadb", folder);
    Path data = folder.resolve("data");
    // The server refuses to be root unless told by name whom to run as.
    String user = "--user=" + System.getProperty("user.name");
    server.run(
        new String[0],
        "mariadb-install-db",
        "--no-defaults",
        "--auth-root-authentication-method=normal",
        "--skip-test-db",
        "--datadir=" + data,
        user);
    Path init = folder.resolve("init.sql");
    Files.writeString(
        init,
        "create database test character set utf8mb4;\n"
            + "create user shop@'127.0.0.1' identified by 'shop';\n"
            + "grant all on test.* to shop@'127.0.0.1';\n");
    server.start(
        new String[0],
        "mariadbd",
        "--no-defaults",
        "--datadir=" + data,
        "--init-file=" + init,
        "--bind-address=127.0.0.1",
        "--port=" + server.port,
        "--socket=" + folder.resolve("s"),
        "--skip-name-resolve",
        "--pid-file=" + folder.resolve("pid"),
        user);
    return server;
  }

  /** As {@link #mariaDb}; this one takes any password. */
  static DatabaseServer postgres(Path folder) throws Exception {
    DatabaseServer server = new DatabaseServer("postgresql", folder);
    Path data = Files.createDirectory(folder.resolve("data"));
    String[] other = {};
    if (isRoot()) {
      // It will not be root.
      other = new String[] {"setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"};
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
      UserPrincipal nobody =
          folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody");
      Files.setOwner(data, nobody);
    }
    server.run(other, "initdb", "-D", data.toString(), "-U", "shop", "-E", "UTF8", "--locale=C");
    server.start(
        other,
        "postgres",
        "-D",
        data.toString(),
        "-p",
        String.valueOf(server.port),
        "-c",
        "listen_addresses=127.0.0.1",
        "-c",
        "unix_socket_directories=",
        "-c",
        "fsync=off");
    return server;
  }

  private static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  String url() {
    String database = scheme.equals("postgresql") ? "postgres" : "test";
    return "jdbc:" + scheme + "://127.0.0.1:" + port + "/" + database;
  }

  private void start(String[] before, String... words) throws IOException {
    server = process("server.log", before, words).start();
    await()
        .atMost(Duration.ofSeconds(60))
        .failFast("the server ended", () -> !server.isAlive())
        .ignoreExceptionsInstanceOf(IOException.class)
        .untilAsserted(() -> new Socket("127.0.0.1", port).close());
  }

  private void run(String[] before, String... words) throws IOException, InterruptedException {
    Process process = process("install.log", before, words).start();
    if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IOException(Files.readString(folder.resolve("install.log")));
    }
  }

  private ProcessBuilder process(String log, String[] before, String... words) {
    List<String> command = new ArrayList<>(List.of(before));
    command.addAll(List.of(words));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve(log).toFile());
  }

  @Override
  public void close() {
    server.destroy();
    try {
      server.onExit().get(30, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      server.destroyForcibly().onExit().join();
    }
  }
}
