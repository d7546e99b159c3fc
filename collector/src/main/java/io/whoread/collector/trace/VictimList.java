package io.whoread.collector.trace;

import io.whoread.collector.csv.CsvException;
import io.whoread.collector.csv.CsvLines;
import io.whoread.record.PersonalId;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
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
  /** What may be told of a column's name: a word, no number, no name of a person. */
  private static final String WORD = "[A-Za-z][A-Za-z_ -]{0,40}";

  private final ZoneId zone;
  private final Function<String, ReadTable.Subject> pseudonym;
  private final Map<VictimColumn, Integer> columns = new HashMap<>();
  private final Map<String, List<Victim>> cases = new LinkedHashMap<>();
  private final Map<ReadTable.Subject, Contact> contacts = new HashMap<>();
  private final Map<String, Set<ReadTable.Subject>> met = new HashMap<>();
  private final List<Problem> problems = new ArrayList<>();

  /** So many columns each line has. */
  private int width;

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
    TOO_MANY_ORDERS,
    COLUMNS_GUESSED,
    COLUMNS_UNCLEAR,
    NO_LINE;

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
   * Columns that no line names.
   *
   * @param taken for what each was taken, by the name to write above it; "other" is of no use
   * @param choices where it could not be told: first lines to choose from, each a name for every
   *     column; then nothing was taken from the list
   * @param heading whether the first line is none of the victims', but names columns as nobody
   *     knows them
   */
  public record Unnamed(List<String> taken, List<List<String>> choices, boolean heading) {}

  /**
   * @param cases the victims of each; where the list names no cases, one that is called ""
   * @param contacts of victims of whom the list has no order number, by their subjects, which are
   *     no pseudonyms
   * @param problems what was left out, or passed over
   * @param unnamed where no line names the columns, what was made of that; else null
   */
  public record Parsed(
      Map<String, List<Victim>> cases,
      Map<ReadTable.Subject, Contact> contacts,
      List<Problem> problems,
      Unnamed unnamed) {

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
      return new Parsed(rest, contacts, List.copyOf(all), unnamed);
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
    // Looked at twice where the first line does not name the columns.
    StringWriter all = new StringWriter();
    text.transferTo(all);
    Unnamed unnamed = null;
    if (!CsvLines.read(new StringReader(all.toString()), list::head, list::line)) {
      unnamed = list.unnamed(all.toString());
    }
    if (list.cases.isEmpty() && list.problems.isEmpty()) {
      list.problems.add(new Problem(1, Fault.NO_LINE, "there is no victim in it"));
    }
    return new Parsed(list.cases, list.contacts, list.problems, unnamed);
  }

  /** Whether the line says where the orders are. */
  private boolean head(List<String> names) {
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      VictimColumn column = VictimColumn.named(name);
      String told = name.matches(WORD) || column != null ? "\"" + name + "\"" : "" + (i + 1);
      if (column == null) {
        problems.add(
            new Problem(
                1, Fault.COLUMN_UNKNOWN, "column " + told + " is not known and passed over"));
      } else if (columns.putIfAbsent(column, i) != null && column != VictimColumn.OTHER) {
        problems.add(
            new Problem(
                1,
                Fault.COLUMN_TWICE,
                "column " + told + " says what another one says, and is passed over"));
      }
    }
    width = names.size();
    // A word may stand in a line of the list, too: a time is the name of no column.
    return Stream.of(VictimColumn.SUBJECT, VictimColumn.PHONE, VictimColumn.NAME)
            .anyMatch(columns::containsKey)
        && names.stream().noneMatch(name -> TimeText.parse(name, zone) != null);
  }

  private Unnamed unnamed(String text) throws IOException {
    columns.clear();
    problems.clear();
    List<Long> numbers = new ArrayList<>();
    List<List<String>> lines = new ArrayList<>();
    CsvLines.read(
        new StringReader(text),
        (number, line) -> {
          numbers.add(number);
          lines.add(line.toList());
        });
    GuessedColumns guessed = new GuessedColumns(lines, zone);
    Unnamed unnamed = new Unnamed(guessed.names(), guessed.choices(), guessed.isHeading());
    if (!lines.isEmpty() && !guessed.isCertain()) {
      problems.add(unclear(unnamed));
    } else if (!lines.isEmpty()) {
      problems.add(
          new Problem(
              1,
              Fault.COLUMNS_GUESSED,
              "no line names the columns: taken for " + String.join(",", unnamed.taken)));
      columns.putAll(guessed.places());
      width = guessed.width();
      for (int i = guessed.isHeading() ? 1 : 0; i < lines.size(); i++) {
        line(numbers.get(i), lines.get(i));
      }
    }
    return unnamed;
  }

  private static Problem unclear(Unnamed unnamed) {
    String where = unnamed.heading ? "name the columns by the first line: " : "put a line first: ";
    return unnamed.choices.isEmpty()
        ? new Problem(
            1,
            Fault.NO_ORDERS,
            "expected a column with the order numbers, named order, subject or 订单号, or where"
                + " there are none phone (电话) and name (姓名); as far as known beside it purchase"
                + " (购买时间), fraud (被骗时间) and case (案件)")
        : new Problem(
            1,
            Fault.COLUMNS_UNCLEAR,
            "it cannot be told which column is what: "
                + where
                + unnamed.choices.stream()
                    .map(names -> String.join(",", names))
                    .collect(Collectors.joining(" or ")));
  }

  private void line(long number, CSVRecord line) {
    line(number, line.toList());
  }

  private void line(long number, List<String> line) {
    if (line.size() != width) {
      leftOut(number, Fault.COLUMNS, "expected " + width + " columns, found " + line.size());
      return;
    }
    String id = cell(line, VictimColumn.SUBJECT);
    Contact contact = Contact.of(cell(line, VictimColumn.PHONE), cell(line, VictimColumn.NAME));
    if (id.isEmpty() && contact == null) {
      leftOut(number, Fault.NO_ORDER, "no order number");
      return;
    }
    TimeText bought = time(line, VictimColumn.PURCHASE, number);
    TimeText boughtTo = time(line, VictimColumn.PURCHASE_TO, number);
    TimeText fraud = time(line, VictimColumn.FRAUD, number);
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
    Knew knew = Knew.parse(cell(line, VictimColumn.KNEW));
    if (knew == null) {
      leftOut(
          number,
          Fault.KNEW,
          "knew: expected kinds of fields such as name;phone;address;order-id;card-tail;purchase"
              + " (姓名、电话、地址、订单号、卡尾号、商品) or password (密码)");
      return;
    }
    String name = cell(line, VictimColumn.CASE);
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
  private TimeText time(List<String> line, VictimColumn column, long number) {
    String text = cell(line, column);
    if (text.isEmpty()) {
      return null;
    }
    TimeText time = TimeText.parse(text, zone);
    if (time == null) {
      leftOut(
          number,
          column == VictimColumn.FRAUD ? Fault.FRAUD_TIME : Fault.PURCHASE_TIME,
          (column == VictimColumn.FRAUD ? "fraud" : "purchase")
              + ": expected a time such as 2026-03-01T09:30:00+08:00, a day such as 2026-03-01, or"
              + " two of them with .. between");
      return BAD;
    }
    return time;
  }

  private String cell(List<String> line, VictimColumn column) {
    Integer at = columns.get(column);
    return at == null ? "" : line.get(at);
  }

  private void leftOut(long number, Fault fault, String why) {
    problems.add(new Problem(number, fault, "left out: " + why));
  }
}
