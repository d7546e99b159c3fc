package io.whoread.collector.cli;

import io.whoread.collector.ingest.Services;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Which services may send records. A running collector notices within a second. */
@Command(
    name = "service",
    description = "Add, list and remove the services that send records.",
    mixinStandardHelpOptions = true,
    subcommands = HelpCommand.class)
final class ServiceCommand implements Runnable {
  @Spec private CommandSpec spec;

  /** Where a collector may listen that the data folder does not know of. */
  private final URI usual;

  ServiceCommand() {
    this(ListeningAddress.USUAL);
  }

  ServiceCommand(URI usual) {
    this.usual = usual;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing one of: add, list, remove");
  }

  @Command(
      name = "add",
      description = {
        "Let a service send records.",
        "Writes a folder with all that the service needs: the agent, its settings, token and key."
      },
      mixinStandardHelpOptions = true,
      sortOptions = false)
  void add(
      @Parameters(paramLabel = "NAME", description = "Name of the service, such as order-service.")
          String name,
      @Mixin DataOption data,
      @Option(
              names = "--out",
              paramLabel = "DIR",
              defaultValue = ".",
              description = "Where the folder NAME is made (default: here).")
          Path out,
      @Option(
              names = "--collector",
              paramLabel = "URL",
              converter = CollectorAddress.class,
              description =
                  "How the service's machine reaches the collector (default: where the one on"
                      + " --data listens; where none runs, http://127.0.0.1:8090). It is said"
                      + " which.")
          URI collector)
      throws IOException {
    Optional<URI> running = ListeningAddress.read(data.dir());
    URI address = collector != null ? collector : running.orElse(usual);
    boolean fresh = !Files.isDirectory(data.dir());
    if (collector == null && running.isEmpty() && CollectorHttp.isCollector(usual)) {
      throw new CommandFailed(
          "a collector listens at %s, and it does not run on %s%s, so that it would not know the service: say with --data which folder it was started with, or with --collector where the collector is that is meant"
              .formatted(usual, data.dir(), fresh ? " (no such folder)" : ""));
    }
    Path folder = new ServiceFolder(name, data.dir(), address).write(out);
    boolean asRunning = collector == null && running.isPresent();
    spec.commandLine()
        .getOut()
        .println(
            folder
                + " holds what "
                + name
                + " needs to send to "
                + address
                + (asRunning ? ", where the collector on " + data.dir() + " listens" : "")
                + "; start with README.txt");
    if (fresh) {
      spec.commandLine()
          .getErr()
          .println(
              "made a new data folder, with a key of its own: %s. Where the collector has another, say which with --data"
                  .formatted(data.dir()));
    }
    if (collector == null && running.isEmpty()) {
      spec.commandLine()
          .getErr()
          .println(
              "no collector runs on "
                  + data.dir()
                  + ": that is where one listens that is told nothing else. Where the service"
                  + " reaches it in another way, write that into "
                  + folder.resolve("whoread.yaml")
                  + " (collector:), or remove the service and add it with --collector URL");
    }
  }

  @Command(
      name = "list",
      description = "List the services that may send.",
      mixinStandardHelpOptions = true)
  void list(@Mixin DataOption data) throws IOException {
    Set<String> names = Services.open(data.existing()).all().keySet();
    if (names.isEmpty()) {
      spec.commandLine()
          .getErr()
          .println("no services in " + data.dir() + "; `service add` adds one");
    }
    names.forEach(spec.commandLine().getOut()::println);
  }

  @Command(
      name = "remove",
      description = {
        "Let a service send no more.",
        "Its token is refused from now on; its records stay."
      },
      mixinStandardHelpOptions = true)
  void remove(
      @Parameters(paramLabel = "NAME", description = "Name of the service.") String name,
      @Mixin DataOption data)
      throws IOException {
    if (!Services.open(data.existing()).remove(name)) {
      throw new CommandFailed(name + ": no such service in " + data.dir());
    }
    spec.commandLine().getOut().println(name + " is removed; its token is refused from now on");
  }
}
