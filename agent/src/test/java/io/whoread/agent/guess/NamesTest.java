package io.whoread.agent.guess;

import static org.assertj.core.api.Assertions.assertThat;

import io.whoread.agent.guess.Evidence.Force;
import io.whoread.agent.guess.Evidence.Whose;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
  @ParameterizedTest
  @CsvSource({
    "receiverPhoneNo2, receiver phone no 2",
    "OrderDTO, order dto",
    "SKUName, sku name",
    "rcv_mobile, rcv mobile",
    "eMail, email",
    "USER_ID, user id",
    "userID, user id"
  })
  void namesAreSplitIntoWords(String name, String words) {
    assertThat(String.join(" ", Words.of(name))).isEqualTo(words);
  }

  @ParameterizedTest
  @CsvSource({
    "receiverName, name",
    "consignee, name",
    "shouhuoren, name",
    "buyerMobile, phone",
    "memberPhone, phone",
    "RECEIVERMOBILE, phone",
    "tel, phone",
    "receiver_phone, phone",
    "lianxiDianhua, phone",
    "sjh, phone",
    "contactPhone2, phone",
    "mobileEncrypted, phone",
    "addr, address",
    "shippingAddress, address",
    "orderReceiverAddress, address",
    "detailAddress, address",
    "shdz, address",
    "cardTail, card-tail",
    "bankCardNo, bank-card",
    "payeeBankAccount, bank-card",
    "email, email",
    "buyerEmail, email",
    "emailAddress, email",
    "userMail, email",
    "idCard, id-number",
    "customerIdNo, id-number",
    "sfzh, id-number",
    "birthday, birth-date",
    "dateOfBirth, birth-date",
    "orderNo, order-id",
    "tradeNo, order-id",
    "itemTitle, purchase",
    "remark, free-text",
    "buyerMessage, free-text",
    "receiverInfo, free-text"
  })
  void knowsPersonalMembers(String member, String kind) {
    assertThat(Names.kind(member).kind).isEqualTo(kind);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ipAddress",
        "hotel",
        "id",
        "macAddress",
        "serverAddr",
        "model",
        "intel",
        "productName2Id",
        "phoneModel",
        "phoneVerified",
        "emailTemplate",
        "categoryName",
        "brandName",
        "memberLevelName",
        "addressId",
        "errorMessage",
        "productDescription",
        "giftCardNo",
        "workOrderNo",
        "orderStatus",
        "cardType"
      })
  void leavesOthersAlone(String member) {
    assertThat(Names.kind(member)).isNull();
  }

  @Test
  void tellsWhose() {
    assertThat(Names.kind("receiverPhone").whose).isEqualTo(Whose.PEOPLE);
    assertThat(Names.kind("shopPhone").whose).isEqualTo(Whose.BUSINESS);
    assertThat(Names.kind("courierPhone").whose).isEqualTo(Whose.STAFF);
    assertThat(Names.kind("createUserName").whose).isEqualTo(Whose.STAFF);
    assertThat(Names.kind("phone").whose).isEqualTo(Whose.UNSAID);
  }

  @Test
  void someArePersonalInCompanyOnly() {
    assertThat(Names.kind("name").force).isEqualTo(Force.BESIDE);
    assertThat(Names.kind("city").force).isEqualTo(Force.BESIDE);
    assertThat(Names.kind("nickname").force).isEqualTo(Force.WEAK);
    assertThat(Names.kind("mobile").force).isEqualTo(Force.STRONG);
  }

  @ParameterizedTest
  @CsvSource({
    "orderSn, order",
    "tradeNo, order",
    "dingdanhao, order",
    "memberId, customer",
    "buyerId, customer",
    "openid, customer",
    "khbh, customer",
    "expressNo, waybill",
    "deliverySn, waybill",
    "parentOrderNo, parent",
    "refundSn, after-sale",
    "loanNo, loan"
  })
  void knowsIdentities(String member, String kind) {
    assertThat(Names.identity(member, Set.of())).isEqualTo(kind);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "createUserId",
        "adminUserId",
        "payOrderId",
        "workOrderNo",
        "productId",
        "shopId",
        "postCode",
        "expressCode",
        "logisticsId",
        "returnCode",
        "openCode"
      })
  void othersIdentifyNobody(String member) {
    assertThat(Names.identity(member, Set.of())).isNull();
  }

  /** An owner's id is told in clear: what holds names, or may be a buyer's, is none. */
  @Test
  void anOwnerIsNamedByAnId() {
    assertThat(Names.isOwner("courierId")).isTrue();
    assertThat(Names.isOwner("courier")).isFalse();
    assertThat(Names.isOwner("maijiaId")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "收货人手机号, phone",
    "手机（脱敏）, phone",
    "联系电话, phone",
    "收件人, name",
    "客户姓名, name",
    "收货详细地址, address",
    "身份证号码, id-number",
    "银行卡号, bank-card",
    "卡号后四位, card-tail",
    "买家留言, free-text",
    "商品名称, purchase",
    "订单编号, order-id",
    "姓名/电话/地址, free-text",
    "The receiver's phone number, phone",
    "Date of birth, birth-date",
    "E-mail address of the customer, email"
  })
  void understandsDescriptions(String text, String kind) {
    assertThat(Texts.kind(text).kind).isEqualTo(kind);
  }

  @ParameterizedTest
  @ValueSource(strings = {"IP地址", "手机号类型", "图片地址", "邮箱验证码", "地址编号", "头像地址", "是否手机端"})
  void seesWhatADescriptionDenies(String text) {
    Evidence said = Texts.kind(text);
    assertThat(said == null ? null : said.kind).isNull();
  }

  /** Whatever somebody calls a member: an answer, and no exception. */
  @Property
  void anyNameIsTaken(
      @ForAll @AlphaChars @CharRange(from = '_', to = '_') @StringLength(max = 40) String name) {
    Evidence said = Names.kind(name);
    assertThat(said == null || said.weight > 0 && said.weight <= 1).isTrue();
    assertThat(String.join("", Words.of(name))).isEqualToIgnoringCase(name.replace("_", ""));
    assertThat(Names.identity(name, Set.of())).isNotEqualTo("");
    assertThat(Names.isOwner(name) && Names.kind(name) != null).isFalse();
  }

  @Property
  void anyTextIsTaken(@ForAll @StringLength(max = 60) String text) {
    Evidence said = Texts.kind(text);
    assertThat(said == null || said.weight > 0).isTrue();
  }

  @Test
  void everyListThatIsAskedForStandsThere() {
    for (Kinds kind : Kinds.ALL) {
      if (kind != Kinds.ORDER_ID) {
        assertThat(Lexicon.NAMES.list(kind.list)).as(kind.list).isNotEmpty();
      }
      assertThat(List.of(Lexicon.CHINESE.list(kind.list))).as(kind.list).isNotEmpty();
    }
  }
}
