package io.whoread.bench;

import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * What it costs to hand an empty task to a pool, and to do one, outside of any request. Run it with
 * and without the agent. One thread does all, so that neither queues nor the other threads of the
 * machine are measured: the pool's queue forgets what it is offered, and the fork/join task is run
 * where it is made. Said is the least of sixty rounds.
 */
public final class HandOver {
  private static final int ROUNDS = 60;
  private static final int TASKS = 200_000;

  private static volatile int done;

  private HandOver() {}

  public static void main(String[] arguments) {
    ThreadPoolExecutor pool = new ThreadPoolExecutor(1, 1, 1, TimeUnit.DAYS, new Forgetful());
    pool.prestartAllCoreThreads();
    Runnable nothing = () -> done = 1;
    double handing = Double.MAX_VALUE;
    double doing = Double.MAX_VALUE;
    for (int round = 0; round < ROUNDS; round++) {
      long from = System.nanoTime();
      for (int i = 0; i < TASKS; i++) {
        pool.execute(nothing);
      }
      long between = System.nanoTime();
      for (int i = 0; i < TASKS; i++) {
        ForkJoinTask.adapt(nothing).invoke();
      }
      handing = Math.min(handing, (double) (between - from) / TASKS);
      doing = Math.min(doing, (double) (System.nanoTime() - between) / TASKS);
    }
    System.out.printf("hand over %.1f ns, fork and do %.1f ns%n", handing, doing);
    pool.shutdownNow();
  }

  private static final class Forgetful extends LinkedBlockingQueue<Runnable> {
    @Override
    public boolean offer(Runnable task) {
      return true;
    }
  }
}
