package io.whoread.collector.trace;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Ranks the sources of a table by how well they explain a list of victims, and says whether chance
 * would do as well.
 *
 * <p>Chance is played through: for each victim a subject is drawn that was placed about the same
 * time ({@link Stratum}), and the best of all sources is noted. The share of draws whose best is as
 * good as a source's is its p-value, adjusted for there being many sources (max-T, Westfall and
 * Young, 1993), with all that ties them to one another: who works on the same orders, in the same
 * weeks.
 */
public final class Trace {
  /** An adjusted p-value up to which a source is supported: one list in two hundred by chance. */
  public static final double SUPPORTED = 0.005;

  private static final int DRAWS = 2_000;

  /** Further sources are looked for among what the first ones do not explain. */
  private static final int MOST_SOURCES = 5;

  private final ReadTable table;
  private final SourceKind kind;
  private final List<Victim.Window> victims;
  private final List<Stratum> strata;

  private Trace(ReadTable table, SourceKind kind, List<Victim.Window> victims) {
    this.table = table;
    this.kind = kind;
    this.victims = List.copyOf(victims);
    Set<Integer> rows = victims.stream().map(Victim.Window::row).collect(Collectors.toSet());
    this.strata =
        victims.stream().map(victim -> new Stratum(table, kind, victim, rows::contains)).toList();
  }

  /**
   * Traces a list of victims to sources of one kind.
   *
   * @param untraced takes the victims of whose subject nothing was read, or not within the time
   */
  public static List<Source> of(
      ReadTable table, SourceKind kind, List<Victim> victims, Consumer<Victim> untraced) {
    List<Victim.Window> windows = new ArrayList<>();
    for (Victim victim : victims) {
      int row = table.row(victim.subject());
      long from =
          row < 0 || victim.from() != Victim.UNKNOWN
              ? ReadTable.cut(victim.from())
              : table.placed(row);
      long to = victim.to() == Victim.UNKNOWN ? table.last() : victim.to();
      if (row < 0 || to < from) {
        untraced.accept(victim);
      } else {
        windows.add(new Victim.Window(victim, row, from, to - from));
      }
    }
    return new Trace(table, kind, windows).sources();
  }

  /**
   * All sources that read of a victim, the likeliest first; behind a supported one, what the rest
   * of the victims say of the others.
   */
  private List<Source> sources() {
    List<Source> found = new ArrayList<>();
    List<Integer> rest = new ArrayList<>();
    for (int v = 0; v < victims.size(); v++) {
      rest.add(v);
    }
    List<Source> ranked = rank(rest);
    while (!ranked.isEmpty() && ranked.getFirst().p() <= SUPPORTED && found.size() < MOST_SOURCES) {
      Source best = ranked.getFirst();
      found.add(best);
      rest.removeIf(v -> best.victims().contains(victims.get(v).victim()));
      ranked = rank(rest);
      ranked.removeIf(each -> found.stream().anyMatch(one -> one.number() == each.number()));
    }
    found.addAll(ranked);
    return found;
  }

  private List<Source> rank(List<Integer> chosen) {
    double[] bests = bests(chosen);
    Sums sums = new Sums(table.sources(kind));
    double[] expected = new double[table.sources(kind)];
    for (int v : chosen) {
      Stratum stratum = strata.get(v);
      for (int s = 0; s < stratum.sources(); s++) {
        expected[stratum.number(s)] += stratum.chance(s);
      }
      stratum.sourcesOf(stratum.size() - 1, sums);
    }
    List<Source> ranked = new ArrayList<>();
    for (int i = 0; i < sums.touched; i++) {
      int number = sums.order[i];
      double ratio = Likelihood.ratio(sums.values, number * Likelihood.MODELS, chosen.size());
      ranked.add(
          new Source(
              number,
              table.name(kind, number),
              victimsOf(number, chosen),
              expected[number],
              ratio,
              p(ratio, bests)));
    }
    ranked.sort(
        Comparator.comparingDouble(Source::logRatio).reversed().thenComparing(Source::name));
    return ranked;
  }

  private List<Victim> victimsOf(int number, List<Integer> chosen) {
    List<Victim> read = new ArrayList<>();
    for (int v : chosen) {
      Stratum stratum = strata.get(v);
      stratum.sourcesOf(
          stratum.size() - 1,
          (source, weights) -> {
            if (source == number) {
              read.add(victims.get(v).victim());
            }
          });
    }
    return read;
  }

  /** The likelihood ratio of the best source in each draw, in ascending order. */
  private double[] bests(List<Integer> chosen) {
    // The same list gives the same answer.
    SplittableRandom random = new SplittableRandom(chosen.size());
    Sums sums = new Sums(table.sources(kind));
    double[] bests = new double[DRAWS];
    for (int draw = 0; draw < DRAWS; draw++) {
      for (int v : chosen) {
        Stratum stratum = strata.get(v);
        stratum.sourcesOf(random.nextInt(stratum.size()), sums);
      }
      bests[draw] = sums.best(chosen.size());
      sums.clear();
    }
    Arrays.sort(bests);
    return bests;
  }

  private static double p(double ratio, double[] bests) {
    // What is the same may differ in the last digits, summed in another order.
    int at = Arrays.binarySearch(bests, ratio - 1e-4);
    int below = at < 0 ? -at - 1 : at;
    return (1.0 + bests.length - below) / (1 + bests.length);
  }

  /** What has come together of each source's victims, for each model. */
  private static final class Sums implements Stratum.Visitor {
    private final float[] values;
    private final boolean[] isTouched;
    private final int[] order;
    private int touched;

    Sums(int sources) {
      values = new float[sources * Likelihood.MODELS];
      isTouched = new boolean[sources];
      order = new int[sources];
    }

    @Override
    public void source(int source, float[] weights) {
      if (!isTouched[source]) {
        isTouched[source] = true;
        order[touched++] = source;
      }
      int at = source * Likelihood.MODELS;
      for (int m = 0; m < Likelihood.MODELS; m++) {
        values[at + m] += weights[m];
      }
    }

    double best(int victims) {
      double best = Double.NEGATIVE_INFINITY;
      for (int i = 0; i < touched; i++) {
        best = Math.max(best, Likelihood.ratio(values, order[i] * Likelihood.MODELS, victims));
      }
      return best;
    }

    void clear() {
      for (int i = 0; i < touched; i++) {
        isTouched[order[i]] = false;
        Arrays.fill(values, order[i] * Likelihood.MODELS, (order[i] + 1) * Likelihood.MODELS, 0);
      }
      touched = 0;
    }
  }
}
