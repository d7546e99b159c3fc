package io.whoread.collector.notify;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.whoread.collector.alert.v1.Severity;
import io.whoread.collector.notify.v1.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * A custom bot of a Feishu group (open.feishu.cn, "自定义机器人使用指南"): time in seconds and secret are the
 * key under which nothing is signed. It takes 100 messages a minute and 5 a second, of at most 20
 * KB; a few a minute are enough for people.
 */
final class Feishu implements Sender {
  private static final int MOST_BYTES = 12_000;
  private static final int TOO_OFTEN = 11232;
  private static final int TOO_OFTEN_EARLIER = 9499;
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final NotifySettings.Channel channel;
  private final Words words;
  private final Post post;

  Feishu(NotifySettings.Channel channel, NotifySettings settings) {
    this.channel = channel;
    this.words = Words.of(channel, settings);
    this.post = new Post(channel.tls());
  }

  @Override
  public Answer send(Message message) throws InterruptedException {
    Map<String, Object> body = new LinkedHashMap<>();
    if (!channel.secrets().isEmpty()) {
      String now = Long.toString(System.currentTimeMillis() / 1_000);
      byte[] key = (now + "\n" + channel.secrets().getFirst()).getBytes(UTF_8);
      body.put("timestamp", now);
      body.put("sign", WebhookSignature.base64(WebhookSignature.hmac(key)));
    }
    body.put("msg_type", "interactive");
    body.put("card", card(message));
    return post.send(
        channel.address(),
        "application/json; charset=utf-8",
        Map.of(),
        Json.bytes(body),
        Feishu::meaning);
  }

  private Map<String, Object> card(Message message) {
    List<Object> elements = new ArrayList<>();
    elements.add(Map.of("tag", "div", "text", plain(words.text(message, MOST_BYTES))));
    String link = words.link(message);
    if (link != null) {
      elements.add(
          Map.of(
              "tag",
              "action",
              "actions",
              List.of(
                  Map.of(
                      "tag",
                      "button",
                      "type",
                      "primary",
                      "text",
                      plain(words.open()),
                      "url",
                      link))));
    }
    return Map.of(
        "config", Map.of("wide_screen_mode", true),
        "header", Map.of("template", colour(message), "title", plain(words.title(message))),
        "elements", elements);
  }

  private static Map<String, String> plain(String text) {
    return Map.of("tag", "plain_text", "content", text);
  }

  private static String colour(Message message) {
    return message.hasAlerted()
        ? message.getAlerted().getNotice().getSeverity() == Severity.URGENT ? "red" : "orange"
        : "blue";
  }

  /** Older bots answer with StatusCode alone. */
  private static Answer meaning(String said) {
    JsonNode answer = Json.read(said);
    JsonNode code = answer.has("code") ? answer.path("code") : answer.path("StatusCode");
    if (!code.isIntegralNumber()) {
      return Answer.down("an answer without code", null);
    }
    String told =
        "code "
            + code.intValue()
            + " "
            + answer.path("msg").asString(answer.path("StatusMessage").asString(""));
    return switch (code.intValue()) {
      case 0 -> Answer.sent(told);
      case TOO_OFTEN -> Answer.down(told, MINUTE);
      case TOO_OFTEN_EARLIER ->
          told.toLowerCase(java.util.Locale.ROOT).contains("too many")
              ? Answer.down(told, MINUTE)
              : Answer.refused(told);
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
