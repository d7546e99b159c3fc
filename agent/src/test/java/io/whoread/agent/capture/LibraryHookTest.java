package io.whoread.agent.capture;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import org.junit.jupiter.api.Test;

/** What a library must have, or there is a gap. */
class LibraryHookTest {
  @Test
  void whatIsMissingIsSaid() {
    LibraryHook hook = new LibraryHook("some").needs(Exchange.class.getName(), named("gone"));
    assertThatThrownBy(() -> weave(hook, Exchange.class))
        .isInstanceOf(Hook.UnsuitedException.class)
        .hasMessageContaining("gone");
  }

  @Test
  void whatIsOnlyNeededStaysAsItIs() throws Exception {
    LibraryHook hook = new LibraryHook("some").needs(Exchange.class.getName(), named("head"));
    assertThat(weave(hook, Exchange.class)).isNull();
  }

  /** Jetty 12 has one where Jetty 11 had a class. */
  @Test
  void anInterfaceOfThatNameIsAnothersAffair() throws Exception {
    LibraryHook hook =
        new LibraryHook("some")
            .at(Channel.class.getName(), LibraryHookTest.class.getName(), named("handle"));
    assertThat(weave(hook, Channel.class)).isNull();
  }

  private static Object weave(LibraryHook hook, Class<?> type) throws Exception {
    ClassFileLocator locator = ClassFileLocator.ForClassLoader.of(type.getClassLoader());
    return hook.weave(TypeDescription.ForLoadedType.of(type), new byte[0], locator);
  }

  static class Exchange {
    String head() {
      return "";
    }
  }

  interface Channel {
    void other();
  }
}
