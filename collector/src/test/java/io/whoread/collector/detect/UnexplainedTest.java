package io.whoread.collector.detect;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.util.Timestamps;
import io.whoread.collector.Batches;
import io.whoread.collector.alert.Sentences;
import io.whoread.collector.alert.v1.Alert;
import io.whoread.collector.alert.v1.Signal;
import io.whoread.record.v1.Access;
import io.whoread.record.v1.Actor;
import io.whoread.record.v1.Batch;
import io.whoread.record.v1.Caller;
import io.whoread.record.v1.Exposure;
import io.whoread.record.v1.Form;
import io.whoread.record.v1.Operation;
import io.whoread.record.v1.Subject;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A desk of clerks: each takes up new orders every day, comes back to most of them on the next, and
 * hands some over to the neighbour three days later.
 */
class UnexplainedTest {
  /** Monday 2 March 2026, 00:00 in Shanghai. */
  private static final long START = Instant.parse("2026-03-01T16:00:00Z").toEpochMilli();

  private static final long DAY_MS = 86_400_000L;
  private static final int CLERKS = 20;
  private static final int NEW = 10;
  private static final int QUIET_DAYS = 35;

  private final List<Alert> alerts = new ArrayList<>();
  private final Random random = new Random(7);
  private Detection detection = new Detection(RulesFile.defaults());
  private int position;
  private Form form = Form.FORM_OPENED;

  private record Look(long time, int clerk, int order) {}

  private static int order(int day, int clerk, int number) {
    return (day * CLERKS + clerk) * 100 + number;
  }

  /** Of a working day: days since the first Monday. */
  private static int date(int day) {
    return day / 5 * 7 + day % 5;
  }

  private long during(int day) {
    return START + date(day) * DAY_MS + 9 * 3_600_000L + random.nextInt(8 * 3_600_000);
  }

  /** The desk's work of one day. */
  private List<Look> work(int day) {
    List<Look> looks = new ArrayList<>();
    for (int clerk = 0; clerk < CLERKS; clerk++) {
      work(day, clerk, NEW, looks);
    }
    return looks;
  }

  private void work(int day, int clerk, int number, List<Look> looks) {
    for (int i = 0; i < number; i++) {
      looks.add(new Look(during(day), clerk, order(day, clerk, i)));
      if (day >= 1 && i < 7) {
        looks.add(new Look(during(day), clerk, order(day - 1, clerk, i)));
      }
      if (day >= 3 && i < 4) {
        looks.add(new Look(during(day), clerk, order(day - 3, (clerk + 1) % CLERKS, i)));
      }
    }
  }

  private void read(List<Look> looks) {
    looks.sort(java.util.Comparator.comparingLong(Look::time));
    for (Look look : looks) {
      int placed = (int) (START / DAY_MS) + 2 + date(look.order() / (100 * CLERKS));
      Batch batch =
          Batch.newBuilder()
              .setRun(Batches.run(1))
              .setStart(Timestamps.fromMillis(look.time()))
              .setKeyEpoch(1)
              .addExposures(Exposure.newBuilder().setSubjectKind("order"))
              .addOperations(Operation.newBuilder().setName("GET /orders").setForm(form))
              .addCallers(
                  Caller.newBuilder()
                      .setActor(Actor.newBuilder().setId("E" + look.clerk()).setRole("staff")))
              .addAccesses(
                  Access.newBuilder()
                      .setOperation(1)
                      .setCaller(1)
                      .addSubjects(
                          Subject.newBuilder()
                              .setId(Batches.pseudonym(look.order()))
                              .setExposure(1)
                              .setPlacedDay(placed)))
              .build();
      detection.accept(batch, "shop", position++, Long.MAX_VALUE, alerts::add);
    }
  }

  private void quietDays() {
    for (int day = 0; day < QUIET_DAYS; day++) {
      read(work(day));
    }
  }

  private List<Signal> signals() {
    return signals("unexplained");
  }

  private List<Signal> signals(String rule) {
    return alerts.stream()
        .flatMap(alert -> alert.getSignalsList().stream())
        .filter(signal -> signal.getRule().equals(rule))
        .toList();
  }

  /** A clerk who takes what there is, beside the work of the day. */
  private List<Look> theft(int day, int clerk, int number, int oldestDay, int newestDay) {
    List<Look> looks = work(day);
    for (int i = 0; i < number; i++) {
      int taken = oldestDay + random.nextInt(newestDay - oldestDay + 1);
      looks.add(
          new Look(during(day), clerk, order(taken, random.nextInt(CLERKS), random.nextInt(NEW))));
    }
    return looks;
  }

