package io.whoread.collector.notify;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.whoread.collector.notify.v1.Message;
import java.net.URI;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * A custom robot of a DingTalk group (open.dingtalk.com, "自定义机器人接入"): the time in milliseconds and
 * the secret are signed with the secret. It takes 20 messages a minute, and after more of them none
 * for ten.
 */
final class DingTalk implements Sender {
  private static final int MOST_BYTES = 18_000;
  private static final int TOO_OFTEN = 130101;
  private static final Duration SHUT_OUT = Duration.ofMinutes(10);

  private final NotifySettings.Channel channel;
  private final Words words;
  private final Post post;

  DingTalk(NotifySettings.Channel channel, NotifySettings settings) {
    this.channel = channel;
    this.words = Words.of(channel, settings);
    this.post = new Post(channel.tls());
  }

  @Override
  public Answer send(Message message) throws InterruptedException {
    Map<String, Object> body =
        Map.of(
            "msgtype",
            "markdown",
            "markdown",
            Map.of("title", words.title(message), "text", words.markdown(message, MOST_BYTES)));
    return post.send(
        signed(System.currentTimeMillis()),
        "application/json; charset=utf-8",
        Map.of(),
        Json.bytes(body),
        DingTalk::meaning);
  }

  private URI signed(long now) {
    if (channel.secrets().isEmpty()) {
      return channel.address();
    }
    String secret = channel.secrets().getFirst();
    String sign =
        WebhookSignature.base64(
            WebhookSignature.hmac(secret.getBytes(UTF_8), (now + "\n" + secret).getBytes(UTF_8)));
    String address = channel.address().toString();
    return URI.create(
        address
            + (channel.address().getRawQuery() == null ? "?" : "&")
            + "timestamp="
            + now
            + "&sign="
            + URLEncoder.encode(sign, UTF_8));
  }

  private static Answer meaning(String said) {
    JsonNode answer = Json.read(said);
    JsonNode code = answer.path("errcode");
    if (!code.isIntegralNumber()) {
      return Answer.down("an answer without errcode", null);
    }
    String told = "errcode " + code.intValue() + " " + answer.path("errmsg").asString("");
    if (code.intValue() == 0) {
      return Answer.sent(told);
    }
    return switch (code.intValue()) {
      case TOO_OFTEN -> Answer.down(told, SHUT_OUT);
      case -1 -> Answer.down(told, null);
      default -> Answer.later(told);
    };
  }

  @Override
  public int perMinute() {
    return 20;
  }

  @Override
  public void close() {
    post.close();
  }
}
