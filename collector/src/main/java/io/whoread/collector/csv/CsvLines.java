package io.whoread.collector.csv;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apache.commons.csv.DuplicateHeaderMode;

/**
 * CSV as people save it from a spreadsheet, or paste it: RFC 4180, a first line that names the
 * columns. Where that has no comma, tabs or else semicolons separate the cells.
 */
public final class CsvLines {
  private static final CSVFormat FORMAT =
      CSVFormat.RFC4180
          .builder()
          .setHeader()
          .setSkipHeaderRecord(true)
          .setTrim(true)
          // To be checked by who knows the columns, in words that quote nothing.
          .setDuplicateHeaderMode(DuplicateHeaderMode.ALLOW_ALL)
          .setAllowMissingColumnNames(true)
          .get();

  /** The first that the first line has. */
  private static final String SEPARATORS = ",\t;";

  /** In characters; of a longer one the rest is not looked at for what separates it. */
  private static final int LONGEST_HEAD = 4_096;

  private CsvLines() {}

  /**
   * Reads line by line; empty lines are passed over.
   *
   * @param head whether the lines are wanted, by the names of the columns
   * @param lines takes each with its number in the file
   * @return what {@code head} said
   * @throws CsvException where the file cannot be taken apart any further
   * @throws IOException where it cannot be read
   */
  public static boolean read(Reader text, Predicate<List<String>> head, Lines lines)
      throws IOException {
    try (CSVParser parser = parser(text, FORMAT)) {
      boolean wanted = head.test(parser.getHeaderNames());
      if (wanted) {
        lines(parser, lines);
      }
      return wanted;
    }
  }

  /**
   * Reads what has no line that names the columns, or may have none: the first is a line as all.
   *
   * @throws CsvException where the file cannot be taken apart any further
   * @throws IOException where it cannot be read
   */
  public static void read(Reader text, Lines lines) throws IOException {
    CSVFormat format = FORMAT.builder().setHeader((String[]) null).setSkipHeaderRecord(false).get();
    try (CSVParser parser = parser(text, format)) {
      lines(parser, lines);
    }
  }

  private static CSVParser parser(Reader text, CSVFormat format) throws IOException {
    try {
      Reader reader = withoutMark(text);
      return format.builder().setDelimiter(separator(reader)).get().parse(reader);
    } catch (CharacterCodingException e) {
      throw new CsvException(0, "not UTF-8", e);
    }
  }

  public interface Lines {
    /**
     * @param number of the file's line on which it begins, from 1
     */
    void line(long number, CSVRecord line);
  }

  private static void lines(CSVParser parser, Lines lines) {
    Iterator<CSVRecord> each = parser.iterator();
    while (true) {
      // Where the next one begins: a quoted cell may go on over several lines.
      long number = parser.getCurrentLineNumber() + 1;
      CSVRecord line;
      try {
        if (!each.hasNext()) {
          return;
        }
        line = each.next();
      } catch (UncheckedIOException | IllegalStateException e) {
        // The parser's own message may quote the line.
        throw e.getCause() instanceof CharacterCodingException
            ? new CsvException(0, "not UTF-8, after line " + (number - 1), e)
            : new CsvException(
                number, "a quotation mark is not closed, or stands within a cell", e);
      }
      if (line.size() > 1 || !line.get(0).isEmpty()) {
        lines.line(number, line);
      }
    }
  }

  private static char separator(Reader reader) throws IOException {
    reader.mark(LONGEST_HEAD);
    StringBuilder head = new StringBuilder();
    for (int c; head.length() < LONGEST_HEAD && (c = reader.read()) >= 0 && c != '\n'; ) {
      head.append((char) c);
    }
    reader.reset();
    return (char)
        SEPARATORS
            .chars()
            .filter(each -> head.indexOf("" + (char) each) >= 0)
            .findFirst()
            .orElse(',');
  }

  /** Files from spreadsheets begin with a byte order mark. */
  private static Reader withoutMark(Reader text) throws IOException {
    Reader reader = text.markSupported() ? text : new BufferedReader(text);
    reader.mark(1);
    if (reader.read() != '\ufeff') {
      reader.reset();
    }
    return reader;
  }
}
