package io.whoread.collector.trace;

import java.util.Arrays;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;

/**
 * A victim's subject among those that were placed about the same time, each looked at for as long
 * after it was placed as the victim's was until the fraud. By these one knows how many sources read
 * such a subject anyway: whoever has a busy week, or works on what is sold in that week, has read
 * many of it, victims or not. {@link Controls} says which they are.
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

  static final int FEWEST = 300;

  /** Of how many reads all sources' lags weigh beside a source's own. */
  private static final double POOLED = 10;

  /** No source is taken to read more than this share anyway. */
  private static final double MOST = 0.98;

  /**
   * Of a source that reads a larger share than this the lags say nothing: whoever leaked, it has
   * mostly read the same soon after.
   */
  private static final double TOLD_BY_LAG = 0.5;

  private final int size;

  /** Where the sources of a subject begin; the victim's own subject is the last. */
  private final int[] first;

  /**
   * Each a source as all strata number it, in the upper half, and what its read adds to the
   * likelihood, without its lag and with it: {@link Likelihood}. They are drawn at random from more
   * than a cache holds, and lie together.
   */
  private final long[] reads;

  /**
   * The sources met here as all strata number them, and in how many subjects' windows each read.
   */
  private final int[] numbers;

  private final int[] counts;

  /**
   * @param rows of its controls; the victim's own is the last
   * @param scratch of this kind, for one stratum after the other
   * @param met numbers the sources of all strata
   */
  Stratum(
      ReadTable table,
      SourceKind kind,
      Victim.Window victim,
      int[] rows,
      Scratch scratch,
      IntUnaryOperator met) {
    size = rows.length;
    Collector collected = new Collector(table, kind, victim, scratch);
    first = new int[size + 1];
    for (int i = 0; i < size; i++) {
      // The victim's own window is known; that of another begins when it was placed.
      collected.add(rows[i], i == size - 1 ? victim.from() : table.placed(rows[i]));
      first[i + 1] = collected.count;
    }
    numbers = collected.finish();
    counts = new int[numbers.length];
    reads = new long[collected.count];
    for (int s = 0; s < numbers.length; s++) {
      numbers[s] = met.applyAsInt(numbers[s]);
    }
    // When a seller came to know an order says nothing.
    weigh(victim.length(), collected.sources, collected.bins, kind != SourceKind.SELLER);
  }

  /**
   * The rows that a victim's is compared with, and its own as the last: subjects of the same kind.
   *
   * @param among these rows, in ascending order
   * @param fewest so many are taken however far away they were placed
   * @param others tells the rows that are no controls: those of the other victims
   */
  static int[] rows(
      ReadTable table, Victim.Window victim, int[] among, int fewest, IntPredicate others) {
    int[] rows = new int[Math.min(CONTROLS, among.length) + 1];
    int count = 0;
    long from = victim.from();
    int up = Arrays.binarySearch(among, table.rowAt(from));
    up = up < 0 ? -up - 1 : up;
    int down = up - 1;
    while (count < CONTROLS && (down >= 0 || up < among.length)) {
      boolean later =
          down < 0
              || up < among.length
                  && table.placed(among[up]) - from <= from - table.placed(among[down]);
      int row = among[later ? up++ : down--];
      if (!table.isAlike(row, victim.row())) {
        continue;
      }
      if (Math.abs(table.placed(row) - from) > NEAR_MS && count >= fewest) {
        break;
      }
      if (row != victim.row() && !others.test(row)) {
        rows[count++] = row;
      }
    }
    rows = Arrays.copyOf(rows, count + 1);
    rows[count] = victim.row();
    return rows;
  }

  /**
   * @param sources as they were met here
   */
  private void weigh(long window, int[] sources, byte[] bins, boolean byLag) {
    int[] lags = new int[numbers.length * Lags.BINS];
    double[] all = new double[Lags.BINS];
    Arrays.fill(all, 0.5);
    for (int i = 0; i < reads.length; i++) {
      counts[sources[i]]++;
      lags[sources[i] * Lags.BINS + bins[i]]++;
      all[bins[i]]++;
    }
    double sum = Arrays.stream(all).sum();
    double[] leak = Lags.ofLeak(window);
    short[] bySource = new short[numbers.length];
    short[] byBin = new short[lags.length];
    for (int s = 0; s < numbers.length; s++) {
      double chance = chance(counts[s]);
      bySource[s] = Likelihood.weight(1 / chance);
      boolean told = byLag && counts[s] <= TOLD_BY_LAG * size;
      for (int bin = 0; bin < Lags.BINS; bin++) {
        int at = s * Lags.BINS + bin;
        if (lags[at] > 0) {
          double usual = (lags[at] + POOLED * all[bin] / sum) / (counts[s] + POOLED);
          byBin[at] = told ? Likelihood.weight(leak[bin] / usual / chance) : bySource[s];
        }
      }
    }
    for (int i = 0; i < reads.length; i++) {
      int s = sources[i];
      // No weight is negative.
      reads[i] = (long) numbers[s] << 32 | bySource[s] << 16 | byBin[s * Lags.BINS + bins[i]];
    }
  }

  /** How many subjects it has, the victim's own among them. */
  int size() {
    return size;
  }

  /** How likely it is that a source reads such a subject anyway, within (0, 1). */
  private double chance(int count) {
    return Math.min(MOST, (count + 0.5) / (size + 1));
  }

  /**
   * Tells the chances of sources.
   *
   * @param asked by the number of a source among all strata
   * @param at where in each to write
   */
  void chances(Map<Integer, float[]> asked, int at) {
    float none = (float) chance(0);
    asked.values().forEach(each -> each[at] = none);
    for (int s = 0; s < numbers.length; s++) {
      float[] each = asked.get(numbers[s]);
      if (each != null) {
        each[at] = (float) chance(counts[s]);
      }
    }
  }

  /** Calls back for each source that read a subject in its window. */
  void sourcesOf(int subject, Visitor visitor) {
    for (int i = first[subject]; i < first[subject + 1]; i++) {
      long read = reads[i];
      visitor.source((int) (read >> 32), (short) (read >> 16), (short) read);
    }
  }

  interface Visitor {
    /**
     * @param source as all strata number it
     * @param weight what its read adds to the likelihood without its lag: {@link Likelihood}
     * @param lagWeight what it adds with it
     */
    void source(int source, short weight, short lagWeight);
  }

  /** Two ints for each source of a kind; used by one stratum after the other. */
  static final class Scratch {
    private final int[] local;
    private final int[] lastAt;

    Scratch(int sources) {
      local = new int[sources];
      lastAt = new int[sources];
      Arrays.fill(local, -1);
      Arrays.fill(lastAt, -1);
    }
  }

  /**
   * Takes subjects one after the other; of a source's reads of one the last counts, and all that
   * left in them.
   */
  private static final class Collector implements ReadTable.Visitor {
    private final ReadTable table;
    private final SourceKind kind;
    private final long window;
    private final int knew;
    private final int[] local;
    private final int[] lastAt;
    private int known;
    private int[] numbers = new int[64];

    /** Where the subject at hand begins, in the lists and in time. */
    private int begin;

    private long from;
    int count;
    int[] sources = new int[1 << 12];
    byte[] bins = new byte[1 << 12];
    private int[] plains = new int[1 << 12];

    Collector(ReadTable table, SourceKind kind, Victim.Window victim, Scratch scratch) {
      this.table = table;
      this.kind = kind;
      this.window = victim.length();
      this.knew = victim.knew();
      this.local = scratch.local;
      this.lastAt = scratch.lastAt;
    }

    void add(int row, long from) {
      this.begin = count;
      this.from = from;
      table.reads(kind, row, this);
      if (knew != PlainFields.NONE) {
        keepThoseWhoKnew();
      }
    }

    @Override
    public void read(int source, long time, int plain, boolean imported) {
      // The seller of a victim's order knew it from the first moment, whenever the list says it
      // was.
      long lag = kind == SourceKind.SELLER ? window : from + window - time;
      if (lag > window || lag < 0) {
        return;
      }
      byte bin = (byte) Lags.bin(lag);
      int at = lastAt[source];
      if (at >= begin) {
        bins[at] = (byte) Math.min(bins[at], bin);
        plains[at] |= plain;
        return;
      }
      if (count == sources.length) {
        sources = Arrays.copyOf(sources, count * 2);
        bins = Arrays.copyOf(bins, count * 2);
        plains = Arrays.copyOf(plains, count * 2);
      }
      sources[count] = local(source);
      bins[count] = bin;
      plains[count] = plain;
      lastAt[source] = count++;
    }

    private void keepThoseWhoKnew() {
      int kept = begin;
      for (int i = begin; i < count; i++) {
        lastAt[numbers[sources[i]]] = -1;
        if ((knew & ~plains[i]) == 0) {
          sources[kept] = sources[i];
          bins[kept++] = bins[i];
        }
      }
      count = kept;
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

    /** The sources as the table numbers them; leaves the scratch as it was. */
    int[] finish() {
      Arrays.fill(local, -1);
      Arrays.fill(lastAt, -1);
      return Arrays.copyOf(numbers, known);
    }
  }
}
