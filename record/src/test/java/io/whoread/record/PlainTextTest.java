package io.whoread.record;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlainTextTest {
  @Test
  void textOfPeopleIsPlain() {
    for (String text :
        new String[] {"", "E1042", "李伟 ~", "GET /orders/{id}", "Ünïcødé\u00a0", "😀"}) {
      assertThat(PlainText.isPlain(text)).as(text).isTrue();
      assertThat(PlainText.of(text)).isSameAs(text);
    }
  }

  @Test
  void whatFoolsATerminalOrAReaderIsNot() {
    for (int c :
        new int[] {
          0, 7, 9, 10, 0x1b, 0x7f, 0x80, 0x9b, 0x9f, 0x61c, 0x200e, 0x2028, 0x202e, 0x2066, 0x2069
        }) {
      String text = "a" + (char) c + "b";
      assertThat(PlainText.isPlain(text)).as("%x", c).isFalse();
      assertThat(PlainText.of(text)).isEqualTo("a\uFFFDb");
    }
  }
}
