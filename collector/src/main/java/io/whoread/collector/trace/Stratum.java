package io.whoread.collector.trace;

import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * A victim's subject among those that were placed about the same time, each looked at for as long
 * after it was placed as the victim's was until the fraud. By these one knows how many sources read
 * such a subject anyway: whoever has a busy week, or works on what is sold in that week, has read
 * many of it, victims or not.
 *
 * <p>The victim's own is one of them: under chance it is like the others.
 */
final class Stratum {
  /** How many others, where there are as many. */
  private static final int CONTROLS = 4_000;

  /**
   * How far away they are placed at most, in milliseconds, where there are {@link #FEWEST} of them.
   * Further away a busy week is no longer compared with itself; nearer there are too few to know
   * how often a source reads such a subject.
   */
  private static final long NEAR_MS = 12 * 86_400_000L;

  private static final int FEWEST = 300;

  /** Of how many reads all sources' lags weigh beside a source's own. */
  private static final double POOLED = 10;

  /** No source is taken to read more than this share anyway. */
  private static final double MOST = 0.98;

  private final int size;

  /** Where the sources of a subject begin; the victim's own subject is the last. */
  private final int[] first;

  /** As numbers of this stratum. */
  private final int[] sources;

  private final byte[] bins;

  /** The sources of this stratum as the table numbers them. */
  private final int[] numbers;

  /** By source of this stratum: in how many subjects' windows it read. */
  private final double[] counts;

  /** [source of this stratum][bin][model]: what such a read adds to the likelihood, in nats. */
  private final float[][][] weights;

  /**
   * @param others tells the rows that are no controls: those of the other victims
   */
  Stratum(ReadTable table, SourceKind kind, Victim.Window victim, IntPredicate others) {
    int row = victim.row();
    int[] rows = controls(table, row, victim.from(), others);
    size = rows.length;
    Collector collected = new Collector(table, kind, victim.length());
    first = new int[size + 1];
    for (int i = 0; i < size; i++) {
      // The victim's own window is known; that of another begins when it was placed.
      collected.add(rows[i], i == size - 1 ? victim.from() : table.placed(rows[i]));
      first[i + 1] = collected.count;
    }
    sources = Arrays.copyOf(collected.sources, collected.count);
    bins = Arrays.copyOf(collected.bins, collected.count);
    numbers = collected.numbers();
    counts = new double[numbers.length];
    weights = weigh(victim.length());
  }

  private static int[] controls(ReadTable table, int victim, long from, IntPredicate others) {
    int[] rows = new int[CONTROLS + 1];
    int count = 0;
    int up = table.rowAt(from);
    int down = up - 1;
    while (count < CONTROLS && (down >= 0 || up < table.subjects())) {
      boolean later =
          down < 0 || up < table.subjects() && table.placed(up) - from <= from - table.placed(down);
      int row = later ? up++ : down--;
      if (Math.abs(table.placed(row) - from) > NEAR_MS && count >= FEWEST) {
        break;
      }
      if (row != victim && !others.test(row)) {
        rows[count++] = row;
      }
    }
    rows[count++] = victim;
    return Arrays.copyOf(rows, count);
  }

  private float[][][] weigh(long window) {
    double[][] lags = new double[numbers.length][Lags.BINS];
    double[] all = new double[Lags.BINS];
    Arrays.fill(all, 0.5);
    for (int i = 0; i < sources.length; i++) {
      counts[sources[i]]++;
      lags[sources[i]][bins[i]]++;
      all[bins[i]]++;
    }
    double sum = Arrays.stream(all).sum();
    double[] leak = Lags.ofLeak(window);
    float[][][] weights = new float[numbers.length][Lags.BINS][];
    for (int s = 0; s < numbers.length; s++) {
      double chance = chance(s);
      for (int bin = 0; bin < Lags.BINS; bin++) {
        double usual = (lags[s][bin] + POOLED * all[bin] / sum) / (counts[s] + POOLED);
        weights[s][bin] = Likelihood.read(chance, leak[bin] / usual);
      }
    }
    return weights;
  }

  /** How many subjects it has, the victim's own among them. */
  int size() {
    return size;
  }

  int sources() {
    return numbers.length;
  }

  /** As the table numbers it. */
  int number(int source) {
    return numbers[source];
  }

  /** How likely it is that a source of this stratum reads such a subject anyway, within (0, 1). */
  double chance(int source) {
    return Math.min(MOST, (counts[source] + 0.5) / (size + 1));
  }

  /** Calls back for each source that read a subject in its window. */
  void sourcesOf(int subject, Visitor visitor) {
    for (int i = first[subject]; i < first[subject + 1]; i++) {
      visitor.source(numbers[sources[i]], weights[sources[i]][bins[i]]);
    }
  }

  interface Visitor {
    /**
     * @param source as the table numbers it
     * @param weights what its read adds to the likelihood, for each model
     */
    void source(int source, float[] weights);
  }

  /** Takes subjects one after the other; of a source's reads of one the last counts. */
  private static final class Collector {
    private final ReadTable table;
    private final SourceKind kind;
    private final long window;
    private final int[] local;
    private final int[] lastAt;
    private int known;
    private int[] numbers = new int[64];
    int count;
    int[] sources = new int[1 << 12];
    byte[] bins = new byte[1 << 12];

    Collector(ReadTable table, SourceKind kind, long window) {
      this.table = table;
      this.kind = kind;
      this.window = window;
      this.local = new int[table.sources(kind)];
      this.lastAt = new int[table.sources(kind)];
      Arrays.fill(local, -1);
      Arrays.fill(lastAt, -1);
    }

    void add(int row, long from) {
      int begin = count;
      table.reads(
          kind,
          row,
          (source, time, plain) -> {
            long lag = from + window - time;
            if (time < from || lag < 0) {
              return;
            }
            byte bin = (byte) Lags.bin(lag);
            int at = lastAt[source];
            if (at >= begin) {
              bins[at] = (byte) Math.min(bins[at], bin);
              return;
            }
            if (count == sources.length) {
              sources = Arrays.copyOf(sources, count * 2);
              bins = Arrays.copyOf(bins, count * 2);
            }
            sources[count] = local(source);
            bins[count] = bin;
            lastAt[source] = count++;
          });
    }

    private int local(int source) {
      if (local[source] < 0) {
        if (known == numbers.length) {
          numbers = Arrays.copyOf(numbers, known * 2);
        }
        numbers[known] = source;
        local[source] = known++;
      }
      return local[source];
    }

    int[] numbers() {
      return Arrays.copyOf(numbers, known);
    }
  }
}
