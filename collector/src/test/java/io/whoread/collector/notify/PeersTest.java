package io.whoread.collector.notify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.whoread.collector.alert.v1.Alert;
import io.whoread.collector.alert.v1.Severity;
import io.whoread.collector.notify.v1.Digest;
import io.whoread.collector.notify.v1.Message;
import jakarta.mail.internet.MimeMessage;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.URLDecoder;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Each kind of channel against a real peer; what comes is judged by code of the test's own. */
class PeersTest {
  private static final Message URGENT =
      Given.message(Given.alert(0xabc, 3, "night-desk", Severity.URGENT, 9));
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir private Path dir;

  private static byte[] hmac(byte[] key, byte[] text) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(text);
  }

  @Test
  void aWebhookIsACloudEventSignedWithEachSecret() throws Exception {
    String other = "whsec_" + Base64.getEncoder().encodeToString(new byte[32]);
    Given.secret(dir, "secret", Given.WEBHOOK_SECRET + "\n" + other);
    OwnCertificate own = OwnCertificate.make(dir, "ip:127.0.0.1");
    try (HttpPeer peer = new HttpPeer(own.context());
        Sender sender =
            Given.sender(
                dir,
                """
                console: https://whoread.example/base
                channels:
                  soc: {type: webhook, address: "https://127.0.0.1:%d/hook", secret-file: secret,
                        ca-file: ca.pem}
                """
                    .formatted(peer.port()))) {
      assertThat(sender.send(URGENT)).isEqualTo(Answer.sent("taken"));
      HttpPeer.Received got = peer.received().getFirst();
      assertThat(got.uri().getPath()).isEqualTo("/hook");
      assertThat(got.header("Content-Type")).startsWith("application/cloudevents+json");
      long seconds = Long.parseLong(got.header("webhook-timestamp"));
      assertThat(Instant.ofEpochSecond(seconds))
          .isBetween(Instant.now().minusSeconds(60), Instant.now());
      byte[] signed = (got.header("webhook-id") + "." + seconds + "." + got.text()).getBytes(UTF_8);
      String[] signatures = got.header("webhook-signature").split(" ");
      List<byte[]> keys =
          List.of(Base64.getDecoder().decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"), new byte[32]);
      for (int i = 0; i < 2; i++) {
        assertThat(signatures[i])
            .isEqualTo("v1," + Base64.getEncoder().encodeToString(hmac(keys.get(i), signed)));
      }
      JsonNode event = JSON.readTree(got.text());
      assertThat(event.path("specversion").asString()).isEqualTo("1.0");
      assertThat(event.path("id").asString())
          .isEqualTo(got.header("webhook-id"))
          .isEqualTo("0000000000000abc-3");
      assertThat(event.path("source").asString()).isEqualTo("https://whoread.example/base/");
      assertThat(event.path("type").asString()).isEqualTo("io.whoread.alert.raised.v1");
      assertThat(Instant.parse(event.path("time").asString())).isEqualTo(Given.NOON);
      JsonNode data = event.path("data");
      assertThat(data.path("severity").asString()).isEqualTo("urgent");
      assertThat(data.path("link").asString())
          .isEqualTo("https://whoread.example/base/alert?id=0000000000000abc");
      assertThat(data.path("rules").path(0).path("observed").intValue()).isEqualTo(412);
      assertThat(data.path("rules").path(0).path("forms").path("exported").intValue())
          .isEqualTo(380);
    }
  }

  /** The example of the specification's reference implementations. */
  @Test
  void theSignatureIsThatOfTheReference() {
    assertThat(
            WebhookSignature.of(
                List.of(Given.WEBHOOK_SECRET),
                "msg_p5jXN8AQM9LWM0D4loKWxJek",
                1614265330,
                "{\"test\": 2432232314}".getBytes(UTF_8)))
        .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  }

  @Test
  void whatAWebhookAnswersSaysWhetherItIsTriedAgain() throws Exception {
    Given.secret(dir, "secret", Given.WEBHOOK_SECRET);
    try (HttpPeer peer = new HttpPeer();
        Sender sender =
            Given.sender(
                dir,
                "channels: {soc: {type: webhook, address: \"http://127.0.0.1:%d/\", secret-file: secret}}"
                    .formatted(peer.port()))) {
      peer.next(500, "", Map.of());
      peer.next(429, "", Map.of("Retry-After", "120"));
      peer.next(403, "", Map.of());
      peer.next(302, "", Map.of("Location", "http://127.0.0.1:" + peer.port() + "/other"));
      peer.next(422, "", Map.of());
      peer.next(204, "", Map.of());
      assertThat(sender.send(URGENT)).isEqualTo(Answer.down("status 500", null));
      assertThat(sender.send(URGENT)).isEqualTo(Answer.down("status 429", Duration.ofSeconds(120)));
      assertThat(sender.send(URGENT)).isEqualTo(Answer.later("status 403"));
      // Only who is configured is spoken to.
      assertThat(sender.send(URGENT)).isEqualTo(Answer.later("status 302"));
      assertThat(sender.send(URGENT)).isEqualTo(Answer.refused("status 422"));
      assertThat(sender.send(URGENT)).isEqualTo(Answer.sent("taken"));
      assertThat(peer.received()).hasSize(6).allMatch(each -> each.uri().getPath().equals("/"));
    }
    Instant now = Instant.parse("2026-11-22T04:00:00Z");
    assertThat(Post.after("Sun, 22 Nov 2026 04:00:30 GMT", now)).contains(Duration.ofSeconds(30));
    assertThat(Post.after("Sun, 22 Nov 2026 03:00:30 GMT", now)).contains(Duration.ZERO);
    assertThat(Post.after("soon", now)).isEmpty();
  }

  @Test
  void nobodyThereIsAnAnswerToo() throws Exception {
    Given.secret(dir, "secret", Given.WEBHOOK_SECRET);
    HttpPeer peer = new HttpPeer();
    int port = peer.port();
    peer.close();
    try (Sender sender =
        Given.sender(
            dir,
            "channels: {soc: {type: webhook, address: \"http://127.0.0.1:%d/\", secret-file: secret}}"
                .formatted(port))) {
      assertThat(sender.send(URGENT).kind()).isEqualTo(Answer.Kind.DOWN);
    }
  }

  /** The name is known to the proxy alone. */
  @Test
  void theJvmsProxyIsGoneThrough() throws Exception {
    Given.secret(dir, "secret", Given.WEBHOOK_SECRET);
    OwnCertificate own = OwnCertificate.make(dir, "dns:soc.invalid");
    try (HttpPeer peer = new HttpPeer(own.context());
        TunnelProxy proxy = new TunnelProxy(peer.port())) {
      System.setProperty("https.proxyHost", "127.0.0.1");
      System.setProperty("https.proxyPort", Integer.toString(proxy.port()));
      try (Sender sender =
          Given.sender(
              dir,
              "channels: {soc: {type: webhook, address: \"https://soc.invalid/\", secret-file:"
                  + " secret, ca-file: ca.pem}}")) {
        assertThat(sender.send(URGENT)).isEqualTo(Answer.sent("taken"));
      } finally {
        System.clearProperty("https.proxyHost");
        System.clearProperty("https.proxyPort");
      }
      assertThat(proxy.asked()).containsExactly("CONNECT soc.invalid:443 HTTP/1.1");
      assertThat(peer.received()).hasSize(1);
    }
  }

  private Sender robot(HttpPeer peer, String type, String path, String secret) throws Exception {
    Given.secret(dir, "address", "http://127.0.0.1:" + peer.port() + path);
    String more = "";
    if (secret != null) {
      Given.secret(dir, "secret", secret);
      more = ", secret-file: secret";
    }
    return Given.sender(
        dir,
        "console: https://w.example\nlanguage: zh\nchannels: {chat: {type: %s, address-file: address%s}}"
            .formatted(type, more));
  }

  @Test
  void dingTalkIsSignedAndItsCodesAreUnderstood() throws Exception {
    try (HttpPeer peer = new HttpPeer().usually(200, "{\"errcode\":0,\"errmsg\":\"ok\"}");
        Sender sender = robot(peer, "dingtalk", "/robot/send?access_token=abc", "SEC123")) {
      assertThat(sender.perMinute()).isEqualTo(20);
      assertThat(sender.send(URGENT).kind()).isEqualTo(Answer.Kind.SENT);
      HttpPeer.Received got = peer.received().getFirst();
      Map<String, String> query = new HashMap<>();
      Arrays.stream(got.uri().getRawQuery().split("&"))
          .map(each -> each.split("=", 2))
          .forEach(each -> query.put(each[0], URLDecoder.decode(each[1], UTF_8)));
      assertThat(query).containsOnlyKeys("access_token", "timestamp", "sign");
      assertThat(Instant.ofEpochMilli(Long.parseLong(query.get("timestamp"))))
          .isBetween(Instant.now().minusSeconds(60), Instant.now());
      byte[] expected =
          hmac("SEC123".getBytes(UTF_8), (query.get("timestamp") + "\nSEC123").getBytes(UTF_8));
      assertThat(query.get("sign")).isEqualTo(Base64.getEncoder().encodeToString(expected));
      JsonNode body = JSON.readTree(got.text());
      assertThat(body.path("msgtype").asString()).isEqualTo("markdown");
      assertThat(body.path("markdown").path("title").asString())
          .isEqualTo("【紧急】员工，团队 night-desk，批量访问");
      assertThat(body.path("markdown").path("text").asString())
          .contains(
              "批量访问：1 小时内 412 个（导出 380 个、含明文 400 个）；同组平时约 30 个；告警线 60 个",
              "2026-11-22 11:50 至 12:00（UTC+08:00）",
              "[在控制台打开](https://w.example/alert?id=0000000000000abc)");
      peer.next(200, "{\"errcode\":130101,\"errmsg\":\"send too fast\"}", Map.of());
      assertThat(sender.send(URGENT))
          .isEqualTo(Answer.down("errcode 130101 send too fast", Duration.ofMinutes(10)));
      peer.next(200, "{\"errcode\":310000,\"errmsg\":\"sign not match\"}", Map.of());
      assertThat(sender.send(URGENT)).isEqualTo(Answer.later("errcode 310000 sign not match"));
      peer.next(200, "<html>a proxy's page</html>", Map.of());
      assertThat(sender.send(URGENT).kind()).isEqualTo(Answer.Kind.DOWN);
    }
  }

  @Test
  void feishuIsSignedAndItsCodesAreUnderstood() throws Exception {
    try (HttpPeer peer =
            new HttpPeer()
                .usually(200, "{\"code\":0,\"msg\":\"success\",\"data\":{},\"StatusCode\":0}");
        Sender sender = robot(peer, "feishu", "/open-apis/bot/v2/hook/x", "s3cret")) {
      assertThat(sender.send(URGENT).kind()).isEqualTo(Answer.Kind.SENT);
      JsonNode body = JSON.readTree(peer.received().getFirst().text());
      String key = body.path("timestamp").asString() + "\ns3cret";
      assertThat(body.path("sign").asString())
          .isEqualTo(Base64.getEncoder().encodeToString(hmac(key.getBytes(UTF_8), new byte[0])));
      assertThat(body.path("msg_type").asString()).isEqualTo("interactive");
      JsonNode card = body.path("card");
      assertThat(card.path("header").path("template").asString()).isEqualTo("red");
      assertThat(card.path("elements").path(0).path("text").path("content").asString())
          .contains("批量访问：");
      assertThat(card.path("elements").path(1).path("actions").path(0).path("url").asString())
          .isEqualTo("https://w.example/alert?id=0000000000000abc");
      peer.next(200, "{\"StatusCode\":0,\"StatusMessage\":\"success\"}", Map.of());
      assertThat(sender.send(URGENT).kind()).isEqualTo(Answer.Kind.SENT);
      peer.next(200, "{\"code\":19021,\"msg\":\"sign match fail\"}", Map.of());
      assertThat(sender.send(URGENT)).isEqualTo(Answer.later("code 19021 sign match fail"));
      peer.next(200, "{\"code\":11232,\"msg\":\"frequency limited\"}", Map.of());
      assertThat(sender.send(URGENT).after()).isEqualTo(Duration.ofMinutes(1));
      peer.next(200, "{\"code\":9499,\"msg\":\"Bad Request\"}", Map.of());
      assertThat(sender.send(URGENT)).isEqualTo(Answer.refused("code 9499 Bad Request"));
    }
  }

  @Test
  void weComTakesMarkdownOfItsLengthAndItsCodesAreUnderstood() throws Exception {
    try (HttpPeer peer = new HttpPeer().usually(200, "{\"errcode\":0,\"errmsg\":\"ok\"}");
        Sender sender = robot(peer, "wecom", "/cgi-bin/webhook/send?key=k", null)) {
      assertThat(sender.perMinute()).isEqualTo(20);
      assertThat(sender.send(URGENT).kind()).isEqualTo(Answer.Kind.SENT);
      var many = URGENT.toBuilder();
      for (int i = 0; i < 200; i++) {
        many.getAlertedBuilder()
            .getNoticeBuilder()
            .addCounts(URGENT.getAlerted().getNotice().getCounts(0));
      }
      assertThat(sender.send(many.build()).kind()).isEqualTo(Answer.Kind.SENT);
      for (HttpPeer.Received got : peer.received()) {
        JsonNode body = JSON.readTree(got.text());
        assertThat(body.path("msgtype").asString()).isEqualTo("markdown");
        String content = body.path("markdown").path("content").asString();
        assertThat(content.getBytes(UTF_8)).hasSizeLessThanOrEqualTo(4_096);
        assertThat(content)
            .startsWith("### 【紧急】")
            .endsWith("(https://w.example/alert?id=0000000000000abc)");
      }
      peer.next(200, "{\"errcode\":45009,\"errmsg\":\"api freq out of limit\"}", Map.of());
      assertThat(sender.send(URGENT).after()).isEqualTo(Duration.ofMinutes(1));
      peer.next(200, "{\"errcode\":93000,\"errmsg\":\"invalid webhook url\"}", Map.of());
      assertThat(sender.send(URGENT)).isEqualTo(Answer.later("errcode 93000 invalid webhook url"));
    }
  }

  private Sender mailer(int port, String scheme, String more) throws Exception {
    return Given.sender(
        dir,
        """
        console: https://w.example
        channels:
          team: {type: mail, address: "%s://127.0.0.1:%d", from: whoread@shop.example,
                 to: [soc@shop.example, night@shop.example]%s}
        """
            .formatted(scheme, port, more));
  }

  @Test
  void mailGoesOverTlsAndIsLoggedInFor() throws Exception {
    OwnCertificate own = OwnCertificate.make(dir, "ip:127.0.0.1");
    Given.secret(dir, "password", SmtpPeer.PASSWORD);
    Given.secret(dir, "other", "wrong");
    String user = ", user: " + SmtpPeer.USER + ", secret-file: ";
    for (boolean implicit : new boolean[] {true, false}) {
      String scheme = implicit ? "smtps" : "smtp";
      try (SmtpPeer peer = new SmtpPeer(own.context(), implicit)) {
        try (Sender sender = mailer(peer.port(), scheme, user + "password, ca-file: ca.pem")) {
          assertThat(sender.send(URGENT)).isEqualTo(Answer.sent("taken"));
        }
        assertThat(peer.received()).hasSize(1);
        MimeMessage mail = peer.received().getFirst().parsed();
        assertThat(mail.getAllRecipients())
            .extracting(Object::toString)
            .containsExactly("soc@shop.example", "night@shop.example");
        assertThat(mail.getSubject())
            .isEqualTo("[whoread] Urgent: staff of team night-desk, bulk reads");
        assertThat(mail.getMessageID()).isEqualTo("<0000000000000abc-3.team@shop.example>");
        assertThat(mail.getHeader("Auto-Submitted")).containsExactly("auto-generated");
        assertThat((String) mail.getContent())
            .contains(
                "bulk reads: 412 within 1 hour (380 exported, 400 with data in plain); usual in the"
                    + " group: about 30; threshold 60",
                "2026-11-22 11:50 to 12:00, UTC+08:00",
                "Open in the console: https://w.example/alert?id=0000000000000abc");
        try (Sender sender = mailer(peer.port(), scheme, user + "other, ca-file: ca.pem")) {
          assertThat(sender.send(URGENT)).isEqualTo(Answer.down("the log-in was refused", null));
        }
        // Nobody vouches for it.
        try (Sender sender = mailer(peer.port(), scheme, user + "password")) {
          assertThat(sender.send(URGENT).kind()).isEqualTo(Answer.Kind.DOWN);
        }
        assertThat(peer.received()).hasSize(1);
      }
    }
  }

  @Test
  void mailWithoutTlsGoesToThisMachineAlone() throws Exception {
    try (SmtpPeer peer = new SmtpPeer(null, false)) {
      try (Sender sender = mailer(peer.port(), "smtp", "")) {
        assertThat(sender.send(URGENT)).isEqualTo(Answer.sent("taken"));
      }
      // It leads here too, and does not say so.
      NotifySettings settings =
          Given.settings(
              dir,
              "channels: {m: {type: mail, address: \"smtp://0.0.0.0:%d\", from: a@b, to: c@d}}"
                  .formatted(peer.port()));
      try (Sender sender = Sender.of(settings.channels().getFirst(), settings)) {
        assertThat(sender.send(URGENT).words()).contains("STARTTLS is required");
      }
      assertThat(peer.received()).hasSize(1);
    }
  }

  private Sender syslog(String scheme, int port, String more) throws Exception {
    return Given.sender(
        dir,
        "console: https://w.example\nlanguage: zh\nchannels: {siem: {type: syslog, address: \"%s://127.0.0.1:%d\"%s}}"
            .formatted(scheme, port, more));
  }

  @Test
  void syslogCarriesADetectionFinding() throws Exception {
    OwnCertificate own = OwnCertificate.make(dir, "ip:127.0.0.1");
    try (SyslogPeer tcp = new SyslogPeer();
        SyslogPeer tls = new SyslogPeer(own.context())) {
      try (Sender sender = syslog("tcp", tcp.port(), "")) {
        assertThat(sender.send(URGENT).kind()).isEqualTo(Answer.Kind.SENT);
      }
      try (Sender sender = syslog("tls", tls.port(), ", ca-file: ca.pem")) {
        assertThat(sender.send(URGENT).kind()).isEqualTo(Answer.Kind.SENT);
      }
      try (Sender sender = syslog("tls", tls.port(), "")) {
        assertThat(sender.send(URGENT).kind()).isEqualTo(Answer.Kind.DOWN);
      }
      await().until(() -> tcp.received().size() + tls.received().size() == 2);
      for (SyslogPeer peer : List.of(tcp, tls)) {
        SyslogPeer.Received got = peer.received().getFirst();
        assertThat(got.facility()).isEqualTo(13);
        assertThat(got.severity()).isEqualTo(1);
        assertThat(got.application()).isEqualTo("whoread");
        check(JSON.readTree(got.message()), 1, 4);
      }
      assertThat(tcp.wrong()).isEmpty();
    }
  }

  /** A SIEM is told the counts as they stand by updates. */
  @Test
  void aDigestIsAnUpdateForEachOfItsAlerts() throws Exception {
    Message digest =
        URGENT.toBuilder()
            .setId("digest-2026-11-22")
            .setDigest(
                Digest.newBuilder()
                    .addLines(line(Given.alert(0xabc, 4, "night-desk", Severity.URGENT, 9)))
                    .addLines(line(Given.alert(0xabd, 2, "night-desk", Severity.REVIEW, 2))))
            .build();
    try (SyslogPeer peer = new SyslogPeer();
        Sender sender = syslog("tcp", peer.port(), "")) {
      assertThat(sender.send(digest).kind()).isEqualTo(Answer.Kind.SENT);
      await().until(() -> peer.received().size() == 2);
      check(JSON.readTree(peer.received().getFirst().message()), 2, 4);
      JsonNode second = JSON.readTree(peer.received().getLast().message());
      assertThat(second.path("severity_id").intValue()).isEqualTo(3);
      assertThat(second.path("metadata").path("uid").asString())
          .isEqualTo("digest-2026-11-22-0000000000000abd");
      // Nothing has changed: nothing is said.
      Message empty = digest.toBuilder().setDigest(Digest.newBuilder().setLost(1)).build();
      assertThat(sender.send(empty).words()).isEqualTo("nothing to tell");
    }
  }

  private static Digest.Line line(Alert alert) {
    return Digest.Line.newBuilder().setNotice(Notices.of(alert)).build();
  }

  @Test
  void syslogOverUdpIsOneDatagram() throws Exception {
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        Sender sender = syslog("udp", socket.getLocalPort(), "")) {
      socket.setSoTimeout(10_000);
      assertThat(sender.send(URGENT).kind()).isEqualTo(Answer.Kind.SENT);
      DatagramPacket packet = new DatagramPacket(new byte[65_507], 65_507);
      socket.receive(packet);
      SyslogPeer.Received got =
          SyslogPeer.parse(Arrays.copyOf(packet.getData(), packet.getLength()));
      check(JSON.readTree(got.message()), 1, 4);
    }
  }

  @Test
  void aReceiverThatIsNotThereIsTold() throws Exception {
    SyslogPeer peer = new SyslogPeer();
    int port = peer.port();
    peer.close();
    try (Sender sender = syslog("tcp", port, "")) {
      assertThat(sender.send(URGENT).kind()).isEqualTo(Answer.Kind.DOWN);
    }
  }

  /**
   * What OCSF 1.8.0 requires of a Detection Finding: base_event, finding, finding_info, metadata
   * and analytic of the schema; a product has a name or a uid.
   */
  private static void check(JsonNode finding, int activity, int severity) {
    for (String required :
        List.of(
            "activity_id",
            "category_uid",
            "class_uid",
            "metadata",
            "severity_id",
            "time",
            "type_uid",
            "finding_info")) {
      assertThat(finding.has(required)).as(required).isTrue();
    }
    assertThat(finding.path("metadata").path("version").asString()).isEqualTo("1.8.0");
    assertThat(finding.path("metadata").path("product").path("name").asString())
        .isEqualTo("whoread");
    assertThat(finding.path("finding_info").path("uid").asString()).isEqualTo("0000000000000abc");
    assertThat(finding.path("finding_info").path("analytic").path("type_id").intValue())
        .isEqualTo(2);
    assertThat(finding.path("category_uid").intValue()).isEqualTo(2);
    assertThat(finding.path("class_uid").intValue()).isEqualTo(2004);
    assertThat(finding.path("activity_id").intValue()).isEqualTo(activity);
    assertThat(finding.path("type_uid").intValue()).isEqualTo(200400 + activity);
    assertThat(finding.path("severity_id").intValue()).isEqualTo(severity);
    assertThat(finding.path("time").longValue()).isEqualTo(Given.NOON.toEpochMilli());
    assertThat(finding.path("message").asString()).contains("【紧急】员工");
  }
}
