package io.whoread.trials;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real MariaDB server on a free port, with a data folder of its own. */
public final class MariaDb implements AutoCloseable {
  private final Path folder;
  private final Server server;

  /** Starts one in an empty folder, with all the people of the world. */
  public MariaDb(Path folder) throws IOException, InterruptedException, SQLException {
    this.folder = folder;
    Path data = folder.resolve("data");
    install(data);
    Path init = folder.resolve("init.sql");
    Files.writeString(
        init,
        "create user shop@'127.0.0.1' identified by 'shop';\n"
            + "grant all on *.* to shop@'127.0.0.1';\n");
    int port = Server.freePort();
    List<String> command =
        command(
            "mariadbd",
            "--no-defaults",
            "--datadir=" + data,
            "--init-file=" + init,
            "--bind-address=127.0.0.1",
            "--port=" + port,
            "--socket=" + folder.resolve("s"),
            "--skip-name-resolve",
            "--pid-file=" + folder.resolve("pid"));
    server = new Server(folder, folder.resolve("server.log"), port, command);
    server.awaitUp();
    try {
      found();
    } catch (SQLException e) {
      server.close();
      throw e;
    }
  }

  /** Makes the database that the others are copied from, with all the people of the world. */
  private void found() throws SQLException {
    try (Connection sql = connect("");
        Statement create = sql.createStatement()) {
      create.execute("create database world character set utf8mb4");
    }
    try (Connection sql = connect("world")) {
      World.found(sql);
    }
  }

  /** Makes a database of that name with all the people of the world. Returns its address. */
  public String copy(String name) throws SQLException {
    try (Connection sql = connect("world");
        Statement statement = sql.createStatement()) {
      statement.execute("create database " + name + " character set utf8mb4");
      for (String table : World.TABLES.keySet()) {
        String copy = name + "." + table;
        statement.execute("create table " + copy + " like " + table);
        statement.execute("insert into " + copy + " select * from " + table);
      }
    }
    return address(name);
  }

  private String address(String name) {
    return "jdbc:mariadb://127.0.0.1:" + server.port + "/" + name;
  }

  private Connection connect(String name) throws SQLException {
    return DriverManager.getConnection(address(name), "shop", "shop");
  }

  private void install(Path data) throws IOException, InterruptedException {
    Path log = folder.resolve("install.log");
    Process process =
        new ProcessBuilder(
                command(
                    "mariadb-install-db",
                    "--no-defaults",
                    "--auth-root-authentication-method=normal",
                    "--skip-test-db",
                    "--datadir=" + data))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IOException(Files.readString(log));
    }
  }

  /** The server refuses to be root unless told by name whom to run as. */
  private static List<String> command(String... words) {
    List<String> command = new ArrayList<>(List.of(words));
    if (System.getProperty("user.name").equals("root")) {
      command.add("--user=root");
    }
    return command;
  }

  @Override
  public void close() {
    server.close();
  }
}
