package io.whoread.collector.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.whoread.collector.alert.v1.Alert;
import io.whoread.collector.alert.v1.Severity;
import io.whoread.collector.log.Follower;
import io.whoread.collector.log.LocalLog;
import io.whoread.collector.log.v1.Entry;
import io.whoread.collector.settings.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** From the log to the peers. */
class NotificationsTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Backoff QUICK = new Backoff(Duration.ofMillis(10), Duration.ofMillis(40));

  /** Where it is about noon: no day ends while a test runs. */
  private static final ZoneId ZONE =
      ZoneOffset.ofHours(12 - Instant.now().atOffset(ZoneOffset.UTC).getHour());

  @TempDir private Path data;
  private final AtomicLong ahead = new AtomicLong();
  private final InstantSource clock = () -> Instant.now().plusMillis(ahead.get());
  private LocalLog log;
  private Notifications notifications;
  private Follower follower;
  private HttpPeer one;
  private HttpPeer other;

  @BeforeEach
  void begin() throws IOException {
    one = new HttpPeer();
    other = new HttpPeer();
    log = LocalLog.open(data.resolve("log"));
    Given.secret(data, "secret", Given.WEBHOOK_SECRET);
  }

  @AfterEach
  void end() throws IOException {
    stop();
    log.close();
    one.close();
    other.close();
  }

  private void settings(String text) throws IOException {
    Path file = data.resolve(NotifyFile.NAME);
    FileTime before = Files.exists(file) ? Files.getLastModifiedTime(file) : null;
    Files.writeString(file, text);
    if (before != null && before.equals(Files.getLastModifiedTime(file))) {
      Files.setLastModifiedTime(file, FileTime.fromMillis(before.toMillis() + 1));
    }
  }

  private String hook(String name, HttpPeer peer) {
    return "  %s: {type: webhook, address: \"http://127.0.0.1:%d/\", secret-file: secret}\n"
        .formatted(name, peer.port());
  }

  private void start() throws IOException {
    notifications = Notifications.open(data, ZONE, log, clock, QUICK);
    follower = new Follower(log, notifications);
    follower.start();
  }

  private void stop() throws IOException {
    if (follower != null) {
      follower.close();
      notifications.close();
      follower = null;
    }
  }

  private void raise(int number, int revision, String team, Severity severity) {
    Alert alert = Given.alert(number, revision, team, severity, number);
    log.append(Entry.newBuilder().setAlert(alert).build()).join();
  }

  private static List<String> ids(HttpPeer peer) {
    return peer.received().stream().map(each -> each.header("webhook-id")).toList();
  }

  private void taken(HttpPeer peer, String... ids) {
    await().untilAsserted(() -> assertThat(ids(peer)).containsExactly(ids));
  }

  private static String id(int number, int revision) {
    return "%016x-%d".formatted(number, revision);
  }

  @Test
  void alertsReachTheirChannelsOnceAndADigestFollows() throws Exception {
    raise(1, 1, "a", Severity.URGENT);
    settings(
        "cap: 1\nchannels:\n"
            + hook("one", one)
            + hook("other", other)
            + "routes:\n  - {to: one}\n  - {severity: urgent, to: other}\n");
    start();
    raise(2, 1, "a", Severity.REVIEW);
    raise(3, 1, "a", Severity.REVIEW);
    raise(2, 2, "a", Severity.URGENT);
    raise(2, 3, "a", Severity.URGENT);
    raise(4, 1, "b", Severity.URGENT);
    // Not 1, which was before there was a channel, nor 3, which is one too many.
    taken(one, id(2, 1), id(2, 2), id(4, 1));
    taken(other, id(2, 2), id(4, 1));
    ahead.addAndGet(Duration.ofDays(1).toMillis());
    String digest = "digest-" + clock.instant().atZone(ZONE).toLocalDate();
    taken(one, id(2, 1), id(2, 2), id(4, 1), digest);
    taken(other, id(2, 2), id(4, 1), digest);
    var body = JSON.readTree(one.received().getLast().text()).path("data");
    assertThat(body.path("alerts").valueStream().map(each -> each.path("alert").asString()))
        .containsExactly("%016x".formatted(4), "%016x".formatted(2), "%016x".formatted(3));
    assertThat(body.path("held_back").intValue()).isEqualTo(1);
    assertThat(body.path("grown").intValue()).isEqualTo(1);
    assertThat(notifications.status("one").sent()).isEqualTo(4);
  }

  @Test
  void aChannelThatIsDownHoldsUpNoOtherAndGoesOnWhereItWas() throws Exception {
    settings("channels:\n" + hook("one", one) + hook("other", other));
    one.usually(503, "");
    start();
    for (int n = 1; n <= 3; n++) {
      raise(n, 1, "a", Severity.REVIEW);
    }
    taken(other, id(1, 1), id(2, 1), id(3, 1));
    await().until(() -> one.received().size() >= 5);
    assertThat(notifications.status("one").failingSince()).isPositive();
    assertThat(notifications.status("one").due()).isEqualTo(3);
    stop();
    raise(4, 1, "a", Severity.REVIEW);
    one.received().clear();
    one.usually(200, "");
    start();
    await().untilAsserted(() -> assertThat(ids(one)).hasSize(4));
    assertThat(ids(one)).containsExactlyInAnyOrder(id(1, 1), id(2, 1), id(3, 1), id(4, 1));
    taken(other, id(1, 1), id(2, 1), id(3, 1), id(4, 1));
    stop();
    one.received().clear();
    // Nothing is told twice, by a log that is read again either.
    start();
    raise(5, 1, "b", Severity.REVIEW);
    taken(one, id(5, 1));
    assertThat(notifications.status("one").failingSince()).isZero();
  }

  @Test
  void aPeerIsLeftAloneForAsLongAsItAsks() throws Exception {
    settings("channels:\n" + hook("one", one));
    one.next(503, "", Map.of("Retry-After", "1"));
    start();
    raise(1, 1, "a", Severity.REVIEW);
    raise(2, 1, "a", Severity.REVIEW);
    await().until(() -> one.received().size() == 3);
    long apart = one.received().get(1).nanos() - one.received().get(0).nanos();
    assertThat(Duration.ofNanos(apart)).isGreaterThanOrEqualTo(Duration.ofMillis(990));
  }

  @Test
  void oneMessageThatIsRefusedHoldsUpNoOther() throws Exception {
    settings("channels:\n" + hook("one", one));
    one.next(422, "", Map.of());
    start();
    raise(1, 1, "a", Severity.REVIEW);
    raise(2, 1, "a", Severity.REVIEW);
    taken(one, id(1, 1), id(2, 1));
    await().until(() -> notifications.status("one").sent() == 1);
    assertThat(notifications.status("one").lost()).isEqualTo(1);
  }

  @Test
  void newSettingsAreInForceAtOnceAndWrongOnesNot() throws Exception {
    settings("channels:\n" + hook("one", one));
    start();
    raise(1, 1, "a", Severity.REVIEW);
    taken(one, id(1, 1));
    settings("channels:\n" + hook("one", one) + "caps: 3\n");
    await().until(() -> notifications.problem() != null);
    assertThat(notifications.problem()).contains("notify.yaml:3: \"caps\" is not known here");
    raise(2, 1, "a", Severity.REVIEW);
    taken(one, id(1, 1), id(2, 1));
    settings("channels:\n" + hook("one", one) + hook("other", other));
    await().until(() -> notifications.status("other") != null);
    assertThat(notifications.problem()).isNull();
    raise(3, 1, "b", Severity.REVIEW);
    // What was before the channel is not told.
    taken(other, id(3, 1));
    settings("channels:\n" + hook("other", other));
    await().until(() -> notifications.status("one") == null);
    assertThat(data.resolve("state/notify/one")).doesNotExist();
    raise(4, 1, "b", Severity.REVIEW);
    taken(other, id(3, 1), id(4, 1));
    taken(one, id(1, 1), id(2, 1), id(3, 1));
  }

  @Test
  void anotherSecretIsUsedWithoutARestart() throws Exception {
    settings("channels:\n" + hook("one", one));
    start();
    raise(1, 1, "a", Severity.REVIEW);
    taken(one, id(1, 1));
    Given.secret(data, "secret", Given.WEBHOOK_SECRET + "\n" + Given.WEBHOOK_SECRET);
    await()
        .untilAsserted(
            () -> {
              int n = one.received().size() + 1;
              raise(n, 1, "team" + n, Severity.REVIEW);
              // What was under way as the settings changed may come twice.
              await().until(() -> one.received().size() >= n);
              assertThat(one.received().getLast().header("webhook-signature").split(" "))
                  .hasSize(2);
            });
  }

  @Test
  void wrongSettingsAtTheStartAreAnError() throws Exception {
    settings("channels: {a: {type: pigeon}}\n");
    assertThatThrownBy(() -> Notifications.open(data, ZONE, log))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("notify.yaml:1: expected one of webhook");
  }

  @Test
  void noMoreThanTheVendorsRateIsTried() {
    Pace pace = new Pace();
    long now = 1_000_000;
    for (int n = 0; n < 20; n++) {
      assertThat(pace.pause(now + n, 20)).isZero();
      pace.tried(now + n);
    }
    assertThat(pace.pause(now + 20, 20)).isEqualTo(60_000 - 20);
    assertThat(pace.pause(now + 60_000, 20)).isZero();
  }

  @Test
  void waitsGrowAndAreSpread() {
    java.util.Random random = new java.util.Random(7);
    for (int n = 1; n <= 60; n++) {
      long most = n < 11 ? 5_000L << (n - 1) : 3_600_000;
      assertThat(Backoff.USUAL.after(n, random))
          .isBetween(Math.min(most, 3_600_000) / 2, Math.min(most, 3_600_000));
    }
  }
}
