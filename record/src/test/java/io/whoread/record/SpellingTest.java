package io.whoread.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpellingTest {
  @Test
  void aMisspeltKindIsKnown() {
    String[][] pairs = {
      {"nmae", "name"},
      {"naem", "name"},
      {"nam", "name"},
      {"names", "name"},
      {"adress", "address"},
      {"e-mail", "email"},
      {"idnumber", "id-number"},
      {"id-nummer", "id-number"},
      {"card-tial", "card-tail"},
      {"free-txt", "free-text"}
    };
    for (String[] pair : pairs) {
      assertThat(FieldKind.meant(pair[0])).as(pair[0]).isEqualTo(pair[1]);
    }
  }

  @Test
  void aKindOfAConfigurationsOwnIsNone() {
    for (String own :
        new String[] {"pet", "nick-name", "tax-number", "age", "wechat", "salary", "bust"}) {
      assertThat(FieldKind.meant(own)).as(own).isNull();
    }
    for (FieldKind kind : FieldKind.values()) {
      assertThat(FieldKind.meant(kind.label())).as(kind.label()).isNull();
    }
  }

  @Test
  void theLikestTakesTheFewestChangesAndIsTheFirstOfThose() {
    List<String> known = Arrays.asList("mobile", "mobiles", "mobil");
    assertThat(Spelling.likest("moblies", known, 2)).isEqualTo("mobiles");
    assertThat(Spelling.likest("mobi", known, 2)).isEqualTo("mobil");
    assertThat(Spelling.likest("tel", known, 2)).isNull();
    assertThat(Spelling.likest("", known, 2)).isNull();
  }
}
