package io.whoread.collector.cli;

import io.whoread.collector.csv.CsvException;
import io.whoread.collector.csv.CsvLines;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;

/** CSV that was named on the command line. */
final class CsvFile {
  private CsvFile() {}

  /**
   * As {@link CsvLines#read}.
   *
   * @throws CommandFailed where it cannot be read or taken apart; with the line, where it is one's
   */
  static void lines(Path file, Predicate<List<String>> head, CsvLines.Lines lines) {
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      CsvLines.read(reader, head, lines);
    } catch (NoSuchFileException e) {
      throw new CommandFailed(file + ": no such file", e);
    } catch (CsvException e) {
      throw new CommandFailed(
          file + (e.line() > 0 ? ":" + e.line() : "") + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw new CommandFailed(file + ": " + CommandFailed.reason(e), e);
    }
  }
}
