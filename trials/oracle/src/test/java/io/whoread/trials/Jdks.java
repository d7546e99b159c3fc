package io.whoread.trials;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The JDKs of this machine by feature release, from 17 on. */
final class Jdks {
  private Jdks() {}

  static TreeMap<Integer, Path> all() throws IOException {
    List<Path> candidates = new ArrayList<>();
    System.getenv()
        .forEach(
            (name, value) -> {
              if (name.startsWith("JAVA_HOME")) {
                candidates.add(Path.of(value));
              }
            });
    candidates.add(Path.of(System.getProperty("java.home")));
    Path usual = Path.of("/usr/lib/jvm");
    if (Files.isDirectory(usual)) {
      try (Stream<Path> installed = Files.list(usual)) {
        installed.sorted().forEach(candidates::add);
      }
    }
    TreeMap<Integer, Path> found = new TreeMap<>();
    for (Path home : candidates) {
      int feature = feature(home);
      if (feature >= 17 && Files.isExecutable(home.resolve("bin/java"))) {
        found.putIfAbsent(feature, home);
      }
    }
    return found;
  }

  private static int feature(Path home) throws IOException {
    Path release = home.resolve("release");
    if (Files.isRegularFile(release)) {
      for (String line : Files.readAllLines(release)) {
        if (line.startsWith("JAVA_VERSION=\"")) {
          return Integer.parseInt(line.substring(14).split("[.\"-]")[0]);
        }
      }
    }
    return 0;
  }
}
