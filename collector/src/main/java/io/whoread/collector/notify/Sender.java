package io.whoread.collector.notify;

import io.whoread.collector.notify.v1.Message;

/** Sends messages to one peer. Of one thread at a time. */
interface Sender extends AutoCloseable {
  /** Sends a message and waits for the answer, at most about half a minute. */
  Answer send(Message message) throws InterruptedException;

  /** At most so many messages are tried in a minute. */
  default int perMinute() {
    return 600;
  }

  @Override
  void close();

  static Sender of(NotifySettings.Channel channel, NotifySettings settings) {
    return switch (channel.kind()) {
      case WEBHOOK -> new Webhook(channel, settings);
      case DINGTALK -> new DingTalk(channel, settings);
      case FEISHU -> new Feishu(channel, settings);
      case WECOM -> new WeCom(channel, settings);
      case MAIL -> new Mailer(channel, settings);
      case SYSLOG -> new Syslog(channel, settings);
    };
  }
}
