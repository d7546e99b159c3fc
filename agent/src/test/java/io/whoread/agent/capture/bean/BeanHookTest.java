package io.whoread.agent.capture.bean;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.orders.BaseOrder;
import com.example.orders.Contact;
import com.example.orders.Idle;
import com.example.orders.SpecialOrder;
import io.whoread.agent.config.Config;
import io.whoread.agent.config.Glob;
import io.whoread.agent.config.GuardRule;
import java.util.Map;
import net.bytebuddy.asm.AsmVisitorWrapper;
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
            SpecialOrder.class.getName()
                + " has no member buyerId, card, nomber (number?), placedAt, seller, named in"
                + " whoread.yaml");
  }

  /** It may fit classes of all kinds: what one of them has is looked after, and no more. */
  @Test
  void ofWhatAPatternFitsEachClassIsGuardedByWhatItHas() throws Exception {
    Config config = new Config();
    config.guard.add(
        new GuardRule(
            new Glob("com.example.orders.*"),
            "order",
            "number",
            Map.of("customer", "buyerId"),
            "shop",
            null,
            null,
            Map.of("mobile", "phone", "tel", "phone", "contactName", "name", "fax", "phone")));
    Modules modules = new Modules(null);
    GuardedTypes types = new GuardedTypes(config, modules);
    BeanHook hook = new BeanHook(types, modules);
    assertThat(types.patternsNotMet()).isEqualTo(config.guard);

    assertThat(weave(hook, Idle.class)).as("nothing in it is personal").isNull();
    assertThat(types.all()).isEmpty();
    assertThat(types.patternsNotMet()).isEqualTo(config.guard);
    assertThat(hook.problem()).isNull();

    assertThat(weave(hook, SpecialOrder.class)).isNotNull();
    assertThat(types.patternsNotMet()).isEmpty();
    GuardedType special = types.all().get(0);
    assertThat(special.fields).isEqualTo(Map.of("mobile", "phone"));
    assertThat(special.linkKinds).isEmpty();
    assertThat(hook.problem())
        .isEqualTo(
            "no class that is com.example.orders.* has a member buyerId, contactName, fax, shop,"
                + " tel, named in whoread.yaml");

    weave(hook, Contact.class);
    assertThat(hook.problem())
        .isEqualTo(
            Contact.class.getName()
                + " has no member number, named in whoread.yaml; no class that is"
                + " com.example.orders.* has a member buyerId, fax, shop, named in whoread.yaml");
  }

  /** The properties of eMail and xMing, as the tools of the field write them. */
  @Test
  void anAccessorMayKeepTheSmallLetterOfItsMember() {
    for (String accessor : new String[] {"geteMail", "getEMail", "eMail", "iseMail"}) {
      assertThat(GuardedType.isAccessor(accessor, "eMail")).as(accessor).isTrue();
    }
    assertThat(GuardedType.isAccessor("getMail", "eMail")).isFalse();
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
    weave(hook, SpecialOrder.class);
    return hook;
  }

  private static AsmVisitorWrapper weave(BeanHook hook, Class<?> type) throws Exception {
    ClassFileLocator locator = ClassFileLocator.ForClassLoader.of(type.getClassLoader());
    return hook.weave(
        TypeDescription.ForLoadedType.of(type), locator.locate(type.getName()).resolve(), locator);
  }
}
