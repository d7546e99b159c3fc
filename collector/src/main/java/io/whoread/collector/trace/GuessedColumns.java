package io.whoread.collector.trace;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Columns of a list whose first line does not name them, by what stands in them. What could be one
 * thing or another is not decided: then there are first lines to choose from.
 */
final class GuessedColumns {
  /** Of the cells of a column, so many must look alike: one may be mistyped. */
  private static final double MOST = 0.8;

  /** Cells that differ, of all cells with order numbers: some stand in a list twice. */
  private static final double DISTINCT = 0.6;

  private static final int MOST_CHOICES = 4;
  private static final Pattern DIGIT = Pattern.compile(".*[0-9].*");
  private static final Pattern MOBILE = Pattern.compile("1[3-9][0-9]{9}|\\+[0-9]{8,15}");
  private static final Pattern ORDER =
      Pattern.compile("(?=.*[0-9])(?![0-9]{1,3}$)(?![0-9]+[.,][0-9]{1,2}$)[\\p{L}0-9_/#.:-]+");

  /** May be an order number, or an amount, or the number of a shop. */
  private static final Pattern SHORT_NUMBER = Pattern.compile("[0-9]{1,6}");

  private static final Pattern CHINESE_NAME = Pattern.compile("[\\p{IsHan}·*]{2,6}");

  private final List<List<String>> rows;
  private final ZoneId zone;
  private final boolean heading;
  private final int width;

  /** What is certain, by place; null where nothing is. */
  private final VictimColumn[] taken;

  /** The first lines that would do where it is not all certain. */
  private final List<List<VictimColumn>> choices = new ArrayList<>();

  /**
   * @param lines all of the list, cell by cell
   */
  GuessedColumns(List<List<String>> lines, ZoneId zone) {
    this.zone = zone;
    heading =
        lines.size() > 1
            && lines.getFirst().stream().noneMatch(is(DIGIT))
            && lines.get(1).stream().anyMatch(is(DIGIT));
    rows = heading ? lines.subList(1, lines.size()) : lines;
    width = rows.stream().mapToInt(List::size).max().orElse(0);
    taken = new VictimColumn[width];
    if (width == 1) {
      only();
    } else {
      named(lines.isEmpty() ? List.of() : lines.getFirst());
      phones();
      known();
      List<Integer> orders = has(VictimColumn.SUBJECT) ? List.of() : orders();
      List<Integer> times = columns(this::isTime);
      if (orders.size() == 1) {
        taken[orders.getFirst()] = VictimColumn.SUBJECT;
        orders = List.of();
      }
      boolean clear =
          has(VictimColumn.PURCHASE)
              || has(VictimColumn.FRAUD)
              || times.size() == 2 && areClear(times.get(0), times.get(1));
      choose(orders, clear ? List.of() : times);
    }
  }

  /** Whether the first line is none of the victims'. */
  boolean isHeading() {
    return heading;
  }

  /** Whether all that was found is certain, and some of it tells which orders are meant. */
  boolean isCertain() {
    return choices.isEmpty()
        && (has(VictimColumn.SUBJECT) || has(VictimColumn.PHONE) || has(VictimColumn.NAME));
  }

  int width() {
    return width;
  }

  /** The places of what is certain. */
  Map<VictimColumn, Integer> places() {
    Map<VictimColumn, Integer> places = new EnumMap<>(VictimColumn.class);
    IntStream.range(0, width)
        .filter(at -> taken[at] != null)
        .forEach(at -> places.put(taken[at], at));
    return places;
  }

  /** The name of each column; that of one that tells nothing is "other". */
  List<String> names() {
    return names(List.of(taken));
  }

  /** Names of columns, each list as a first line would say them; none where nothing fits. */
  List<List<String>> choices() {
    return choices.stream().map(GuessedColumns::names).toList();
  }

  private static List<String> names(List<VictimColumn> columns) {
    return columns.stream().map(VictimColumn::label).toList();
  }

  /** One column is the order numbers, unless it is clear that it is something else. */
  private void only() {
    if (all(0, GuessedColumns::isPhone)) {
      taken[0] = VictimColumn.PHONE;
    } else if (all(0, is(CHINESE_NAME))) {
      taken[0] = VictimColumn.NAME;
    } else if (all(0, is(DIGIT)) && !all(0, this::isTime)) {
      taken[0] = VictimColumn.SUBJECT;
    } else {
      taken[0] = VictimColumn.OTHER;
    }
  }

  /** A heading may name some. */
  private void named(List<String> first) {
    for (int at = 0; heading && at < Math.min(width, first.size()); at++) {
      VictimColumn column = VictimColumn.named(first.get(at));
      taken[at] = column == null || has(column) ? null : column;
    }
  }

