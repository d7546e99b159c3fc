package io.whoread.agent.scope;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class PercentTest {
  /** As the JDK writes forms; a text that has nothing to decode is the same before and after. */
  @Property
  void readsWhatFormsWrite(@ForAll String value) {
    // Half of a character of two is no text.
    String text = new String(value.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    String form = "who=" + URLEncoder.encode(text, StandardCharsets.UTF_8);
    char[] decoded = Percent.decoded(form.toCharArray());
    assertThat(decoded == null ? form : new String(decoded)).isEqualTo("who=" + text);
  }

  @Test
  void aPlusInASentenceIsAPlus() {
    assertThat(Percent.decoded("call +86 138, id=%41".toCharArray()))
        .isEqualTo("call +86 138, id=A".toCharArray());
  }

  @Test
  void whatIsNoFormIsLeftAlone() {
    assertThat(Percent.decoded("100% of 1+1".toCharArray())).isNull();
    assertThat(Percent.decoded("a=100% sure".toCharArray())).isNull();
    assertThat(new String(Percent.decoded("a=%4&b=%zz&c=%41".toCharArray())))
        .isEqualTo("a=%4&b=%zz&c=A");
  }
}
