package io.whoread.collector.people;

import io.whoread.collector.csv.CsvException;
import io.whoread.collector.csv.CsvLines;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.csv.CSVRecord;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Takes a register apart into rows, from CSV or JSON alike. A column that is not known is a fault:
 * misspelt, it would be lost; and what else a list of people holds is none of our business.
 */
final class Rows {
  static final List<String> FACTS =
      List.of("role", "id", "team", "calendar", "joined", "left", "manager", "account");
  static final List<String> DUTY = List.of("from", "to", "for");
  private static final String DUTIES = "duties";
  private static final String COLUMNS = String.join(", ", FACTS) + ", " + String.join(", ", DUTY);

  /** What may be told of a column's name: a word, no number, no name of a person. */
  private static final String NAME = "[a-z][a-z_-]{0,30}";

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private final List<Row> rows = new ArrayList<>();
  private final List<Fault> faults;

  private Rows(List<Fault> faults) {
    this.faults = faults;
  }

  /**
   * @param faults takes what is wrong; what could be read is returned all the same
   */
  static List<Row> csv(byte[] bytes, List<Fault> faults) {
    Rows rows = new Rows(faults);
    rows.csv(bytes);
    return rows.rows;
  }

  /**
   * @param faults as for {@link #csv}
   */
  static List<Row> json(byte[] bytes, List<Fault> faults) {
    Rows rows = new Rows(faults);
    rows.json(bytes);
    return rows.rows;
  }

  private void csv(byte[] bytes) {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      faults.add(new Fault(0, "", "", "expected UTF-8: save the file as CSV UTF-8"));
      return;
    }
    List<String> head = new ArrayList<>();
    try {
      CsvLines.read(
          new StringReader(text),
          names -> head.addAll(names) && isHead(names),
          (number, line) -> row(line, head, new Fault.Place(number, "")));
    } catch (CsvException e) {
      faults.add(new Fault(e.line(), "", "", e.getMessage()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Whether the first line is a head is known once it names an id; until then its cells may be
   * somebody's data, and are not told.
   */
  private boolean isHead(List<String> head) {
    if (!head.contains("id")) {
      faults.add(
          new Fault(1, "", "id", "no such column; the first line names them, of " + COLUMNS));
      return false;
    }
    boolean whole = true;
    Set<String> met = new HashSet<>();
    for (int i = 0; i < head.size(); i++) {
      String name = head.get(i);
      boolean known = FACTS.contains(name) || DUTY.contains(name);
      String told = name.matches(NAME) ? name : "column " + (i + 1);
      if (!known) {
        faults.add(new Fault(1, "", told, "not known; take it out, or name one of " + COLUMNS));
      } else if (!met.add(name)) {
        faults.add(new Fault(1, "", told, "stands there twice"));
      }
      whole &= known;
    }
    return whole;
  }

  private void row(CSVRecord line, List<String> head, Fault.Place place) {
    if (line.size() != head.size()) {
      faults.add(place.wrong("", "expected " + head.size() + " cells, found " + line.size()));
      return;
    }
    Map<String, String> cells = new HashMap<>();
    for (int i = 0; i < head.size(); i++) {
      if (!line.get(i).isEmpty()) {
        cells.put(head.get(i), line.get(i));
      }
    }
    rows.add(new Row(place, cells));
  }

  private void json(byte[] bytes) {
    JsonNode root;
    try {
      root = JSON.readTree(bytes);
    } catch (JacksonException e) {
      int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
      int column = e.getLocation() == null ? 0 : e.getLocation().getColumnNr();
      faults.add(new Fault(line, "", "column " + column, "expected JSON"));
      return;
    }
    JsonNode people = root.get("people");
    if (people == null || !people.isArray() || root.size() != 1) {
      faults.add(
          new Fault(0, "", "", "expected {\"people\": [{\"role\": ..., \"id\": ...}, ...]}"));
      return;
    }
    for (int i = 0; i < people.size(); i++) {
      person(people.get(i), "people[" + i + "]");
    }
  }

  private void person(JsonNode person, String item) {
    Fault.Place place = new Fault.Place(0, item);
    Map<String, String> cells = cells(person, place, FACTS, DUTIES);
    rows.add(new Row(place, cells));
    JsonNode duties = person.isObject() ? person.get(DUTIES) : null;
    if (duties == null || duties.isNull()) {
      return;
    }
    if (!duties.isArray()) {
      faults.add(place.wrong(DUTIES, "expected a list: [{\"from\": ..., \"to\": ...}, ...]"));
      return;
    }
    for (int i = 0; i < duties.size(); i++) {
      Fault.Place at = new Fault.Place(0, item + "." + DUTIES + "[" + i + "]");
      Map<String, String> duty = new HashMap<>(cells(duties.get(i), at, DUTY, ""));
      for (String column : List.of("role", "id")) {
        if (cells.containsKey(column)) {
          duty.put(column, cells.get(column));
        }
      }
      rows.add(new Row(at, duty));
    }
  }

  private Map<String, String> cells(
      JsonNode object, Fault.Place place, List<String> known, String nested) {
    Map<String, String> cells = new HashMap<>();
    if (!object.isObject()) {
      faults.add(place.wrong("", "expected {\"" + known.getFirst() + "\": ...}"));
      return cells;
    }
    object
        .properties()
        .forEach(
            each -> {
              String name = each.getKey();
              if (known.contains(name)) {
                if (each.getValue().isString()) {
                  String text = each.getValue().asString().strip();
                  if (!text.isEmpty()) {
                    cells.put(name, text);
                  }
                } else if (!each.getValue().isNull()) {
                  faults.add(place.wrong(name, "expected a text in quotation marks"));
                }
              } else if (!name.equals(nested)) {
                faults.add(
                    place.wrong(
                        name.matches(NAME) ? name : "",
                        "a field is not known; take it out, or name one of "
                            + String.join(", ", known)));
              }
            });
    return cells;
  }
}
