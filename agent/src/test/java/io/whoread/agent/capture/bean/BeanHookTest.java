package io.whoread.agent.capture.bean;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.orders.BaseOrder;
import com.example.orders.SpecialOrder;
import io.whoread.agent.config.Config;
import io.whoread.agent.config.Glob;
import io.whoread.agent.config.GuardRule;
import java.util.Collections;
import java.util.Map;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import org.junit.jupiter.api.Test;

class BeanHookTest {
  /** Who asks has it rewritten, or told as a problem: asking again would do so for ever. */
  @Test
  void aSuperclassIsLateOnce() throws Exception {
    Config config = new Config();
    config.guard.add(
        new GuardRule(
            new Glob(SpecialOrder.class.getName()),
            "order",
            "number",
            Collections.emptyMap(),
            null,
            null,
            null,
            Map.of("mobile", "phone")));
    BeanHook hook = new BeanHook(new GuardedTypes(config));
    ClassFileLocator locator =
        ClassFileLocator.ForClassLoader.of(SpecialOrder.class.getClassLoader());
    hook.weave(
        TypeDescription.ForLoadedType.of(SpecialOrder.class),
        locator.locate(SpecialOrder.class.getName()).resolve(),
        locator);
    assertThat(hook.takeLate()).containsExactly(BaseOrder.class.getName());
    assertThat(hook.takeLate()).isEmpty();
    assertThat(hook.problem()).isNull();
  }
}
