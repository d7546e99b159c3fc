package io.whoread.collector.notify;

import io.whoread.collector.notify.v1.Message;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/**
 * A signed webhook: a CloudEvent 1.0 in structured mode (cloudevents/spec 1.0.2, "JSON Event
 * Format" and "HTTP Protocol Binding", section 3.2), with the headers of Standard Webhooks.
 */
final class Webhook implements Sender {
  private final URI address;
  private final List<String> secrets;
  private final Events events;
  private final InstantSource clock;
  private final Post post;

  Webhook(NotifySettings.Channel channel, NotifySettings settings) {
    this.address = channel.address();
    this.secrets = channel.secrets();
    this.events = new Events(settings, Words.of(channel, settings));
    this.clock = InstantSource.system();
    this.post = new Post(channel.tls());
  }

  @Override
  public Answer send(Message message) throws InterruptedException {
    byte[] body = Json.bytes(events.of(message));
    long seconds = clock.instant().getEpochSecond();
    return post.send(
        address,
        "application/cloudevents+json; charset=utf-8",
        Map.of(
            "webhook-id", message.getId(),
            "webhook-timestamp", Long.toString(seconds),
            "webhook-signature", WebhookSignature.of(secrets, message.getId(), seconds, body)),
        body,
        said -> Answer.sent("taken"));
  }

  @Override
  public void close() {
    post.close();
  }
}
