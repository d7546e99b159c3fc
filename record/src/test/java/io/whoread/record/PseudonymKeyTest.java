package io.whoread.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PseudonymKeyTest {
  private static final String SECRET = "0123456789abcdef".repeat(4);

  @TempDir Path dir;

  private Path file(String text) throws IOException {
    return Files.writeString(dir.resolve("key"), text);
  }

  @Test
  void theHighestEpochIsTheCurrentOne() throws Exception {
    Path file =
        file(
            "# made for a test\n\n1 "
                + SECRET
                + "\n  12\t"
                + SECRET.toUpperCase()
                + "\r\n2 "
                + SECRET);
    assertThat(PseudonymKey.read(file)).extracting(PseudonymKey::epoch).containsExactly(12, 2, 1);
  }

  @Property(tries = 50)
  void whatIsWrittenIsReadAgain(@ForAll @IntRange(min = 1, max = 999_999_999) int epoch)
      throws Exception {
    PseudonymKey key = PseudonymKey.generate(epoch);
    Path file = Files.createTempFile("whoread", "key");
    try {
      Files.writeString(file, key.toLine() + "\n");
      PseudonymKey read = PseudonymKey.read(file).get(0);
      assertThat(read.epoch()).isEqualTo(epoch);
      assertThat(new Pseudonyms(read).of("order", "1"))
          .isEqualTo(new Pseudonyms(key).of("order", "1"));
    } finally {
      Files.delete(file);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
        "-1 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
        "9999999999 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
        "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
        "1 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcde",
        "1 g123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
        "1 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef x"
      })
  void aBadLineIsNamedWithoutItsSecret(String line) throws Exception {
    Path file = file("# first\n7 " + SECRET + "\n" + line + "\n");
    assertThatThrownBy(() -> PseudonymKey.read(file))
        .isInstanceOf(IOException.class)
        .hasMessage(file + ":3: expected an epoch from 1 and 64 hexadecimal digits");
  }

  @Test
  void anEpochTwiceIsNamed() throws Exception {
    Path file = file("3 " + SECRET + "\n4 " + SECRET + "\n3 " + SECRET + "\n");
    assertThatThrownBy(() -> PseudonymKey.read(file))
        .isInstanceOf(IOException.class)
        .hasMessage(file + ":3: epoch 3 stands here twice");
  }

  @Test
  void aFileWithoutAKeyIsNamed() throws Exception {
    Path file = file("# nothing yet\n");
    assertThatThrownBy(() -> PseudonymKey.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file + ": no key");
    assertThatThrownBy(() -> PseudonymKey.read(dir.resolve("none")))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void aKeyDoesNotSayItsSecretByAccident() {
    PseudonymKey key = PseudonymKey.generate(5);
    assertThat(key).hasToString("key of epoch 5");
    assertThat(List.of(key).toString()).doesNotContain(key.toLine().substring(2));
  }
}
