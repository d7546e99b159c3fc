package io.whoread.bench.market;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs worlds of several seeds past the product's detector and past the baselines. */
public final class Trial {
  private final Score product = new Score();
  private final Score threeSigma = new Score();
  private final Score fixed = new Score();
  private final List<String> thresholds = new ArrayList<>();
  private long reads;
  private int people;

  /** Runs one world. */
  public void run(Size size, long seed) throws IOException {
    World world = new World(size, seed, true);
    Baselines baselines = new Baselines(world);
    List<Told> told = new ArrayList<>();
    Path folder = Files.createTempDirectory("whoread-marketplace");
    try {
      Product detector = new Product(folder, told::add);
      Trail trail = new Trail(world, detector);
      world.run(
          visit -> {
            baselines.accept(visit);
            trail.accept(visit);
          });
      trail.finish();
      reads += detector.reads();
    } finally {
      Files.deleteIfExists(folder.resolve("rules.yaml"));
      Files.delete(folder);
    }
    people = world.everybody().size();
    thresholds.add(Integer.toString(baselines.threshold()));
    product.add(world, baselines, told);
    threeSigma.add(world, baselines, baselines.threeSigma());
    fixed.add(world, baselines, baselines.fixed());
  }

  public Score product() {
    return product;
  }

  public Score threeSigma() {
    return threeSigma;
  }

  public Score fixed() {
    return fixed;
  }

  /** Records that the detector took in, over all worlds. */
  public long reads() {
    return reads;
  }

  /** Staff, sellers and couriers of a world. */
  public int people() {
    return people;
  }

  public String table() {
    return new Table(product, threeSigma, fixed).print(String.join(", ", thresholds));
  }
}
