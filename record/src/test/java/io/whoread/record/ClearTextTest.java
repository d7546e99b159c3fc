package io.whoread.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import net.jqwik.api.Example;

class ClearTextTest {
  @Example
  void whatIsPersonalIsNotClearText() {
    for (String id :
        new String[] {
          "13900001111",
          "+86 139 0000 1111",
          "0571-88888888",
          "+49 151 23456789",
          "li@example.org",
          "11010519491231002X"
        }) {
      assertThat(ClearText.actorKind(id, Roles.SELLER)).as(id).isEqualTo("actor");
      assertThat(ClearText.actorKind(id, Roles.CUSTOMER)).as(id).isEqualTo("customer");
      assertThat(ClearText.actorKind("shop of " + id, Roles.SELLER)).as(id).isEqualTo("actor");
      assertThat(ClearText.owner(id, owner -> "p")).as(id).isEqualTo("p");
      assertThat(ClearText.owner("shop of " + id, owner -> "p")).as(id).isEqualTo("p");
      assertThat(ClearText.word("ask " + id)).isEqualTo("ask #");
    }
  }

  /** A purpose is what the client says, and it waits for the answer in the service's thread. */
  @Example
  void noTextTakesLong() {
    for (String part : new String[] {"a", ".", "@", "a@", "a@b", "1 ", "+1", "86-1"}) {
      String text = "1234567 a@" + part.repeat(500_000);
      assertTimeoutPreemptively(Duration.ofSeconds(10), () -> ClearText.word(text), part);
    }
  }

  @Example
  void anAddressIsCutWhereverItBegins() {
    assertThat(ClearText.word("to 13800001111-li@example.org!")).isEqualTo("to ##");
    assertThat(ClearText.word("a@b@li@example.org, 139 0000 1111x@y.cn")).isEqualTo("a@b@#, ##");
  }

  @Example
  void idsAndWordsStay() {
    for (String id : new String[] {"E1042", "seller-20260302", "1001", "张三"}) {
      assertThat(ClearText.actorKind(id, Roles.STAFF)).as(id).isNull();
      assertThat(ClearText.owner(id, owner -> "p")).isEqualTo(id);
      assertThat(ClearText.word(id)).isEqualTo(id);
    }
    assertThat(ClearText.actorKind("buyer-7", Roles.CUSTOMER)).isEqualTo("customer");
    assertThat(ClearText.word("x".repeat(100))).hasSize(64);
  }
}
