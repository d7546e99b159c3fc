package io.whoread.agent;

import io.whoread.agent.capture.Weaver;
import io.whoread.agent.capture.bean.GuardedType;
import io.whoread.agent.capture.bean.GuardedTypes;
import io.whoread.agent.capture.jdbc.Plans;
import io.whoread.agent.config.Config;
import io.whoread.agent.config.GuardRule;
import io.whoread.agent.config.Signal;
import io.whoread.record.v1.Coverage;
import io.whoread.record.v1.Hook;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;

/** What is guarded and what is hooked, as of now. */
final class Coverages {
  private final Config config;
  private final GuardedTypes types;
  private final Plans plans;
  private final List<Weaver> weavers;

  Coverages(Config config, GuardedTypes types, Plans plans, List<Weaver> weavers) {
    this.config = config;
    this.types = types;
    this.plans = plans;
    this.weavers = weavers;
  }

  Coverage.Builder report() {
    Coverage.Builder report =
        Coverage.newBuilder()
            .setConfiguration(types.areGuessed() ? "guessed" : config.source)
            .setJava(System.getProperty("java.version", ""));
    for (GuardedType type : types.all()) {
      type(report, type.className, type.subject, type.guardedFields(), type.isHooked());
    }
    for (GuardRule rule : types.patternsNotMet()) {
      type(report, rule.type.toString(), rule.subject, rule.fields, false);
    }
    for (GuardRule rule : config.guard) {
      if (rule.type == null) {
        type(report, "table " + rule.table, rule.subject, rule.fields, plans.isMet(rule));
      }
    }
    for (Weaver weaver : weavers) {
      String problem = weaver.problem();
      Hook.Builder hook = report.addHooksBuilder().setName(weaver.name());
      hook.setInstalled(weaver.installed());
      if (problem != null) {
        hook.setProblem(problem);
      }
    }
    for (Signal signal : EnumSet.complementOf(EnumSet.copyOf(config.signals))) {
      report
          .addHooksBuilder()
          .setName(signal.word())
          .setProblem("switched off by signals: in " + config.source);
    }
    return report;
  }

  private static void type(
      Coverage.Builder report,
      String name,
      String subject,
      Map<String, String> fields,
      boolean hooked) {
    report
        .addTypesBuilder()
        .setName(name)
        .setSubjectKind(subject == null ? "" : subject)
        .putAllFields(fields)
        .setHooked(hooked);
  }
}
