package io.whoread.collector.index;

import java.io.IOException;

/** As many large questions are being answered as there is room for. */
public final class BusyException extends IOException {
  BusyException() {
    super("too many large questions at a time");
  }
}
