package io.whoread.collector.notify;

import io.whoread.collector.log.Log;
import io.whoread.collector.log.Positions;
import io.whoread.collector.log.View;
import io.whoread.collector.log.v1.Entry;
import io.whoread.collector.settings.FileStamps;
import io.whoread.collector.settings.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of alerts beyond the console. A view of the log that puts what is to be told into the
 * outbox of each channel; {@link Delivery} brings it out from there. Nothing that happens on a
 * channel reaches back into detection or into the log.
 *
 * <p>The settings are read again when one of their files has changed. Wrong ones at the start stop
 * the collector; wrong ones later are told, and those before stay in force.
 */
public final class Notifications implements View {
  private static final long CHECK_MS = 1_000;
  private static final long SAVE_MS = 300_000;
  private static final Duration FAREWELL = Duration.ofSeconds(2);
  private static final Logger LOGGER = LoggerFactory.getLogger(Notifications.class);

  /**
   * How a channel does.
   *
   * @param due messages that wait
   * @param sent and {@code failed}: messages delivered and tries in vain, since the start
   * @param lost messages given up since the start
   * @param untold messages given up that no digest has told of yet
   * @param failingSince milliseconds since 1970; 0 where the last try went through
   */
  public record Status(
      String channel, int due, long sent, long failed, long lost, int untold, long failingSince) {}

  private final Path file;
  private final Path state;
  private final ZoneId zone;
  private final Log log;
  private final InstantSource clock;
  private final Backoff backoff;
  private final Map<String, Delivery> deliveries = new ConcurrentSkipListMap<>();
  private volatile NotifySettings settings;
  private volatile String problem;
  private volatile Consumer<List<String>> listener = channels -> {};
  private List<Object> stamps = List.of();
  private long position;
  private long nextCheck;
  private long nextSave;

  private Notifications(Path data, ZoneId zone, Log log, InstantSource clock, Backoff backoff) {
    this.file = data.resolve(NotifyFile.NAME);
    this.state = data.resolve("state").resolve("notify");
    this.zone = zone;
    this.log = log;
    this.clock = clock;
    this.backoff = backoff;
  }

  /**
   * Goes on where it was.
   *
   * @param data the collector's folder: holds {@code notify.yaml}, which need not be there
   * @param zone where the file names none
   * @throws SettingsException for settings that cannot be used
   */
  public static Notifications open(Path data, ZoneId zone, Log log) throws IOException {
    return open(data, zone, log, InstantSource.system(), Backoff.USUAL);
  }

  static Notifications open(Path data, ZoneId zone, Log log, InstantSource clock, Backoff backoff)
      throws IOException {
    Notifications all = new Notifications(data, zone, log, clock, backoff);
    all.position = log.end();
    all.settings = NotifySettings.none(zone, all.file);
    NotifySettings first = NotifyFile.read(all.file, zone);
    all.stamps = FileStamps.of(first.sources());
    all.use(first);
    for (Delivery delivery : all.deliveries.values()) {
      long told = delivery.outbox().position();
      all.position = log.isBefore(told, all.position) ? told : all.position;
    }
    all.deliveries.values().forEach(Delivery::start);
    return all;
  }

  /** Has a listener told the channels' names, now and whenever they change. */
  public void channels(Consumer<List<String>> listener) {
    this.listener = listener;
    listener.accept(List.copyOf(deliveries.keySet()));
  }

  /** Null for a channel that is not there. */
  public Status status(String channel) {
    Delivery delivery = deliveries.get(channel);
    return delivery == null
        ? null
        : new Status(
            channel,
            delivery.outbox().due(),
            delivery.sent(),
            delivery.failed(),
            delivery.outbox().lost(),
            delivery.outbox().untold(),
            delivery.failingSince());
  }

  public List<Status> statuses() {
    return deliveries.keySet().stream().map(this::status).toList();
  }

  /** What is wrong with the settings as they lie on disk; null where they are in force. */
  public String problem() {
    return problem;
  }

