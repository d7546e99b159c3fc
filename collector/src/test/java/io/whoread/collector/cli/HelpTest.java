package io.whoread.collector.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HelpTest {
  /** The launcher tells the commands by itself, before anything is built. */
  @Test
  void theLauncherSaysWhatTheProgramSays() throws Exception {
    Path launcher = Path.of(System.getProperty("whoread.home"), "whoread");
    Process help = new ProcessBuilder("/bin/sh", launcher.toString(), "help").start();
    String said = new String(help.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(help.waitFor(20, TimeUnit.SECONDS)).isTrue();
    StringWriter out = new StringWriter();
    Whoread.commandLine().setOut(new PrintWriter(out, true)).execute("help");
    assertThat(said).isEqualToNormalizingNewlines(out.toString());
  }
}
