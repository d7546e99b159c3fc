package io.whoread.collector.cli;

import io.whoread.collector.demo.DemoCommand;
import java.io.IOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The command line. Each command is a class; a command that cannot do what it was asked throws a
 * {@link CommandFailed}, whose message is the one line that the person sees.
 *
 * <p>Exit codes: 0 done, 1 failed, 2 asked wrongly.
 */
@Command(
    name = "whoread",
    description = "Who read whose personal data, proved.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    subcommands = {
      CollectorCommand.class,
      ServiceCommand.class,
      UserCommand.class,
      CheckCommand.class,
      ImportCommand.class,
      BacktestCommand.class,
      DemoCommand.class,
      CommandLine.HelpCommand.class
    })
public final class Whoread {
  private Whoread() {}

  public static void main(String[] args) {
    int exit = commandLine().execute(args);
    // The collector runs on after its command has returned, until it is told to stop.
    if (exit != CollectorCommand.RUNNING) {
      System.exit(exit);
    }
  }

  static CommandLine commandLine() {
    return new CommandLine(new Whoread())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(
            (e, command, parsed) -> {
              if (!(e instanceof CommandFailed || e instanceof IOException)) {
                throw e;
              }
              command.getErr().println("whoread: " + e.getMessage());
              return CommandLine.ExitCode.SOFTWARE;
            });
  }
}
