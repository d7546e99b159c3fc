package io.whoread.agent.capture.work;

import static net.bytebuddy.matcher.ElementMatchers.isStatic;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.not;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import io.whoread.agent.capture.Hook;
import io.whoread.agent.capture.LibraryHook;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ForkJoinTask;

/** Where work goes on to other threads, and where it begins without a request. */
public final class WorkHooks {
  private static final String PACKAGE = "io.whoread.agent.capture.work.";
  private static final String CONCURRENT = "java.util.concurrent.";

  /** What containers continue requests by. */
  public static final List<String> ASYNC_CONTEXTS =
      Collections.unmodifiableList(
          Arrays.asList(
              "org.apache.catalina.core.AsyncContextImpl",
              "io.undertow.servlet.spec.AsyncContextImpl",
              "org.eclipse.jetty.server.AsyncContextState",
              "org.eclipse.jetty.ee8.nested.AsyncContextState",
              "org.eclipse.jetty.ee9.nested.AsyncContextState",
              "org.eclipse.jetty.ee10.servlet.AsyncContextState",
              "org.eclipse.jetty.ee11.servlet.AsyncContextState"));

  private WorkHooks() {}

  public static List<Hook> all() {
    return Arrays.asList(executors(), forkJoin(), threads(), results(), jobs());
  }

  private static LibraryHook executors() {
    return new LibraryHook("executors")
        .at(CONCURRENT + "ThreadPoolExecutor", PACKAGE + "HandOverAdvice", named("execute"))
        .at(CONCURRENT + "ThreadPoolExecutor", PACKAGE + "PoolAdvice", named("addWorker"))
        .with(CONCURRENT + "ThreadPoolExecutor", TaskRuns.in(named("runWorker")))
        .at(
            CONCURRENT + "ScheduledThreadPoolExecutor",
            PACKAGE + "ScheduleAdvice",
            named("delayedExecute"));
  }

  private static LibraryHook forkJoin() {
    String pool = CONCURRENT + "ForkJoinPool";
    String task = CONCURRENT + "ForkJoinTask";
    return new LibraryHook("fork-join")
        .whereThereIs(
            pool,
            PACKAGE + "PushAdvice",
            named("externalPush")
                .or(named("externalSubmit"))
                .and(takesArguments(1))
                .and(takesArgument(0, ForkJoinTask.class)))
        .whereThereIs(
            pool,
            PACKAGE + "SignalledPushAdvice",
            named("poolSubmit").and(takesArgument(1, ForkJoinTask.class)))
        .at(
            task,
            PACKAGE + "ForkAdvice",
            named("fork")
                .or(named("invoke"))
                .or(named("quietlyInvoke"))
                .and(takesArguments(0))
                .and(not(isStatic())))
        .at(task, PACKAGE + "ForkTwoAdvice", named("invokeAll").and(takesArguments(2)))
        .at(
            task,
            PACKAGE + "ForkAllAdvice",
            named("invokeAll")
                .and(takesArgument(0, ForkJoinTask[].class).or(takesArgument(0, Collection.class))))
        .at(task, PACKAGE + "TaskAdvice", named("doExec"));
  }

  private static LibraryHook threads() {
    return new LibraryHook("threads")
        .at("java.lang.Thread", PACKAGE + "StartAdvice", named("start"))
        .at(
            "java.lang.Thread",
            PACKAGE + "ThreadAdvice",
            named("run").and(takesArguments(0)).or(named("runWith")))
        .at("java.lang.VirtualThread", PACKAGE + "StartAdvice", named("start"));
  }

  /** What a thread read is known before another one goes on with it, and writes it. */
  private static LibraryHook results() {
    String result = PACKAGE + "ResultAdvice";
    LibraryHook hook =
        new LibraryHook("results")
            .at(CONCURRENT + "FutureTask", result, named("set"))
            .at(
                CONCURRENT + "CompletableFuture",
                result,
                named("complete").or(named("completeValue")).or(named("completeNull")));
    for (String context : ASYNC_CONTEXTS) {
      hook.at(context, result, named("complete").or(named("dispatch")));
    }
    return hook;
  }

  private static LibraryHook jobs() {
    String job = PACKAGE + "JobAdvice";
    return new LibraryHook("jobs")
        .at(
            "org.springframework.scheduling.support.ScheduledMethodRunnable",
            job,
            named("run").and(takesArguments(0)))
        .at("org.quartz.core.JobRunShell", job, named("run").and(takesArguments(0)))
        .at("com.xxl.job.core.handler.impl.MethodJobHandler", job, named("execute"))
        .at(
            "org.springframework.messaging.handler.invocation.InvocableHandlerMethod",
            job,
            named("invoke"));
  }
}
