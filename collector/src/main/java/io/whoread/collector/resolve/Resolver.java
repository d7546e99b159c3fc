package io.whoread.collector.resolve;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A shop's own system that knows which orders a phone or a name stands for. */
public final class Resolver {
  /** Among more orders than these nobody could tell which is meant. */
  public static final int MOST_ORDERS = 10;

  /** At a time. */
  public static final int MOST_QUESTIONS = 250;

  /** For all questions of a list. */
  private static final Duration LONGEST = Duration.ofSeconds(40);

  private final String name;
  private final Source source;

  Resolver(String name, Source source) {
    this.name = name;
    this.source = source;
  }

  /** Where it is asked. */
  interface Source {
    /**
     * @throws ResolverFailed where it cannot be reached
     */
    Asking open();
  }

  /** For one list, from one thread. */
  interface Asking extends AutoCloseable {
    /**
     * @return at most one more than {@link #MOST_ORDERS}, which says that there are too many
     * @throws ResolverFailed where it does not answer
     */
    List<Order> orders(Question question);

    @Override
    void close();
  }

  /** As its settings call it; the log names it so. */
  public String name() {
    return name;
  }

  /**
   * Asks for the orders of each question, in their order. All are answered, or none.
   *
   * @return for each question its orders; more than {@link #MOST_ORDERS} where there are too many
   * @throws ResolverFailed where one is not answered, or all take too long
   */
  public List<List<Order>> orders(List<Question> questions) {
    // A driver may hold on to its connection whatever it was told: nobody waits for it then.
    ExecutorService thread =
        Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("resolver").factory());
    try {
      return thread.submit(() -> all(questions)).get(LONGEST.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new ResolverFailed(
          "took more than %d s for %d lines".formatted(LONGEST.toSeconds(), questions.size()));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ResolverFailed failed) {
        throw new ResolverFailed(failed.getMessage());
      }
      // The message of what else a driver throws may repeat what it was asked.
      throw new ResolverFailed("failed (" + e.getCause().getClass().getName() + ")");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ResolverFailed("was interrupted");
    } finally {
      thread.shutdownNow();
    }
  }

  private List<List<Order>> all(List<Question> questions) {
    List<List<Order>> all = new ArrayList<>();
    try (Asking asking = source.open()) {
      for (Question question : questions) {
        all.add(asking.orders(question));
      }
    }
    return all;
  }
}
