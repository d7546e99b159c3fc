package io.whoread.agent.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The JDKs of this machine, one of each feature release from 17 on. */
final class Jdks {
  private Jdks() {}

  static List<Path> all() {
    Map<Integer, Path> found = new TreeMap<>();
    List<Path> candidates = new ArrayList<>();
    System.getenv()
        .forEach(
            (name, value) -> {
              if (name.startsWith("JAVA_HOME")) {
                candidates.add(Path.of(value));
              }
            });
    candidates.add(Path.of(System.getProperty("java.home")));
    try (Stream<Path> installed = Files.list(Path.of("/usr/lib/jvm"))) {
      installed.sorted().forEach(candidates::add);
    } catch (IOException e) {
      // No such folder on this machine: those of the environment it is, and the running one.
    }
    for (Path home : candidates) {
      int feature = feature(home);
      if (feature >= 17 && Files.isExecutable(home.resolve("bin/javac"))) {
        found.putIfAbsent(feature, home);
      }
    }
    System.out.println("JDKs under test: " + found);
    return List.copyOf(found.values());
  }

  /** The version of a JDK, 0 for no JDK. */
  static int feature(Path home) {
    try {
      for (String line : Files.readAllLines(home.resolve("release"))) {
        if (line.startsWith("JAVA_VERSION=\"")) {
          return Integer.parseInt(line.substring(14).split("[.\"-]")[0]);
        }
      }
    } catch (IOException e) {
      // No JDK.
    }
    return 0;
  }
}
