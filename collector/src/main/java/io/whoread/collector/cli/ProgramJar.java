package io.whoread.collector.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.springframework.boot.system.ApplicationHome;

/**
 * A jar of this program: beside the one that runs, as the launcher lays them, else as Maven built
 * it in the checkout that the launcher names.
 */
public final class ProgramJar {
  /** Name of the agent's jar, which it keeps wherever it lies. */
  public static final String AGENT = "whoread-agent.jar";

  private ProgramJar() {}

  static Path agent() {
    return find("agent", AGENT);
  }

  /**
   * @param module of the checkout that makes it
   * @param name of the file
   * @throws CommandFailed where it is in neither place; the message names both
   */
  public static Path find(String module, String name) {
    String home = System.getProperty("whoread.home");
    List<Path> places =
        Stream.of(
                new ApplicationHome(Whoread.class).getDir().toPath().resolve(name),
                home == null ? null : Path.of(home, module, "target", name))
            .filter(Objects::nonNull)
            .toList();
    return places.stream()
        .filter(Files::isRegularFile)
        .findFirst()
        .orElseThrow(
            () ->
                new CommandFailed(
                    name
                        + " is neither "
                        + String.join(" nor ", places.stream().map(Path::toString).toList())
                        + ": build it with `mvn package`, or lay it beside the collector's jar"));
  }
}
