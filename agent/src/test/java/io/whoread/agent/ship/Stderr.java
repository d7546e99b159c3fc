package io.whoread.agent.ship;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** What is said on stderr until this is closed. */
final class Stderr implements AutoCloseable {
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final PrintStream before = System.err;

  Stderr() {
    System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
  }

  int count(String words) {
    return said.toString(StandardCharsets.UTF_8).split(words, -1).length - 1;
  }

  @Override
  public void close() {
    System.setErr(before);
  }
}
