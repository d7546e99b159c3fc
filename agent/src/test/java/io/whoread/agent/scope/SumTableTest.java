package io.whoread.agent.scope;

import static org.assertj.core.api.Assertions.assertThat;

import io.whoread.agent.boot.Shape;
import io.whoread.record.v1.Channel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** The table is a map that keeps the order of what was put into it. */
class SumTableTest {
  @Property
  void holdsWhatWasPutThereInItsOrder(
      @ForAll @Size(max = 60) List<@IntRange(max = 40) Integer> numbers,
      @ForAll @IntRange(max = 10) int last,
      @ForAll @IntRange(max = 10) int open) {
    SumTable table = new SumTable();
    Map<String, Sum> all = new LinkedHashMap<>();
    put(numbers.subList(0, numbers.size() / 2), table, all);
    forget(table, all, last, open);
    put(numbers.subList(numbers.size() / 2, numbers.size()), table, all);
    forget(table, all, last, open);
    // Found where it was put, though others were taken away between.
    put(numbers, table, all);
  }

  private static void put(List<Integer> numbers, SumTable table, Map<String, Sum> all) {
    table.makeRoom(numbers.size());
    for (int number : numbers) {
      String kind = number % 2 == 0 ? "order" : "customer";
      String id = String.valueOf(number / 2);
      Sum before = all.get(kind + id);
      assertThat(table.find(kind, id)).isSameAs(before);
      Sum sum = table.of(kind, "test", id);
      assertThat(before == null || before == sum).isTrue();
      if (number % 3 == 0) {
        // As what was written into a string: it may leave with the response yet.
        sum.disclosed(Channel.CHANNEL_OTHER_VALUE, 1, Shape.PLAIN);
      }
      all.put(kind + id, sum);
    }
    is(table, new ArrayList<>(all.values()));
  }

  private static void forget(SumTable table, Map<String, Sum> all, int last, int open) {
    List<Sum> before = new ArrayList<>(all.values());
    List<Sum> openOnes = before.stream().filter(Sum::isOpen).toList();
    List<Sum> kept = new ArrayList<>(before);
    kept.removeIf(
        sum ->
            before.indexOf(sum) < before.size() - last
                && !openOnes
                    .subList(Math.max(0, openOnes.size() - open), openOnes.size())
                    .contains(sum));
    assertThat(table.forget(last, open)).isEqualTo(before.size() - kept.size());
    is(table, kept);
    all.values().retainAll(kept);
    before.forEach(sum -> assertThat(sum.forgotten).isEqualTo(!kept.contains(sum)));
  }

  private static void is(SumTable table, List<Sum> sums) {
    List<Sum> found = new ArrayList<>();
    for (int i = 0; i < table.size(); i++) {
      found.add(table.get(i));
    }
    assertThat(found).isEqualTo(sums);
  }
}
