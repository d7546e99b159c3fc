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
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Ranks the sources of one kind.
 *
 * <p>Chance is played through: for each victim one of its controls is drawn ({@link Controls}), and
 * the best of all sources is noted. The share of draws whose best is as good as a source's is its
 * p-value, adjusted for there being many sources (max-T, Westfall and Young, 1993), with all that
 * ties them to one another: who works on the same orders, in the same weeks.
 */
final class Ranker {
  private static final int DRAWS = 2_000;

  /** Where the best source is near the bound, so that a few draws do not decide. */
  private static final int MORE_DRAWS = 10_000;

  private static final double NEAR = 3;

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

  /** Of each source that is asked for, the chance of each victim. */
  private final Map<Integer, float[]> chances = new HashMap<>();

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
          (source, time, plain, imported) -> {
            if (kind == SourceKind.SELLER || time >= victim.from() && time <= victim.to()) {
              found
                  .computeIfAbsent(metAs[source], each -> new Finding(victim))
                  .add(time, plain, imported);
            }
          });
      Stratum stratum = strata.get(v);
      stratum.sourcesOf(
          stratum.size() - 1,
          (source, weight, lagWeight) -> found.get(source).weigh(weight, lagWeight));
      findings.add(found);
    }
    findings.forEach(found -> found.keySet().forEach(this::ask));
    lookUp();
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

  private void ask(int source) {
    chances.computeIfAbsent(source, each -> new float[strata.size()]);
  }

  private void lookUp() {
    for (int v = 0; v < strata.size(); v++) {
      strata.get(v).chances(chances, v);
    }
  }

  Ranking rank() {
    List<Source> found = new ArrayList<>();
    Set<SourceName> named = new HashSet<>();
    Set<Integer> rest = all();
    List<Source> ranked = rank(rest, bests);
    boolean cannotTell = !isSupported(ranked) && cannotTell();
    while (isSupported(ranked) && found.size() < MOST_SOURCES) {
      Source best = ranked.getFirst();
      found.add(best);
      named.add(best.name());
      Set<Victim> explained = new HashSet<>(best.victims());
      rest.removeIf(v -> explained.contains(victims.get(v).victim()));
      ranked =
          rank(rest, bests(rest)).stream().filter(each -> !named.contains(each.name())).toList();
    }
    found.addAll(ranked);
    return new Ranking(kind, List.copyOf(found), cannotTell);
  }

  private static boolean isSupported(List<Source> ranked) {
    return !ranked.isEmpty() && ranked.getFirst().isSupported();
  }

  /** In ascending order. */
  private Set<Integer> all() {
    return new TreeSet<>(IntStream.range(0, victims.size()).boxed().toList());
  }

  /**
   * What all victims say of some sources, as the table numbers them.
   *
   * @return by number; a source that read of no victim, nor of any other subject of those days, is
   *     not there
   */
  Map<Integer, Source> of(IntStream sources) {
    List<Integer> asked = sources.filter(each -> metAs[each] >= 0).boxed().toList();
    asked.forEach(each -> ask(metAs[each]));
    lookUp();
    Set<Integer> all = all();
    Map<Integer, Source> told = new HashMap<>();
    asked.forEach(each -> told.put(each, source(metAs[each], all, bests)));
    return told;
  }

  private List<Source> rank(Set<Integer> chosen, double[] ofDraws) {
    List<Source> ranked = new ArrayList<>();
    for (int source : readers()) {
      Source one = source(source, chosen, ofDraws);
      if (one.explained() > 0) {
        ranked.add(one);
      }
    }
    ranked.sort(
        Comparator.comparingDouble(Source::logRatio)
            .thenComparing(Source::explained)
            .reversed()
            .thenComparing(Source::name));
    return ranked;
  }

  private Set<Integer> readers() {
    Set<Integer> readers = new HashSet<>();
    findings.forEach(found -> readers.addAll(found.keySet()));
    return readers;
  }

  /**
   * @param chosen victims by which it is judged; of all it is told how many it explains
   */
  private Source source(int source, Set<Integer> chosen, double[] ofDraws) {
    List<Source.Read> reads = new ArrayList<>();
    List<Long> unmet = new ArrayList<>();
    float[] sums = new float[Likelihood.MODELS];
    int beyond = 0;
    for (int v = 0; v < victims.size(); v++) {
      Finding finding = findings.get(v).get(source);
      if (finding == null) {
        continue;
      }
      if (!finding.explains()) {
        unmet.add(finding.line());
        continue;
      }
      reads.add(finding.read());
      if (chosen.contains(v)) {
        finding.addTo(sums);
        beyond++;
      }
    }
    reads.sort(Comparator.comparingLong(read -> read.victim().line()));
    unmet.sort(null);
    double ratio = Likelihood.ratio(sums, 0, chosen.size());
    Chance chance = new Chance(chances.get(source));
    return new Source(
        table.name(kind, numbers[source]),
        List.copyOf(reads),
        List.copyOf(unmet),
        chance.expected(),
        chance.low(),
        chance.high(),
        victims.size(),
        beyond,
        chosen.size(),
        ratio,
        beyond == 0 ? 1 : p(ratio, ofDraws));
  }

  /**
   * Whether no more than half of those who read of a victim would be supported had they read of
   * all. Where nobody read of any, that is told, and not this.
   */
  private boolean cannotTell() {
    Set<Integer> readers = readers();
    int told = 0;
    for (int source : readers) {
      float[] sums = new float[Likelihood.MODELS];
      for (float chance : chances.get(source)) {
        short weight = Likelihood.weight(1 / chance);
        Likelihood.add(sums, 0, weight, weight);
      }
      double ratio = Likelihood.ratio(sums, 0, victims.size());
      told += Trace.isSupported(p(ratio, bests), ratio) ? 1 : 0;
    }
    return !readers.isEmpty() && told * 2 <= readers.size();
  }

  /** The likelihood ratio of the best source in each draw, in ascending order. */
  private double[] bests(Set<Integer> chosen) {
    double[] few = bests(chosen, DRAWS);
    List<Source> ranked = rank(chosen, few);
    double p = ranked.isEmpty() ? 1 : ranked.getFirst().p();
    boolean isNear = p > Trace.SUPPORTED / NEAR && p < Trace.SUPPORTED * NEAR;
    return isNear ? bests(chosen, MORE_DRAWS) : few;
  }

  private double[] bests(Set<Integer> chosen, int draws) {
    // The same list gives the same answer.
    SplittableRandom random = new SplittableRandom(chosen.size());
    Sums sums = new Sums(met);
    double[] ofDraws = new double[draws];
    List<Stratum> drawnFrom = chosen.stream().map(strata::get).toList();
    for (int draw = 0; draw < draws; draw++) {
      for (Stratum stratum : drawnFrom) {
        stratum.sourcesOf(random.nextInt(stratum.size()), sums);
      }
      ofDraws[draw] = sums.best(chosen.size());
      sums.clear();
    }
    Arrays.sort(ofDraws);
    return ofDraws;
  }

  private static double p(double ratio, double[] bests) {
    // What is the same may differ in the last digits, summed in another order.
    int at = Arrays.binarySearch(bests, ratio - 1e-4);
    int below = at < 0 ? -at - 1 : at;
    return (1.0 + bests.length - below) / (1 + bests.length);
  }
}
