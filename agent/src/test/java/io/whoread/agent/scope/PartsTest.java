package io.whoread.agent.scope;

import static org.assertj.core.api.Assertions.assertThat;

import io.whoread.agent.ship.AccessDraft.SubjectDraft;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** A long request in parts: nothing is lost, and who is linked stays together. */
class PartsTest {
  private static SubjectDraft subject(int number, int... linked) {
    SubjectDraft draft = new SubjectDraft();
    draft.id = id(number);
    for (int each : linked) {
      draft.linkIds.add(id(each));
    }
    return draft;
  }

  private static byte[] id(int number) {
    return ByteBuffer.allocate(16).putInt(number).array();
  }

  @Example
  void anOrderAndItsCustomerStandInOnePart() {
    List<SubjectDraft> subjects = new ArrayList<>();
    for (int order = 0; order < 1_000; order++) {
      subjects.add(subject(order, 5_000 + order));
    }
    for (int customer = 5_000; customer < 6_000; customer++) {
      subjects.add(subject(customer));
    }
    List<List<SubjectDraft>> parts = Parts.of(subjects);
    assertThat(parts).hasSize(8);
    assertThat(parts)
        .allSatisfy(
            part ->
                assertThat(part)
                    .filteredOn(one -> !one.linkIds.isEmpty())
                    .allSatisfy(order -> assertThat(ids(part)).contains(first(order.linkIds))));
  }

  @Example
  void whatIsShortIsLeftAsItIs() {
    List<SubjectDraft> subjects = List.of(subject(1), subject(2), subject(3, 1));
    assertThat(Parts.of(subjects)).containsExactly(subjects);
    assertThat(Parts.of(Collections.emptyList())).containsExactly(Collections.emptyList());
  }

  @Property(tries = 200)
  void nothingIsLostAndNoPartIsTooLong(
      @ForAll @IntRange(max = 2_000) int count, @ForAll long seed) {
    Random random = new Random(seed);
    List<SubjectDraft> subjects = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int[] linked = random.ints(random.nextInt(4), 0, 2_500).toArray();
      subjects.add(subject(i, linked));
    }
    Collections.shuffle(subjects, random);
    List<List<SubjectDraft>> parts = Parts.of(subjects);
    List<SubjectDraft> all = new ArrayList<>();
    Map<ByteBuffer, Integer> partOf = new HashMap<>();
    Map<ByteBuffer, Integer> namedBy = new HashMap<>();
    for (List<SubjectDraft> part : parts) {
      assertThat(part).hasSizeLessThanOrEqualTo(Parts.MOST);
      all.addAll(part);
      ids(part).forEach(each -> partOf.put(each, parts.indexOf(part)));
      part.forEach(one -> one.linkIds.forEach(id -> namedBy.merge(of(id), 1, Integer::sum)));
    }
    assertThat(all).containsExactlyInAnyOrderElementsOf(subjects);
    for (SubjectDraft one : subjects) {
      if (!namedBy.containsKey(of(one.id))) {
        one.linkIds.stream()
            .map(PartsTest::of)
            .filter(id -> partOf.containsKey(id) && namedBy.get(id) == 1)
            .forEach(id -> assertThat(partOf.get(id)).isEqualTo(partOf.get(of(one.id))));
      }
    }
  }

  private static List<ByteBuffer> ids(List<SubjectDraft> subjects) {
    return subjects.stream().map(one -> of(one.id)).toList();
  }

  private static ByteBuffer first(List<byte[]> ids) {
    return of(ids.get(0));
  }

  private static ByteBuffer of(byte[] id) {
    return ByteBuffer.wrap(id);
  }
}
