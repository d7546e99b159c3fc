package io.whoread.collector.cli;

import io.whoread.collector.log.DataFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where a collector keeps everything, as all commands take it. */
final class DataOption {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = DataFolder.USUAL,
      description = "Folder that holds everything the collector keeps (default: ${DEFAULT-VALUE}).")
  private Path dir;

  Path dir() {
    return dir.toAbsolutePath().normalize();
  }

  /**
   * For commands that have nothing to do where no collector keeps anything yet.
   *
   * @throws CommandFailed where there is no such folder
   */
  Path existing() {
    if (!Files.isDirectory(dir)) {
      throw new CommandFailed(
          dir() + ": no such folder; say with --data DIR which one the collector was started with");
    }
    return dir();
  }
}
