package io.whoread.agent.guess;

import static org.assertj.core.api.Assertions.assertThat;

import io.whoread.agent.config.GuardRule;
import io.whoread.agent.guess.ClassGuess.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.bytebuddy.dynamic.ClassFileLocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GuessTest {
  /** Of a class all of whose members are texts. */
  private static ClassGuess guess(String className, String... members) {
    List<Member> all = new ArrayList<>();
    for (String member : members) {
      all.add(ClassFile.member(member, "Ljava/lang/String;", null));
    }
    return new ClassGuess(new ClassFile(className, "java/lang/Object", false, true), all);
  }

  private static Map<String, String> fields(String className, String... members) {
    ClassGuess guess = guess(className, members);
    return guess.verdict == Verdict.GUARDED ? guess.rule().fields : Map.of();
  }

  @Test
  void anOrderIsGuardedWithItsLinks() {
    GuardRule rule =
        guess(
                "com.shop.Order",
                "id",
                "orderId",
                "orderNo",
                "customerId",
                "waybillNo",
                "consignee",
                "mobile",
                "sellerId",
                "createTime",
                "orderStatus")
            .rule();
    assertThat(rule.subject).isEqualTo("order");
    assertThat(rule.id).isEqualTo("orderNo");
    assertThat(rule.links)
        .isEqualTo(Map.of("customer", "customerId", "waybill", "waybillNo", "order", "orderId"));
    assertThat(rule.owner).isEqualTo("sellerId");
    assertThat(rule.placed).isEqualTo("createTime");
    assertThat(rule.status).isEqualTo("orderStatus");
  }

  /** What is read of an item by the order's row is found by the order's number too. */
  @Test
  void anOrderIsLinkedByTheIdOfItsRow() {
    GuardRule order = guess("com.shop.OmsOrder", "id", "orderSn", "phone").rule();
    assertThat(order.id).isEqualTo("orderSn");
    assertThat(order.links).isEqualTo(Map.of("order", "id"));
    GuardRule item = guess("com.shop.OmsOrderItem", "id", "orderId", "productName").rule();
    assertThat(item.subject).isEqualTo("order");
    assertThat(item.id).isEqualTo("orderId");
  }

  @Test
  void aTextOrderIdBesideAnIdIsTheNumber() {
    GuardRule order = guess("com.shop.StoreOrder", "id", "orderId", "outTradeNo", "phone").rule();
    assertThat(order.id).isEqualTo("orderId");
    assertThat(order.links).isEqualTo(Map.of("order", "id"));
  }

  @Test
  void aCustomersOwnIdIsTheClasss() {
    assertThat(guess("com.shop.UmsMember", "id", "phone").rule().id).isEqualTo("id");
    assertThat(guess("com.shop.MemberLevel", "id", "phone").rule().id).isNull();
    assertThat(guess("com.shop.UserAddress", "id", "userId", "phone").rule().id)
        .isEqualTo("userId");
  }

  @Test
  void whoHasNoIdentityAndOnePersonalMemberIsNotGuarded() {
    assertThat(fields("com.shop.Place", "id", "title", "address")).isEmpty();
    assertThat(fields("com.shop.Item", "id", "itemName")).isEmpty();
    assertThat(guess("com.shop.Contact", "contact", "tel").rule().subject).isNull();
  }

  @Test
  void aBareNameIsAPersonsBesideAPhoneOrAnAddress() {
    assertThat(fields("com.shop.Customer", "customerId", "name", "phone"))
        .isEqualTo(Map.of("name", "name", "phone", "phone"));
    assertThat(fields("com.shop.Recipient", "xm", "dizhi"))
        .isEqualTo(Map.of("xm", "name", "dizhi", "address"));
    assertThat(fields("com.shop.Product", "id", "name", "orderNo")).isEmpty();
    assertThat(fields("com.shop.Newsletter", "userId", "name", "email"))
        .isEqualTo(Map.of("email", "email"));
  }

  @Test
  void partsOfAnAddressCountBesideIt() {
    assertThat(fields("com.shop.UserAddress", "userId", "city", "detailAddress"))
        .containsEntry("city", "address");
    assertThat(fields("com.shop.Member", "id", "city", "phone")).doesNotContainKey("city");
  }

  @Test
  void staffAndShopsAreToldApart() {
    assertThat(guess("com.shop.SysUser", "userId", "mobile").verdict).isEqualTo(Verdict.STAFF);
    assertThat(guess("com.shop.User", "id", "mobile", "deptId").verdict).isEqualTo(Verdict.STAFF);
    assertThat(guess("com.shop.Warehouse", "phone", "address").verdict).isEqualTo(Verdict.BUSINESS);
    assertThat(guess("com.shop.CompanyAddress", "name", "phone").verdict)
        .isEqualTo(Verdict.BUSINESS);
    assertThat(guess("com.shop.StoreOrder", "orderNo", "phone").verdict).isEqualTo(Verdict.GUARDED);
  }

  @Test
  void whatCallersPassInIsNoCustomer() {
    assertThat(guess("com.shop.OrderQuery", "orderNo", "phone").verdict)
        .isEqualTo(Verdict.QUESTION);
    assertThat(guess("com.shop.UserCreateReqVO", "userId", "phone").verdict)
        .isEqualTo(Verdict.QUESTION);
  }

  /** An object of the application is no value, whatever the member is called. */
  @Test
  void anObjectIsNoValue() {
    Member receiver = ClassFile.member("receiver", "Lcom/shop/Receiver;", null);
    Member phone = ClassFile.member("phone", "Ljava/lang/String;", null);
    Member count = ClassFile.member("mobileCount", "I", null);
    ClassFile file = new ClassFile("com.shop.Order", "java/lang/Object", false, true);
    Member no = ClassFile.member("orderNo", "Ljava/lang/String;", null);
    assertThat(new ClassGuess(file, List.of(no, receiver, phone, count)).rule().fields)
        .isEqualTo(Map.of("phone", "phone", "orderNo", "order-id"));
  }

  /** Of its own nothing is personal, and staff look its customer up by its number. */
  @Test
  void anOrderThatNamesItsCustomerIsGuarded() {
    GuardRule order = guess("com.shop.Order", "id", "orderNo", "customerId", "status").rule();
    assertThat(order.fields).isEqualTo(Map.of("orderNo", "order-id"));
    assertThat(order.links).isEqualTo(Map.of("customer", "customerId", "order", "id"));
    assertThat(fields("com.shop.Order", "id", "orderNo", "status")).isEmpty();
    assertThat(fields("com.shop.CouponUse", "id", "orderNo", "customerId")).isEmpty();
  }

  /** As scan, which knows all classes. */
  @Test
  void whatHasANumberAndHoldsACustomerIsAnOrder() {
    GuardRule order = held("StoreOrder");
    assertThat(order.subject + " " + order.id).isEqualTo("order orderNo");
    assertThat(order.links).isEqualTo(Map.of("customer", "customer", "order", "id"));
    assertThat(order.fields).isEqualTo(Map.of("orderNo", "order-id"));
    GuardRule parcel = held("Parcel");
    assertThat(parcel.links).as("by its order").isEqualTo(Map.of("order", "order"));
    assertThat(parcel.fields).isEqualTo(Map.of("waybillNo", "waybill-id"));
    assertThat(held("Booking").links).isEqualTo(Map.of("customer", "guest"));
    assertThat(Guess.kinds()).contains("waybill-id", "order-id", "phone");
    for (String other : List.of("Basket", "OrderLog", "StoreOrderRequest", "Copies")) {
      assertThat(held(other)).as(other).isNull();
    }
  }

  private static GuardRule held(String name) {
    ClassLoader loader = GuessTest.class.getClassLoader();
    return Guess.rule("com.example.held.Shop$" + name, ClassFileLocator.ForClassLoader.of(loader));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "java/lang/String",
        "org/springframework/web/Order",
        "com/shop/OrderMapper",
        "com/shop/Order$$SpringCGLIB$$0"
      })
  void neverLooksIntoFrameworks(String name) {
    assertThat(Guess.mayGuess(name)).isFalse();
  }
}
