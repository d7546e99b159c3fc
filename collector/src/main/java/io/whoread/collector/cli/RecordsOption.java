package io.whoread.collector.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.function.Function;
import picocli.CommandLine.Option;

/** A file of records, as all commands take it. */
final class RecordsOption {
  @Option(
      names = "--records",
      paramLabel = "FILE",
      required = true,
      description =
          "CSV in UTF-8 whose first line names the columns: time (ISO-8601 with an offset), actor,"
              + " subject, and as far as known role, subject_time (when the order was placed),"
              + " fields (a;b), service, operation, form (listed, opened, revealed, exported,"
              + " printed, api, job), address, owner, status, team. A line that cannot be a record"
              + " is told by its number and left out.")
  private Path file;

  Path file() {
    return file;
  }

  /**
   * The records of the file.
   *
   * @param pseudonym of a subject as it stands in the file
   * @param err takes what was wrong
   */
  CsvRecords open(Function<String, byte[]> pseudonym, PrintWriter err) {
    return new CsvRecords(file, pseudonym, err);
  }
}
