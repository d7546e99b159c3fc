package io.whoread.collector.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What proves a service to the collector. No message repeats any of it, whatever is wrong. */
final class ServiceToken {
  private ServiceToken() {}

  /**
   * The token in a file, which the header of a request can hold.
   *
   * @throws CommandFailed where the file cannot be read, or holds anything but one token
   */
  static String read(Path file) {
    String text;
    try {
      text = new String(Files.readAllBytes(file), StandardCharsets.US_ASCII).strip();
    } catch (IOException e) {
      throw new CommandFailed(CommandFailed.reason(e), e);
    }
    // The JDK's own message about a header that cannot be sent quotes it.
    if (!text.matches("[\\x21-\\x7e]+")) {
      throw new CommandFailed(
          file
              + (text.isEmpty() ? " is empty" : "")
              + ": expected one line with the service's token");
    }
    return text;
  }
}
