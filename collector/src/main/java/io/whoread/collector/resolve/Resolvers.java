package io.whoread.collector.resolve;

import io.whoread.collector.settings.FileStamps;
import io.whoread.collector.settings.SecretFiles;
import io.whoread.collector.settings.SettingsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * The resolver of {@code DATA/resolver.yaml}, read again once that or a file that it names has
 * changed.
 */
public final class Resolvers {
  public static final String FILE = "resolver.yaml";

  private final Path file;
  private final ZoneId zone;
  private List<Path> named = List.of();
  private List<Object> stamps = List.of();
  private Resolver resolver;

  /**
   * @param data folder of the collector
   * @param zone in which the shop tells times without an offset
   * @throws SettingsException for anything that is wrong with the file
   */
  public Resolvers(Path data, ZoneId zone) {
    this.file = data.resolve(FILE);
    this.zone = zone;
    now();
  }

  /**
   * None where there is no such file.
   *
   * @throws SettingsException with file and line, where it has become unusable
   */
  public synchronized Optional<Resolver> now() {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    List<Object> before = FileStamps.of(named);
    if (named.isEmpty() || !before.equals(stamps)) {
      named = List.of();
      SecretFiles files = new SecretFiles(file);
      resolver = ResolverFile.read(file, files, zone);
      named = files.read();
      stamps = FileStamps.of(named);
    }
    return Optional.of(resolver);
  }
}
