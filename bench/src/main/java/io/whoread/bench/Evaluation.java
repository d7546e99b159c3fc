package io.whoread.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How much planted misuse {@code ./whoread backtest} finds in files of records, by a scorer that
 * knows nothing of the detector: the mean over several seeds.
 *
 * <p>{@code java -cp 'bench/target/classes:bench/target/lib/*' io.whoread.bench.Evaluation FOLDER
 * SEEDS -- OPTIONS}: {@code FOLDER} holds {@code make_detection.py DIR --seed N}, which writes
 * files NAME.csv, and {@code score_detection.py DIR}, which reads the alerts beside each and prints
 * lines such as {@code NAME.csv: 56 of 57 found}; {@code OPTIONS} go to each backtest. Needs {@code
 * python3}.
 */
public final class Evaluation {
  private static final Duration LONGEST = Duration.ofMinutes(10);
  private static final Pattern FOUND =
      Pattern.compile("(.*): (\\d+) of (\\d+) (found|actor-days alerted).*");
  private static final Pattern WINDOWS =
      Pattern.compile("(.*): ([0-9.]+)% of \\d+ (windows of .*) hold an alert");

  private Evaluation() {}

  public static void main(String[] args) throws Exception {
    List<String> all = List.of(args);
    int options = all.indexOf("--") < 0 ? all.size() : all.indexOf("--");
    if (options != 2 || !args[1].matches("\\d+(-\\d+)?")) {
      throw new IllegalArgumentException(
          "expected FOLDER SEEDS [-- OPTIONS], such as eval 1-5 -- --zone Europe/Amsterdam");
    }
    Path folder = Path.of(args[0]);
    String[] ends = args[1].split("-");
    Map<String, List<Double>> shares = new LinkedHashMap<>();
    Path work = Files.createTempDirectory("whoread-evaluation");
    try {
      for (int seed = Integer.parseInt(ends[0]);
          seed <= Integer.parseInt(ends[ends.length - 1]);
          seed++) {
        Path files = work.resolve("seed-" + seed);
        run(
            List.of(
                "python3", script(folder, "make_detection.py"), "" + files, "--seed", "" + seed));
        for (Path csv : csvs(files)) {
          backtest(csv, all.subList(Math.min(all.size(), options + 1), all.size()));
        }
        String scores = run(List.of("python3", script(folder, "score_detection.py"), "" + files));
        System.out.printf("seed %d%n%s%n", seed, scores);
        scores.lines().forEach(line -> take(line, shares));
      }
    } finally {
      delete(work);
    }
    System.out.println("mean of seeds " + args[1]);
    shares.forEach(
        (name, each) ->
            System.out.printf(
                Locale.ROOT,
                "%-30s %.4f%n",
                name,
                each.stream().mapToDouble(Double::doubleValue).average().orElseThrow()));
  }

  private static String script(Path folder, String name) {
    Path script = folder.resolve(name);
    if (!Files.isReadable(script)) {
      throw new IllegalArgumentException(script + ": no such file, or not readable");
    }
    return script.toString();
  }

  private static List<Path> csvs(Path files) throws IOException {
    try (Stream<Path> list = Files.list(files)) {
      return list.filter(file -> file.toString().endsWith(".csv")).sorted().toList();
    }
  }

  private static void backtest(Path csv, List<String> options) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                Path.of("collector", "target", "whoread-collector-exec.jar").toString(),
                "backtest",
                "--records",
                csv.toString(),
                "--alerts",
                csv.toString().replaceFirst("\\.csv$", ".alerts.jsonl")));
    command.addAll(options);
    run(command);
  }

  /** Takes a line of the scorer's. */
  private static void take(String line, Map<String, List<Double>> shares) {
    Matcher found = FOUND.matcher(line);
    Matcher windows = WINDOWS.matcher(line);
    if (found.matches()) {
      shares
          .computeIfAbsent(found.group(1), name -> new ArrayList<>())
          .add(Double.parseDouble(found.group(2)) / Double.parseDouble(found.group(3)));
    } else if (windows.matches()) {
      shares
          .computeIfAbsent(windows.group(1) + ", " + windows.group(3), name -> new ArrayList<>())
          .add(Double.parseDouble(windows.group(2)) / 100);
    }
  }

  /** Runs a command to its end; its output, where it succeeds. */
  private static String run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    Thread end = new Thread(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(end);
    try {
      String output = new String(process.getInputStream().readAllBytes());
      if (!process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IOException(String.join(" ", command) + " failed: " + output);
      }
      return output;
    } finally {
      process.destroyForcibly();
      Runtime.getRuntime().removeShutdownHook(end);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
