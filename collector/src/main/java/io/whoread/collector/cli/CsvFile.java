package io.whoread.collector.cli;

import io.whoread.collector.csv.CsvException;
import io.whoread.collector.csv.CsvLines;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
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
    read(
        file,
        reader -> {
          CsvLines.read(reader, head, lines);
          return null;
        });
  }

  /** Takes a file apart. */
  interface Reading<T> {
    T from(Reader text) throws IOException;
  }

  /**
   * @return what was made of it
   * @throws CommandFailed where it cannot be read or taken apart; with the line, where it is one's
   */
  static <T> T read(Path file, Reading<T> reading) {
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      return reading.from(reader);
    } catch (NoSuchFileException e) {
      throw new CommandFailed(file + ": no such file", e);
    } catch (CsvException e) {
      throw new CommandFailed(
          file + (e.line() > 0 ? ":" + e.line() : "") + ": " + e.getMessage(), e);
    } catch (CharacterCodingException e) {
      throw new CommandFailed(file + ": not UTF-8", e);
    } catch (IOException e) {
      throw new CommandFailed(file + ": " + CommandFailed.reason(e), e);
    }
  }
}
