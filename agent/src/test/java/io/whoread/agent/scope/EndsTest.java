package io.whoread.agent.scope;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** All that a mask may stand for is among what is compared with it. */
class EndsTest {
  @Property
  void noneIsLeftOut(
      @ForAll long seed,
      @ForAll @IntRange(max = 300) int count,
      @ForAll @IntRange(max = 4) int before,
      @ForAll @IntRange(max = 4) int after) {
    Random random = new Random(seed);
    Ends ends = new Ends();
    List<Needle> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      boolean longOne = random.nextInt(3) == 0;
      add(ends, all, text(random, longOne ? 64 + random.nextInt(9) : 2 + random.nextInt(12)));
    }
    for (Needle each : all) {
      String text = each.text;
      boolean known = before > 0 || text.length() < Needle.MAX_LENGTH;
      if (known && text.length() > before + after && before + after > 0) {
        String end = text.substring(text.length() - after);
        assertThat(ends.candidates(text.substring(0, before), end)).contains(each);
      }
    }
  }

  /** Many long ones before the first short one, as a page of remarks has. */
  @Example
  void manyLongOnes() {
    Ends ends = new Ends();
    List<Needle> all = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      add(ends, all, "remark".repeat(11) + i);
    }
    add(ends, all, "13800001234");
    assertThat(ends.candidates("138", "34")).contains(all.get(1_000));
  }

  private static void add(Ends ends, List<Needle> all, String text) {
    Needle needle = Needle.of(new Sum("order", "Order", String.valueOf(all.size())), 1, text);
    ends.add(needle);
    all.add(needle);
  }

  private static String text(Random random, int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append("12赵钱".charAt(random.nextInt(4)));
    }
    return text.toString();
  }
}
