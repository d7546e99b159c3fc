package io.whoread.agent.it;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
    compile(classes, "-cp", classPath, plainOrders(classes));
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

  /** As {@link #start}, the service with its orders in a named module, and its libraries too. */
  Jvm startModule(Path jdk, Path folder, List<String> options) throws IOException {
    Path module = Path.of("target", libraries, "module").toAbsolutePath();
    String libraries =
        classPath(module).replaceFirst("^[^:]*:", "").replaceAll("[^:]*classes:?", "");
    Path info = Files.createDirectories(module).resolve("module-info.java");
    Files.writeString(
        info,
        """
        module com.example.service {
          requires org.apache.tomcat.embed.core;
          requires com.fasterxml.jackson.databind;
          requires com.fasterxml.jackson.datatype.jsr310;
          opens com.example.orders to com.fasterxml.jackson.databind;
        }
        """);
    Path orders = Path.of("src/test/java/com/example/orders");
    compile(
        module,
        "-p",
        libraries,
        info,
        plainOrders(module),
        orders.resolveSibling("loans").resolve("Loan.java"),
        orders.resolve("Contact.java"),
        orders.resolve("Echoes.java"),
        orders.resolve("Order.java"),
        orders.resolve("Parcels.java"),
        orders.resolve("Shapes.java"));
    List<String> all = new ArrayList<>(options);
    all.addAll(List.of("-p", module + ":" + libraries));
    return Jvm.answering(
        jdk,
        folder,
        all,
        folder.toString(),
        "-m",
        "com.example.service/com.example.plain.PlainOrders",
        folder.toString());
  }

  private Path plainOrders(Path classes) throws IOException {
    Path source = classes.resolve("com/example/plain/PlainOrders.java");
    Files.createDirectories(source.getParent());
    try (var written = getClass().getResourceAsStream("/com/example/plain/PlainOrders.java")) {
      String text = new String(written.readAllBytes(), StandardCharsets.UTF_8);
      Files.writeString(source, text.replace("jakarta.servlet", servlets + ".servlet"));
    }
    return source;
  }

  private static void compile(Path into, String path, String libraries, Path... sources)
      throws IOException {
    List<String> options = new ArrayList<>();
    options.addAll(List.of("--release", "17", "-proc:none", "-d", into.toString()));
    options.addAll(List.of(path, libraries));
    for (Path source : sources) {
      options.add(source.toString());
    }
    String[] all = options.toArray(new String[0]);
    if (ToolProvider.getSystemJavaCompiler().run(null, null, null, all) != 0) {
      throw new IOException(List.of(sources) + " do not compile");
    }
  }

  @Override
  public String toString() {
    return libraries + ", " + servlets + ", " + jdk.getFileName();
  }
}
