package io.whoread.collector.people;

import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import io.whoread.collector.api.login.Account;
import io.whoread.collector.index.ActorId;
import io.whoread.collector.log.v1.Duty;
import io.whoread.collector.log.v1.Person;
import io.whoread.record.PersonalId;
import io.whoread.record.PlainText;
import io.whoread.record.Roles;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads the people of a source: a line each, and a line more for each of their further duties. All
 * that is wrong is told at once.
 */
public final class RegisterReader {
  /** The longest register, in bytes. */
  public static final int MAX_BYTES = 32 << 20;

  /** A person must fit into an entry of the log. */
  private static final int MOST_DUTIES = 200;

  private static final int LONGEST = 64;
  private static final LocalDate FIRST_DAY = LocalDate.of(1970, 1, 2);
  private static final LocalDate LAST_DAY = LocalDate.of(2199, 12, 31);
  private static final Set<String> NO_WORK = Set.of(Roles.CUSTOMER, Roles.SYSTEM, Roles.UNKNOWN);

  private static final Comparator<Duty> DUTIES =
      Comparator.<Duty, Timestamp>comparing(Duty::getFrom, Timestamps.comparator())
          .thenComparing(Duty::getUntil, Timestamps.comparator())
          .thenComparing(Duty::getSubstitutes);

  private final Terms terms;
  private final List<Fault> faults = new ArrayList<>();
  private final Map<ActorId, Told> people = new LinkedHashMap<>();

  /** A person, and where its facts stand. */
  private record Told(Row row, Person.Builder person) {}

  private RegisterReader(Terms terms) {
    this.terms = terms;
  }

  /** A register as it was sent: its people in order, and where each stands. */
  public record Sheet(List<Person> people, List<Fault.Place> places) {}

  /**
   * @param json else it is CSV
   * @throws BadRegister where anything is wrong
   */
  public static Sheet read(byte[] bytes, boolean json, Terms terms) {
    RegisterReader reader = new RegisterReader(terms);
    List<Row> rows = json ? Rows.json(bytes, reader.faults) : Rows.csv(bytes, reader.faults);
    rows.forEach(reader::row);
    if (!reader.faults.isEmpty()) {
      throw new BadRegister(reader.faults);
    }
    List<Person> people = new ArrayList<>();
    List<Fault.Place> places = new ArrayList<>();
    for (Told told : reader.people.values()) {
      people.add(inOrder(told.person));
      places.add(told.row.place());
    }
    return new Sheet(people, places);
  }

  /** The same duties are the same person, in whatever order they were sent, and however often. */
  private static Person inOrder(Person.Builder person) {
    Set<Duty> duties = new TreeSet<>(DUTIES);
    duties.addAll(person.getDutiesList());
    return person.clearDuties().addAllDuties(duties).build();
  }

  private void row(Row row) {
    String role = role(row);
    String id = id(row, "id");
    if (id.isEmpty()) {
      wrong(row, "id", row.has("id") ? idExpected() : "missing here");
      return;
    }
    Told told = people.get(new ActorId(role, id));
    if (told == null) {
      told = new Told(row, Person.newBuilder().setRole(role).setId(id));
      people.put(new ActorId(role, id), told);
      facts(row, told.person);
    } else {
      again(row, told.row);
    }
    duty(row, told.person);
  }

  /** A further line of a person brings a duty, and says nothing else of the person. */
  private void again(Row row, Row first) {
    boolean duty = row.has("from") || row.has("to") || row.has("for");
    if (!duty) {
      wrong(row, "id", "this person stands there already, at " + at(first));
    }
    for (String column : Rows.FACTS.subList(2, Rows.FACTS.size())) {
      if (duty && row.has(column) && !row.get(column).equals(first.get(column))) {
        wrong(row, column, "expected nothing, or the same as at " + at(first));
      }
    }
  }

  private static String at(Row row) {
    return row.place().line() > 0 ? "line " + row.place().line() : row.place().item();
  }

