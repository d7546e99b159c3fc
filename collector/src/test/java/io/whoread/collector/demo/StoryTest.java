package io.whoread.collector.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class StoryTest {
  @Test
  void chineseIsBrokenBetweenItsCharactersAndNeverBeforePunctuation() {
    String told = Story.wrapped("向快递员 D1006 返回了订单的信息，".repeat(12), "  ");
    assertThat(told.lines())
        .hasSizeGreaterThan(2)
        .allSatisfy(
            line -> {
              assertThat(line).startsWith("  ").doesNotStartWith("  ，");
              assertThat(line.codePoints().map(c -> c >= 0x2e80 ? 2 : 1).sum())
                  .isLessThanOrEqualTo(114);
            });
  }

  /** Whoever reads a file or a pipe must not take it for dead. */
  @Test
  void whereNoTerminalIsProgressIsALineOnceItWasSilentForLong() {
    AtomicLong now = new AtomicLong();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream printed = new PrintStream(out, true, StandardCharsets.UTF_8);
    Story story = new Story(printed, false, now::get);
    for (int second = 0; second < 20; second++) {
      now.set(second * 1_000_000_000L);
      story.progress("import ... " + second + " s");
    }
    story.done("imported");
    assertThat(out.toString(StandardCharsets.UTF_8).lines())
        .containsExactly("  ... import ... 8 s", "  ... import ... 16 s", "  ok  imported");
  }

  @Property(tries = 200)
  void nothingIsLostAndNoLineIsTooLong(
      @ForAll @StringLength(max = 400) @CharRange(from = 'a', to = 'e') String letters) {
    String text = letters.replace('e', ' ').replace('d', '单');
    String told = Story.wrapped(text, "  ");
    assertThat(told.replaceAll("\\s", "")).isEqualTo(text.replaceAll("\\s", ""));
    int longest = longestWord(text);
    assertThat(told.lines())
        .allSatisfy(
            line -> assertThat(width(line)).isLessThanOrEqualTo(Math.max(112, longest + 2)));
  }

  private static int longestWord(String text) {
    int longest = 0;
    for (String word : text.split("(?<= )|(?=单)")) {
      longest = Math.max(longest, width(word));
    }
    return longest;
  }

  private static int width(String text) {
    return text.codePoints().map(c -> c >= 0x2e80 ? 2 : 1).sum();
  }
}
