package io.whoread.collector.notify;

import io.whoread.collector.notify.v1.Message;
import java.time.Duration;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * A robot of a WeCom group (developer.work.weixin.qq.com, "群机器人配置说明"): its address is all that
 * proves who sends. It takes 20 messages a minute, of at most 4,096 bytes.
 */
final class WeCom implements Sender {
  private static final int MOST_BYTES = 4_096;
  private static final int TOO_OFTEN = 45009;
  private static final int TOO_LONG = 45002;
  private static final int EMPTY = 44004;

  private final NotifySettings.Channel channel;
  private final Words words;
  private final Post post;

  WeCom(NotifySettings.Channel channel, NotifySettings settings) {
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
            Map.of("content", words.markdown(message, MOST_BYTES)));
    return post.send(
        channel.address(),
        "application/json; charset=utf-8",
        Map.of(),
        Json.bytes(body),
        WeCom::meaning);
  }

  private static Answer meaning(String said) {
    JsonNode answer = Json.read(said);
    JsonNode code = answer.path("errcode");
    if (!code.isIntegralNumber()) {
      return Answer.down("an answer without errcode", null);
    }
    String told = "errcode " + code.intValue() + " " + answer.path("errmsg").asString("");
    return switch (code.intValue()) {
      case 0 -> Answer.sent(told);
      case TOO_OFTEN -> Answer.down(told, Duration.ofMinutes(1));
      case -1 -> Answer.down(told, null);
      case TOO_LONG, EMPTY -> Answer.refused(told);
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
