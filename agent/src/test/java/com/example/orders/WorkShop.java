package com.example.orders;

import com.xxl.job.core.handler.impl.MethodJobHandler;
import jakarta.servlet.Filter;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.RecursiveTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobExecutionContext;
import org.quartz.Scheduler;
import org.quartz.TriggerBuilder;
import org.quartz.impl.DirectSchedulerFactory;
import org.springframework.messaging.handler.invocation.InvocableHandlerMethod;
import org.springframework.messaging.support.GenericMessage;
import org.springframework.scheduling.support.ScheduledMethodRunnable;

/** Orders that are read by other threads than those that serve the requests, and by no request. */
public final class WorkShop extends HttpServlet {
  private static final long serialVersionUID = 1;
  private static final ExecutorService FEW = Executors.newFixedThreadPool(2);
  private static final ScheduledExecutorService LATER = Executors.newScheduledThreadPool(1);
  private static final ForkJoinPool FORKS = new ForkJoinPool(2);
  private static final CountDownLatch RELEASED = new CountDownLatch(1);
  private static final ExecutorService ONE_BY_ONE = Executors.newSingleThreadExecutor();
  private static final CountDownLatch BOTH = new CountDownLatch(2);

  public static void main(String[] arguments) throws Exception {
    Tomcat tomcat = new Tomcat();
    tomcat.setSilent(true);
    tomcat.setBaseDir(arguments[0]);
    tomcat.setHostname("127.0.0.1");
    tomcat.setPort(0);
    tomcat.getConnector().setProperty("address", "127.0.0.1");
    Context context = tomcat.addContext("", null);
    Tomcat.addServlet(context, "orders", new WorkShop());
    context.addServletMappingDecoded("/work/*", "orders");
    context.addServletMappingDecoded("/release", "orders");
    context.addServletMappingDecoded("/limited/*", "orders");
    limited(context);
    tomcat.start();
    jobs();
    Path ports = Path.of(System.getProperty("port.file"));
    Path part = ports.resolveSibling("port.part");
    Files.writeString(part, String.valueOf(tomcat.getConnector().getLocalPort()));
    Files.move(part, ports);
    tomcat.getServer().await();
  }

  /** So many requests at once: the rest of each is run by a pool, log-in and servlet alike. */
  private static void limited(Context context) {
    Filter limit =
        (request, response, chain) -> {
          Callable<Void> rest =
              () -> {
                String who = ((HttpServletRequest) request).getHeader("X-Log-In");
                request.setAttribute("staff", who);
                chain.doFilter(request, response);
                return null;
              };
          try {
            FEW.submit(rest).get();
          } catch (InterruptedException | ExecutionException e) {
            throw new ServletException(e);
          }
        };
    FilterDef definition = new FilterDef();
    definition.setFilterName("limit");
    definition.setFilter(limit);
    context.addFilterDef(definition);
    FilterMap map = new FilterMap();
    map.setFilterName("limit");
    map.addURLPatternDecoded("/limited/*");
    context.addFilterMap(map);
  }

  /** {@code /WAY/ORDER}. */
  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException {
    if (request.getServletPath().equals("/release")) {
      RELEASED.countDown();
      return;
    }
    String[] path = request.getPathInfo().split("/");
    int order = Integer.parseInt(path[2]);
    try {
      response.getWriter().print(read(path[1], order));
    } catch (Exception e) {
      throw new ServletException(e);
    }
  }

