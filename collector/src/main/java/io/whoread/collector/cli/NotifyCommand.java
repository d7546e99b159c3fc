package io.whoread.collector.cli;

import io.whoread.collector.detect.RulesZone;
import io.whoread.collector.notify.Notifications;
import io.whoread.collector.settings.SettingsException;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Who is told of alerts beyond the console. */
@Command(
    name = "notify",
    description = "Try the channels by which alerts are told beyond the console.",
    mixinStandardHelpOptions = true,
    subcommands = HelpCommand.class)
final class NotifyCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing: test");
  }

  @Command(
      name = "test",
      description =
          "Send a message that says that it is a test by each channel of notify.yaml, and say what"
              + " each peer answered.",
      mixinStandardHelpOptions = true)
  int test(
      @Parameters(
              paramLabel = "CHANNEL",
              arity = "0..1",
              description = "The only one to try (default: all).")
          String channel,
      @Mixin DataOption data)
      throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    try {
      boolean all =
          Notifications.trial(
              data.dir(),
              RulesZone.of(data.dir()),
              channel,
              (name, answer) -> {
                out.println(name + ": " + answer);
                out.flush();
              });
      return all ? 0 : 1;
    } catch (SettingsException e) {
      throw new CommandFailed(e.getMessage(), e);
    }
  }
}
