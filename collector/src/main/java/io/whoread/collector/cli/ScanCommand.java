package io.whoread.collector.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Hands over to the agent's jar, which does it by itself: {@code java -jar whoread-agent.jar scan}.
 * The options stand here so that they are told and checked as those of the other commands are.
 */
@Command(
    name = "scan",
    description = "Write a whoread.yaml from a service's jar, war or classes; none of it is run.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class ScanCommand implements Callable<Integer> {
  @Parameters(
      arity = "1..*",
      paramLabel = "PATH",
      description = "Jars, wars or folders of classes of one service.")
  private List<Path> paths;

  @Option(
      names = "--into",
      paramLabel = "DIR",
      description =
          "Puts what was found into the whoread.yaml of that folder, which `whoread service add`"
              + " made: actors, roles, forms and guard in place of those there. All else stays.")
  private Path into;

  @Option(
      names = "--force",
      description =
          "With --into: also where these were changed by hand. The file before is kept as"
              + " whoread.yaml.old.")
  private boolean force;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      description =
          "A file of its own instead; - for standard output (default: whoread.yaml, here).")
  private String out;

  @Option(
      names = "--service",
      paramLabel = "NAME",
      description = "The service's name in that file (default: as PATH is named).")
  private String service;

  @Option(
      names = "--include",
      paramLabel = "PREFIX",
      description = "Looks only at classes whose names begin so: com.example.order")
  private List<String> included;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-jar", ProgramJar.agent().toString(), "scan"));
    List<String> asked = spec.commandLine().getParent().getParseResult().originalArgs();
    command.addAll(asked.subList(asked.indexOf("scan") + 1, asked.size()));
    return new ProcessBuilder(command).inheritIO().start().waitFor();
  }
}
