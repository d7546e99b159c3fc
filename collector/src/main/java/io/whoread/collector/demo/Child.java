package io.whoread.collector.demo;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A Java process of the demo, known by its handle, with a log file of its own. */
final class Child implements AutoCloseable {
  private static final Duration GRACE = Duration.ofSeconds(15);
  private static final int LONGEST = 300;

  private final String name;
  private final Path log;
  private final Process process;

  private Child(String name, Path log, Process process) {
    this.name = name;
    this.log = log;
    this.process = process;
  }

  /**
   * @param name of the part of the demo
   * @param log takes what it prints; replaced
   * @param arguments of {@code java}
   */
  static Child start(String name, Path log, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // A server that is killed leaves its folders for temporary files: in the demo's own folder.
    Path temporary = Files.createDirectories(log.toAbsolutePath().resolveSibling("tmp"));
    command.add("-Djava.io.tmpdir=" + temporary);
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    // What the person's own JVMs are given, an agent perhaps, is not part of this.
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    builder.redirectErrorStream(true).redirectOutput(log.toFile());
    builder.redirectInput(ProcessBuilder.Redirect.from(nothing()));
    return new Child(name, log, builder.start());
  }

  private static File nothing() {
    return new File(File.separatorChar == '\\' ? "NUL" : "/dev/null");
  }

  Path log() {
    return log;
  }

  String name() {
    return name;
  }

  boolean alive() {
    return process.isAlive();
  }

  /** Everything that it has printed. */
  String output() throws IOException {
    return Files.readString(log, StandardCharsets.UTF_8);
  }

  /**
   * Waits for its end.
   *
   * @return whether it has ended
   */
  boolean ends(Duration limit) throws InterruptedException {
    return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * @throws DemoFailed where it has ended with another code than 0, or not at all
   */
  void mustHaveSucceeded(Duration waited) throws DemoFailed, IOException {
    if (alive()) {
      throw new DemoFailed(name, "not done after " + waited.toSeconds() + " s", log);
    }
    if (process.exitValue() != 0) {
      throw new DemoFailed(name, "ended with code " + process.exitValue() + tail(), log);
    }
  }

  /**
   * @throws DemoFailed where it has ended
   */
  void mustLive() throws DemoFailed, IOException {
    if (!alive()) {
      throw new DemoFailed(
          name, "the process ended with code " + process.exitValue() + tail(), log);
    }
  }

  private String tail() throws IOException {
    List<String> lines =
        Arrays.stream(output().split("\n"))
            .filter(line -> !line.isBlank() && !line.startsWith("\tat ") && !line.contains("... "))
            .map(line -> line.length() > LONGEST ? line.substring(0, LONGEST) + " ..." : line)
            .toList();
    return lines.isEmpty()
        ? ""
        : ":\n" + String.join("\n", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
  }

  /** Asks it to stop. */
  void stop() {
    process.destroy();
  }

  /** Asks it to stop and waits; ends it by force where that takes too long. */
  @Override
  public void close() {
    process.destroy();
    boolean interrupted = false;
    try {
      if (!process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
