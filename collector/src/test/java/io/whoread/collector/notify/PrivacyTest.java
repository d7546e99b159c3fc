package io.whoread.collector.notify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.whoread.collector.alert.v1.Alert;
import io.whoread.collector.alert.v1.Severity;
import io.whoread.collector.alert.v1.Signal;
import io.whoread.collector.alert.v1.SubjectRef;
import io.whoread.collector.notify.v1.Alerted;
import io.whoread.collector.notify.v1.Digest;
import io.whoread.collector.notify.v1.Message;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What reaches the peers, byte by byte, of alerts that hold a mark wherever a name may stand. */
class PrivacyTest {
  private static final String MARK = "zq7mark";

  private static Alert alert(Random random) {
    int n = random.nextInt(1_000_000);
    Alert.Builder alert =
        Given.alert(n, 1 + random.nextInt(9), "night-desk", Severity.URGENT, random.nextDouble())
            .toBuilder()
            .setActor(MARK + n)
            .setAlias("陈" + MARK)
            .setService(MARK + "-orders")
            .setAddress("10.0." + MARK)
            .setPseudonymous(random.nextBoolean())
            .setRules(MARK);
    String[] rules = {"bulk", "cold", "shared", "canary", "something-new"};
    alert.clearSignals();
    for (int i = 0; i <= random.nextInt(4); i++) {
      alert.addSignals(
          Signal.newBuilder()
              .setRule(rules[random.nextInt(rules.length)])
              .setObserved(random.nextInt(1_000))
              .setWindowSeconds(random.nextInt(100_000))
              .addExamples(
                  SubjectRef.newBuilder().setKind(MARK).setId(ByteString.copyFromUtf8(MARK)))
              .addPositions(n)
              .addOperations("GET /orders/{id}?phone=" + MARK)
              .addServices(MARK)
              .addAddresses(MARK)
              .putFacts("calendar", MARK)
              .putFacts(MARK, MARK)
              .putForms(random.nextInt(12), random.nextInt(50)));
    }
    return alert.build();
  }

  @Property(tries = 25)
  void noNameAddressOrPseudonymLeavesByAnyChannel(@ForAll long seed) throws Exception {
    Random random = new Random(seed);
    Path dir = Files.createTempDirectory("privacy");
    try (HttpPeer http = new HttpPeer().usually(200, "{\"errcode\":0,\"code\":0}");
        SmtpPeer smtp = new SmtpPeer(null, false);
        SyslogPeer syslog = new SyslogPeer()) {
      Given.secret(dir, "secret", Given.WEBHOOK_SECRET);
      Given.secret(dir, "address", "http://127.0.0.1:" + http.port() + "/robot");
      NotifySettings settings =
          Given.settings(
              dir,
              """
              console: https://w.example
              language: %s
              channels:
                a: {type: webhook, address: "http://127.0.0.1:%d/hook", secret-file: secret}
                b: {type: dingtalk, address-file: address}
                c: {type: feishu, address-file: address}
                d: {type: wecom, address-file: address}
                e: {type: mail, address: "smtp://127.0.0.1:%d", from: a@b, to: c@d}
                f: {type: syslog, address: "tcp://127.0.0.1:%d"}
              """
                  .formatted(
                      random.nextBoolean() ? "zh" : "en", http.port(), smtp.port(), syslog.port()));
      for (Message message : messages(alert(random))) {
        for (NotifySettings.Channel channel : settings.channels()) {
          try (Sender sender = Sender.of(channel, settings)) {
            assertThat(sender.send(message).kind()).as(channel.name()).isEqualTo(Answer.Kind.SENT);
          }
        }
      }
      await().until(() -> syslog.received().size() == 2);
      List<String> all = new ArrayList<>();
      http.received().forEach(each -> all.add(each.text() + each.uri() + each.headers()));
      syslog.received().forEach(each -> all.add(each.message()));
      for (SmtpPeer.Received each : smtp.received()) {
        all.add(new String(each.mail(), UTF_8));
        all.add(each.parsed().getSubject() + each.parsed().getContent());
      }
      assertThat(all).hasSize(2 * 4 + 2 + 2 * 2).allMatch(text -> text.contains("0"));
      for (String text : all) {
        assertThat(text)
            .doesNotContainIgnoringCase(MARK)
            .doesNotContain("陈", "E1042")
            .doesNotContain(HexFormat.of().formatHex(MARK.getBytes(UTF_8)))
            .doesNotContain(Base64.getEncoder().encodeToString(MARK.getBytes(UTF_8)));
      }
    } finally {
      try (Stream<Path> files = Files.walk(dir)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private static List<Message> messages(Alert alert) {
    Message risen =
        Given.message(alert).toBuilder()
            .setAlerted(
                Alerted.newBuilder()
                    .setNotice(Notices.of(alert))
                    .setBefore(Severity.REVIEW)
                    .setLastOf(5))
            .build();
    Message digest =
        Message.newBuilder()
            .setId("digest-2026-11-22")
            .setMadeMs(Given.NOON.toEpochMilli())
            .setDigest(
                Digest.newBuilder()
                    .setDay(20_000)
                    .setOpen(1)
                    .setLost(3)
                    .addLines(Digest.Line.newBuilder().setNotice(Notices.of(alert)).setGrown(true)))
            .build();
    return List.of(risen, digest);
  }

  /** What a team is called can be no link, mention or further header. */
  @Property
  void aWordIsNothingButAWord(@ForAll String text) {
    assertThat(Notices.word(text))
        .doesNotContainPattern("[\\p{Cntrl}<>@\\[\\](){}*`#!&\"'\\\\|$:]")
        .hasSizeLessThanOrEqualTo(60);
  }
}
