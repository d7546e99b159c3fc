package io.whoread.agent.scan;

import io.whoread.agent.Instance;
import io.whoread.agent.config.Config;
import io.whoread.agent.config.ConfigException;
import io.whoread.agent.config.ConfigReader;
import io.whoread.agent.guess.ClassGuess;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code whoread scan app.jar}: the command line. */
public final class ScanCommand {
  /** The same words as the launcher's and the collector's own help of it. */
  static final String USAGE =
      "Usage: whoread scan [-hV] [-o=FILE] [--service=NAME] [--include=PREFIX]... PATH...\n"
          + "Write a whoread.yaml from a service's jar, war or classes; none of it is run.\n"
          + "      PATH...            Jars, wars or folders of classes of one service.\n"
          + "  -o, --out=FILE         Where to write; - for standard output (default:"
          + " whoread.yaml).\n"
          + "      --service=NAME     The service's name (default: as the file is named).\n"
          + "      --include=PREFIX   Looks only at classes whose names begin so:"
          + " com.example.order\n"
          + "  -h, --help             Show this help message and exit.\n"
          + "  -V, --version          Print version information and exit.\n";

  private static final int DONE = 0;
  private static final int NOT_DONE = 1;
  private static final int ASKED_WRONGLY = 2;

  private final PrintStream out;
  private final PrintStream err;
  private final List<File> paths = new ArrayList<>();
  private final List<String> included = new ArrayList<>();
  private String target = "whoread.yaml";
  private String service;

  private ScanCommand(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  /**
   * @param args what stands behind {@code scan}
   * @return 0 where it is done, 1 where it is not, 2 where it was asked wrongly
   */
  public static int run(String[] args, PrintStream out, PrintStream err) {
    ScanCommand command = new ScanCommand(out, err);
    for (String word : args) {
      if (word.equals("-h") || word.equals("--help")) {
        out.print(USAGE);
        return DONE;
      }
      if (word.equals("-V") || word.equals("--version")) {
        out.println("whoread " + Instance.version());
        return DONE;
      }
    }
    String wrong = command.understand(args);
    if (wrong != null) {
      err.println("whoread: " + wrong + "; see `whoread scan --help`");
      return ASKED_WRONGLY;
    }
    try {
      return command.run();
    } catch (IOException e) {
      return command.fail(e.getMessage());
    }
  }

  /** What is wrong with what was asked, or null. */
  private String understand(String[] args) {
    for (int i = 0; i < args.length; i++) {
      String word = args[i];
      int equals = word.startsWith("--") ? word.indexOf('=') : -1;
      String option = equals < 0 ? word : word.substring(0, equals);
      if (!word.startsWith("-") || word.equals("-")) {
        paths.add(new File(word));
        continue;
      }
      if (!option.matches("-o|--out|--service|--include")) {
        return "there is no option " + option;
      }
      if (equals < 0 && i + 1 == args.length) {
        return option + " needs a value";
      }
      String value = equals < 0 ? args[++i] : word.substring(equals + 1);
      if (option.equals("--service")) {
        service = value;
      } else if (option.equals("--include")) {
        included.add(value);
      } else {
        target = value;
      }
    }
    if (service != null && !service.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,62}")) {
      return "--service must be 1 to 63 letters, digits, dots, hyphens or underscores, and start"
          + " with a letter or digit";
    }
    return paths.isEmpty() ? "the jar, war or folder of classes to look at is missing" : null;
  }

  private int run() throws IOException {
    for (File path : paths) {
      if (!path.exists()) {
        return fail(path + ": no such file; name a jar, a war or a folder of classes");
      }
    }
    Path file = target.equals("-") ? null : new File(target).getAbsoluteFile().toPath();
    if (file != null && Files.exists(file)) {
      return fail(
          target
              + " exists already: name another with -o, and put its actors, roles, forms and guard"
              + " in the place of those there");
    }
    Classes classes = new Classes(included);
    List<String> names = new ArrayList<>();
    for (File path : paths) {
      names.add(path.getName());
      try {
        classes.add(path);
      } catch (IOException e) {
        return fail(path + ": " + e.getMessage());
      }
    }
    classes.problems.forEach(problem -> err.println("whoread: passed over: " + problem));
    if (classes.byName.isEmpty()) {
      return fail(
          String.join(", ", names)
              + " holds no classes of an application; --include PREFIX says how their names begin");
    }
    Scan scan = new Scan(classes);
    if (scan.guarded.isEmpty()) {
      return fail(
          "nothing personal was found in the "
              + classes.byName.size()
              + " classes of "
              + String.join(", ", names)
              + "; --include PREFIX looks into other packages");
    }
    String name = service == null ? named(paths.get(0)) : service;
    String yaml = Yaml.of(scan, String.join(", ", names), name, service == null);
    write(yaml, file);
    if (file == null) {
      out.print(yaml);
    } else {
      out.println(summary(scan));
    }
    return DONE;
  }

  private String summary(Scan scan) {
    int members = 0;
    int unsure = 0;
    for (ClassGuess guess : scan.guarded) {
      members += guess.fields.size();
      unsure += (int) guess.fields.stream().filter(line -> !line.isSure()).count();
    }
    return "Wrote "
        + target
        + ": "
        + scan.guarded.size()
        + " classes with "
        + members
        + " personal members, of "
        + scan.classes.byName.size()
        + " classes. "
        + (unsure == 0 ? "" : "At " + unsure + " of the members stands a ?: please look. ")
        + (scan.leavesOut() ? "What was left out stands at its end." : "Nothing was left out.");
  }

  /** The name of a file, as far as a service may be called so. */
  private static String named(File path) {
    String name = path.getAbsoluteFile().getName().replaceAll("\\.(jar|war)$", "");
    name = name.replaceAll("-[0-9][0-9A-Za-z.]*(-SNAPSHOT|-exec)?$", "");
    name = name.replaceAll("[^A-Za-z0-9._-]", "-").replaceAll("^[^A-Za-z0-9]+", "");
    return name.isEmpty() ? "service" : name.substring(0, Math.min(63, name.length()));
  }

  /** Nothing is left that the agent would refuse: it is read back first. */
  private static void write(String yaml, Path file) throws IOException {
    Path folder = file == null ? null : file.getParent();
    if (folder != null && !Files.isDirectory(folder)) {
      throw new IOException("the folder " + folder + " does not exist");
    }
    Path fresh =
        folder == null
            ? Files.createTempFile("whoread", ".yaml")
            : Files.createTempFile(folder, ".whoread", ".yaml");
    try {
      Files.write(fresh, yaml.getBytes(StandardCharsets.UTF_8));
      Config read = ConfigReader.read(fresh.toFile());
      if (read.guard.isEmpty()) {
        throw new IllegalStateException("no rule was read back");
      }
      if (file != null) {
        Files.move(fresh, file);
      }
    } catch (ConfigException e) {
      throw new IllegalStateException("the agent would refuse what was found: " + e.getMessage());
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  private int fail(String message) {
    err.println("whoread: " + message);
    return NOT_DONE;
  }
}
