package io.whoread.collector.cli;

import io.whoread.record.FieldKind;
import io.whoread.record.PersonalId;
import io.whoread.record.PlainText;
import io.whoread.record.Roles;
import io.whoread.record.v1.Form;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVRecord;

/**
 * Reads records from CSV: a head line that names the columns, then one subject of one access a
 * line. A line that cannot be a record is told by its number and left out.
 */
final class CsvRecords {
  private static final Set<String> REQUIRED = Set.of("time", "actor", "subject");
  private static final List<String> COLUMNS =
      List.of(
          "time",
          "actor",
          "role",
          "subject",
          "subject_time",
          "fields",
          "service",
          "operation",
          "form",
          "address",
          "owner",
          "status",
          "team");

  /** What may be told of a name or word: a word, no number, no name of a person. */
  private static final String NAME = "[a-z][a-z_ -]{0,40}";

  private static final List<String> USUAL_ROLES =
      List.of(
          Roles.STAFF, Roles.SELLER, Roles.COURIER, Roles.CUSTOMER, Roles.SYSTEM, Roles.UNKNOWN);

  private static final List<String> USUAL_FIELDS =
      Stream.of(FieldKind.values()).map(FieldKind::label).toList();

  private static final Pattern ADDRESS =
      Pattern.compile("(\\d{1,3}\\.){3}\\d{1,3}|(?=.*:.*:)[0-9a-fA-F:.]{2,45}");

  private static final long EARLIEST_MS = 946_684_800_000L;
  private static final long AHEAD_MS = 86_400_000L;
  private static final int LAST_PLACED_DAY = 100_000;
  private static final int MAX_TEXT = 500;

  /** So many bad lines, and so many unusual words, are told one by one. */
  private static final int TOLD = 20;

  private final Path file;
  private final Function<String, byte[]> pseudonym;
  private final PrintWriter err;
  private final Set<String> columns = new HashSet<>();

  /** One copy of each text that repeats. */
  private final Map<String, String> words = new HashMap<>();

  private final Map<String, List<String>> fieldLists = new HashMap<>();

  /** Roles and kinds of fields that were met and are none of the usual ones. */
  private final Set<String> unusual = new HashSet<>();

  /** Lists of fields whose words were looked at. */
  private final Set<List<String>> seenFields = new HashSet<>();

  private final Set<String> seenRoles = new HashSet<>(USUAL_ROLES);
  private long bad;

  /**
   * @param pseudonym of a subject as it stands in the file
   * @param err takes what was wrong
   */
  CsvRecords(Path file, Function<String, byte[]> pseudonym, PrintWriter err) {
    this.file = file;
    this.pseudonym = pseudonym;
    this.err = err;
  }

  /** How many lines were left out. */
  long leftOut() {
    return bad;
  }

  /**
   * The records of the file, in order of time. Asked once.
   *
   * @throws CommandFailed where the file cannot be read, or its head or quoting is wrong
   */
  List<CsvRecord> read() {
    List<CsvRecord> records = new ArrayList<>();
    CsvFile.lines(file, this::head, (number, line) -> line(number, line, records));
    if (unusual.size() > TOLD) {
      err.println(
          file + ": " + (unusual.size() - TOLD) + " more words of role and fields like these");
    }
    if (bad > 0) {
      err.println(
          file
              + ": "
              + bad
              + (bad == 1 ? " line" : " lines")
              + " left out, "
              + records.size()
              + " taken");
    }
    records.sort(Comparator.comparingLong(CsvRecord::timeMs));
    return records;
  }

  private void line(long number, CSVRecord line, List<CsvRecord> records) {
    try {
      CsvRecord record = record(line);
      records.add(record);
      tellUnusual(record, number);
    } catch (BadLine e) {
      bad++;
      if (bad <= TOLD) {
        err.println(file + ":" + number + ": left out: " + e.getMessage());
      }
    }
  }

  /**
   * Whether the first line is a head is known once it names what it must; until then its cells may
   * be somebody's data, and are not told.
   */
  private boolean head(List<String> names) {
    for (String name : COLUMNS) {
      int times = Collections.frequency(names, name);
      if (times > 1) {
        throw new CommandFailed(file + ":1: column \"" + name + "\" stands there twice");
      }
      if (times == 1) {
        columns.add(name);
      } else if (REQUIRED.contains(name)) {
        throw new CommandFailed(
            file
                + ":1: no column \""
                + name
                + "\"; the first line must name the columns, at least time, actor and subject");
      }
    }
    for (int i = 0; i < names.size(); i++) {
      if (!columns.contains(names.get(i))) {
        err.printf(
            "%s:1: column %d%s is not known and passed over; known are %s%n",
            file,
            i + 1,
            names.get(i).matches(NAME) ? " \"" + names.get(i) + "\"" : "",
            String.join(", ", COLUMNS));
      }
    }
    return true;
  }

