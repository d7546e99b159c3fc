package io.whoread.agent.capture.bean;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * What the name of a member says of its value: in English, in pinyin, and in the initials of pinyin
 * that are common in Chinese code bases.
 */
public final class Names {
  private static final Set<String> PERSON =
      words(
          "receivername consigneename consignee receiver recipient recipientname addressee"
              + " contactname contact contacts contactperson linkman customername buyername"
              + " membername realname truename fullname patientname payername"
              + " shouhuoren shouhuorenxingming shouhuorenmingcheng shrxm shr xingming kehuxingming"
              + " lianxiren lianxirenxingming lxr lxrxm");

  /** Of things as well as of people. */
  private static final Set<String> BARE_NAME = words("name xm mingzi");

  private static final Set<String> PHONE =
      words(
          "phone mobile tel telephone cellphone mobilephone phoneno phonenumber phonenum mobileno"
              + " mobilenumber mobilenum telno telnumber telephonenumber"
              + " shouji shoujihao shoujihaoma sjh sjhm dianhua dianhuahaoma lxdh lianxidianhua");
  private static final Set<String> ADDRESS =
      words("address addr dizhi shdz shouhuodizhi xiangxidizhi detailaddress addressdetail");
  private static final Set<String> NO_ADDRESS =
      words("email mail ip mac web url host server remote local client net wallet contract");
  private static final Set<String> CARD =
      words(
          "cardtail cardno cardnumber cardnum bankcard bankcardno bankcardnumber bankcardtail"
              + " cardlast4 cardlastfour lastfour last4 creditcard creditcardno"
              + " yinhangka yinhangkahao kahao yhkh");
  private static final Set<String> EMAIL = words("email mail emailaddress mailaddress youxiang");
  private static final Set<String> ID_NUMBER =
      words(
          "idcard idcardno idcardnum idcardnumber idno idnumber identityno identitycard"
              + " identitycardno identitynumber certno certnumber certificateno passportno"
              + " shenfenzheng shenfenzhenghao sfz sfzh sfzhm");
  private static final Set<String> BIRTH =
      words("birthday birthdate birth dateofbirth birthdayday shengri csrq chushengriqi");
  private static final Set<String> PURCHASE =
      words(
          "itemname itemtitle productname producttitle goodsname goodstitle skuname"
              + " shangpin shangpinmingcheng spmc");
  private static final Set<String> FREE_TEXT =
      words("remark remarks buyermessage buyermemo customerremark ordermemo beizhu liuyan");

  private static final Set<String> ORDER =
      words(
          "orderno ordersn orderid ordernumber ordernum ordercode"
              + " dingdanhao dingdanbianhao ddh ddbh");
  private static final Set<String> CUSTOMER =
      words(
          "customerid customerno customercode buyerid memberid memberno consumerid userid"
              + " kehuid kehuhao kehubianhao khh khbh");
  private static final Set<String> WAYBILL =
      words(
          "waybillno waybillid waybillcode trackingno trackingnumber expressno expressnumber"
              + " logisticsno parcelno yundanhao kuaididanhao ydh kddh");
  private static final Set<String> PARENT =
      words("parentorderno parentordersn parentorderid mainorderno fudingdanhao");
  private static final Set<String> OWNER =
      words(
          "sellerid sellerno merchantid merchantno shopid storeid courierid courierno"
              + " driverid riderid ownerid shangjiaid kuaidiyuanid");
  private static final Set<String> PLACED =
      words(
          "placedat placedon placedtime placeddate ordertime orderdate orderedat createdat"
              + " createtime createdtime gmtcreate creationtime xiadanshijian chuangjianshijian");
  private static final Set<String> STATUS =
      words("status orderstatus orderstate dingdanzhuangtai zhuangtai");

  private Names() {}

  private static Set<String> words(String text) {
    return new HashSet<>(Arrays.asList(text.split("\\s+")));
  }

  /** The kind of personal data, or null. */
  static String field(String member) {
    String name = flat(member);
    String last = lastWord(member);
    if (EMAIL.contains(name) || last.equals("email")) {
      return "email";
    }
    if (ID_NUMBER.contains(name)) {
      return "id-number";
    }
    if (CARD.contains(name) || endsWithAny(name, CARD, 6)) {
      return "card-tail";
    }
    if (PHONE.contains(name) || PHONE.contains(last) || endsWithAny(name, PHONE, 7)) {
      return "phone";
    }
    if (ADDRESS.contains(name)
        || ADDRESS.contains(last) && !NO_ADDRESS.contains(firstWord(member))) {
      return "address";
    }
    if (PERSON.contains(name)) {
      return "name";
    }
    if (BIRTH.contains(name)) {
      return "birth-date";
    }
    if (ORDER.contains(name)) {
      return "order-id";
    }
    if (PURCHASE.contains(name)) {
      return "purchase";
    }
    return FREE_TEXT.contains(name) ? "free-text" : null;
  }

  /** Whether it is the name of a person where the class has a phone or an address as well. */
  static boolean isBareName(String member) {
    return BARE_NAME.contains(flat(member));
  }

  /** True for kinds that no class holds by accident. */
  static boolean isStrong(String kind) {
    return !kind.equals("order-id") && !kind.equals("purchase") && !kind.equals("free-text");
  }

  /** The kind of identity: order, customer, waybill, parent; or null. */
  static String identity(String member) {
    String name = flat(member);
    return ORDER.contains(name)
        ? "order"
        : WAYBILL.contains(name)
            ? "waybill"
            : CUSTOMER.contains(name) ? "customer" : PARENT.contains(name) ? "parent" : null;
  }

  /** Whether the name of a member says anything at all. */
  public static boolean tells(String member) {
    return field(member) != null
        || isBareName(member)
        || identity(member) != null
        || isOwner(member)
        || isPlaced(member)
        || isStatus(member);
  }

  static boolean isOwner(String member) {
    return OWNER.contains(flat(member));
  }

  static boolean isPlaced(String member) {
    return PLACED.contains(flat(member));
  }

  static boolean isStatus(String member) {
    return STATUS.contains(flat(member));
  }

  private static boolean endsWithAny(String name, Set<String> words, int least) {
    for (String word : words) {
      if (word.length() >= least && name.endsWith(word)) {
        return true;
      }
    }
    return false;
  }

  private static String flat(String member) {
    return member.replace("_", "").replace("$", "").toLowerCase(Locale.ROOT);
  }

  private static String lastWord(String member) {
    int at = member.length();
    while (at > 0
        && !Character.isUpperCase(member.charAt(at - 1))
        && member.charAt(at - 1) != '_') {
      at--;
    }
    return flat(member.substring(Math.max(0, at - 1)));
  }

  private static String firstWord(String member) {
    int at = 1;
    while (at < member.length()
        && !Character.isUpperCase(member.charAt(at))
        && member.charAt(at) != '_') {
      at++;
    }
    return flat(member.substring(0, at));
  }
}
