package io.whoread.collector.notify;

import com.google.protobuf.util.Timestamps;
import io.whoread.collector.alert.v1.Alert;
import io.whoread.collector.alert.v1.Severity;
import io.whoread.collector.alert.v1.Signal;
import io.whoread.collector.notify.v1.Alerted;
import io.whoread.collector.notify.v1.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneId;

/** Alerts, settings and secrets for tests. */
final class Given {
  static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
  static final Instant NOON = Instant.parse("2026-11-22T04:00:00Z");
  static final String WEBHOOK_SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

  private Given() {}

  static Path secret(Path folder, String name, String text) throws IOException {
    Path file = Files.writeString(folder.resolve(name), text + "\n");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  static NotifySettings settings(Path folder, String yaml) throws IOException {
    Path file = Files.writeString(folder.resolve(NotifyFile.NAME), yaml);
    return NotifyFile.read(file, ZONE);
  }

  /** The first channel of settings. */
  static Sender sender(Path folder, String yaml) throws IOException {
    NotifySettings settings = settings(folder, yaml);
    return Sender.of(settings.channels().getFirst(), settings);
  }

  static Alert alert(int number, int revision, String team, Severity severity, double risk) {
    return Alert.newBuilder()
        .setId("%016x".formatted(number))
        .setRevision(revision)
        .setActor("E1042")
        .setRole("staff")
        .setGroup(team)
        .setSeverity(severity)
        .setRisk(risk)
        .setFrom(Timestamps.fromMillis(NOON.toEpochMilli() - 600_000))
        .setTo(Timestamps.fromMillis(NOON.toEpochMilli()))
        .setFirstRaised(Timestamps.fromMillis(NOON.toEpochMilli()))
        .setRaised(Timestamps.fromMillis(NOON.toEpochMilli() + revision))
        .addSignals(
            Signal.newBuilder()
                .setRule("bulk")
                .setWindowSeconds(3_600)
                .setObserved(411.6)
                .setPlain(400)
                .putForms(4, 380)
                .setGroupNormal(30.2)
                .setLimit(60))
        .build();
  }

  static Message message(Alert alert) {
    return Message.newBuilder()
        .setId(alert.getId() + "-" + alert.getRevision())
        .setMadeMs(NOON.toEpochMilli())
        .setAlerted(Alerted.newBuilder().setNotice(Notices.of(alert)))
        .build();
  }
}
