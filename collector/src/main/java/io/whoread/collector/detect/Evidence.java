package io.whoread.collector.detect;

import com.google.protobuf.ByteString;
import io.whoread.collector.alert.v1.Signal;
import io.whoread.collector.alert.v1.SubjectRef;
import io.whoread.collector.detect.v1.Site;
import io.whoread.record.v1.Form;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Gathers what a signal shows of the reads that it speaks of. Reused from one window to the next.
 */
final class Evidence implements RecentReads.Visitor {
  private static final int MAX_NAME = 200;
  private static final int EXAMPLES = 10;
  private static final int NAMES = 5;
  private static final int FORMS = 16;

  // The subjects of the window, each with how it was read at its gravest.
  private long[] high = new long[64];
  private long[] low = new long[64];
  private int[] form = new int[64];
  private boolean[] plain = new boolean[64];
  private int[] weight = new int[64];
  private int[] site = new int[64];
  private int subjects;

  private final long[] positions = new long[EXAMPLES];
  private int positionCount;
  private final int[] siteReads = new int[256];
  private final int[] hours = new int[168];
  private final LocalDays clock;

  // The window that was looked at last, and what was found.
  private RecentReads lastReads;
  private long lastFrom;
  private long lastTo;
  private int lastClass;
  private Signal last;

  /**
   * @param clock tells the hours of the week in which subjects were read
   */
  Evidence(LocalDays clock) {
    this.clock = clock;
  }

  /** Has the next window looked at, whichever it is: reads may have come since. */
  void renew() {
    lastReads = null;
  }

  /**
   * What a window shows. Windows of several lengths are often one and the same: it is looked at
   * once.
   *
   * @param from time of its first read
   * @param to time of its last
   */
  Signal of(RecentReads reads, long from, long to, int readClass) {
    if (reads != lastReads || from != lastFrom || to != lastTo || readClass != lastClass) {
      gather(reads, from, to, readClass);
      last = signal(reads);
    }
    return last;
  }

  private void gather(RecentReads reads, long from, long to, int readClass) {
    subjects = 0;
    positionCount = 0;
    Arrays.fill(siteReads, 0);
    Arrays.fill(hours, 0);
    lastReads = reads;
    lastFrom = from;
    lastTo = to;
    lastClass = readClass;
    reads.visit(from, to, readClass, this);
  }

  @Override
  public void read(
      long time,
      long subjectHigh,
      long subjectLow,
      boolean superseded,
      int readForm,
      boolean readPlain,
      int readWeight,
      long position,
      int readSite) {
    siteReads[readSite] += readWeight;
    if (positionCount < EXAMPLES
        && (positionCount == 0 || positions[positionCount - 1] != position)) {
      positions[positionCount++] = position;
    }
    int known = superseded ? find(subjectHigh, subjectLow) : -1;
    if (known >= 0) {
      if (Forms.weight(readForm) > Forms.weight(form[known])) {
        form[known] = readForm;
        site[known] = readSite;
      }
      plain[known] |= readPlain;
      return;
    }
    if (subjects == high.length) {
      grow();
    }
    high[subjects] = subjectHigh;
    low[subjects] = subjectLow;
    form[subjects] = readForm;
    plain[subjects] = readPlain;
    weight[subjects] = readWeight;
    site[subjects] = readSite;
    subjects++;
    if (lastClass == RecentReads.OFF_HOURS) {
      hours[clock.hourOfWeek(time)] += readWeight;
    }
  }

  private int find(long subjectHigh, long subjectLow) {
    for (int i = subjects - 1; i >= 0; i--) {
      if (low[i] == subjectLow && high[i] == subjectHigh) {
        return i;
      }
    }
    return -1;
  }

  private void grow() {
    int length = 2 * high.length;
    high = Arrays.copyOf(high, length);
    low = Arrays.copyOf(low, length);
    form = Arrays.copyOf(form, length);
    plain = Arrays.copyOf(plain, length);
    weight = Arrays.copyOf(weight, length);
    site = Arrays.copyOf(site, length);
  }

