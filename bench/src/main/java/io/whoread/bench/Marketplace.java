package io.whoread.bench;

import io.whoread.bench.market.Archive;
import io.whoread.bench.market.Cost;
import io.whoread.bench.market.Size;
import io.whoread.bench.market.Trial;
import io.whoread.bench.market.World;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How much misuse the detector finds in a generated marketplace, how soon, and whom it bothers
 * beside, next to what everybody has. docs/marketplace.md tells what is assumed.
 *
 * <p>{@code java -cp 'bench/target/classes:bench/target/lib/*' io.whoread.bench.Marketplace --seeds
 * 1-5 --size full}; with {@code --write FOLDER} the first seed's trail and truth are kept there
 * instead; {@code --cost} tells what the detector costs with a hundred thousand people.
 */
public final class Marketplace {
  private Marketplace() {}

  public static void main(String[] args) throws Exception {
    List<Long> seeds = List.of(1L);
    Size size = Size.FULL;
    Path folder = null;
    if (args.length == 1 && args[0].equals("--cost")) {
      System.out.print(new Cost().measure(1));
      return;
    }
    for (int i = 0; i < args.length; i += 2) {
      if (i + 1 == args.length) {
        throw usage();
      }
      switch (args[i]) {
        case "--seeds" -> seeds = seeds(args[i + 1]);
        case "--size" -> size = Size.of(args[i + 1]);
        case "--write" -> folder = Path.of(args[i + 1]);
        default -> throw usage();
      }
    }
    if (folder != null) {
      Archive.write(new World(size, seeds.getFirst(), true), folder);
      return;
    }
    Trial trial = new Trial();
    for (long seed : seeds) {
      long start = System.nanoTime();
      long before = trial.reads();
      trial.run(size, seed);
      System.out.printf(
          "seed %d: %,d people, %,d records, %.0f s%n",
          seed, trial.people(), trial.reads() - before, (System.nanoTime() - start) / 1e9);
    }
    System.out.println();
    System.out.print(trial.table());
  }

  private static List<Long> seeds(String text) {
    String[] ends = text.split("-");
    List<Long> seeds = new ArrayList<>();
    for (long s = Long.parseLong(ends[0]); s <= Long.parseLong(ends[ends.length - 1]); s++) {
      seeds.add(s);
    }
    return seeds;
  }

  private static IllegalArgumentException usage() {
    return new IllegalArgumentException(
        "expected [--seeds 1-5] [--size small|full] [--write FOLDER], or --cost");
  }
}
