package io.whoread.collector.life;

import com.google.protobuf.util.Timestamps;
import io.whoread.collector.alert.v1.Alert;
import io.whoread.collector.alert.v1.Severity;
import io.whoread.collector.alert.v1.Signal;
import io.whoread.collector.log.v1.AlertException;
import io.whoread.collector.log.v1.AlertStep;
import io.whoread.collector.log.v1.AlertStep.Kind;
import io.whoread.collector.log.v1.Entry;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** What may happen to three alerts: the first two are on one actor, the third on another. */
public final class Deeds {
  static final long START = 1_770_000_000_000L;
  static final long DAY = 86_400_000L;

  private static final List<String> USERS = List.of("chen", "li", "wang");

  private Deeds() {}

  /**
   * A revision, or a step.
   *
   * @param kind null for a revision
   * @param growth of a revision: by how many times the count is what it was, in tenths
   * @param stale whether the step was taken without the newest revision in view
   */
  public record Deed(
      int alert, Kind kind, String user, String assignee, int other, int growth, boolean stale) {}

  public static Arbitrary<List<Deed>> some() {
    List<Kind> kinds = new java.util.ArrayList<>(List.of(Kind.values()));
    kinds.removeAll(List.of(Kind.KIND_UNSPECIFIED, Kind.UNRECOGNIZED));
    Arbitrary<String> assignees =
        Arbitraries.frequencyOf(
            net.jqwik.api.Tuple.of(1, Arbitraries.just("")),
            net.jqwik.api.Tuple.of(6, Arbitraries.of(USERS)));
    return Combinators.combine(
            Arbitraries.integers().between(0, 2),
            Arbitraries.of(kinds).injectNull(0.2),
            Arbitraries.of(USERS),
            assignees,
            Arbitraries.integers().between(0, 2),
            Arbitraries.integers().between(10, 20),
            Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(9, Arbitraries.just(false)),
                net.jqwik.api.Tuple.of(1, Arbitraries.just(true))))
        .as(Deed::new)
        .list()
        .ofMaxSize(80);
  }

  public static String id(int alert) {
    return "%016x".formatted(alert);
  }

  /**
   * @param count of the rule "bulk"
   */
  public static Alert alert(int number, int revision, double count) {
    long from = START + number * DAY;
    return Alert.newBuilder()
        .setId(id(number))
        .setRevision(revision)
        .setActor(number < 2 ? "E1" : "E2")
        .setRole("staff")
        .setGroup("desk")
        .setSeverity(Severity.REVIEW)
        .setFrom(Timestamps.fromMillis(from))
        .setTo(Timestamps.fromMillis(from + 3_600_000))
        .addSignals(
            Signal.newBuilder()
                .setRule("bulk")
                .setObserved(count)
                .setFrom(Timestamps.fromMillis(from))
                .setTo(Timestamps.fromMillis(from + 3_600_000)))
        .build();
  }

  /**
   * @param revision that the person had before them
   * @param at makes the ids of exceptions
   */
  public static AlertStep step(Deed deed, int revision, int at) {
    AlertStep.Builder step =
        AlertStep.newBuilder()
            .setAlert(id(deed.alert()))
            .setRevision(deed.stale() ? revision - 1 : revision)
            .setUser(deed.user())
            .setKind(deed.kind())
            .setText("because")
            .setAssignee(deed.assignee());
    switch (deed.kind()) {
      case MERGED -> step.setInto(id(deed.other()));
      case EXPLAINED -> {
        if (deed.growth() % 2 == 0) {
          step.setException(exception(deed.alert(), "%016x".formatted(at), 1_000));
        }
      }
      case EXCEPTION_ENDED ->
          step.setException(AlertException.newBuilder().setId("%016x".formatted(deed.growth())));
      default -> {}
    }
    return step.build();
  }

  /** From the first read of all three on. */
  static AlertException exception(int alert, String id, long atMost) {
    return AlertException.newBuilder()
        .setId(id)
        .setRole("staff")
        .setActor(alert < 2 ? "E1" : "E2")
        .setGroup("desk")
        .addRules("bulk")
        .setAtMost(atMost)
        .setFrom(Timestamps.fromMillis(START))
        .setUntil(Timestamps.fromMillis(START + 30 * DAY))
        .build();
  }

  /** The same as entries of the log, beginning with the first revisions of all three. */
  public static List<Entry> entries(List<Deed> deeds) {
    List<Entry> entries = new java.util.ArrayList<>();
    int[] revisions = {1, 1, 1};
    double[] counts = {100, 100, 100};
    for (int alert = 0; alert < 3; alert++) {
      entries.add(entry().setAlert(alert(alert, 1, 100)).build());
    }
    for (Deed deed : deeds) {
      int alert = deed.alert();
      if (deed.kind() == null) {
        counts[alert] *= deed.growth() / 10.0;
        entries.add(entry().setAlert(alert(alert, ++revisions[alert], counts[alert])).build());
      } else {
        entries.add(entry().setAlertStep(step(deed, revisions[alert], entries.size())).build());
      }
    }
    return entries;
  }

  private static Entry.Builder entry() {
    return Entry.newBuilder().setReceivedMs(START);
  }
}