  /** How many subjects read off hours fell into each hour of the week, by their latest read. */
  int[] hours(RecentReads reads, long from, long to) {
    gather(reads, from, to, RecentReads.OFF_HOURS);
    renew();
    return hours;
  }

  /** How many subjects were exported through which operation, by its hash. */
  Map<Integer, Integer> exported(RecentReads reads, long from, long to, int readClass) {
    gather(reads, from, to, readClass);
    renew();
    Map<Integer, Integer> exported = new TreeMap<>();
    for (int i = 0; i < subjects; i++) {
      if (form[i] == Form.FORM_EXPORTED_VALUE) {
        Site through = reads.siteOf(site[i]);
        exported.merge(
            ActorStage.operation(through.getService(), through.getOperation()),
            weight[i],
            Integer::sum);
      }
    }
    return exported;
  }

  private Signal signal(RecentReads reads) {
    Signal.Builder signal = Signal.newBuilder();
    long[] forms = new long[FORMS];
    long plainCount = 0;
    long count = 0;
    double variance = 0;
    for (int i = 0; i < subjects; i++) {
      forms[form[i]] += weight[i];
      plainCount += plain[i] ? weight[i] : 0;
      count += weight[i];
      variance += weight[i] * (weight[i] - 1.0);
    }
    for (int f = 0; f < FORMS; f++) {
      if (forms[f] > 0) {
        signal.putForms(f, forms[f]);
      }
    }
    for (int i = 0; i < Math.min(EXAMPLES, subjects); i++) {
      signal.addExamples(
          SubjectRef.newBuilder()
              .setKind(reads.siteOf(site[i]).getSubjectKind())
              .setId(bytes(high[i], low[i])));
    }
    for (int i = 0; i < positionCount; i++) {
      signal.addPositions(positions[i]);
    }
    return signal
        .setPlain(plainCount)
        .putAllKinds(kinds(reads))
        .addAllOperations(mostFrequent(reads, Site::getOperation))
        .addAllServices(mostFrequent(reads, Site::getService))
        .addAllAddresses(mostFrequent(reads, Site::getAddress))
        .setError(count == 0 ? 0 : Math.sqrt(variance) / count)
        .build();
  }

  /** Subjects by kind; of the less frequent ones together under no name. */
  private Map<String, Long> kinds(RecentReads reads) {
    Map<String, Long> counts = new HashMap<>();
    for (int i = 0; i < subjects; i++) {
      counts.merge(cut(reads.siteOf(site[i]).getSubjectKind()), (long) weight[i], Long::sum);
    }
    if (counts.size() <= NAMES) {
      return counts;
    }
    Map<String, Long> most = new HashMap<>();
    counts.entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey()))
        .forEach(
            each ->
                most.merge(most.size() < NAMES ? each.getKey() : "", each.getValue(), Long::sum));
    return most;
  }

  private static ByteString bytes(long high, long low) {
    return ByteString.copyFrom(ByteBuffer.allocate(16).putLong(high).putLong(low).flip());
  }

  /** An alert must fit into an entry of the log, whatever names services send. */
  private static String cut(String name) {
    return name.length() <= MAX_NAME
        ? name
        : name.substring(
            0, Character.isHighSurrogate(name.charAt(MAX_NAME - 1)) ? MAX_NAME - 1 : MAX_NAME);
  }

  private List<String> mostFrequent(RecentReads reads, Function<Site, String> name) {
    Map<String, Integer> counts = new HashMap<>();
    for (int i = 0; i < siteReads.length; i++) {
      if (siteReads[i] > 0) {
        counts.merge(cut(name.apply(reads.siteOf(i))), siteReads[i], Integer::sum);
      }
    }
    counts.remove("");
    if (counts.size() <= 1) {
      return List.copyOf(counts.keySet());
    }
    return counts.entrySet().stream()
        .sorted(
            Map.Entry.<String, Integer>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(NAMES)
        .map(Map.Entry::getKey)
        .toList();
  }
}