  private static Object read(String way, int order) throws Exception {
    switch (way) {
      case "itself":
        return phone(order);
      case "submit":
        return FEW.submit(() -> phone(order)).get();
      case "execute":
        CompletableFuture<String> executed = new CompletableFuture<>();
        FEW.execute(() -> executed.complete(phone(order)));
        return executed.get();
      case "on":
        return FEW.submit(() -> CompletableFuture.supplyAsync(() -> phone(order)).get()).get();
      case "later":
        return LATER.schedule(() -> phone(order), 20, TimeUnit.MILLISECONDS).get();
      case "supply":
        return CompletableFuture.supplyAsync(() -> order, FEW)
            .thenApplyAsync(WorkShop::phone)
            .get();
      case "fork":
        return FORKS.invoke(new Fork(order, order + 8));
      case "parallel":
        return IntStream.range(order, order + 50)
            .parallel()
            .mapToObj(WorkShop::phone)
            .distinct()
            .count();
      case "thread":
        Thread thread = new Thread(() -> phone(order));
        thread.start();
        thread.join();
        return thread.getState();
      case "virtual":
        return virtual(order);
      case "forget":
        FEW.execute(
            () -> {
              await(RELEASED);
              phone(order);
            });
        return "begun";
      case "same":
        return same(order);
      default:
        throw new IllegalArgumentException(way);
    }
  }

  private static String phone(int order) {
    return Order.of(order).getMobile();
  }

  private static void awaitBoth() {
    await(BOTH);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static int virtual(int order) throws ReflectiveOperationException, InterruptedException {
    ExecutorService each =
        (ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    List<Future<String>> phones = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      int number = order + i;
      phones.add(
          each.submit(
              () -> {
                Thread.sleep(5);
                return phone(number);
              }));
    }
    each.shutdown();
    each.awaitTermination(30, TimeUnit.SECONDS);
    return phones.size();
  }

  private static final AtomicInteger SHARED = new AtomicInteger(9_000);
  private static final Runnable ONE_FOR_ALL = () -> phone(SHARED.incrementAndGet());

  /** Two requests hand over one and the same object, before either is done. */
  private static Object same(int order) throws Exception {
    // The pool has one thread: what is handed over meanwhile is done after this.
    ONE_BY_ONE.execute(WorkShop::awaitBoth);
    ONE_BY_ONE.execute(ONE_FOR_ALL);
    BOTH.countDown();
    return ONE_BY_ONE.submit(() -> order).get();
  }

  /** Reads orders by halves. */
  private static final class Fork extends RecursiveTask<Integer> {
    private static final long serialVersionUID = 1;
    private final int from;
    private final int to;

    Fork(int from, int to) {
      this.from = from;
      this.to = to;
    }

    @Override
    protected Integer compute() {
      if (to - from == 1) {
        return phone(from).length();
      }
      Fork one = new Fork(from, (from + to) / 2);
      Fork other = new Fork((from + to) / 2, to);
      invokeAll(one, other);
      return one.join() + other.join();
    }
  }

  private static void jobs() throws Exception {
    WorkShop.Nightly nightly = new Nightly();
    ExecutorService own = Executors.newSingleThreadExecutor();
    own.submit(new ScheduledMethodRunnable(nightly, "export")).get();
    own.submit(
            () -> {
              new MethodJobHandler(nightly, Nightly.class.getMethod("report"), null, null)
                  .execute();
              return null;
            })
        .get();
    own.submit(
            () ->
                new InvocableHandlerMethod(nightly, Nightly.class.getMethod("heard"))
                    .invoke(new GenericMessage<>("paid")))
        .get();
    own.shutdown();
    DirectSchedulerFactory.getInstance().createVolatileScheduler(1);
    Scheduler quartz = DirectSchedulerFactory.getInstance().getScheduler();
    quartz.scheduleJob(
        JobBuilder.newJob(Quartz.class).withIdentity("labels", "night").build(),
        TriggerBuilder.newTrigger().startNow().build());
    quartz.start();
  }

  /** What is done at night, and when a message comes. */
  public static class Nightly {
    public void export() {
      phone(901);
    }

    public void report() {
      phone(902);
    }

    public void heard() {
      phone(903);
    }
  }

  /** A job that Quartz makes by itself. */
  public static final class Quartz implements Job {
    @Override
    public void execute(JobExecutionContext context) {
      phone(904);
    }
  }
}
