package io.whoread.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class GlobTest {
  @Property
  void anAsteriskStandsForAnyRunOfCharacters(
      @ForAll @Chars({'a', 'b', '*'}) @StringLength(max = 6) String pattern,
      @ForAll @CharRange(from = 'a', to = 'b') @StringLength(max = 8) String text) {
    boolean fits = Pattern.matches(pattern.replace("*", ".*"), text);
    assertThat(new Glob(pattern).matches(text)).isEqualTo(fits);
  }

  @Test
  void lineBreaksAreCharactersToo() {
    assertThat(new Glob("a*c").matches("a\nb\nc")).isTrue();
    assertThat(new Glob("a.c").matches("abc")).isFalse();
  }

  /** A path is what the client makes it. */
  @Test
  @Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD, unit = TimeUnit.SECONDS)
  void noTextTakesLong() {
    String path = "/orders/items".repeat(5_000);
    assertThat(new Glob("/*/orders/*/items/*/x").matches(path)).isFalse();
    assertThat(new Glob("*/orders*/items*/orders*").matches(path)).isTrue();
  }
}
