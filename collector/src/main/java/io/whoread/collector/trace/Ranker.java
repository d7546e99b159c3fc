package io.whoread.collector.trace;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Ranks the sources of one kind.
 *
 * <p>Chance is played through: for each victim a subject is drawn that was placed about the same
 * time ({@link Stratum}), and the best of all sources is noted. The share of draws whose best is as
 * good as a source's is its p-value, adjusted for there being many sources (max-T, Westfall and
 * Young, 1993), with all that ties them to one another: who works on the same orders, in the same
 * weeks.
 */
final class Ranker {
  private static final int DRAWS = 2_000;

  /** Further sources are looked for among what the first ones do not explain. */
  private static final int MOST_SOURCES = 5;

  private final ReadTable table;
  private final SourceKind kind;
  private final List<Victim.Window> victims;
  private final List<Stratum> strata = new ArrayList<>();
  private final List<Map<Integer, Finding>> findings = new ArrayList<>();

  /** The sources met, from 0, as the table numbers them; and the other way round, or -1. */
  private int[] numbers = new int[64];

  private final int[] metAs;
  private int met;

  /** Of draws for all victims. */
  private final double[] bests;

  /**
   * @param rows of each victim's controls
   */
  Ranker(ReadTable table, SourceKind kind, List<Victim.Window> victims, List<int[]> rows) {
    this.table = table;
    this.kind = kind;
    this.victims = victims;
    metAs = new int[table.sources(kind)];
    Arrays.fill(metAs, -1);
    Stratum.Scratch scratch = new Stratum.Scratch(table.sources(kind));
    for (int v = 0; v < victims.size(); v++) {
      Victim.Window victim = victims.get(v);
      strata.add(new Stratum(table, kind, victim, rows.get(v), scratch, this::metAs));
      Map<Integer, Finding> found = new HashMap<>();
      table.reads(
          kind,
          victim.row(),
          (source, time, plain) -> {
            if (kind == SourceKind.SELLER || time >= victim.from() && time <= victim.to()) {
              found.computeIfAbsent(metAs[source], each -> new Finding(victim)).add(time, plain);
            }
          });
      findings.add(found);
    }
    bests = bests(all());
  }

  private int metAs(int source) {
    if (metAs[source] < 0) {
      if (met == numbers.length) {
        numbers = Arrays.copyOf(numbers, met * 2);
      }
      numbers[met] = source;
      metAs[source] = met++;
    }
    return metAs[source];
  }

  /** What a source read of one victim. */
  private static final class Finding {
    private final Victim.Window victim;
    private long first = Long.MAX_VALUE;
    private long last = Long.MIN_VALUE;
    private int plain;

    Finding(Victim.Window victim) {
      this.victim = victim;
    }

    void add(long time, int fields) {
      first = Math.min(first, time);
      last = Math.max(last, time);
      plain |= fields;
    }

    boolean explains() {
      return (victim.knew() & ~plain) == 0;
    }

    Source.Read read() {
      return new Source.Read(victim.victim(), first, last, plain);
    }
  }

  Ranking rank() {
    List<Source> found = new ArrayList<>();
    List<Integer> rest = all();
    List<Source> ranked = rank(rest, bests);
    boolean cannotTell = (ranked.isEmpty() || !ranked.getFirst().isSupported()) && cannotTell();
    Set<SourceName> named = new HashSet<>();
    while (!ranked.isEmpty() && ranked.getFirst().isSupported() && found.size() < MOST_SOURCES) {
      Source best = ranked.getFirst();
      found.add(best);
      named.add(best.name());
      Set<Victim> explained = new HashSet<>(best.victims());
      rest.removeIf(v -> explained.contains(victims.get(v).victim()));
      ranked = rest.isEmpty() ? List.of() : rank(rest, bests(rest));
      ranked = ranked.stream().filter(each -> !named.contains(each.name())).toList();
    }
    found.addAll(ranked);
    return new Ranking(kind, List.copyOf(found), cannotTell);
  }

  private List<Integer> all() {
    return new ArrayList<>(IntStream.range(0, victims.size()).boxed().toList());
  }

  /**
   * What all victims say of one source.
   *
   * @return null where it read of no victim, nor of any other subject of those days
   */
  Source of(SourceName name) {
    int number = table.find(kind, name);
    return number < 0 || metAs[number] < 0 ? null : source(metAs[number], all(), bests);
  }

  private List<Source> rank(List<Integer> chosen, double[] bests) {
    Set<Integer> readers = new HashSet<>();
    chosen.forEach(v -> readers.addAll(findings.get(v).keySet()));
    List<Source> ranked = new ArrayList<>();
    for (int source : readers) {
      Source one = source(source, chosen, bests);
      if (one.explained() > 0) {
        ranked.add(one);
      }
    }
    ranked.sort(
        Comparator.comparingDouble(Source::logRatio).reversed().thenComparing(Source::name));
    return ranked;
  }

  private Source source(int source, List<Integer> chosen, double[] bests) {
    List<Source.Read> reads = new ArrayList<>();
    List<Long> unmet = new ArrayList<>();
    float[] sums = new float[Likelihood.MODELS];
    double[] chances = new double[chosen.size()];
    for (int i = 0; i < chances.length; i++) {
      Stratum stratum = strata.get(chosen.get(i));
      chances[i] = stratum.chanceOf(source);
      Finding finding = findings.get(chosen.get(i)).get(source);
      if (finding == null) {
        continue;
      }
      if (!finding.explains()) {
        unmet.add(finding.victim.victim().line());
        continue;
      }
      reads.add(finding.read());
      float[] weights = stratum.weightsOfVictim(source);
      for (int m = 0; m < sums.length; m++) {
        sums[m] += weights[m];
      }
    }
    reads.sort(Comparator.comparingLong(read -> read.victim().line()));
    unmet.sort(null);
    double ratio = Likelihood.ratio(sums, 0, chances.length);
    Chance chance = new Chance(chances);
    return new Source(
        table.name(kind, numbers[source]),
        chances.length,
        List.copyOf(reads),
        List.copyOf(unmet),
        chance.expected(),
        chance.low(),
        chance.high(),
        ratio,
        p(ratio, bests));
  }

  /** Whether most sources would not be supported though they had read every victim's order. */
  private boolean cannotTell() {
    int told = 0;
    for (int source = 0; source < met; source++) {
      float[] sums = new float[Likelihood.MODELS];
      for (Stratum stratum : strata) {
        float[] weights = Likelihood.read(stratum.chanceOf(source), 1);
        for (int m = 0; m < sums.length; m++) {
          sums[m] += weights[m];
        }
      }
      told += p(Likelihood.ratio(sums, 0, strata.size()), bests) <= Trace.SUPPORTED ? 1 : 0;
    }
    return met > 0 && told * 2 < met;
  }

  /** The likelihood ratio of the best source in each draw, in ascending order. */
  private double[] bests(List<Integer> chosen) {
    // The same list gives the same answer.
    SplittableRandom random = new SplittableRandom(chosen.size());
    Sums sums = new Sums(met);
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
}
