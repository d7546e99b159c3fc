package io.whoread.agent.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/**
 * A small service on a server other than Tomcat. Its sources are written for jakarta; where the
 * server has javax, that is put in its place before they are compiled.
 *
 * @param jars of the server
 * @param sources folder with the class that starts it
 * @param servlets {@code javax} or {@code jakarta}
 * @param jdk that it runs on
 */
record PlainServer(LibraryJars jars, String sources, String servlets, Path jdk) {
  private static final Path ALL = Path.of("src/test/resources/servers");

  static PlainServer of(String library, String version, String sources, String servlets)
      throws IOException {
    List<Path> jdks = Jdks.all();
    LibraryJars jars =
        LibraryJars.all().stream()
            .filter(each -> each.library().equals(library) && each.version().equals(version))
            .findFirst()
            .orElseThrow();
    Path jdk = jdks.get(version.equals("oldest") ? 0 : jdks.size() - 1);
    return new PlainServer(jars, sources, servlets, jdk);
  }

  /** The service, answering. */
  Jvm start(Path folder, List<String> options) throws IOException {
    Path classes = Path.of("target", "servers", jars.name()).toAbsolutePath();
    List<String> shared =
        Arrays.stream(Jvm.classPath().split(":"))
            .filter(entry -> entry.matches(".*(jackson-|test-classes).*"))
            .toList();
    String classPath =
        Stream.of(List.of(classes.toString()), jars.jars(), shared)
            .flatMap(List::stream)
            .collect(Collectors.joining(":"));
    compile(classes, classPath);
    Files.createDirectories(folder.resolve("files"));
    List<String> all = new ArrayList<>(options);
    all.add("-Dfiles=" + folder.resolve("files"));
    return Jvm.answering(jdk, folder, all, classPath, "Server");
  }

  private void compile(Path classes, String classPath) throws IOException {
    Files.createDirectories(classes);
    List<String> options = new ArrayList<>();
    options.addAll(List.of("--release", "17", "-proc:none", "-nowarn", "-Xlint:none"));
    options.addAll(List.of("-d", classes.toString(), "-cp", classPath));
    for (Path source :
        List.of(
            ALL.resolve("Orders.java"),
            ALL.resolve("Gate.java"),
            ALL.resolve(sources).resolve("Server.java"))) {
      Path own = classes.resolve(source.getFileName());
      String text = Files.readString(source);
      Files.writeString(own, fitted(text));
      options.add(own.toString());
    }
    String[] all = options.toArray(new String[0]);
    if (ToolProvider.getSystemJavaCompiler().run(null, null, null, all) != 0) {
      throw new IOException(this + " does not compile");
    }
  }

  /** The source as this server needs it. Jetty 12 has servlets of several generations. */
  private String fitted(String text) {
    String all = text.replace("jakarta.servlet", servlets + ".servlet");
    Matcher environment = Pattern.compile("\\.ee[0-9]+").matcher(jars.coordinates().get(0));
    if (!environment.find()) {
      return all;
    }
    String own = all.replace(".EE.", environment.group() + ".");
    return environment.group().matches("\\.ee[89]")
        ? own.replace("setHandler(context)", "setHandler(context.get())")
        : own;
  }

  @Override
  public String toString() {
    return jars.library() + " " + jars.number() + ", " + servlets + ", " + jdk.getFileName();
  }
}
