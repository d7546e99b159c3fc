package io.whoread.collector.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.whoread.collector.alert.v1.Alert;
import io.whoread.collector.alert.v1.Severity;
import io.whoread.collector.log.v1.AlertStep;
import io.whoread.collector.notify.v1.Digest;
import io.whoread.collector.notify.v1.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeTry;

class OutboxTest {
  private static final long NOW = Given.NOON.toEpochMilli();
  private static final long DAY_MS = 86_400_000;

  private Path dir;
  private Outbox outbox;
  private NotifySettings settings;
  private long at;

  @BeforeTry
  void begin() throws IOException {
    dir = Files.createTempDirectory("outbox");
    Given.secret(dir, "secret", Given.WEBHOOK_SECRET);
    at = 0;
    cap("2");
    outbox = open(0);
  }

  @AfterTry
  void end() throws IOException {
    try (Stream<Path> files = Files.walk(dir)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private void cap(String cap) throws IOException {
    settings =
        Given.settings(
            dir,
            "cap: %s\nchannels: {a: {type: webhook, address: \"https://a.example\", secret-file: secret}}"
                .formatted(cap));
  }

  private Outbox open(long end) throws IOException {
    return Outbox.open(dir.resolve("a"), at -> at <= end, end, time(NOW), settings);
  }

  private static ZonedDateTime time(long ms) {
    return java.time.Instant.ofEpochMilli(ms).atZone(Given.ZONE);
  }

  private void apply(Alert alert, long received) {
    outbox.apply(at, alert, received, settings, settings.channels().getFirst());
    outbox.reached(++at);
  }

  private void apply(int number, int revision, String team, Severity severity, double risk) {
    apply(Given.alert(number, revision, team, severity, risk), NOW);
  }

  private void step(int number, AlertStep.Kind kind) {
    outbox.apply(
        at, AlertStep.newBuilder().setAlert("%016x".formatted(number)).setKind(kind).build());
    outbox.reached(++at);
  }

  /** Takes all that is to be sent. */
  private List<Message> sent(long now) {
    List<Message> all = new ArrayList<>();
    for (Optional<Message> next; (next = outbox.next(now)).isPresent(); ) {
      all.add(next.get());
      outbox.sent(next.get());
    }
    return all;
  }

  private Digest digest(long now) {
    outbox.makeDigest(time(now), settings, true);
    List<Message> sent = sent(now);
    return sent.isEmpty() ? null : sent.getLast().getDigest();
  }

  private static List<String> alerts(Digest digest) {
    return digest.getLinesList().stream().map(line -> line.getNotice().getAlert()).toList();
  }

  private static String id(int number) {
    return "%016x".formatted(number);
  }

  @Example
  void aMessageForWhatIsNewAndForWhatRisesTheRestWaitsForTheDigest() {
    apply(1, 1, "a", Severity.WATCH, 1);
    assertThat(sent(NOW)).isEmpty();
    apply(1, 2, "a", Severity.REVIEW, 2);
    apply(1, 3, "a", Severity.REVIEW, 3);
    apply(1, 4, "a", Severity.URGENT, 5);
    apply(1, 5, "a", Severity.URGENT, 6);
    assertThat(sent(NOW)).extracting(Message::getId).containsExactly(id(1) + "-2", id(1) + "-4");
    Digest digest = digest(NOW + DAY_MS);
    assertThat(alerts(digest)).containsExactly(id(1));
    assertThat(digest.getLines(0).getNotice().getRevision()).isEqualTo(5);
    assertThat(digest.getGrown()).isEqualTo(1);
  }

  /** Urgent ones have a share of their own, and beyond it they lead the digest. */
  @Example
  void theCapHoldsForEachTeamSeverityAndDay() {
    for (int n = 1; n <= 4; n++) {
      apply(n, 1, "a", Severity.REVIEW, n);
    }
    apply(5, 1, "b", Severity.REVIEW, 2);
    for (int n = 6; n <= 8; n++) {
      apply(n, 1, "a", Severity.URGENT, 10 - n);
    }
    List<Message> sent = sent(NOW);
    assertThat(sent)
        .extracting(each -> each.getAlerted().getNotice().getAlert())
        .containsExactly(id(1), id(2), id(5), id(6), id(7));
    assertThat(sent)
        .extracting(each -> each.getAlerted().getLastOf())
        .containsExactly(0, 2, 0, 0, 2);
    // What was held back and rises is told.
    apply(3, 2, "b", Severity.URGENT, 9);
    assertThat(sent(NOW)).extracting(Message::getId).containsExactly(id(3) + "-2");
    // Already told, and closed since.
    step(5, AlertStep.Kind.EXPLAINED);
    Digest digest = digest(NOW + DAY_MS);
    assertThat(alerts(digest)).containsExactly(id(3), id(6), id(7), id(8), id(4), id(2), id(1));
    assertThat(digest.getLinesList())
        .filteredOn(Digest.Line::getHeldBack)
        .extracting(line -> line.getNotice().getAlert())
        .containsExactly(id(8), id(4));
    assertThat(digest.getHeldBack()).isEqualTo(2);
    assertThat(digest.getOpen()).isEqualTo(7);
    // The next day has a share of its own.
    apply(Given.alert(9, 1, "a", Severity.REVIEW, 2), NOW + DAY_MS);
    assertThat(sent(NOW + DAY_MS)).hasSize(1);
  }

  @Example
  void aDigestComesOnceADayAndNeverEmpty() {
    assertThat(digest(NOW + DAY_MS)).isNull();
    apply(1, 1, "a", Severity.REVIEW, 2);
    sent(NOW);
    // Today's hour was nine; now it is noon.
    assertThat(digest(NOW + DAY_MS)).isNull();
    assertThat(digest(NOW + 2 * DAY_MS)).isNotNull();
    assertThat(digest(NOW + 2 * DAY_MS + 3_600_000)).isNull();
    step(1, AlertStep.Kind.CONFIRMED);
    assertThat(digest(NOW + 3 * DAY_MS)).isNull();
    step(1, AlertStep.Kind.REOPENED);
    assertThat(digest(NOW + 4 * DAY_MS).getOpen()).isEqualTo(1);
    // A week after it last grew it is the console's alone.
    assertThat(digest(NOW + 8 * DAY_MS)).isNull();
  }

  @Example
  void aDigestThatWasNotDeliveredGoesIntoTheNext() {
    for (int n = 1; n <= 3; n++) {
      apply(n, 1, "a", Severity.REVIEW, n);
    }
    sent(NOW);
    outbox.makeDigest(time(NOW + DAY_MS), settings, true);
    outbox.failed(outbox.next(NOW + DAY_MS).orElseThrow(), NOW + 3 * DAY_MS);
    Digest digest = digest(NOW + 2 * DAY_MS);
    assertThat(digest.getHeldBack()).isEqualTo(1);
    assertThat(sent(NOW + 4 * DAY_MS)).isEmpty();
  }

  @Example
  void whatIsADayOldIsGivenUpCountedAndInTheDigest() {
    apply(1, 1, "a", Severity.REVIEW, 2);
    Message message = outbox.next(NOW).orElseThrow();
    outbox.failed(message, NOW + DAY_MS);
    assertThat(outbox.next(NOW + DAY_MS)).contains(message);
    outbox.failed(message, NOW + DAY_MS + 1);
    assertThat(outbox.next(NOW + DAY_MS + 1)).isEmpty();
    assertThat(outbox.lost()).isEqualTo(1);
    Digest digest = digest(NOW + DAY_MS + 2);
    assertThat(digest.getLost()).isEqualTo(1);
    assertThat(outbox.untold()).isZero();
    assertThat(digest.getLines(0).getHeldBack()).isTrue();
    apply(2, 1, "b", Severity.REVIEW, 2);
    outbox.refused(outbox.next(NOW + DAY_MS + 3).orElseThrow());
    assertThat(outbox.lost()).isEqualTo(2);
  }

  @Example
  void whatWaitsIsBoundedAndTheLightestGoes() throws IOException {
    cap("none");
    for (int n = 1; n <= Outbox.MOST_DUE + 50; n++) {
      apply(n, 1, "a", n % 2 == 0 ? Severity.URGENT : Severity.REVIEW, n);
    }
    assertThat(outbox.due()).isEqualTo(Outbox.MOST_DUE);
    assertThat(outbox.lost()).isEqualTo(50);
    outbox.save();
    List<Message> sent = sent(NOW);
    assertThat(sent).hasSize(Outbox.MOST_DUE);
    assertThat(
            sent.stream().filter(m -> m.getAlerted().getNotice().getSeverity() == Severity.URGENT))
        .hasSize((Outbox.MOST_DUE + 50) / 2);
    assertThat(Files.size(dir.resolve("a"))).isLessThan(1_000_000);
  }

  @Example
  void whatWasBeforeIsNotToldAndNeitherIsTheLogOfAnother() throws IOException {
    apply(1, 1, "a", Severity.URGENT, 9);
    outbox.save();
    // A log that is shorter than what the file tells of is another one.
    outbox = Outbox.open(dir.resolve("a"), at -> at <= 0, 0, time(NOW), settings);
    assertThat(outbox.position()).isZero();
    assertThat(outbox.due()).isZero();
    outbox = Outbox.open(dir.resolve("b"), at -> at <= 7, 7, time(NOW), settings);
    assertThat(outbox.position()).isEqualTo(7);
    outbox.apply(
        3,
        Given.alert(1, 1, "a", Severity.URGENT, 9),
        NOW,
        settings,
        settings.channels().getFirst());
    assertThat(outbox.due()).isZero();
  }

  /**
   * Alerts grow and rise, some of what is due is delivered, the disk is reached or not, and the
   * process dies at any moment but between a delivery and its note: every message is delivered
   * once.
   */
  @Property(tries = 150)
  void everyMessageIsDeliveredOnce(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 120) int steps) throws IOException {
    cap("none");
    Random random = new Random(seed);
    List<Alert> log = new ArrayList<>();
    Map<Integer, Integer> revisions = new HashMap<>();
    Map<Integer, Integer> told = new HashMap<>();
    List<String> expected = new ArrayList<>();
    List<String> delivered = new ArrayList<>();
    for (int i = 0; i < steps; i++) {
      switch (random.nextInt(6)) {
        case 0, 1, 2 -> {
          int number = random.nextInt(8);
          int revision = revisions.merge(number, 1, Integer::sum);
          int severity = 1 + random.nextInt(3);
          if (severity >= 2 && severity > told.getOrDefault(number, 0)) {
            told.put(number, severity);
            expected.add(id(number) + "-" + revision);
          }
          log.add(Given.alert(number, revision, "a", Severity.forNumber(severity), severity));
          apply(log.getLast(), NOW + i);
        }
        case 3 ->
            outbox
                .next(NOW)
                .ifPresent(
                    message -> {
                      delivered.add(message.getId());
                      outbox.sent(message);
                      save();
                    });
        case 4 -> outbox.save();
        default -> {
          outbox = open(log.size());
          at = outbox.position();
          while (at < log.size()) {
            apply(log.get((int) at), NOW + i);
          }
        }
      }
    }
    sent(NOW).forEach(message -> delivered.add(message.getId()));
    assertThat(delivered).containsExactlyInAnyOrderElementsOf(expected);
  }

  private void save() {
    try {
      outbox.save();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
