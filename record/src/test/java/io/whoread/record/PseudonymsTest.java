package io.whoread.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PseudonymsTest {
  private static final String COUNTING =
      "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

  private final Pseudonyms pseudonyms = new Pseudonyms(PseudonymKey.generate(1));

  /**
   * Known answers of another implementation: {@code printf 'order\0so20260731000123' | openssl dgst
   * -sha256 -mac HMAC -macopt hexkey:KEY}, first 32 digits.
   */
  @ParameterizedTest
  @CsvSource({
    "counting, order, so20260731000123, e849283da383ef4cee470bf2921b569d",
    "counting, customer, so20260731000123, 13163989e5b75f933f5284460fbbe9e3",
    "counting, order, 订单-77, 1d95544193d19a165830e9421f96a638",
    "counting, waybill, sf1234567890, 9313a46f5eacaff27f62e7d84998bd1a",
    "counting, session, '', c867c01cf6323f86cfa5906ebc566a23",
    "ones, order, so20260731000123, d6b296a0a24b056b402d456fdccfa0fd",
    "ones, customer, so20260731000123, fca60b239802f6809e3bb98f1ee2c27e",
    "ones, order, 订单-77, 6b4155a8cac5a038c1fadc01d3b39bb5",
    "ones, waybill, sf1234567890, a85362e3336620421cb0c0255befd451",
    "ones, session, '', 53941ad77ccda200e83007221ad488c5",
  })
  void isTheHmacThatAnyoneWithTheKeyComputes(
      String key, String kind, String id, String pseudonym, @TempDir Path dir) throws Exception {
    Path file = dir.resolve("key");
    Files.writeString(file, "1 " + (key.equals("counting") ? COUNTING : "ff".repeat(32)) + "\n");
    Pseudonyms keyed = new Pseudonyms(PseudonymKey.read(file).get(0));
    assertThat(HexFormat.of().formatHex(keyed.of(kind, id))).isEqualTo(pseudonym);
    assertThat(HexFormat.of().formatHex(keyed.copy().of(kind, id))).isEqualTo(pseudonym);
  }

  @ParameterizedTest
  @CsvSource({
    "ＳＯ２０２６－１, so2026-1",
    "' SO2026-1\t', so2026-1",
    "'　订单７７　', 订单77",
    "so2026-1, so2026-1",
    // A capital with a mark that has no letter of its own, its small letter has: J and caron.
    "J\u030c, \u01f0",
  })
  void spellingsOfOneIdentityAreOne(String spelling, String normal) {
    assertThat(Pseudonyms.normalise(spelling)).isEqualTo(normal);
    assertThat(pseudonyms.of("order", spelling)).isEqualTo(pseudonyms.of("order", normal));
  }

  @Property
  void normalisingTwiceIsNormalisingOnce(@ForAll("spellings") String id) {
    String once = Pseudonyms.normalise(id);
    assertThat(Pseudonyms.normalise(once)).isEqualTo(once);
  }

  /** Anything, with a liking for letters and the marks that go with them. */
  @Provide
  Arbitrary<String> spellings() {
    return Arbitraries.oneOf(
            Arbitraries.strings().all().ofMaxLength(3),
            Arbitraries.strings().alpha().ofLength(1),
            Arbitraries.strings().withCharRange('\u0300', '\u036f').ofLength(1),
            Arbitraries.strings().withCharRange('\u1e00', '\u1fff').ofLength(1),
            Arbitraries.strings().withCharRange('\u2000', '\u3000').ofLength(1))
        .list()
        .ofMaxSize(6)
        .map(parts -> String.join("", parts));
  }

  @Property
  void caseAndSurroundingSpaceDoNotMatter(@ForAll("latin") String id) {
    assertThat(pseudonyms.of("order", "  " + id.toUpperCase() + "\n"))
        .isEqualTo(pseudonyms.of("order", id));
  }

  @Provide
  Arbitrary<String> latin() {
    return Arbitraries.strings().withCharRange('a', 'z').numeric().ofMinLength(1).ofMaxLength(30);
  }

  @Property
  void kindsAndIdsAreKeptApart(
      @ForAll("latin") String kind,
      @ForAll("latin") String otherKind,
      @ForAll("latin") String id,
      @ForAll("latin") String otherId) {
    Assume.that(!kind.equals(otherKind) && !id.equals(otherId));
    byte[] pseudonym = pseudonyms.of(kind, id);
    assertThat(pseudonym).hasSize(Pseudonyms.LENGTH);
    assertThat(pseudonyms.of(otherKind, id)).isNotEqualTo(pseudonym);
    assertThat(pseudonyms.of(kind, otherId)).isNotEqualTo(pseudonym);
    // The place where the kind ends is not a matter of opinion.
    assertThat(pseudonyms.of(kind + id, id)).isNotEqualTo(pseudonyms.of(kind, id + id));
    assertThat(new Pseudonyms(PseudonymKey.generate(1)).of(kind, id)).isNotEqualTo(pseudonym);
  }

  @Test
  void aCopyHasTheSameKey() {
    assertThat(pseudonyms.copy().of("order", "1")).isEqualTo(pseudonyms.of("order", "1"));
    assertThat(pseudonyms.copy().epoch()).isEqualTo(1);
  }
}
