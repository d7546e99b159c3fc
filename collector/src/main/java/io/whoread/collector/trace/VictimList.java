package io.whoread.collector.trace;

import io.whoread.collector.csv.CsvException;
import io.whoread.collector.csv.CsvLines;
import io.whoread.record.PersonalId;
import java.io.IOException;
import java.io.Reader;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVRecord;

/**
 * Victims from CSV: an order number or customer each, or a phone and a name, and as far as it is
 * known when it was bought and when the fraud was. A line that cannot be is told by its number and
 * left out; what was in it is told nowhere.
 */
public final class VictimList {
  /** What a column may be called, in lower case without spaces and underscores. */
  private static final Map<String, Column> NAMES =
      Stream.of(Column.values())
          .flatMap(column -> column.names.stream().map(name -> Map.entry(name, column)))
          .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));

  private enum Column {
    CASE("case", "案件", "案号", "案件号"),
    SUBJECT(
        "subject",
        "order",
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
    LOSS("loss", "losscny", "amount", "损失", "损失金额");

    private final List<String> names;

    Column(String... names) {
      this.names = List.of(names);
    }
  }

  /** What may be told of a column's name: a word, no number, no name of a person. */
  private static final String WORD = "[a-z][a-z_ -]{0,40}";

  private final ZoneId zone;
  private final Function<String, ReadTable.Subject> pseudonym;
  private final Map<Column, Integer> columns = new HashMap<>();
  private final Map<String, List<Victim>> cases = new LinkedHashMap<>();
  private final Map<ReadTable.Subject, Contact> contacts = new HashMap<>();
  private final Map<String, Set<ReadTable.Subject>> met = new HashMap<>();
  private final List<Problem> problems = new ArrayList<>();

  private VictimList(ZoneId zone, Function<String, ReadTable.Subject> pseudonym) {
    this.zone = zone;
    this.pseudonym = pseudonym;
  }

  /** What may be wrong. */
  public enum Fault {
    COLUMN_UNKNOWN,
    COLUMN_TWICE,
    NO_ORDERS,
    COLUMNS,
    NO_ORDER,
    PURCHASE_BACKWARDS,
    FRAUD_BEFORE_PURCHASE,
    KNEW,
    CASE,
    TWICE,
    FRAUD_TIME,
    PURCHASE_TIME,
    NOTHING_BOUGHT,
    NO_RESOLVER,
    NOT_RESOLVED,
    TOO_MANY_ORDERS;

    /** Lower case, with hyphens. */
    public String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * @param line from 1
   * @param sentence says what would be right and quotes nothing of the line
   */
  public record Problem(long line, Fault fault, String sentence) {}

  /**
   * @param cases the victims of each; where the list names no cases, one that is called ""
   * @param contacts of victims of whom the list has no order number, by their subjects, which are
   *     no pseudonyms
   * @param problems what was left out, or passed over
   */
  public record Parsed(
      Map<String, List<Victim>> cases,
      Map<ReadTable.Subject, Contact> contacts,
      List<Problem> problems) {

    /**
     * The same without some victims, each of which is told as a problem.
     *
     * @param leftOut tells why, or null of one that stays
     */
    public Parsed without(Function<Victim, Problem> leftOut) {
      Map<String, List<Victim>> rest = new LinkedHashMap<>();
      List<Problem> all = new ArrayList<>(problems);
      cases.forEach(
          (name, victims) -> {
            for (Victim victim : victims) {
              Problem problem = leftOut.apply(victim);
              if (problem == null) {
                rest.computeIfAbsent(name, each -> new ArrayList<>()).add(victim);
              } else {
                all.add(problem);
              }
            }
          });
      all.sort(Comparator.comparingLong(Problem::line));
      return new Parsed(rest, contacts, List.copyOf(all));
    }

    /**
     * The same without those of whom there is no order number.
     *
     * @param why says so, and what would be right
     */
    public Parsed withoutContacts(String why) {
      return without(
          victim ->
              contacts.containsKey(victim.subject())
                  ? leftOut(victim, Fault.NO_RESOLVER, why)
                  : null);
    }
  }

  /** What is told of a victim that is left out. */
  public static Problem leftOut(Victim victim, Fault fault, String why) {
    return new Problem(victim.line(), fault, "left out: " + why);
  }

  /**
   * @param zone of times without an offset
   * @param pseudonym of an order number or customer as the list writes it
   * @throws CsvException where it is no list of victims at all
   */
  public static Parsed read(Reader text, ZoneId zone, Function<String, ReadTable.Subject> pseudonym)
      throws IOException {
    VictimList list = new VictimList(zone, pseudonym);
    CsvLines.read(text, list::head, list::line);
    return new Parsed(list.cases, list.contacts, list.problems);
  }

  private boolean head(List<String> names) {
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i).toLowerCase(Locale.ROOT);
      Column column = NAMES.get(name.replaceAll("[\\s_-]", ""));
      String told = name.matches(WORD) || column != null ? "\"" + name + "\"" : "" + (i + 1);
      if (column == null) {
        problems.add(
            new Problem(
                1, Fault.COLUMN_UNKNOWN, "column " + told + " is not known and passed over"));
      } else if (columns.putIfAbsent(column, i) != null) {
        problems.add(
            new Problem(
                1,
                Fault.COLUMN_TWICE,
                "column " + told + " says what another one says, and is passed over"));
      }
    }
    if (Stream.of(Column.SUBJECT, Column.PHONE, Column.NAME).noneMatch(columns::containsKey)) {
      problems.add(
          new Problem(
              1,
              Fault.NO_ORDERS,
              "expected a column with the order numbers, named order, subject or 订单号, or where"
                  + " there are none phone (电话) and name (姓名); as far as known beside it purchase"
                  + " (购买时间), fraud (被骗时间) and case (案件)"));
      return false;
    }
    return true;
  }

  private void line(long number, CSVRecord line) {
    if (!line.isConsistent()) {
      leftOut(
          number,
          Fault.COLUMNS,
          "expected "
              + line.getParser().getHeaderNames().size()
              + " columns, found "
              + line.size());
      return;
    }
    String id = cell(line, Column.SUBJECT);
    Contact contact = Contact.of(cell(line, Column.PHONE), cell(line, Column.NAME));
    if (id.isEmpty() && contact == null) {
      leftOut(number, Fault.NO_ORDER, "no order number");
      return;
    }
    TimeText bought = time(line, Column.PURCHASE, number);
    TimeText boughtTo = time(line, Column.PURCHASE_TO, number);
    TimeText fraud = time(line, Column.FRAUD, number);
    if (bought == BAD || boughtTo == BAD || fraud == BAD) {
      return;
    }
    if (bought != null && boughtTo != null && boughtTo.to() < bought.from()) {
      leftOut(number, Fault.PURCHASE_BACKWARDS, "the purchase ends before it begins");
      return;
    }
    if (bought != null && fraud != null && fraud.to() < bought.from()) {
      leftOut(number, Fault.FRAUD_BEFORE_PURCHASE, "the fraud was before the purchase");
      return;
    }
    Knew knew = Knew.parse(cell(line, Column.KNEW));
    if (knew == null) {
      leftOut(
          number,
          Fault.KNEW,
          "knew: expected kinds of fields such as name;phone;address;order-id;card-tail;purchase"
              + " (姓名、电话、地址、订单号、卡尾号、商品) or password (密码)");
      return;
    }
    String name = cell(line, Column.CASE);
    if (PersonalId.holdsPersonal(name)) {
      leftOut(
          number,
          Fault.CASE,
          "case: expected the name or number of a case, which is told in the result, and not a"
              + " phone number, a mail address or an identity number");
      return;
    }
    // Of two lines with the same phone it is known later on whether they mean the same order.
    ReadTable.Subject subject =
        id.isEmpty() ? new ReadTable.Subject(0, number) : pseudonym.apply(id);
    if (!met.computeIfAbsent(name, each -> new HashSet<>()).add(subject)) {
      leftOut(number, Fault.TWICE, "stands in the list already");
      return;
    }
    if (id.isEmpty()) {
      contacts.put(subject, contact);
    }
    cases
        .computeIfAbsent(name, each -> new ArrayList<>())
        .add(
            new Victim(
                number,
                subject,
                bought == null ? Victim.UNKNOWN : bought.from(),
                boughtBy(bought, boughtTo),
                fraud == null ? Victim.UNKNOWN : fraud.to(),
                knew));
  }

  private static long boughtBy(TimeText from, TimeText to) {
    if (to != null) {
      return to.to();
    }
    return from == null ? Victim.UNKNOWN : from.to();
  }

  private static final TimeText BAD = new TimeText(0, 0);

  /** Null where the list says nothing, {@link #BAD} where it cannot be understood. */
  private TimeText time(CSVRecord line, Column column, long number) {
    String text = cell(line, column);
    if (text.isEmpty()) {
      return null;
    }
    TimeText time = TimeText.parse(text, zone);
    if (time == null) {
      leftOut(
          number,
          column == Column.FRAUD ? Fault.FRAUD_TIME : Fault.PURCHASE_TIME,
          (column == Column.FRAUD ? "fraud" : "purchase")
              + ": expected a time such as 2026-03-01T09:30:00+08:00, a day such as 2026-03-01, or"
              + " two of them with .. between");
      return BAD;
    }
    return time;
  }

  private String cell(CSVRecord line, Column column) {
    Integer at = columns.get(column);
    return at == null ? "" : line.get(at);
  }

  private void leftOut(long number, Fault fault, String why) {
    problems.add(new Problem(number, fault, "left out: " + why));
  }
}
