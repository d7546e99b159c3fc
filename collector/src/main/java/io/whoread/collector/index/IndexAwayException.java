package io.whoread.collector.index;

import java.io.IOException;

/** The index is kept where it cannot be asked now. It may be asked again. */
public final class IndexAwayException extends IOException {
  public IndexAwayException(String message, Throwable cause) {
    super(message, cause);
  }
}
