package io.whoread.collector.csv;

/** A file is no CSV; the message says what would be right and quotes nothing of the file. */
public final class CsvException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final long line;

  CsvException(long line, String message, Throwable cause) {
    super(message, cause);
    this.line = line;
  }

  /** From 1; 0 where it is of the file as a whole. */
  public long line() {
    return line;
  }
}
