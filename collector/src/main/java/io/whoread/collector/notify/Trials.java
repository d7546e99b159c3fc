package io.whoread.collector.notify;

import io.whoread.collector.notify.v1.Message;
import io.whoread.collector.notify.v1.Trial;
import io.whoread.collector.settings.SettingsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/** Tries channels with a message that says that it is a test. */
final class Trials {
  private Trials() {}

  static boolean run(NotifySettings settings, String channel, BiConsumer<String, String> told)
      throws InterruptedException {
    List<NotifySettings.Channel> asked =
        settings.channels().stream()
            .filter(each -> channel == null || each.name().equals(channel))
            .toList();
    if (asked.isEmpty()) {
      Path file = settings.sources().getFirst();
      if (!Files.exists(file)) {
        throw new SettingsException(
            file + ": no such file; docs/operations.md says what stands in it");
      }
      throw new SettingsException(
          file
              + (settings.channels().isEmpty()
                  ? " names no channel"
                  : ": no channel is named \""
                      + channel
                      + "\"; there are: "
                      + settings.channels().stream()
                          .map(NotifySettings.Channel::name)
                          .collect(Collectors.joining(", "))));
    }
    long now = System.currentTimeMillis();
    Message message =
        Message.newBuilder()
            .setId("test-" + now)
            .setMadeMs(now)
            .setTrial(Trial.getDefaultInstance())
            .build();
    boolean all = true;
    for (NotifySettings.Channel each : asked) {
      try (Sender sender = Sender.of(each, settings)) {
        Answer answer = sender.send(message);
        boolean sent = answer.kind() == Answer.Kind.SENT;
        all &= sent;
        told.accept(each.name(), (sent ? "sent: " : "NOT SENT: ") + answer.words());
      }
    }
    return all;
  }
}
