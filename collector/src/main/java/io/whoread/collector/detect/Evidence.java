package io.whoread.collector.detect;

import com.google.protobuf.ByteString;
import io.whoread.collector.alert.v1.Signal;
import io.whoread.collector.alert.v1.SubjectRef;
import io.whoread.collector.detect.v1.Site;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** What a signal shows of the reads that it speaks of. */
final class Evidence {
  private static final int EXAMPLES = 10;
  private static final int NAMES = 5;

  private record Subject(long high, long low) {}

  /** How a subject was read at its gravest. */
  private record Worst(int form, boolean plain, int weight, String kind) {
    Worst and(int otherForm, boolean otherPlain) {
      return new Worst(
          Forms.weight(otherForm) > Forms.weight(form) ? otherForm : form,
          plain || otherPlain,
          weight,
          kind);
    }
  }

  private Evidence() {}

  static Signal.Builder of(RecentReads reads, RecentReads.Window window, int readClass) {
    Map<Subject, Worst> subjects = new LinkedHashMap<>();
    Set<Long> positions = new LinkedHashSet<>();
    Map<Site, Integer> sites = new HashMap<>();
    reads.visit(
        window.from(),
        window.to(),
        readClass,
        (time, high, low, form, plain, weight, position, site) -> {
          subjects.merge(
              new Subject(high, low),
              new Worst(form, plain, weight, site.getSubjectKind()),
              (known, more) -> known.and(more.form(), more.plain()));
          if (positions.size() < EXAMPLES) {
            positions.add(position);
          }
          sites.merge(site, weight, Integer::sum);
        });
    Signal.Builder signal = Signal.newBuilder();
    Map<Integer, Long> forms = new HashMap<>();
    long plain = 0;
    double variance = 0;
    for (Map.Entry<Subject, Worst> e : subjects.entrySet()) {
      Worst worst = e.getValue();
      forms.merge(worst.form(), (long) worst.weight(), Long::sum);
      plain += worst.plain() ? worst.weight() : 0;
      variance += worst.weight() * (worst.weight() - 1.0);
      if (signal.getExamplesCount() < EXAMPLES) {
        signal.addExamples(SubjectRef.newBuilder().setKind(worst.kind()).setId(bytes(e.getKey())));
      }
    }
    return signal
        .putAllForms(forms)
        .setPlain(plain)
        .addAllPositions(positions)
        .addAllOperations(mostFrequent(sites, Site::getOperation))
        .addAllServices(mostFrequent(sites, Site::getService))
        .addAllAddresses(mostFrequent(sites, Site::getAddress))
        .setError(window.count() == 0 ? 0 : Math.sqrt(variance) / window.count());
  }

  /** How many subjects of a window fell into each hour of the week, by their latest read. */
  static int[] hours(RecentReads reads, RecentReads.Window window, int readClass, LocalDays clock) {
    int[] hours = new int[168];
    Set<Subject> seen = new HashSet<>();
    reads.visit(
        window.from(),
        window.to(),
        readClass,
        (time, high, low, form, plain, weight, position, site) -> {
          if (seen.add(new Subject(high, low))) {
            hours[clock.hourOfWeek(time)] += weight;
          }
        });
    return hours;
  }

  private static ByteString bytes(Subject subject) {
    ByteBuffer bytes = ByteBuffer.allocate(16).putLong(subject.high()).putLong(subject.low());
    return ByteString.copyFrom(bytes.flip());
  }

  private static List<String> mostFrequent(Map<Site, Integer> sites, Function<Site, String> name) {
    Map<String, Integer> counts = new HashMap<>();
    sites.forEach((site, n) -> counts.merge(name.apply(site), n, Integer::sum));
    counts.remove("");
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
