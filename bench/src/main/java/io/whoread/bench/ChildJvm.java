package io.whoread.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A server in a JVM of its own, ended by its handle. Its output goes to a file; it must never fill
 * a pipe.
 */
public final class ChildJvm implements AutoCloseable {
  private final Process process;
  private final Path output;
  private final long startedNanos = System.nanoTime();

  private ChildJvm(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /**
   * @param javaHome which JVM
   * @param arguments what follows {@code java}
   * @param environment added to this process's own
   * @param output file for its standard output and error, appended to
   */
  public static ChildJvm start(
      Path javaHome, List<String> arguments, Map<String, String> environment, Path output)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder();
    builder.command().add(javaHome.resolve("bin/java").toString());
    // A server that is killed leaves its folders for temporary files: where its output is.
    Path temporary = Files.createDirectories(output.toAbsolutePath().resolveSibling("tmp"));
    builder.command().add("-Djava.io.tmpdir=" + temporary);
    builder.command().addAll(arguments);
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    builder.environment().putAll(environment);
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
    Process process = builder.start();
    // A measurement that is broken off leaves nothing behind either.
    Thread end = new Thread(process::destroyForcibly, "end " + process.pid());
    Runtime.getRuntime().addShutdownHook(end);
    process.onExit().thenRun(() -> forget(end));
    return new ChildJvm(process, output);
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // It is this JVM that ends.
    }
  }

  /** The JVM that this one runs in. */
  public static Path ownJavaHome() {
    return Path.of(System.getProperty("java.home"));
  }

  /** A port of the loopback interface that was free a moment ago. */
  public static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /**
   * Waits until a URL answers, whatever the status below 500.
   *
   * @return time since the start of the JVM
   * @throws IllegalStateException with the end of its output where it ended, or did not answer in
   *     time
   */
  public Duration awaitAnswer(URI uri, Duration timeout) throws InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(5)).build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      while (Duration.ofNanos(System.nanoTime() - startedNanos).compareTo(timeout) < 0) {
        if (!process.isAlive()) {
          throw new IllegalStateException("ended with " + process.exitValue() + ":\n" + tail());
        }
        try {
          if (client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() < 500) {
            return Duration.ofNanos(System.nanoTime() - startedNanos);
          }
        } catch (IOException notYet) {
          // Not listening yet.
        }
        LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
      }
    }
    throw new IllegalStateException("no answer from " + uri + " in " + timeout + ":\n" + tail());
  }

  public long pid() {
    return process.pid();
  }

  public Process process() {
    return process;
  }

  /** User and system time of all its threads. */
  public Duration cpu() {
    return process.info().totalCpuDuration().orElseThrow();
  }

  /** The part of {@link #cpu} that went into compiling; Linux only, to 10 ms a thread. */
  public Duration compilerCpu() throws IOException {
    long ticks = 0;
    try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(pid()), "task"))) {
      for (Path thread : threads.toList()) {
        String stat = Files.readString(thread.resolve("stat"));
        // The name stands in brackets; user and system time are the 12th and 13th after it.
        int named = stat.lastIndexOf(')');
        if (stat.contains("(C1 Comp") || stat.contains("(C2 Comp")) {
          String[] fields = stat.substring(named + 2).split(" ");
          ticks += Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
        }
      }
    }
    return Duration.ofMillis(ticks * 10);
  }

  /** Resident memory in KiB; Linux only. */
  public long residentKib() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid()), "status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", ""));
      }
    }
    throw new IOException("no VmRSS of process " + pid());
  }

  /** Everything that it printed so far. */
  public String output() {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code kill -9}, and waits until it is gone. */
  public void kill() {
    process.destroyForcibly().onExit().join();
  }

  /** Ends it in order, or by force where that takes longer than 15 seconds. */
  @Override
  public void close() {
    process.destroy();
    process
        .onExit()
        .completeOnTimeout(process, 15, TimeUnit.SECONDS)
        .thenAccept(ended -> ended.destroyForcibly())
        .join();
    process.onExit().join();
  }

  private String tail() {
    String all = output();
    return all.substring(Math.max(0, all.length() - 4_000));
  }
}
