package io.whoread.collector.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.springframework.boot.system.ApplicationHome;

/** The agent's jar: in the checkout that the launcher names, else beside the collector's. */
final class AgentJar {
  static final String NAME = "whoread-agent.jar";

  private AgentJar() {}

  static Path find() {
    String home = System.getProperty("whoread.home");
    List<Path> places =
        Stream.of(
                home == null ? null : Path.of(home, "agent", "target", NAME),
                new ApplicationHome(Whoread.class).getDir().toPath().resolve(NAME))
            .filter(Objects::nonNull)
            .toList();
    return places.stream()
        .filter(Files::isRegularFile)
        .findFirst()
        .orElseThrow(
            () ->
                new CommandFailed(
                    NAME
                        + " is neither "
                        + String.join(" nor ", places.stream().map(Path::toString).toList())
                        + ": build it with `mvn package`, or lay it beside the collector's jar"));
  }
}
