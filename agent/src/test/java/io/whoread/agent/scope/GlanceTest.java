package io.whoread.agent.scope;

import static org.assertj.core.api.Assertions.assertThat;

import io.whoread.agent.boot.Shape;
import io.whoread.record.v1.Channel;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** A first look sees whatever the whole search would have to tell. */
class GlanceTest {
  private static final int RESPONSE = Channel.CHANNEL_RESPONSE_VALUE;
  private static final int PHONE = 1;
  private static final int NAME = 2;

  /** A value of a subject's, and what is known of how it left: one of {@link Shape}'s. */
  record Read(int subject, int bit, String value, int told) {}

  @Property(tries = 3_000)
  void whatIsNewsIsSeen(@ForAll("reads") List<Read> reads, @ForAll("texts") String text) {
    List<Sum> sums = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      sums.add(new Sum("order", "Order", "SO1" + i * 3));
    }
    for (Read read : reads) {
      if (read.told != Shape.NOTHING) {
        sums.get(read.subject).disclosed(RESPONSE, read.bit, read.told);
      }
    }
    sums.forEach(Sum::told);
    boolean seen = lookedFor(new Glance(RESPONSE), sums, reads).mayBeIn(text.toCharArray());
    List<String> known = known(sums);
    lookedFor(new Needles(), sums, reads).search(text.toCharArray(), RESPONSE);
    assertThat(seen || known(sums).equals(known)).as(reads + " in " + text).isTrue();
  }

  /** What left in plain is not told again where it leaves masked as well. */
  private static List<String> known(List<Sum> sums) {
    return sums.stream()
        .map(
            sum -> {
              long plain = sum.plain(RESPONSE);
              long masked = sum.masked(RESPONSE) & ~plain;
              return sum.isShown(RESPONSE) + " " + plain + " " + masked;
            })
        .collect(Collectors.toList());
  }

  private static <T extends Looked> T lookedFor(T into, List<Sum> sums, List<Read> reads) {
    for (Sum sum : sums) {
      if (sum.id != null && into.needs(sum, Needle.OWN)) {
        into.add(sum, Needle.OWN, sum.id);
      }
    }
    for (Read read : reads) {
      if (into.needs(sums.get(read.subject), read.bit)) {
        into.add(sums.get(read.subject), read.bit, read.value);
      }
    }
    return into;
  }

  @Provide
  Arbitrary<List<Read>> reads() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 3),
            Arbitraries.of(PHONE, NAME),
            value(),
            Arbitraries.of(Shape.NOTHING, Shape.NOTHING, Shape.PLAIN, Shape.MASKED))
        .as(Read::new)
        .list()
        .ofMaxSize(8);
  }

  private static Arbitrary<String> value() {
    Arbitrary<String> phone = Arbitraries.strings().withChars("138").ofMinLength(2).ofMaxLength(6);
    Arbitrary<String> han = Arbitraries.strings().withChars("张三李").ofMinLength(2).ofMaxLength(3);
    Arbitrary<String> masked = Arbitraries.strings().withChars("13*").ofMinLength(2).ofMaxLength(6);
    Arbitrary<String> mixed = Arbitraries.strings().withChars("张a1@").ofMinLength(2).ofMaxLength(5);
    Arbitrary<String> address = phone.map(end -> "银杏路".repeat(21) + end);
    return Arbitraries.oneOf(phone, phone, han, masked, mixed, address);
  }

  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> number = Arbitraries.of("SO13", "SO16", "SO19", "SO1", "13*8", "张*", "1**8");
    return Arbitraries.oneOf(value(), number)
        .list()
        .ofMaxSize(8)
        .flatMap(parts -> Arbitraries.of("|", " ", "", ",").map(by -> String.join(by, parts)));
  }

  @Example
  void whatASerialiserToldIsNotLookedFor() {
    Sum order = new Sum("order", "Order", "SO1001");
    order.disclosed(RESPONSE, NAME, Shape.PLAIN);
    order.disclosed(RESPONSE, PHONE, Shape.MASKED);
    List<Read> reads = new ArrayList<>();
    reads.add(new Read(0, NAME, "张三丰", Shape.PLAIN));
    reads.add(new Read(0, PHONE, "13800001234", Shape.MASKED));
    Glance glance = lookedFor(new Glance(RESPONSE), List.of(order), reads);
    assertThat(glance.mayBeIn("SO1001 张三丰 138****1234".toCharArray())).isFalse();
    assertThat(glance.mayBeIn("SO1001 张三丰 13800001234".toCharArray())).isTrue();
  }
}
