package io.whoread.collector.detect.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class MixtureTest {
  private static Mixture of(List<Double> odds) {
    Mixture mixture = new Mixture();
    odds.forEach(mixture::add);
    return mixture;
  }

  @Property
  void theOrderOfReadsDoesNotMatter(
      @ForAll @Size(max = 300) List<@DoubleRange(min = -5, max = 5) Double> odds,
      @ForAll Random random) {
    List<Double> other = new java.util.ArrayList<>(odds);
    java.util.Collections.shuffle(other, random);
    assertThat(of(odds).surprise()).isCloseTo(of(other).surprise(), within(1e-6));
  }

  @Property
  void itIsTheLikelihoodRatioThatItSays(
      @ForAll @Size(min = 1, max = 40) List<@DoubleRange(min = -5, max = 5) Double> odds) {
    double sum = 0;
    for (double share : new double[] {1.0 / 32, 1.0 / 8, 1.0 / 2}) {
      double likelihood = 1;
      for (double each : odds) {
        likelihood *= 1 - share + share * Math.exp(each);
      }
      sum += likelihood / 3;
    }
    assertThat(of(odds).surprise()).isCloseTo(Math.log(sum), within(1e-6));
  }

  @Property
  void itGoesOnFromWhatWasWritten(
      @ForAll @Size(max = 500) List<@DoubleRange(min = -5, max = 5) Double> before,
      @ForAll @Size(max = 50) List<@DoubleRange(min = -5, max = 5) Double> after) {
    Mixture whole = of(before);
    Mixture decoded = Mixture.decode(whole.encode());
    after.forEach(whole::add);
    after.forEach(decoded::add);
    assertThat(decoded.surprise()).isEqualTo(whole.surprise());
  }

  @Test
  void aLongDayDoesNotOverflow() {
    Mixture mixture = new Mixture();
    for (int i = 0; i < 100_000; i++) {
      mixture.add(5);
    }
    assertThat(mixture.surprise()).isBetween(400_000.0, 500_000.0);
    for (int i = 0; i < 1_000_000; i++) {
      mixture.add(-5);
    }
    assertThat(mixture.surprise()).isFinite();
  }
}
