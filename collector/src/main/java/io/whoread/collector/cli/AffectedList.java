package io.whoread.collector.cli;

import io.whoread.collector.evidence.AffectedCsv;
import io.whoread.record.Pseudonyms;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVRecord;

/**
 * A list of {@link AffectedCsv}, by the numbers of one kind that it stands for: all that was read
 * of a customer's orders is one line of the customer.
 */
final class AffectedList {
  /** What is told of a number, as the list names it. */
  static final List<String> TOLD =
      List.of("plain", "masked", "touched", "untold", "accesses", "first", "last");

  private final String kind;
  private final List<Pseudonyms> keys;
  private final Map<String, Reads> reads = new HashMap<>();

  /** What of one was read. */
  private static final class Reads {
    private final List<Set<String>> fields =
        Stream.<Set<String>>generate(TreeSet::new).limit(4).toList();
    private long accesses;
    private String first = "~";
    private String last = "";
  }

  private AffectedList(String kind, List<Pseudonyms> keys) {
    this.kind = kind;
    this.keys = keys;
  }

  /**
   * @param kind of the numbers
   * @param keys the newest first
   * @throws CommandFailed where it is no such list
   */
  static AffectedList read(Path file, String kind, List<Pseudonyms> keys) {
    AffectedList list = new AffectedList(kind, keys);
    CsvFile.lines(
        file,
        names -> {
          if (!names.equals(List.of(AffectedCsv.COLUMNS))) {
            throw new CommandFailed(file + ": is no list that `blast list` wrote");
          }
          return true;
        },
        (number, line) -> list.add(line));
    return list;
  }

  private void add(CSVRecord line) {
    Stream.concat(
            Stream.of(line.get("kind") + ":" + line.get("subject")),
            Arrays.stream(line.get("links").split(" ")))
        .distinct()
        .filter(each -> each.startsWith(kind + ":"))
        .forEach(
            each ->
                add(
                    reads.computeIfAbsent(each.substring(kind.length() + 1), unused -> new Reads()),
                    line));
  }

  private static void add(Reads to, CSVRecord line) {
    for (int i = 0; i < to.fields.size(); i++) {
      String names = line.get(TOLD.get(i));
      if (!names.isEmpty()) {
        to.fields.get(i).addAll(List.of(names.split(" ")));
      }
    }
    to.accesses += Long.parseLong(line.get("accesses"));
    to.first = Stream.of(to.first, line.get("first")).min(String::compareTo).get();
    to.last = Stream.of(to.last, line.get("last")).max(String::compareTo).get();
  }

  /** How many of the kind stand in it. */
  int size() {
    return reads.size();
  }

  /**
   * What the list tells of a number, as {@link #TOLD} has it; null where it does not stand in it.
   */
  List<Object> find(String number) {
    if (number.isBlank()) {
      return null;
    }
    for (Pseudonyms key : keys) {
      Reads found = reads.get(HexFormat.of().formatHex(key.of(kind, number)));
      if (found != null) {
        return told(found);
      }
    }
    return null;
  }

  private static List<Object> told(Reads reads) {
    Set<String> before = new TreeSet<>();
    Stream<Object> fields =
        reads.fields.stream()
            .map(
                names -> {
                  // Each stands once, where most of it was shown.
                  names.removeAll(before);
                  before.addAll(names);
                  return String.join(" ", names);
                });
    return Stream.concat(
            fields.toList().stream(), Stream.of((Object) reads.accesses, reads.first, reads.last))
        .toList();
  }
}