  @Override
  public String name() {
    return "notify";
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public void apply(long at, Entry entry) {
    switch (entry.getContentCase()) {
      case ALERT ->
          deliveries
              .values()
              .forEach(
                  each ->
                      each.outbox()
                          .apply(
                              at,
                              entry.getAlert(),
                              entry.getReceivedMs(),
                              settings,
                              each.channel()));
      case ALERT_STEP ->
          deliveries.values().forEach(each -> each.outbox().apply(at, entry.getAlertStep()));
      default -> {}
    }
    position = at + 1;
    if (Positions.partition(position) == 0) {
      deliveries.values().forEach(each -> each.outbox().reached(position));
    }
  }

  @Override
  public void idle() throws IOException {
    long now = clock.millis();
    if (now >= nextCheck) {
      nextCheck = now + CHECK_MS;
      reload();
    }
    boolean all = now >= nextSave;
    nextSave = all ? now + SAVE_MS : nextSave;
    for (Delivery each : deliveries.values()) {
      if (all) {
        each.outbox().touch();
      }
      each.outbox().save();
    }
  }

  private void reload() throws IOException {
    if (FileStamps.of(settings.sources()).equals(stamps) && problem == null) {
      return;
    }
    try {
      NotifySettings fresh = NotifyFile.read(file, zone);
      List<Object> now = FileStamps.of(fresh.sources());
      boolean changed = problem == null || !now.equals(stamps);
      // Before the channels: who sees them in force sees no problem any more.
      problem = null;
      if (changed) {
        use(fresh);
        deliveries.values().forEach(Delivery::start);
        stamps = now;
        LOGGER.info("{} is in force, as it is now", file);
      }
    } catch (SettingsException e) {
      if (!e.getMessage().equals(problem)) {
        problem = e.getMessage();
        LOGGER.error("notifications keep to the settings before: {}", e.getMessage());
      }
    }
  }

  private void use(NotifySettings fresh) throws IOException {
    Set<String> names = new HashSet<>();
    for (NotifySettings.Channel channel : fresh.channels()) {
      names.add(channel.name());
      Delivery delivery = deliveries.get(channel.name());
      if (delivery != null) {
        delivery.change(fresh, channel);
        continue;
      }
      Outbox outbox =
          Outbox.open(
              state.resolve(channel.name()),
              at -> log.holds(at) && !log.isBefore(position, at),
              // What the view has not met yet is still told.
              log.inPartitions(position)[0],
              clock.instant().atZone(ZoneOffset.UTC),
              fresh);
      deliveries.put(channel.name(), new Delivery(channel, fresh, outbox, backoff, clock));
    }
    for (Delivery each : List.copyOf(deliveries.values())) {
      String name = each.channel().name();
      if (!names.contains(name)) {
        deliveries.remove(name);
        each.close();
        each.outbox().delete();
        LOGGER.info("channel {} is gone, and {} messages with it", name, each.outbox().due());
      }
    }
    settings = fresh;
    sweep(names);
    listener.accept(List.copyOf(deliveries.keySet()));
  }

  /** Of channels that went while the collector did not run. */
  private void sweep(Set<String> names) throws IOException {
    if (!Files.isDirectory(state)) {
      return;
    }
    try (Stream<Path> files = Files.list(state)) {
      for (Path each : files.toList()) {
        // With the ending that a file has while it is replaced.
        if (!names.contains(each.getFileName().toString().replaceFirst("\\.new$", ""))) {
          Files.delete(each);
        }
      }
    }
  }

  @Override
  public void close() throws IOException {
    deliveries.values().forEach(Delivery::close);
    for (Delivery each : deliveries.values()) {
      try {
        each.join(FAREWELL);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      each.outbox().touch();
      each.outbox().save();
    }
  }

  /**
   * Sends a message that says that it is a test.
   *
   * @param told is called with a channel's name and what its peer answered
   * @param channel null for all
   * @return whether all went through
   * @throws SettingsException for settings that cannot be used, and for a channel that is not there
   */
  public static boolean trial(
      Path data, ZoneId zone, String channel, java.util.function.BiConsumer<String, String> told)
      throws InterruptedException {
    return Trials.run(NotifyFile.read(data.resolve(NotifyFile.NAME), zone), channel, told);
  }
}
