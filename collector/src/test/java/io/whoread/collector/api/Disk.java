package io.whoread.collector.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What stands in files. */
final class Disk {
  private Disk() {}

  /**
   * In no file of a collector, its output among them.
   *
   * @param except begins the name of folders that are not the collector's
   */
  static void assertNowhere(String number, Path folder, String except) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!folder.relativize(file).getName(0).toString().startsWith(except)) {
          assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
              .as(file.toString())
              .doesNotContain(number);
        }
      }
    }
  }
}
