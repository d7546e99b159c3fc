package io.whoread.bench.market;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * How well one detector did, over several worlds.
 *
 * <p>Misuse is found when a line on its reader, raised no later than 24 hours after it ended,
 * speaks of reads within it. A clean actor-day, from the sixteenth day on and of people who never
 * misused anything, is alerted when a line speaks of reads on it. How many clean people of the same
 * job a line would have been found on in the same way, over the same time, is what chance finds.
 */
public final class Score {
  private static final long GRACE_MS = Days.DAY_MS;
  private static final int TOP = 20;

  /** What became of a kind of misuse. */
  public static final class Found {
    int planted;
    int found;
    int byOwnRule;
    double byChance;

    /** From the first planted read until it was told, in seconds, and in orders read. */
    final List<Double> seconds = new ArrayList<>();

    final List<Double> subjects = new ArrayList<>();

    public int planted() {
      return planted;
    }

    public double recall() {
      return (double) found / planted;
    }

    double ownRule() {
      return (double) byOwnRule / planted;
    }

    double chance() {
      return byChance / planted;
    }
  }

  private final Map<Kind, Found> kinds = new EnumMap<>(Kind.class);
  private final long[] alerted = new long[Told.URGENT + 1];

  /** By job: clean actor-days, and at each severity or above those alerted. */
  private final Map<Job, long[]> byJob = new EnumMap<>(Job.class);

  /** By rule: clean actor-days on which it spoke in a line. */
  private final Map<String, Long> byRule = new TreeMap<>();

  private long cleanDays;
  private long cleanOnSales;
  private long alertedOnSales;
  private long days;
  private long elsewhere;
  private int topOfDays;
  private int trueOfDays;
  private int topOfAll;
  private int trueOfAll;

  // Of the world at hand.
  private World world;
  private Map<String, List<Told>> byActor;

  /** Takes in what the detector told of a world. */
  public void add(World ofWorld, Baselines activity, List<Told> told) {
    world = ofWorld;
    byActor = new HashMap<>();
    told.forEach(one -> byActor.computeIfAbsent(one.actor(), a -> new ArrayList<>()).add(one));
    days += world.size.days() - Size.LEARNT_DAYS;
    Set<Person> misusers = new HashSet<>();
    world.episodes().forEach(episode -> misusers.add(episode.person));
    Map<Job, List<Person>> clean = new EnumMap<>(Job.class);
    for (Person person : world.everybody()) {
      if (!misusers.contains(person)) {
        clean.computeIfAbsent(person.job(0), j -> new ArrayList<>()).add(person);
        cleanDays(person, activity.active(person));
      }
    }
    for (Episode episode : world.episodes()) {
      if (episode.cameToPass()) {
        find(episode, told, clean);
      }
    }
    rank(told);
    Set<String> strangers = new HashSet<>();
    for (Told one : told) {
      boolean person = one.actor().matches("(staff|seller|courier) .*");
      if (!person && learnt(one.raised()) && !explained(one)) {
        strangers.add(one.id());
      }
    }
    elsewhere += strangers.size();
    byActor = null;
    world = null;
  }

  private boolean learnt(long time) {
    return world.days.of(time) >= Size.LEARNT_DAYS;
  }

  private void cleanDays(Person person, BitSet active) {
    long[] ofJob = byJob.computeIfAbsent(person.job(0), j -> new long[Told.URGENT + 1]);
    int counted = active.get(Size.LEARNT_DAYS, world.size.days() + 2).cardinality();
    cleanDays += counted;
    ofJob[0] += counted;
    Map<String, BitSet> rules = new HashMap<>();
    for (Told one : of(person)) {
      one.rules().forEach(rule -> mark(rules.computeIfAbsent(rule, r -> new BitSet()), one));
    }
    rules.forEach(
        (rule, hit) -> {
          hit.and(active);
          byRule.merge(rule, (long) hit.cardinality(), Long::sum);
        });
    for (int severity = Told.WATCH; severity <= Told.URGENT; severity++) {
      BitSet hit = new BitSet();
      for (Told one : of(person)) {
        if (one.severity() >= severity) {
          mark(hit, one);
        }
      }
      hit.and(active);
      alerted[severity] += hit.cardinality();
      if (severity == Told.WATCH) {
        int sale = world.days.saleDay();
        cleanOnSales += active.get(sale) ? 1 : 0;
        alertedOnSales += hit.get(sale) ? 1 : 0;
      }
      ofJob[severity] += hit.cardinality();
    }
  }

  private void mark(BitSet hit, Told one) {
    hit.set(
        Math.max(Size.LEARNT_DAYS, world.days.of(one.from())),
        Math.max(Size.LEARNT_DAYS, world.days.of(one.to()) + 1));
  }

