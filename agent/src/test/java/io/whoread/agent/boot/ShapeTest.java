package io.whoread.agent.boot;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NumericChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShapeTest {
  @ParameterizedTest
  @CsvSource({
    "138****5678, 2",
    "\u5f20*, 2",
    "\u5f20*\u660e, 2",
    "\u6b27\u9633**, 2",
    "***, 2",
    "z***@example.com, 2",
    "138\u2022\u2022\u2022\u20225678, 2",
    "138xxxx5678, 2",
    "13812345678, 1",
    "\u5f20\u4e09, 1",
    "Alex, 1",
    "Xxena, 1",
    "Building 3*5 Nowhere Road, 1",
    "\u963f\u91cc\u00b7\u70ed\u5408\u66fc, 1",
    "'', 0",
    "' : ', 0",
    "'\n  ', 0",
    "-, 0"
  })
  void tellsPlainFromMasked(String text, int shape) {
    assertThat(Shape.of(text)).isEqualTo(shape);
  }

  @Property(tries = 300)
  void numbersArePlainAndMaskedOnceTheirMiddleIsGone(
      @ForAll @NumericChars @StringLength(min = 7, max = 20) String number,
      @ForAll @IntRange(min = 2, max = 4) int stars) {
    assertThat(Shape.of(number)).isEqualTo(Shape.PLAIN);
    String masked = number.substring(0, 3) + "****".substring(0, stars) + number.substring(6);
    assertThat(Shape.of(masked)).isEqualTo(Shape.MASKED);
  }

  @Property(tries = 300)
  void aPhoneNumberBesideAsterisksIsPlain(
      @ForAll @NumericChars @StringLength(min = 8, max = 11) String number) {
    assertThat(Shape.of("**" + number)).isEqualTo(Shape.PLAIN);
    assertThat(Shape.of(number + " **")).isEqualTo(Shape.PLAIN);
  }

  @Property(tries = 2_000)
  void aLookAtTheWholeSaysTheSame(
      @ForAll
          @StringLength(max = 12)
          @Chars({
            '*', 'x', 'X', '#', '1', '8', 'a', 'Z', ' ', '-', '\u5f20', '\u00b7', '\u25cf', '\uff0a'
          })
          String text) {
    assertThat(Shape.of(text)).isEqualTo(Shape.closely(text));
  }

  @Property(tries = 2_000)
  void aLookAtTheWholeSaysTheSameOfAnyText(@ForAll @StringLength(max = 12) String text) {
    assertThat(Shape.of(text)).isEqualTo(Shape.closely(text));
  }

  @Property(tries = 300)
  void aLetterMakesContent(@ForAll @AlphaChars @StringLength(min = 1, max = 2) String word) {
    assertThat(Shape.of(word)).isEqualTo(Shape.PLAIN);
  }
}
