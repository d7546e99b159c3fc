package io.whoread.agent.it;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/**
 * A small service on a Tomcat of another generation than the tests' own. Its source is written for
 * jakarta; where the Tomcat has javax, that is put in its place before it is compiled.
 *
 * @param libraries folder below {@code target} with the Tomcat's jars, as the build put it there
 * @param servlets {@code javax} or {@code jakarta}
 * @param jdk that it runs on
 */
record PlainTomcat(String libraries, String servlets, Path jdk) {
  static final PlainTomcat NINE = new PlainTomcat("tomcat-9", "javax", Jdks.all().get(0));
  static final PlainTomcat ELEVEN =
      new PlainTomcat("tomcat-11", "jakarta", Jdks.all().get(Jdks.all().size() - 1));

  static List<PlainTomcat> all() {
    return List.of(NINE, ELEVEN);
  }

  /** The service, answering. */
  Jvm start(Path folder, List<String> options) throws IOException {
    Path classes = Path.of("target", libraries, "classes").toAbsolutePath();
    String classPath = classPath(classes);
    compile(classes, classPath);
    return Jvm.answering(
        jdk, folder, options, classPath, "com.example.plain.PlainOrders", folder.toString());
  }

  private String classPath(Path classes) throws IOException {
    try (Stream<Path> jars = Files.list(Path.of("target", libraries))) {
      Stream<String> own =
          jars.filter(jar -> jar.toString().endsWith(".jar"))
              .map(jar -> jar.toAbsolutePath().toString());
      Stream<String> shared =
          Arrays.stream(Jvm.classPath().split(":"))
              .filter(entry -> entry.matches(".*(jackson-|annotation-api|test-classes).*"));
      return Stream.concat(Stream.of(classes.toString()), Stream.concat(own, shared))
          .collect(Collectors.joining(":"));
    }
  }

  private void compile(Path classes, String classPath) throws IOException {
    Path source = classes.resolve("com/example/plain/PlainOrders.java");
    Files.createDirectories(source.getParent());
    try (var written = getClass().getResourceAsStream("/com/example/plain/PlainOrders.java")) {
      String text = new String(written.readAllBytes(), StandardCharsets.UTF_8);
      Files.writeString(source, text.replace("jakarta.servlet", servlets + ".servlet"));
    }
    String[] options = {
      "--release", "17", "-proc:none", "-d", classes.toString(), "-cp", classPath, source.toString()
    };
    if (ToolProvider.getSystemJavaCompiler().run(null, null, null, options) != 0) {
      throw new IOException(source + " does not compile");
    }
  }

  @Override
  public String toString() {
    return libraries + ", " + servlets + ", " + jdk.getFileName();
  }
}
