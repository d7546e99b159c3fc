package io.whoread.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.whoread.agent.capture.bean.GuardedTypes;
import io.whoread.agent.capture.bean.Modules;
import io.whoread.agent.capture.jdbc.Plans;
import io.whoread.agent.config.Config;
import io.whoread.agent.config.Glob;
import io.whoread.agent.config.GuardRule;
import io.whoread.record.v1.GuardedType;
import java.io.File;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is guarded, as it is said on stderr and reported to the collector. */
class GreetingTest {
  private final Config config = new Config();

  private String guarding(String... classes) {
    config.guard.clear();
    for (String name : classes) {
      config.guard.add(
          new GuardRule(
              name.startsWith("t_") ? null : new Glob(name),
              name.startsWith("t_") ? new Glob(name) : null,
              Map.of(),
              "order",
              "no",
              Map.of(),
              null,
              null,
              null,
              Map.of("tel", "phone")));
    }
    config.spoolDir = new File("spool");
    config.source = "whoread.yaml";
    return Greeting.of(config, true).split(" guards ", 2)[1].split(" \\(whoread.yaml\\)", 2)[0];
  }

  @Test
  void classesAndPatternsAreCountedApart() {
    assertThat(guarding("a.B")).isEqualTo("1 class");
    assertThat(guarding("a.B", "a.C")).isEqualTo("2 classes");
    assertThat(guarding("a.*")).isEqualTo("by 1 pattern");
    assertThat(guarding("a.B", "a.*", "b.*")).isEqualTo("1 class and by 2 patterns");
    assertThat(guarding("t_order")).isEqualTo("1 table");
    assertThat(guarding("a.*", "t_order", "t_user", "a.B"))
        .isEqualTo("1 class, 2 tables and by 1 pattern");
  }

  /** Else it would read as if all were well. */
  @Test
  void whereNothingCanBeRecordedItIsSaidBeforeAllElse() {
    guarding("a.B");
    assertThat(Greeting.of(config, false))
        .containsPattern(
            "^\\S+ RECORDS NOTHING until the spool spool can be written; then it guards 1 class ");
  }

  /** Else nobody would learn that it is misspelt. */
  @Test
  void aPatternThatFitsNothingIsReported() {
    guarding("a.B", "a.*VO");
    GuardedTypes types = new GuardedTypes(config, new Modules(null));
    List<GuardedType> reported =
        new Coverages(config, types, new Plans(config, types), Collections.emptyList())
            .report()
            .getTypesList();
    assertThat(reported).extracting(GuardedType::getName).containsExactly("a.B", "a.*VO");
    assertThat(reported).extracting(GuardedType::getHooked).containsOnly(false);
    assertThat(reported.get(1).getFieldsMap()).isEqualTo(Map.of("tel", "phone"));
  }
}
