package io.whoread.agent.scope;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class ScopeTest {
  /** A channel that takes a part of what it is given is given the rest once more. */
  @Property
  void eachByteIsLookedAtOnce(
      @ForAll @Size(max = 20) List<@IntRange(min = 0, max = 40) Integer> chunks,
      @ForAll long seed) {
    Random taking = new Random(seed);
    Scope scope = new Scope(null, new Subjects(null));
    StringBuilder written = new StringBuilder();
    StringBuilder seen = new StringBuilder();
    char next = 'a';
    for (int size : chunks) {
      String left = "";
      for (int i = 0; i < size; i++) {
        left += next = next == 'z' ? 'a' : (char) (next + 1);
      }
      written.append(left);
      while (!left.isEmpty()) {
        seen.append(left.substring(scope.known(left.length())));
        int taken = taking.nextInt(left.length() + 1);
        if (taken < left.length()) {
          scope.kept(left.length() - taken);
        }
        left = left.substring(taken);
      }
    }
    assertThat(seen).hasToString(written.toString());
  }
}