  private List<Told> of(Person person) {
    return byActor.getOrDefault(Told.key(person.reader.role(), person.reader.id()), List.of());
  }

  private void find(Episode episode, List<Told> told, Map<Job, List<Person>> clean) {
    Found kind = kinds.computeIfAbsent(episode.kind, k -> new Found());
    kind.planted++;
    Told first = null;
    boolean own = false;
    for (Told one : episode.person == null ? told : of(episode.person)) {
      if (isOn(one, episode) && inTime(one, episode)) {
        own |= one.rules().contains(episode.kind.rule());
        first = first == null || one.raised() < first.raised() ? one : first;
      }
    }
    kind.byOwnRule += own ? 1 : 0;
    if (first != null) {
      kind.found++;
      kind.seconds.add((first.raised() - episode.from()) / 1e3);
      kind.subjects.add((double) episode.subjectsBy(first.raised()));
    }
    if (episode.person != null) {
      List<Person> alike = clean.getOrDefault(episode.person.job(0), List.of());
      long hit =
          alike.stream().filter(p -> of(p).stream().anyMatch(t -> inTime(t, episode))).count();
      kind.byChance += alike.isEmpty() ? 0 : (double) hit / alike.size();
    }
  }

  private static boolean inTime(Told one, Episode episode) {
    return one.from() <= episode.to()
        && one.to() >= episode.from()
        && one.raised() >= episode.from()
        && one.raised() <= episode.to() + GRACE_MS;
  }

  private static boolean isOn(Told one, Episode episode) {
    if (episode.person != null) {
      Reader reader = episode.person.reader;
      return one.actor().equals(Told.key(reader.role(), reader.id()));
    }
    if (episode.address != null) {
      return one.addresses().contains(episode.address)
          && (one.rules().contains(episode.kind.rule())
              || episode.accounts.contains(one.actor().substring(one.actor().indexOf(' ') + 1)));
    }
    return one.rules().contains(episode.kind.rule())
        && one.operations().contains(episode.operation.route);
  }

  /** Whether it speaks of anything planted. */
  private boolean explained(Told one) {
    return world.episodes().stream()
        .anyMatch(e -> e.cameToPass() && isOn(one, e) && inTime(one, e));
  }

  private void rank(List<Told> told) {
    Map<Integer, Map<String, Told>> byDay = new HashMap<>();
    Map<String, Told> all = new HashMap<>();
    for (Told one : told) {
      if (learnt(one.raised())) {
        byDay
            .computeIfAbsent(world.days.of(one.raised()), d -> new HashMap<>())
            .merge(one.actor(), one, Score::higher);
        all.merge(one.id(), one, Score::higher);
      }
    }
    for (Map<String, Told> ofDay : byDay.values()) {
      List<Told> top = top(ofDay);
      topOfDays += top.size();
      trueOfDays += (int) top.stream().filter(this::explained).count();
    }
    List<Told> top = top(all);
    topOfAll += top.size();
    trueOfAll += (int) top.stream().filter(this::explained).count();
  }

  private static Told higher(Told one, Told other) {
    return other.risk() > one.risk() ? other : one;
  }

  private static List<Told> top(Map<String, Told> told) {
    return told.values().stream()
        .sorted(Comparator.comparingDouble(Told::risk).reversed().thenComparing(Told::id))
        .limit(TOP)
        .toList();
  }

  /** One for each kind that was planted. */
  public Map<Kind, Found> kinds() {
    return Collections.unmodifiableMap(kinds);
  }

  public long cleanDays() {
    return cleanDays;
  }

  /** Of a thousand clean actor-days, how many are alerted at a severity or above. */
  public double perThousand(int severity) {
    return 1_000.0 * alerted[severity] / cleanDays;
  }

  /** Of a thousand clean actor-days on the day of a sale, how many are alerted. */
  public double perThousandOnSales() {
    return 1_000.0 * alertedOnSales / cleanOnSales;
  }

  /**
   * Clean actor-days, and at index 1 to 3 how many of them are alerted at that severity or above.
   */
  Map<Job, long[]> byJob() {
    return byJob;
  }

  /** Of a thousand clean actor-days, on how many each rule spoke. */
  Map<String, Double> perThousandByRule() {
    Map<String, Double> shares = new TreeMap<>();
    byRule.forEach((rule, hit) -> shares.put(rule, 1_000.0 * hit / cleanDays));
    return shares;
  }

  /** Alerts a day on customers, on machines, and on nobody in particular. */
  public double elsewhere() {
    return (double) elsewhere / days;
  }

  /** Of the twenty at most that rank highest on a day, how many misused something then; NaN. */
  public double precisionOfDays() {
    return (double) trueOfDays / topOfDays;
  }

  /** The same of a whole run. */
  public double precisionOfAll() {
    return (double) trueOfAll / topOfAll;
  }
}
