package io.whoread.agent;

import io.whoread.agent.actor.Callers;
import io.whoread.agent.boot.Results;
import io.whoread.agent.capture.Hook;
import io.whoread.agent.capture.Weaver;
import io.whoread.agent.capture.bean.BeanHook;
import io.whoread.agent.capture.bean.Elements;
import io.whoread.agent.capture.bean.FieldUseHook;
import io.whoread.agent.capture.bean.GuardedTypes;
import io.whoread.agent.capture.bean.Modules;
import io.whoread.agent.capture.framework.FrameworkHooks;
import io.whoread.agent.capture.jackson.JacksonHook;
import io.whoread.agent.capture.jdbc.JdbcHook;
import io.whoread.agent.capture.jdbc.Plans;
import io.whoread.agent.capture.sink.SinkHooks;
import io.whoread.agent.capture.spring.ProjectionHook;
import io.whoread.agent.capture.spring.SpringJsonHook;
import io.whoread.agent.capture.token.TokenHooks;
import io.whoread.agent.capture.work.WorkHooks;
import io.whoread.agent.config.Config;
import io.whoread.agent.config.ConfigException;
import io.whoread.agent.config.ConfigReader;
import io.whoread.agent.config.Signal;
import io.whoread.agent.scope.LoadedRows;
import io.whoread.agent.scope.PseudonymCache;
import io.whoread.agent.scope.Requests;
import io.whoread.agent.scope.ServerHooks;
import io.whoread.agent.ship.FieldNames;
import io.whoread.agent.ship.ShipConfig;
import io.whoread.agent.ship.Shipper;
import io.whoread.record.FieldKind;
import io.whoread.record.PseudonymKey;
import io.whoread.record.v1.GapReason;
import java.io.File;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** The agent in this JVM: brought up once, and then switched off and on. */
public final class Installation {
  private static Installation current;

  /** Where it is told what to do; null where nothing is. */
  private static File settings;

  private final Shipper shipper;
  private final Requests requests;
  private final LoadedRows loaded;
  private final long tails;

  /** Those at work, which the reports ask meanwhile. */
  private final List<Weaver> weavers = new CopyOnWriteArrayList<>();

  private final Woven woven = new Woven();
  private final OffSwitch offSwitch =
      new OffSwitch(woven, this::tellOff, System::currentTimeMillis, Installation::say);

  private Installation(Config config, Instrumentation instrumentation) throws IOException {
    Modules modules = new Modules(instrumentation);
    Elements.open(modules);
    GuardedTypes types = new GuardedTypes(config, modules);
    PseudonymKey key = Keys.current(config);
    PseudonymCache pseudonyms = new PseudonymCache(key, Keys.previous(config, key));
    PseudonymCache previous = pseudonyms.previous();
    Plans plans = new Plans(config, types);
    Coverages coverages = new Coverages(config, types, plans, weavers);
    shipper =
        Shipper.start(
            ShipConfig.builder()
                .collectors(config.collectors)
                .tokenFile(config.tokenFile)
                .caFile(config.caFile)
                .keyEpoch(pseudonyms.epoch())
                .previousKeyEpoch(previous == null ? 0 : previous.epoch())
                .service(config.service)
                .instance(Instance.name())
                .spool(config.spoolDir)
                .spoolMaxBytes(Math.max(config.spoolMaxBytes, ShipConfig.MIN_SPOOL_BYTES))
                .sender("whoread-agent/" + Instance.version())
                .coverage(coverages::report)
                .build(),
            types.kinds());
    Callers callers =
        new Callers(
            config,
            types::areCustomers,
            pseudonyms::of,
            previous == null ? null : previous::of,
            shipper::fault);
    tails = tails(types.kinds());
    requests = new Requests(config, types, callers, pseudonyms, shipper);
    loaded = new LoadedRows(plans);
    plans.whenMet(shipper::coverageChanged);
    types.whenHooked(shipper::coverageChanged);
    for (Hook hook : hooks(config.signals, types, modules)) {
      weavers.add(new Weaver(hook, instrumentation, shipper::coverageChanged));
    }
  }