  private CsvRecord record(CSVRecord line) throws BadLine {
    if (!line.isConsistent()) {
      throw new BadLine(
          "expected "
              + line.getParser().getHeaderNames().size()
              + " columns, found "
              + line.size());
    }
    return new CsvRecord(
        time(line),
        required(line, "actor"),
        role(word(line, "role")),
        pseudonym.apply(required(line, "subject")),
        placedDay(line),
        fields(word(line, "fields")),
        word(line, "service"),
        word(line, "operation"),
        form(word(line, "form")),
        address(word(line, "address")),
        word(line, "owner"),
        word(line, "status"),
        word(line, "team"));
  }

  private String word(CSVRecord line, String column) throws BadLine {
    if (!columns.contains(column)) {
      return "";
    }
    String text = line.get(column);
    if (text.length() > MAX_TEXT || !PlainText.isPlain(text)) {
      throw new BadLine(
          column
              + ": expected at most "
              + MAX_TEXT
              + " characters, none of them a control one or a mark of direction");
    }
    return words.computeIfAbsent(text, Function.identity());
  }

  private String required(CSVRecord line, String column) throws BadLine {
    String text = line.get(column);
    if (text.isEmpty()) {
      throw new BadLine("no " + column);
    }
    return column.equals("actor") ? word(line, column) : text;
  }

  private static long time(CSVRecord line) throws BadLine {
    String text = line.get("time");
    try {
      long time = OffsetDateTime.parse(text).toInstant().toEpochMilli();
      if (time < EARLIEST_MS || time > System.currentTimeMillis() + AHEAD_MS) {
        throw new BadLine("time: expected one from 2000 until now");
      }
      return time;
    } catch (DateTimeException | ArithmeticException e) {
      throw new BadLine(
          "time: expected ISO-8601 with an offset, such as 2026-03-01T09:30:00+08:00");
    }
  }

  /** As agents do, a day that no order of our days has, such as 9999-12-31, is taken for none. */
  private int placedDay(CSVRecord line) throws BadLine {
    String text = columns.contains("subject_time") ? line.get("subject_time") : "";
    if (text.isEmpty()) {
      return 0;
    }
    try {
      LocalDate day =
          text.length() == 10 ? LocalDate.parse(text) : OffsetDateTime.parse(text).toLocalDate();
      long placed = day.toEpochDay() + 1;
      return placed < 1 || placed > LAST_PLACED_DAY ? 0 : (int) placed;
    } catch (DateTimeException e) {
      throw new BadLine("subject_time: expected a day, or ISO-8601 with an offset, or nothing");
    }
  }

  private static String role(String text) throws BadLine {
    return text.isEmpty() ? Roles.UNKNOWN : noValue("role", text.toLowerCase(Locale.ROOT));
  }

  private List<String> fields(String text) throws BadLine {
    List<String> known = fieldLists.get(text);
    if (known != null) {
      return known;
    }
    List<String> fields = new ArrayList<>();
    for (String field : text.split("[;|]")) {
      if (!field.isBlank()) {
        fields.add(noValue("fields", field.strip()));
      }
    }
    fieldLists.put(text, List.copyOf(fields));
    return fieldLists.get(text);
  }

  /** Where somebody's data stands under the head of a word, it is nobody's configuration. */
  private static String noValue(String column, String word) throws BadLine {
    if (PersonalId.holdsPersonal(word)) {
      String usual = (column.equals("role") ? USUAL_ROLES : USUAL_FIELDS).getFirst();
      throw new BadLine(column + ": expected words such as " + usual + ", not a value");
    }
    return word;
  }

  /**
   * A word that a configuration may have, and a misspelt one, look the same: each is told once, and
   * of lines that were taken.
   */
  private void tellUnusual(CsvRecord record, long number) {
    if (seenRoles.add(record.role())) {
      unusual("role", record.role(), USUAL_ROLES, number);
    }
    if (seenFields.add(record.fields())) {
      record.fields().forEach(field -> unusual("fields", field, USUAL_FIELDS, number));
    }
  }

  private void unusual(String column, String word, List<String> usual, long number) {
    if (usual.contains(word) || !unusual.add(column + ' ' + word) || unusual.size() > TOLD) {
      return;
    }
    err.printf(
        "%s:%d: %s: %s is none of the usual words and taken for one of your own; usual are %s%n",
        file,
        number,
        column,
        word.matches(NAME) ? '"' + word + '"' : "a word",
        String.join(", ", usual));
  }

  /** Of a client: somebody's street under the same head is not let into the trail. */
  private static String address(String text) throws BadLine {
    if (!text.isEmpty() && !ADDRESS.matcher(text).matches()) {
      throw new BadLine("address: expected the client's IPv4 or IPv6 address, or nothing");
    }
    return text;
  }

  private static Form form(String text) throws BadLine {
    if (text.isEmpty()) {
      return Form.FORM_UNSPECIFIED;
    }
    for (Form form : Form.values()) {
      if (form != Form.UNRECOGNIZED
          && form != Form.FORM_UNSPECIFIED
          && form.name().substring(5).toLowerCase(Locale.ROOT).equals(text)) {
        return form;
      }
    }
    throw new BadLine(
        "form: expected listed, opened, revealed, exported, printed, api, job or nothing");
  }

  /** A line that is no record; the message holds nothing of it but a word that is no value. */
  private static final class BadLine extends Exception {
    BadLine(String message) {
      super(message);
    }
  }
}
