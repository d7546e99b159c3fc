package io.whoread.collector.cli;

import io.whoread.collector.demo.DemoCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The command line. Each command is a class; a command that cannot do what it was asked throws a
 * {@link CommandFailed}, whose message is the one line that the person sees.
 */
@Command(
    name = "whoread",
    description = "Who read whose personal data, proved.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:done",
      "1:not done, or not as it should be; one line on standard error says why",
      "2:asked wrongly",
      "3:of `check` alone: the agent runs, and no request has come yet"
    },
    subcommands = {
      CollectorCommand.class,
      ServiceCommand.class,
      UserCommand.class,
      PeopleCommand.class,
      CanaryCommand.class,
      CheckCommand.class,
      ScanCommand.class,
      ImportCommand.class,
      BacktestCommand.class,
      TraceCommand.class,
      BlastCommand.class,
      ReindexCommand.class,
      NotifyCommand.class,
      DemoCommand.class,
      HelpCommand.class
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
    CommandLine line =
        new CommandLine(new Whoread())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setParameterExceptionHandler(Whoread::askedWrongly)
            .setExecutionExceptionHandler(Whoread::failed)
            .setExecutionStrategy(Whoread::execute);
    line.setUsageHelpWidth(100);
    return line;
  }

  /** What a command printed without ending the line would otherwise be lost when the JVM ends. */
  private static int execute(ParseResult parsed) {
    try {
      return new RunLast().execute(parsed);
    } finally {
      parsed.commandSpec().commandLine().getOut().flush();
      parsed.commandSpec().commandLine().getErr().flush();
    }
  }

  /** In one line: what is wrong with what was asked, and where the right words stand. */
  private static int askedWrongly(ParameterException e, String[] args) {
    CommandLine asked = e.getCommandLine();
    PrintWriter err = asked.getErr();
    String name = asked.getCommandSpec().qualifiedName();
    String meant = e instanceof UnmatchedArgumentException unmatched ? meant(unmatched) : "";
    boolean command =
        e instanceof UnmatchedArgumentException unmatched
            && !unmatched.getUnmatched().isEmpty()
            && !unmatched.getUnmatched().get(0).startsWith("-")
            && !asked.getSubcommands().isEmpty();
    err.println(
        command
            ? "whoread: there is no command \"%s\"; there are: %s%s"
                .formatted(
                    ((UnmatchedArgumentException) e).getUnmatched().get(0),
                    String.join(", ", asked.getSubcommands().keySet()),
                    meant)
            : "whoread: %s; see `%s --help`%s".formatted(e.getMessage(), name, meant));
    return CommandLine.ExitCode.USAGE;
  }

  /** The likest of the words that there are, as a question; empty where none is like it. */
  private static String meant(UnmatchedArgumentException e) {
    return e.getSuggestions().stream()
        .findFirst()
        .map(word -> "; did you mean \"" + word + "\"?")
        .orElse("");
  }

  private static int failed(Exception e, CommandLine command, ParseResult parsed) throws Exception {
    String message =
        switch (e) {
          case CommandFailed failed -> failed.getMessage();
          case IOException io -> CommandFailed.reason(io);
          case UncheckedIOException io -> CommandFailed.reason(io.getCause());
          default -> throw e;
        };
    command.getErr().println("whoread: " + message);
    return CommandLine.ExitCode.SOFTWARE;
  }
}
