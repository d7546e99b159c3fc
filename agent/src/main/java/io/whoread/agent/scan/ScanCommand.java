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
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** {@code whoread scan app.jar}: the command line. */
public final class ScanCommand {
  /** The same words as the launcher's and the collector's own help of it. */
  static final String USAGE =
      "Usage: whoread scan [-hV] [--force] [--into=DIR] [-o=FILE] [--service=NAME] "
          + "[--include=PREFIX]...\n"
          + "                    PATH...\n"
          + "Write a whoread.yaml from a service's jar, war or classes; none of it is run.\n"
          + "      PATH...            Jars, wars or folders of classes of one service.\n"
          + "      --into=DIR         Puts what was found into the whoread.yaml of that "
          + "folder, which `whoread\n"
          + "                           service add` made: actors, roles, forms and guard "
          + "in place of those\n"
          + "                           there. All else stays.\n"
          + "      --force            With --into: also where these were changed by hand. "
          + "The file before is\n"
          + "                           kept as whoread.yaml.old.\n"
          + "  -o, --out=FILE         A file of its own instead; - for standard output "
          + "(default: whoread.yaml,\n"
          + "                           here).\n"
          + "      --service=NAME     The service's name in that file (default: as PATH is "
          + "named).\n"
          + "      --include=PREFIX   Looks only at classes whose names begin so: "
          + "com.example.order\n"
          + "  -h, --help             Show this help message and exit.\n"
          + "  -V, --version          Print version information and exit.\n";

  private static final int DONE = 0;
  private static final int NOT_DONE = 1;
  private static final int ASKED_WRONGLY = 2;

