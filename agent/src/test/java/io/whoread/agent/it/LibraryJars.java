package io.whoread.agent.it;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.jboss.shrinkwrap.resolver.api.maven.Maven;

/**
 * The libraries that are tested, as {@code libraries/versions.txt} names them: fetched, and for
 * each the class that uses it compiled against that very version.
 */
record LibraryJars(String library, String version, List<String> coordinates) {
  private static final Path SOURCES = Path.of("src/test/resources/libraries");

  static List<LibraryJars> all() throws IOException {
    List<LibraryJars> all = new ArrayList<>();
    for (String line : Files.readAllLines(Path.of("target/test-classes/libraries/versions.txt"))) {
      if (!line.isBlank() && !line.startsWith("#")) {
        List<String> words = List.of(line.split("\\s+"));
        all.add(new LibraryJars(words.get(0), words.get(1), words.subList(2, words.size())));
      }
    }
    return all;
  }

  /** The number of a library's oldest or newest version. */
  static String version(String library, String which) throws IOException {
    return all().stream()
        .filter(each -> each.library.equals(library) && each.version.equals(which))
        .findFirst()
        .orElseThrow()
        .number();
  }

  /** {@code gson-oldest}. */
  String name() {
    return library + "-" + version;
  }

  /** The version's number, as of the first thing that is fetched; empty for what the JDK has. */
  String number() {
    return coordinates.isEmpty() ? "" : coordinates.get(0).replaceAll(".*:", "");
  }

  /** Writes the class path into a file of the library's name. */
  void prepare(Path folder, String servlets) throws IOException {
    List<String> jars = jars();
    Path classes = Files.createDirectories(folder.resolve(name()));
    compile(classes, String.join(":", jars) + ":" + servlets);
    List<String> path = new ArrayList<>(jars);
    path.add(0, classes.toAbsolutePath() + "/");
    Files.write(folder.resolve(name() + ".path"), path);
  }

  /** What was fetched, and what that needs. */
  List<String> jars() {
    if (coordinates.isEmpty()) {
      return List.of();
    }
    File[] found =
        Maven.resolver().resolve(coordinates.toArray(new String[0])).withTransitivity().asFile();
    return Arrays.stream(found).map(File::getPath).toList();
  }

  private void compile(Path into, String classPath) throws IOException {
    Path own = SOURCES.resolve(name());
    try (Stream<Path> sources =
        Files.list(Files.isDirectory(own) ? own : SOURCES.resolve(library))) {
      List<String> options =
          new ArrayList<>(
              List.of("--release", "17", "-proc:none", "-nowarn", "-d", into.toString()));
      options.addAll(List.of("-cp", classPath));
      options.addAll(sources.map(Path::toString).collect(Collectors.toList()));
      String[] all = options.toArray(new String[0]);
      if (ToolProvider.getSystemJavaCompiler().run(null, null, null, all) != 0) {
        throw new IOException(name() + " does not compile");
      }
    }
  }
}