  @Test
  void workIsLearntAndWhatIsTakenAtRandomIsTold() {
    quietDays();
    assertThat(signals()).as("of an honest desk").isEmpty();
    read(theft(QUIET_DAYS, 3, 15, 0, QUIET_DAYS));
    assertThat(alerts).isNotEmpty().allMatch(alert -> alert.getActor().equals("E3"));
    Signal last = signals().getLast();
    assertThat(last.getObserved()).isBetween(10.0, 18.0);
    assertThat(last.getLimit()).isEqualTo(5);
    assertThat(last.getExamplesCount()).isEqualTo(10);
    assertThat(Integer.parseInt(last.getFactsOrThrow("subjects"))).isBetween(30, 36);
    assertThat(Integer.parseInt(last.getFactsOrThrow("idle"))).isBetween(8, 15);
  }

  @Test
  void whatOthersAreJustWorkingOnIsNoWorkOfOnesOwn() {
    quietDays();
    read(theft(QUIET_DAYS, 5, 30, QUIET_DAYS - 6, QUIET_DAYS));
    assertThat(signals()).isNotEmpty();
    assertThat(alerts).allMatch(alert -> alert.getActor().equals("E5"));
    assertThat(Integer.parseInt(signals().getLast().getFactsOrThrow("others"))).isGreaterThan(10);
  }

  /** Three of a day are none that an alert speaks of. */
  @Test
  void aFewADayAreToldOfByTheSumOfTheDays() {
    quietDays();
    for (int day = QUIET_DAYS; day < QUIET_DAYS + 10 && signals("slow").isEmpty(); day++) {
      read(theft(day, 3, 3, 0, day));
    }
    assertThat(signals()).isEmpty();
    assertThat(alerts).isNotEmpty().allMatch(alert -> alert.getActor().equals("E3"));
    Signal slow = signals("slow").getFirst();
    assertThat(slow.getObserved()).isGreaterThanOrEqualTo(10);
    assertThat(Integer.parseInt(slow.getFactsOrThrow("days"))).isBetween(3, 9);
    assertThat(slow.getFormsMap()).isEmpty();
    Sentences english = new Sentences(Locale.ENGLISH, ZoneOffset.UTC);
    assertThat(english.sentence(alerts.getFirst()))
        .containsPattern(
            "Data of \\d+ subjects that work does not explain were returned to staff member E3"
                + " on \\d days, a few on each \\(2026-0\\d-\\d\\d \\d\\d:\\d\\d to 2026-0");
    assertThat(new Sentences(Locale.SIMPLIFIED_CHINESE, ZoneOffset.UTC).sentence(alerts.getFirst()))
        .containsPattern("在 \\d 天里每天少量");
  }

  /** What has been told of adds up anew; who goes on is told of again, and not at every read. */
  @Test
  void whatWasToldOfBeginsAnew() {
    quietDays();
    for (int day = QUIET_DAYS; day < QUIET_DAYS + 30; day++) {
      read(theft(day, 3, 3, 0, day));
    }
    List<Integer> days =
        signals("slow").stream()
            .map(signal -> (int) (Timestamps.toMillis(signal.getFrom()) / DAY_MS))
            .distinct()
            .toList();
    assertThat(days).hasSizeBetween(2, 10);
    assertThat(alerts).allMatch(alert -> alert.getActor().equals("E3"));
  }

  /** A sale: everybody has ten times the new orders to look at. */
  @Test
  void muchWorkIsWork() {
    quietDays();
    List<Look> sale = new ArrayList<>();
    for (int clerk = 0; clerk < CLERKS; clerk++) {
      work(QUIET_DAYS, clerk, 10 * NEW - 1, sale);
    }
    read(sale);
    assertThat(signals()).isEmpty();
  }

  /** A search shows what it comes upon. */
  @Test
  void whatAListShowsIsHeldAgainstNobody() {
    quietDays();
    form = Form.FORM_LISTED;
    read(theft(QUIET_DAYS, 3, 15, 0, QUIET_DAYS));
    assertThat(signals()).isEmpty();
  }

  @Test
  void inItsFirstDaysAServiceIsNotJudged() {
    for (int day = 0; day < 9; day++) {
      read(work(day));
    }
    read(theft(9, 3, 40, 0, 9));
    assertThat(signals()).isEmpty();
  }

  /** After a restart the same is told as without one. */
  @Test
  void itGoesOnFromASnapshot(@TempDir Path folder) throws Exception {
    quietDays();
    Path file = folder.resolve("snapshot");
    Snapshot.Head head = new Snapshot.Head(position, 0, List.of());
    SnapshotWriter writer = new SnapshotWriter(file, head, RulesFile.of(Map.of()), detection);
    List<Look> theft = theft(QUIET_DAYS, 3, 15, 0, QUIET_DAYS);
    int at = position;
    read(theft);
    List<Alert> without = List.copyOf(alerts);
    alerts.clear();
    position = at;
    assertThat(writer.step(Long.MAX_VALUE)).isFalse();
    writer.publish();
    writer.close();
    detection = Snapshot.read(file, Memory.unnamed()).detection();
    read(theft);
    assertThat(alerts).isEqualTo(without).isNotEmpty();
  }
}