  private final PrintStream out;
  private final PrintStream err;
  private final List<File> paths = new ArrayList<>();
  private final List<String> included = new ArrayList<>();
  private String target;
  private File into;
  private boolean force;
  private String service;
  private int told;

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
      return command.fail(Denied.reason(e));
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
      if (word.equals("--force")) {
        force = true;
        continue;
      }
      if (!option.matches("-o|--out|--into|--service|--include")) {
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
      } else if (option.equals("--into")) {
        into = new File(value);
      } else {
        target = value;
      }
    }
    if (service != null && !service.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,62}")) {
      return "--service must be 1 to 63 letters, digits, dots, hyphens or underscores, and start"
          + " with a letter or digit";
    }
    if (into != null && (target != null || service != null)) {
      return "--into stands alone: the folder's whoread.yaml is the file, and names the service";
    }
    if (force && into == null) {
      return "--force goes with --into";
    }
    return paths.isEmpty() ? "the jar, war or folder of classes to look at is missing" : null;
  }

  private int run() throws IOException {
    for (File path : paths) {
      if (!path.exists()) {
        return fail(path + ": no such file; name a jar, a war or a folder of classes");
      }
    }
    Path file = file();
    String hindered = into == null ? null : Denied.replacing(file);
    if (hindered != null) {
      return fail(hindered);
    }
    if (into == null && file != null && Files.exists(file)) {
      return fail(
          file
              + " exists already: `--into DIR` puts what is found into a service's folder,"
              + " `-o FILE` into another file");
    }
    Classes classes = new Classes(included);
    List<String> names = new ArrayList<>();
    for (File path : paths) {
      names.add(path.getName());
      try {
        classes.add(path);
      } catch (IOException e) {
        return fail(
            e instanceof FileSystemException ? Denied.reason(e) : path + ": " + e.getMessage());
      }
    }
    tell(classes.problems);
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
    String source = String.join(", ", names);
    if (into != null) {
      return merge(scan, source, file.toRealPath());
    }
    String name = service == null ? named(paths.get(0)) : service;
    String yaml = Yaml.of(scan, source, name, service == null);
    tell(classes.problems);
    write(yaml, file, null);
    if (file == null) {
      out.print(yaml);
    } else {
      out.println("Wrote " + file + ": " + summary(scan, yaml));
    }
    return DONE;
  }

  /** Those that were not told before. */
  private void tell(List<String> problems) {
    for (; told < problems.size(); told++) {
      err.println("whoread: passed over: " + problems.get(told));
    }
  }

  /** Where to write; null for standard output. */
  private Path file() {
    if (into != null) {
      return (into.isDirectory() ? new File(into, "whoread.yaml") : into).toPath();
    }
    String name = target == null ? "whoread.yaml" : target;
    return name.equals("-") ? null : new File(name).getAbsoluteFile().toPath().normalize();
  }

  private int merge(Scan scan, String source, Path file) throws IOException {
    String before = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    String name;
    try {
      name = ConfigReader.read(file.toFile()).service;
    } catch (ConfigException e) {
      return fail(e.getMessage());
    }
    ServiceFile old = new ServiceFile(before);
    String yaml = old.with(Yaml.parts(scan, source, name), source);
    tell(scan.classes.problems);
    if (old.changed() != null && !force) {
      return fail(
          file
              + ": "
              + old.changed()
              + "; --force writes it anew, and keeps the file before as "
              + kept(file).getFileName());
    }
    if (yaml.equals(before)) {
      out.println(file + " stays as it is: the same was found again.");
      return DONE;
    }
    Path kept = kept(file);
    write(yaml, file, kept);
    out.println(
        "Put into "
            + file
            + ": "
            + summary(scan, yaml)
            + " The file before is "
            + kept.getFileName()
            + ".");
    return DONE;
  }

  /** A name that is free: what was corrected by hand may stand in one that is not. */
  private static Path kept(Path file) {
    Path kept = file.resolveSibling(file.getFileName() + ".old");
    for (int i = 2; Files.exists(kept); i++) {
      kept = file.resolveSibling(file.getFileName() + ".old." + i);
    }
    return kept;
  }

  private static String summary(Scan scan, String yaml) {
    int members = 0;
    for (ClassGuess guess : scan.guarded) {
      members += guess.fields.size();
    }
    long questions = count(yaml, ".*# \\? .*");
    long outside = count(yaml, "\\s*#(?! \\?).*# \\? .*");
    return scan.guarded.size()
        + " classes with "
        + members
        + " personal members, of "
        + scan.classes.byName.size()
        + " classes. "
        + (questions == 0 ? "" : "A ? stands at " + lines(questions) + ": please look. ")
        + (outside == 0
            ? ""
            : outside
                + " of these "
                + (outside == 1 ? "is a comment" : "are comments")
                + ": where the answer is yes, take the # and the blank behind it away. ")
        + (scan.leavesOut() ? "What was left out stands at its end." : "Nothing was left out.");
  }

  private static long count(String yaml, String line) {
    return Arrays.stream(yaml.split("\n")).filter(each -> each.matches(line)).count();
  }

  private static String lines(long count) {
    return count + (count == 1 ? " line" : " lines");
  }

  /** The name of a file, as far as a service may be called so. */
  private static String named(File path) {
    String name = path.getAbsoluteFile().getName().replaceAll("\\.(jar|war)$", "");
    name = name.replaceAll("-[0-9][0-9A-Za-z.]*(-SNAPSHOT|-exec)?$", "");
    name = name.replaceAll("[^A-Za-z0-9._-]", "-").replaceAll("^[^A-Za-z0-9]+", "");
    return name.isEmpty() ? "service" : name.substring(0, Math.min(63, name.length()));
  }

  /**
   * Nothing is left that the agent would refuse: it is read back first.
   *
   * @param kept where a file that is replaced is kept; null for a new one
   */
  private static void write(String yaml, Path file, Path kept) throws IOException {
    Path folder = file == null ? null : file.getParent();
    if (folder != null && !Files.isDirectory(folder)) {
      throw new IOException("the folder " + folder + " does not exist");
    }
    String hindered = folder == null ? null : Denied.writing(folder);
    if (hindered != null) {
      throw new IOException(hindered);
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
      if (kept != null) {
        likeBefore(file, fresh);
        Files.copy(file, kept, StandardCopyOption.COPY_ATTRIBUTES);
        Files.move(
            fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } else if (file != null) {
        Files.move(fresh, file);
      }
    } catch (ConfigException e) {
      throw new IOException("the agent would refuse what was found: " + e.getMessage());
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  /** Whoever could read the file before can read it after: the service's user, by its group. */
  private static void likeBefore(Path before, Path fresh) throws IOException {
    PosixFileAttributeView from = Files.getFileAttributeView(before, PosixFileAttributeView.class);
    PosixFileAttributeView to = Files.getFileAttributeView(fresh, PosixFileAttributeView.class);
    if (from == null || to == null) {
      return;
    }
    PosixFileAttributes was = from.readAttributes();
    PosixFileAttributes is = to.readAttributes();
    try {
      if (!was.group().equals(is.group())) {
        to.setGroup(was.group());
      }
      if (!was.owner().equals(is.owner())) {
        to.setOwner(was.owner());
      }
    } catch (FileSystemException e) {
      throw new IOException(Denied.owning(before));
    }
    to.setPermissions(was.permissions());
  }

  private int fail(String message) {
    err.println("whoread: " + message);
    return NOT_DONE;
  }
}
