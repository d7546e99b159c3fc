package io.whoread.collector.evidence;

import io.whoread.collector.evidence.BlastRadius.Affected;
import java.io.IOException;
import java.util.Collection;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * The list of those whose data was read, as CSV: the file that a shop turns back into customers.
 */
public final class AffectedCsv {
  /** The columns; several values of one stand with blanks between them. */
  public static final String[] COLUMNS = {
    "kind", "subject", "links", "plain", "masked", "touched", "untold", "accesses", "first", "last"
  };

  private static final CSVFormat FORMAT =
      CSVFormat.RFC4180.builder().setHeader(COLUMNS).setRecordSeparator("\n").get();

  private AffectedCsv() {}

  /**
   * @param out is flushed, and stays open
   */
  public static void write(Stream<Affected> affected, Appendable out) throws IOException {
    CSVPrinter printer = FORMAT.print(out);
    for (Affected one : (Iterable<Affected>) affected::iterator) {
      printer.printRecord(
          one.kind(),
          one.id(),
          one.links().stream()
              .map(link -> link.kind() + ":" + link.id())
              .collect(Collectors.joining(" ")),
          names(one.plain()),
          names(one.masked()),
          names(one.touched()),
          names(one.untold()),
          one.accesses(),
          one.first(),
          one.last());
    }
    printer.flush();
  }

  /** A kind of data is one word in a cell of several. */
  private static String names(Collection<String> fields) {
    return fields.stream().map(name -> name.replace(' ', '-')).collect(Collectors.joining(" "));
  }
}