  private void facts(Row row, Person.Builder person) {
    person.setTeam(team(row)).setManager(login(row, "manager")).setAccount(login(row, "account"));
    if (row.has("calendar") && !terms.calendars().contains(row.get("calendar"))) {
      wrong(
          row,
          "calendar",
          "expected one of the rules' calendars: "
              + String.join(", ", new TreeSet<>(terms.calendars())));
    }
    person.setCalendar(row.get("calendar"));
    LocalDate joined = day(row, "joined");
    LocalDate left = day(row, "left");
    if (joined != null && left != null && left.isBefore(joined)) {
      wrong(row, "left", "expected a day not before \"joined\"; empty for who has come back");
    }
    if (joined != null) {
      person.setJoinedDay((int) joined.toEpochDay() + 1);
    }
    if (left != null) {
      // What counts is the first day after the last.
      person.setLeftDay((int) left.toEpochDay() + 2);
    }
  }

  private String role(Row row) {
    String role = row.get("role").toLowerCase(Locale.ROOT);
    if (NO_WORK.contains(role) || !isWord(role)) {
      wrong(row, "role", "expected staff, seller, courier or a role of your own, or nothing");
    }
    return role;
  }

  /** Empty where it is missing or wrong. */
  private static String id(Row row, String column) {
    return isWord(row.get(column)) ? row.get(column) : "";
  }

  private static String idExpected() {
    return "expected an id as the trail shows it, of up to "
        + LONGEST
        + " characters; instead of a phone number or the like, the pseudonym that stands there";
  }

  private static boolean isWord(String text) {
    return text.length() <= LONGEST && PlainText.isPlain(text) && !PersonalId.holdsPersonal(text);
  }

  private String team(Row row) {
    String team = row.get("team");
    if (terms.roles().contains(team)) {
      wrong(
          row,
          "team",
          "a team cannot be named like a role, as those without a team form a group of that name");
    } else if (!isWord(team)) {
      wrong(row, "team", "expected a name of up to " + LONGEST + " characters, no personal value");
    }
    return team;
  }

  private String login(Row row, String column) {
    String name = row.get(column);
    if (!name.isEmpty() && !Account.isName(name)) {
      wrong(
          row,
          column,
          "expected a login name of this collector: 1 to 64 letters, digits, dots, dashes,"
              + " underlines or @");
    }
    return name;
  }

  private LocalDate day(Row row, String column) {
    if (!row.has(column)) {
      return null;
    }
    try {
      LocalDate day = LocalDate.parse(row.get(column));
      if (!day.isBefore(FIRST_DAY) && !day.isAfter(LAST_DAY)) {
        return day;
      }
    } catch (DateTimeException e) {
      // told below
    }
    wrong(row, column, "expected a day such as 2026-03-01");
    return null;
  }

  private void duty(Row row, Person.Builder person) {
    if (!row.has("from") && !row.has("to")) {
      if (row.has("for")) {
        wrong(row, "from", "missing here: \"for\" goes with the times \"from\" and \"to\"");
      }
      return;
    }
    long from = time(row, "from");
    long until = time(row, "to");
    if (from < 0 || until < 0) {
      return;
    }
    if (!DutyTime.isSpan(from, until)) {
      wrong(row, "to", DutyTime.EXPECTED_ORDER);
    } else if (row.has("for") && id(row, "for").isEmpty()) {
      wrong(row, "for", idExpected());
    } else if (row.has("for") && row.get("for").equals(person.getId())) {
      wrong(row, "for", "expected another person, or nothing where the duty is the person's own");
    } else if (person.getDutiesCount() == MOST_DUTIES) {
      wrong(row, "from", "a person has at most " + MOST_DUTIES + " duties: leave past ones out");
    } else {
      person.addDuties(
          Duty.newBuilder()
              .setFrom(Timestamps.fromMillis(from))
              .setUntil(Timestamps.fromMillis(until))
              .setSubstitutes(row.get("for")));
    }
  }

  /** -1 where it is none. */
  private long time(Row row, String column) {
    if (!row.has(column)) {
      wrong(row, column, "missing here: a duty has a time \"from\" and a time \"to\"");
      return -1;
    }
    try {
      return DutyTime.parse(row.get(column), terms.zone());
    } catch (DateTimeException e) {
      wrong(row, column, DutyTime.EXPECTED);
      return -1;
    }
  }

  private void wrong(Row row, String column, String sentence) {
    faults.add(row.place().wrong(column, sentence));
  }
}
