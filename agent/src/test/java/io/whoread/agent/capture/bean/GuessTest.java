package io.whoread.agent.capture.bean;

import static org.assertj.core.api.Assertions.assertThat;

import io.whoread.agent.config.GuardRule;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GuessTest {
  @ParameterizedTest
  @CsvSource({
    "receiverName, name",
    "consignee, name",
    "shouhuoren, name",
    "mobile, phone",
    "tel, phone",
    "receiver_phone, phone",
    "lianxidianhua, phone",
    "sjh, phone",
    "addr, address",
    "shippingAddress, address",
    "shdz, address",
    "cardTail, card-tail",
    "bankCardNo, card-tail",
    "email, email",
    "buyerEmail, email",
    "emailAddress, email",
    "idCard, id-number",
    "sfzh, id-number",
    "birthday, birth-date",
    "orderNo, order-id",
    "itemTitle, purchase",
    "remark, free-text"
  })
  void knowsPersonalMembers(String member, String kind) {
    assertThat(Names.field(member)).isEqualTo(kind);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ipAddress", "hotel", "name", "id", "macAddress", "serverAddr", "model", "intel"})
  void leavesOthersAlone(String member) {
    assertThat(Names.field(member)).isNull();
  }

  @Test
  void anOrderIsGuardedWithItsLinks() {
    GuardRule rule =
        Guess.rule(
            "com.shop.Order",
            List.of(
                "id",
                "orderId",
                "orderNo",
                "customerId",
                "waybillNo",
                "consignee",
                "mobile",
                "sellerId",
                "createTime",
                "orderStatus"));
    assertThat(rule.subject).isEqualTo("order");
    assertThat(rule.id).isEqualTo("orderNo");
    assertThat(rule.links).isEqualTo(Map.of("customer", "customerId", "waybill", "waybillNo"));
    assertThat(rule.owner).isEqualTo("sellerId");
    assertThat(rule.placed).isEqualTo("createTime");
    assertThat(rule.status).isEqualTo("orderStatus");
  }

  /** An owner's id is told in clear: what holds names, or may be a buyer's, is none. */
  @Test
  void anOwnerIsNamedByAnId() {
    GuardRule rule = Guess.rule("com.shop.Parcel", List.of("waybillNo", "mobile", "courier"));
    assertThat(rule.owner).isNull();
    assertThat(Names.isOwner("courierId")).isTrue();
    assertThat(Names.isOwner("maijiaId")).isFalse();
  }

  @Test
  void whoHasNoIdentityAndOnePersonalMemberIsNotGuarded() {
    assertThat(Guess.rule("com.shop.Store", List.of("id", "title", "address"))).isNull();
    assertThat(Guess.rule("com.shop.Item", List.of("orderNo", "itemName"))).isNull();
    assertThat(Guess.rule("com.shop.Contact", List.of("contact", "tel")).subject).isNull();
  }

  @Test
  void aBareNameIsAPersonsBesideAPhoneOrAnAddress() {
    assertThat(Guess.rule("com.shop.Customer", List.of("customerId", "name", "phone")).fields)
        .isEqualTo(Map.of("name", "name", "phone", "phone"));
    assertThat(Guess.rule("com.shop.Recipient", List.of("xm", "dizhi")).fields)
        .isEqualTo(Map.of("xm", "name", "dizhi", "address"));
    assertThat(Guess.rule("com.shop.Product", List.of("id", "name", "orderNo"))).isNull();
    assertThat(Guess.rule("com.shop.Account", List.of("userId", "name", "email")).fields)
        .isEqualTo(Map.of("email", "email"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "java/lang/String",
        "org/springframework/web/Order",
        "com/shop/OrderMapper",
        "com/shop/Order$$SpringCGLIB$$0",
        "com/shop/OrderQuery"
      })
  void neverLooksIntoFrameworks(String name) {
    assertThat(Guess.mayGuess(name)).isFalse();
  }
}
