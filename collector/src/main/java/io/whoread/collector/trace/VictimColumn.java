package io.whoread.collector.trace;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a column of a list of victims tells, and what it may be called. */
enum VictimColumn {
  CASE("case", "案件", "案号", "案件号"),
  SUBJECT(
      "order",
      "subject",
      "orderno",
      "orderid",
      "ordernumber",
      "customer",
      "customerid",
      "订单",
      "订单号",
      "订单编号",
      "单号",
      "客户",
      "客户号",
      "客户编号",
      "会员号"),
  PHONE(
      "phone",
      "phoneno",
      "phonenumber",
      "mobile",
      "tel",
      "telephone",
      "电话",
      "电话号码",
      "联系电话",
      "联系方式",
      "手机",
      "手机号",
      "手机号码"),
  NAME("name", "fullname", "recipient", "姓名", "名字", "收件人", "收货人", "受害人", "受害人姓名"),
  PURCHASE(
      "purchase",
      "purchased",
      "purchasedate",
      "purchasetime",
      "purchasefrom",
      "ordertime",
      "orderdate",
      "from",
      "boughtfrom",
      "下单时间",
      "下单日期",
      "购买时间",
      "购买日期",
      "购买时间起"),
  PURCHASE_TO("purchaseto", "购买时间止"),
  FRAUD(
      "fraud",
      "frauddate",
      "fraudtime",
      "scam",
      "scamdate",
      "scamtime",
      "to",
      "被骗时间",
      "被骗日期",
      "受骗时间",
      "受骗日期",
      "诈骗时间",
      "诈骗日期"),
  KNEW("knew", "known", "callerknew", "knownfields", "知晓", "骗子知道", "掌握信息", "知道的信息", "泄露信息"),
  /** Of no use for a trace, and usual: not worth a word. */
  NUMBER("victim", "no", "row", "编号", "序号"),
  PLACE("city", "城市", "地区"),
  LOSS("loss", "losscny", "amount", "损失", "损失金额"),
  /** What somebody says is none of the above; there may be several. */
  OTHER("other", "其他");

  /** In lower case without spaces, hyphens and underscores. */
  private static final Map<String, VictimColumn> NAMES =
      Stream.of(values())
          .flatMap(column -> column.names.stream().map(name -> Map.entry(name, column)))
          .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));

  private final List<String> names;

  VictimColumn(String... names) {
    this.names = List.of(names);
  }

  /** Null where the name is none that is known. */
  static VictimColumn named(String name) {
    return NAMES.get(name.toLowerCase(Locale.ROOT).replaceAll("[\\s_-]", ""));
  }

  /** The name to write above it. */
  String label() {
    return names.getFirst();
  }
}
