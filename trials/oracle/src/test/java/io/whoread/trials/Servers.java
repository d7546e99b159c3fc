package io.whoread.trials;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/** What the shops need beside themselves. */
record Servers(MariaDb database, Redis cache, Kafka queue) implements AutoCloseable {
  static boolean areInstalled() {
    return Stream.of("mariadbd", "mariadb-install-db", "redis-server").allMatch(Servers::isOnPath);
  }

  /** Starts all of them at once. */
  static Servers start(Path folder) throws IOException, InterruptedException {
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      Future<MariaDb> database = start(threads, folder.resolve("mariadb"), MariaDb::new);
      Future<Redis> cache = start(threads, folder.resolve("redis"), Redis::new);
      Future<Kafka> queue = start(threads, folder.resolve("kafka"), Kafka::new);
      try {
        return new Servers(database.get(), cache.get(), queue.get());
      } catch (ExecutionException e) {
        for (Future<? extends AutoCloseable> one : Stream.of(database, cache, queue).toList()) {
          closeStarted(one);
        }
        throw new IOException(e.getCause());
      }
    }
  }

  private interface Start<T> {
    T in(Path folder) throws Exception;
  }

  private static <T> Future<T> start(ExecutorService threads, Path folder, Start<T> start) {
    Callable<T> task = () -> start.in(Files.createDirectories(folder));
    return threads.submit(task);
  }

  private static void closeStarted(Future<? extends AutoCloseable> one)
      throws InterruptedException {
    try {
      one.get().close();
    } catch (ExecutionException e) {
      // It did not start.
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean isOnPath(String name) {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
  }

  @Override
  public void close() {
    database.close();
    cache.close();
    queue.close();
  }
}
