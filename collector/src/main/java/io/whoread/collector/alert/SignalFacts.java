package io.whoread.collector.alert;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import io.whoread.collector.alert.v1.Alert;
import io.whoread.collector.alert.v1.Signal;
import io.whoread.collector.alert.v1.SubjectRef;
import io.whoread.record.v1.Form;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/** A signal's numbers as sentences need them. */
record SignalFacts(Signal signal, ZoneId zone) {
  private static final DateTimeFormatter DAY = DateTimeFormatter.ISO_LOCAL_DATE;
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm");
  private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("HH:mm:ss");
  private static final int EXAMPLES = 3;
  private static final int EXAMPLE_DIGITS = 8;

  String rule() {
    return signal.getRule();
  }

  /** "412", or where it was estimated "about 412". */
  String observed(String about) {
    return counted(signal.getObserved(), about);
  }

  /** A number of the signal's subjects, said to be about so many where it was estimated. */
  String counted(double number, String about) {
    return signal.getError() > 0.005 ? about + rounded(number) : whole(number);
  }

  /** Of a number that is only about right, the first three digits: 269312 is 269000. */
  static String rounded(double number) {
    double unit = Math.pow(10, Math.max(0, Math.floor(Math.log10(number)) - 2));
    return whole(Math.round(number / unit) * unit);
  }

  static String whole(double number) {
    return Long.toString(Math.round(number));
  }

  /**
   * What the alert knows of the reader's own days, where a signal itself has nothing to compare
   * with: of reads of whatever kind, within a time as near to the signal's as there is.
   *
   * @return null where nothing is known
   */
  static Signal inAll(Alert alert, Signal signal) {
    return alert.getSignalsList().stream()
        .filter(other -> other.getRule().equals("bulk") && other.hasOwnNormal())
        .min(
            Comparator.comparingInt(
                other -> Math.abs(other.getWindowSeconds() - signal.getWindowSeconds())))
        .orElse(null);
  }

  /** "UTC+08:00": what the times of the sentence are told in. */
  String offset() {
    ZoneOffset offset = zone.getRules().getOffset(instant(signal.getFrom()));
    return offset.equals(ZoneOffset.UTC) ? "UTC" : "UTC" + offset.getId();
  }

  /**
   * Where the calendar is in force: "Asia/Shanghai"; empty where an older collector did not say.
   */
  String calendarZone() {
    return fact("zone");
  }

  /**
   * Day of the week and clock at the first read, where the calendar is in force: "Saturday 12:01".
   */
  String there(Locale locale) {
    return DateTimeFormatter.ofPattern("EEEE HH:mm", locale)
        .format(instant(signal.getFrom()).atZone(ZoneId.of(calendarZone())));
  }

  /** "2026-11-21 12:01", seconds where the whole window is that short. */
  private String from() {
    LocalDateTime from = at(signal.getFrom());
    return DAY.format(from) + " " + clock(from);
  }

  /** "12:48", with its day where that is another. */
  private String to() {
    LocalDateTime to = at(signal.getTo());
    LocalDate day = at(signal.getFrom()).toLocalDate();
    return day.equals(to.toLocalDate()) ? clock(to) : DAY.format(to) + " " + clock(to);
  }

  /**
   * From first to last read, once where they are the same.
   *
   * @param until stands between the two
   */
  String span(String until) {
    String from = from();
    String to = to();
    return from.endsWith(" " + to) ? from : from + until + to;
  }

  private String clock(LocalDateTime time) {
    long length = Timestamps.toMillis(signal.getTo()) - Timestamps.toMillis(signal.getFrom());
    return (length < 120_000 ? SECONDS : TIME).format(time);
  }

  private LocalDateTime at(Timestamp time) {
    return LocalDateTime.ofInstant(instant(time), zone);
  }

  private static Instant instant(Timestamp time) {
    return Instant.ofEpochMilli(Timestamps.toMillis(time));
  }

  /**
   * The signal's subjects, kind by kind: "200 orders", "200 customers"; the most frequent first,
   * those of no known kind last.
   *
   * @param phrase of a number, as it is to be told, whether it is one, and a kind, which is empty
   *     where it is not known or where there are several and it was not counted by kind
   */
  List<String> kinds(String about, Phrase phrase) {
    if (signal.getKindsCount() <= 1) {
      return List.of(phrase.of(observed(about), signal.getObserved() == 1, kind()));
    }
    return signal.getKindsMap().entrySet().stream()
        .sorted(
            Comparator.comparing((Map.Entry<String, Long> each) -> each.getKey().isEmpty())
                .thenComparing(Map.Entry.<String, Long>comparingByValue().reversed())
                .thenComparing(Map.Entry.comparingByKey()))
        .map(
            each -> phrase.of(counted(each.getValue(), about), each.getValue() == 1, each.getKey()))
        .toList();
  }

  /** Of so many subjects of a kind. */
  interface Phrase {
    String of(String number, boolean one, String kind);
  }

  /**
   * The kind of all subjects; empty where they are of several, or of none that is known. Of alerts
   * of an older collector only the examples tell.
   */
  String kind() {
    List<String> kinds =
        signal.getKindsCount() > 0
            ? List.copyOf(signal.getKindsMap().keySet())
            : signal.getExamplesList().stream().map(SubjectRef::getKind).distinct().toList();
    return kinds.isEmpty() ? "order" : kinds.size() == 1 ? kinds.getFirst() : "";
  }

  /** The first digits of a few pseudonyms. */
  List<String> examples() {
    return signal.getExamplesList().stream()
        .limit(EXAMPLES)
        .map(example -> digits(example.getId()))
        .toList();
  }

  private static String digits(ByteString id) {
    String hex = HexFormat.of().formatHex(id.toByteArray());
    return hex.substring(0, Math.min(EXAMPLE_DIGITS, hex.length()));
  }

  /**
   * Forms with their counts, most first: "380 exported", "32 listed"; unspecified ones left out.
   *
   * @param phrase of a form and its count
   */
  List<String> forms(BiFunction<Form, Long, String> phrase) {
    List<Map.Entry<Integer, Long>> forms = new ArrayList<>(signal.getFormsMap().entrySet());
    forms.sort(
        Map.Entry.<Integer, Long>comparingByValue()
            .reversed()
            .thenComparing(Map.Entry.comparingByKey()));
    return forms.stream()
        .filter(e -> Form.forNumber(e.getKey()) != null && e.getKey() != 0)
        .map(e -> phrase.apply(Form.forNumber(e.getKey()), e.getValue()))
        .toList();
  }

  /** The window's length in whole minutes. */
  int minutes() {
    return signal.getWindowSeconds() / 60;
  }

  /**
   * A fact that counts subjects, in words.
   *
   * @return nothing where it counts none
   */
  Optional<String> reason(String name, UnaryOperator<String> words) {
    String count = fact(name);
    return count.isEmpty() || count.equals("0")
        ? Optional.empty()
        : Optional.of(words.apply(count));
  }

  /** The facts that have words, with these before them, in the order of their names. */
  List<String> facts(Map<String, String> words) {
    return signal.getFactsMap().entrySet().stream()
        .filter(fact -> words.containsKey(fact.getKey()))
        .sorted(Map.Entry.comparingByKey())
        .map(fact -> words.get(fact.getKey()) + fact.getValue())
        .toList();
  }

  String fact(String name) {
    return signal.getFactsOrDefault(name, "");
  }
}
