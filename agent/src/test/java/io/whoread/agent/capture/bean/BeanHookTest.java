package io.whoread.agent.capture.bean;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.orders.BaseOrder;
import com.example.orders.SpecialOrder;
import io.whoread.agent.config.Config;
import io.whoread.agent.config.Glob;
import io.whoread.agent.config.GuardRule;
import java.util.Map;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import org.junit.jupiter.api.Test;

class BeanHookTest {
  /** Who asks has it rewritten, or told as a problem: asking again would do so for ever. */
  @Test
  void aSuperclassIsLateOnce() throws Exception {
    BeanHook hook = woven("number", Map.of(), null, null, null);
    assertThat(hook.takeLate()).containsExactly(BaseOrder.class.getName());
    assertThat(hook.takeLate()).isEmpty();
    assertThat(hook.problem()).isNull();
  }

  @Test
  void everyMemberThatIsNotThereIsTold() throws Exception {
    BeanHook hook =
        woven(
            "nomber",
            Map.of("customer", "buyerId", "parent", "number"),
            "seller",
            "placedAt",
            // An accessor will not do: it would be called.
            "card");
    assertThat(hook.problem())
        .isEqualTo(
            SpecialOrder.class.getName() + " has no buyerId, card, nomber, placedAt, seller");
  }

  private static BeanHook woven(
      String id, Map<String, String> links, String owner, String placed, String status)
      throws Exception {
    Config config = new Config();
    config.guard.add(
        new GuardRule(
            new Glob(SpecialOrder.class.getName()),
            "order",
            id,
            links,
            owner,
            placed,
            status,
            Map.of("mobile", "phone")));
    Modules modules = new Modules(null);
    BeanHook hook = new BeanHook(new GuardedTypes(config, modules), modules);
    ClassFileLocator locator =
        ClassFileLocator.ForClassLoader.of(SpecialOrder.class.getClassLoader());
    hook.weave(
        TypeDescription.ForLoadedType.of(SpecialOrder.class),
        locator.locate(SpecialOrder.class.getName()).resolve(),
        locator);
    return hook;
  }
}
