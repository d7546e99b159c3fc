package io.whoread.collector.trace;

import io.whoread.record.FieldKind;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a caller knew of a victim.
 *
 * @param fields as {@link PlainFields}
 * @param password whether a password too: no field that anybody reads
 */
public record Knew(int fields, boolean password) {
  public static final Knew NOTHING = new Knew(PlainFields.NONE, false);

  private static final String PASSWORD = "password";

  /** In lower case, without spaces, hyphens and underscores. */
  private static final Map<String, String> WORDS = new HashMap<>();

  static {
    for (FieldKind kind : FieldKind.values()) {
      words(kind.label(), plain(kind.label()));
    }
    words(FieldKind.NAME.label(), "fullname", "recipient", "姓名", "名字", "收件人", "收货人");
    words(FieldKind.PHONE.label(), "mobile", "telephone", "电话", "手机", "手机号", "电话号码", "联系方式");
    words(FieldKind.ADDRESS.label(), "street", "地址", "住址", "收货地址", "收件地址");
    words(FieldKind.ORDER_ID.label(), "order", "ordernumber", "orderno", "订单", "订单号", "订单编号", "单号");
    words(FieldKind.CARD_TAIL.label(), "lastfour", "cardlastfour", "卡尾号", "银行卡尾号", "尾号", "后四位");
    words(FieldKind.EMAIL.label(), "mail", "邮箱", "电子邮箱");
    words(FieldKind.ID_NUMBER.label(), "idcard", "身份证", "身份证号");
    words(FieldKind.BIRTH_DATE.label(), "birthday", "生日", "出生日期");
    words(
        FieldKind.PURCHASE.label(),
        "product",
        "goods",
        "item",
        "items",
        "price",
        "商品",
        "购买商品",
        "商品名称",
        "货物",
        "价格",
        "金额",
        "购物信息",
        "购买记录");
    words(FieldKind.FREE_TEXT.label(), "note", "notes", "remark", "备注", "留言");
    words(FieldKind.BANK_CARD.label(), "cardnumber", "bankaccount", "银行卡", "银行卡号", "卡号");
    words(PASSWORD, PASSWORD, "passcode", "login", "密码", "登录密码", "账号密码");
  }

  private static void words(String kind, String... words) {
    for (String word : words) {
      WORDS.put(word, kind);
    }
  }

  private static String plain(String word) {
    return word.toLowerCase(Locale.ROOT).replaceAll("[\\s_-]", "");
  }

  /**
   * Takes a list apart: words between semicolons, commas of either script, or spaces.
   *
   * @return null where a word is none that is known
   */
  static Knew parse(String text) {
    Knew knew = NOTHING;
    for (String part : text.split("[;；,，、|/]")) {
      Knew one = one(part.strip());
      for (String word : one == null ? part.strip().split("\\s+") : new String[0]) {
        Knew each = one(word);
        if (each == null) {
          return null;
        }
        knew = knew.and(each);
      }
      knew = one == null ? knew : knew.and(one);
    }
    return knew;
  }

  /** A word, also one of two such as "order id"; null where it is none. */
  private static Knew one(String word) {
    if (word.isEmpty()) {
      return NOTHING;
    }
    String kind = WORDS.get(plain(word));
    if (kind == null) {
      return null;
    }
    return kind.equals(PASSWORD)
        ? new Knew(PlainFields.NONE, true)
        : new Knew(PlainFields.of(List.of(kind)), false);
  }

  private Knew and(Knew other) {
    return new Knew(fields | other.fields, password || other.password);
  }
}