  private void phones() {
    List<Integer> phones = columns(GuessedColumns::isPhone);
    for (int at : phones) {
      taken[at] =
          phones.size() == 1 && !has(VictimColumn.PHONE) ? VictimColumn.PHONE : VictimColumn.OTHER;
    }
  }

  private void known() {
    for (int at : columns(cell -> !cell.isBlank() && Knew.parse(cell) != null)) {
      taken[at] = has(VictimColumn.KNEW) ? VictimColumn.OTHER : VictimColumn.KNEW;
    }
  }

  private List<Integer> orders() {
    List<Integer> orders =
        columns(is(ORDER)).stream().filter(at -> !all(at, this::isTime) && isDistinct(at)).toList();
    List<Integer> longer = orders.stream().filter(at -> !all(at, is(SHORT_NUMBER))).toList();
    return longer.isEmpty() ? orders : longer;
  }

  private boolean isTime(String cell) {
    return TimeText.parse(cell, zone) != null;
  }

  /** Nobody is defrauded before buying: the column that is the earlier one is the purchase. */
  private boolean areClear(int one, int other) {
    int before = 0;
    int after = 0;
    for (List<String> row : rows) {
      TimeText first = TimeText.parse(cell(row, one), zone);
      TimeText second = TimeText.parse(cell(row, other), zone);
      if (first != null && second != null) {
        before += first.to() < second.from() ? 1 : 0;
        after += second.to() < first.from() ? 1 : 0;
      }
    }
    if (before + after == 0 || Math.max(before, after) < MOST * (before + after)) {
      return false;
    }
    taken[before > after ? one : other] = VictimColumn.PURCHASE;
    taken[before > after ? other : one] = VictimColumn.FRAUD;
    return true;
  }

  /** What is left open: one of the columns has the orders, a time is that of purchase or fraud. */
  private void choose(List<Integer> orders, List<Integer> times) {
    List<VictimColumn[]> begun = new ArrayList<>();
    orders.forEach(at -> begun.add(with(taken, at, VictimColumn.SUBJECT)));
    if (has(VictimColumn.SUBJECT) || has(VictimColumn.PHONE)) {
      begun.add(taken);
    }
    List<VictimColumn[]> lines = new ArrayList<>();
    for (VictimColumn[] line : begun) {
      if (times.size() > 1) {
        lines.add(
            with(
                with(line, times.get(0), VictimColumn.PURCHASE), times.get(1), VictimColumn.FRAUD));
        lines.add(
            with(
                with(line, times.get(0), VictimColumn.FRAUD), times.get(1), VictimColumn.PURCHASE));
      } else if (times.size() == 1) {
        lines.add(with(line, times.getFirst(), VictimColumn.PURCHASE));
        lines.add(with(line, times.getFirst(), VictimColumn.FRAUD));
      } else if (!orders.isEmpty()) {
        lines.add(line);
      }
    }
    lines.stream().limit(MOST_CHOICES).forEach(line -> choices.add(filled(line)));
    for (int at = 0; at < width; at++) {
      taken[at] = filled(taken).get(at);
    }
  }

  private static VictimColumn[] with(VictimColumn[] line, int at, VictimColumn column) {
    VictimColumn[] one = line.clone();
    one[at] = column;
    return one;
  }

  private static List<VictimColumn> filled(VictimColumn[] line) {
    return Stream.of(line).map(each -> each == null ? VictimColumn.OTHER : each).toList();
  }

  private boolean has(VictimColumn column) {
    return Arrays.asList(taken).contains(column);
  }

  private List<Integer> columns(Predicate<String> looks) {
    return IntStream.range(0, width)
        .filter(at -> taken[at] == null && all(at, looks))
        .boxed()
        .toList();
  }

  private boolean all(int at, Predicate<String> looks) {
    List<String> cells = cells(at);
    return !cells.isEmpty() && cells.stream().filter(looks).count() >= MOST * cells.size();
  }

  private boolean isDistinct(int at) {
    List<String> cells = cells(at);
    return new HashSet<>(cells).size() >= DISTINCT * cells.size();
  }

  private List<String> cells(int at) {
    return rows.stream().map(row -> cell(row, at)).filter(cell -> !cell.isEmpty()).toList();
  }

  private static String cell(List<String> row, int at) {
    return at < row.size() ? row.get(at) : "";
  }

  private static boolean isPhone(String cell) {
    Contact contact = Contact.of(cell, "");
    return contact != null && MOBILE.matcher(contact.phone()).matches();
  }

  private static Predicate<String> is(Pattern pattern) {
    return cell -> pattern.matcher(cell).matches();
  }
}