  private static List<Hook> hooks(Set<Signal> signals, GuardedTypes types, Modules modules) {
    List<Hook> hooks = new ArrayList<>(ServerHooks.all());
    hooks.addAll(TokenHooks.all());
    hooks.addAll(WorkHooks.all());
    if (signals.contains(Signal.LOADED)) {
      hooks.add(new JdbcHook());
    }
    if (signals.contains(Signal.TOUCHED)) {
      hooks.add(new BeanHook(types, modules));
      hooks.add(new FieldUseHook(types));
      hooks.add(ProjectionHook.create());
      hooks.addAll(FrameworkHooks.all());
    }
    if (signals.contains(Signal.DISCLOSED)) {
      hooks.add(JacksonHook.two());
      hooks.add(JacksonHook.three());
      hooks.add(SpringJsonHook.create());
      hooks.addAll(SinkHooks.all());
    }
    return hooks;
  }

  private static long tails(FieldNames kinds) {
    int bit = kinds.bit(FieldKind.CARD_TAIL.label());
    return bit < 0 ? 0 : 1L << bit;
  }

  /**
   * Called by the JVM's entry into the agent.
   *
   * @param argument path of a configuration, {@code off}, {@code on}, or nothing
   * @param jar of the agent
   */
  public static synchronized void start(
      String argument, Instrumentation instrumentation, File jar) {
    String word = argument == null ? "" : argument.trim();
    if (current != null && isOther(word)) {
      say(
          "runs in this JVM already, with "
              + (settings == null ? "no file" : settings)
              + "; "
              + word
              + " is not read: there is one agent in a JVM, and all that it is to guard stands in"
              + " one file");
      return;
    }
    if (current != null) {
      current.command(word);
      return;
    }
    if (word.equals("off")) {
      say("is not running here");
      return;
    }
    try {
      settings = settings(word, jar);
      Config config = settings == null ? Keys.unconfigured() : ConfigReader.read(settings);
      current = new Installation(config, instrumentation);
      current.begin(config, instrumentation);
      say(Greeting.of(config, current.shipper.canWrite()));
      config.questions.forEach(question -> System.err.println("whoread: " + question));
    } catch (ConfigException | IOException | IllegalArgumentException e) {
      say("not started: " + e.getMessage());
    }
  }

  /** The file that an argument names, or else the one beside the jar; null where there is none. */
  private static File settings(String argument, File jar) {
    if (isFile(argument)) {
      return new File(argument);
    }
    File beside = new File(jar.getParentFile(), "whoread.yaml");
    return beside.isFile() ? beside : null;
  }

  private static boolean isFile(String argument) {
    return !argument.isEmpty() && !argument.equals("on") && !argument.equals("off");
  }

  /** Whether a file is named that is not the one that holds. */
  private static boolean isOther(String argument) {
    try {
      return isFile(argument)
          && (settings == null
              || !settings.getCanonicalFile().equals(new File(argument).getCanonicalFile()));
    } catch (IOException e) {
      return true;
    }
  }

  private void begin(Config config, Instrumentation instrumentation) {
    woven.weave();
    requests.install(tails);
    Results.source(loaded);
    Runtime.getRuntime().addShutdownHook(new Thread(this::end, "whoread-end"));
    new Clock(config.offFile, this::command, this::tick, shipper::fault).start();
  }

  private void command(String word) {
    offSwitch.want(word.equals("off"));
  }

  private void tick(long nowMs) {
    try {
      requests.tellUntil(nowMs);
      weavers.forEach(Weaver::rewriteLate);
    } finally {
      offSwitch.tick();
    }
  }

  /** What is woven into requests and into the classes that they use. */
  private final class Woven implements OffSwitch.Capture {
    @Override
    public void pass(boolean all) {
      requests.off(all);
    }

    @Override
    public void weave() {
      for (Weaver weaver : weavers) {
        weaver.install();
        weaver.rewriteLoaded();
      }
    }

    @Override
    public void unweave() {
      weavers.forEach(Weaver::remove);
    }
  }

  private void tellOff(long fromMs, long toMs, String detail) {
    shipper.gap(GapReason.GAP_REASON_OFF, fromMs, toMs, 0, detail);
  }

  private void end() {
    try {
      requests.tellUntil(Long.MAX_VALUE);
      offSwitch.end();
    } finally {
      shipper.stopping();
    }
  }

  private static void say(String line) {
    System.err.println("whoread " + line);
  }
}
