package io.whoread.collector.notify;

import com.google.protobuf.InvalidProtocolBufferException;
import io.whoread.collector.alert.v1.Alert;
import io.whoread.collector.log.SnapshotFile;
import io.whoread.collector.log.v1.AlertStep;
import io.whoread.collector.notify.v1.Alerted;
import io.whoread.collector.notify.v1.Digest;
import io.whoread.collector.notify.v1.DueState;
import io.whoread.collector.notify.v1.ItemState;
import io.whoread.collector.notify.v1.Message;
import io.whoread.collector.notify.v1.Notice;
import io.whoread.collector.notify.v1.OutboxState;
import io.whoread.collector.notify.v1.SentState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongPredicate;

/**
 * What one channel is still to tell, and what it has told; kept on disk together with the position
 * in the log up to which that is so.
 *
 * <p><b>Once.</b> An alert is known by id and revision. What the log tells again, after a crash or
 * a replay, is met as known and makes no second message. A message is struck off, on disk, right
 * after the peer took it: only a crash between these two sends it once more, under the same id. A
 * channel that is new, or whose file was lost, begins at the end of the log: what was before is
 * never told.
 *
 * <p><b>When.</b> A message is made when an alert is new or its severity has risen; what else it
 * grows by waits for the digest. About one team no more than so many messages of one severity are
 * made a day: what is to be looked at today never uses up the share of what interrupts a person.
 * Beyond that even an urgent one waits for the digest, at its top: whoever was interrupted so often
 * for one team knows that it burns. The last message of the day says that it is the last.
 *
 * <p><b>Bounded.</b> At most {@link #MOST_ITEMS} alerts are remembered, for a week after they last
 * grew, and at most {@link #MOST_DUE} messages wait. What has to go is counted, and told in the
 * next digest.
 *
 * <p>Safe for many threads.
 */
final class Outbox {
  static final int MOST_ITEMS = 2_000;
  static final int MOST_DUE = 1_000;

  /** How many alerts a digest names. */
  static final int DIGEST_LINES = 20;

  private static final int FORMAT = 1;
  private static final long DAY_MS = 86_400_000L;
  private static final long KEPT_MS = 7 * DAY_MS;

  /** Highest severity and risk first. */
  private static final Comparator<Notice> WEIGHTIEST =
      Comparator.comparingInt(Notice::getSeverityValue)
          .thenComparingDouble(Notice::getRisk)
          .reversed();

  private final Path path;
  private final SnapshotFile file;
  private final Object writing = new Object();

  private final Map<String, ItemState> items = new LinkedHashMap<>();
  private final List<DueState> due = new ArrayList<>();
  private final Map<SentState, Integer> sent = new HashMap<>();
  // Of partition 0: all that is told of lies there.
  private long position;
  private int day;
  private int digestDay;
  private int lost;

  /** Since the start. */
  private long lostInAll;

  private boolean changed;

  /** Guarded by {@link #writing}. */
  private boolean deleted;

  private Outbox(Path path) {
    this.path = path;
    this.file = new SnapshotFile(path, FORMAT);
  }

  /**
   * @param known whether the log has been read so far
   * @param end where a new one begins
   * @param now for a new one: when the first digest is due follows from it
   */
  static Outbox open(
      Path path, LongPredicate known, long end, ZonedDateTime now, NotifySettings settings)
      throws IOException {
    Outbox outbox = new Outbox(path);
    byte[] bytes = outbox.file.read();
    if (bytes == null || !outbox.load(bytes, known)) {
      outbox.position = end;
      outbox.digestDay = digestDay(now, settings);
      outbox.changed = true;
      outbox.save();
    }
    return outbox;
  }

  private boolean load(byte[] bytes, LongPredicate known) {
    OutboxState state;
    try {
      state = OutboxState.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      return false;
    }
    if (!known.test(state.getPosition())) {
      return false;
    }
    position = state.getPosition();
    state.getItemsList().forEach(item -> items.put(item.getNotice().getAlert(), item));
    due.addAll(state.getDueList());
    state
        .getSentList()
        .forEach(each -> sent.put(each.toBuilder().clearCount().build(), each.getCount()));
    day = state.getDay();
    digestDay = state.getDigestDay();
    lost = state.getLost();
    return true;
  }

  /** Brings what has changed to disk. */
  void save() throws IOException {
    synchronized (writing) {
      if (deleted) {
        return;
      }
      byte[] bytes;
      synchronized (this) {
        if (!changed) {
          return;
        }
        bytes = state().toByteArray();
        changed = false;
      }
      try {
        file.write(bytes);
      } catch (IOException e) {
        synchronized (this) {
          changed = true;
        }
        throw e;
      }
    }
  }

  private OutboxState state() {
    OutboxState.Builder state =
        OutboxState.newBuilder()
            .setPosition(position)
            .addAllItems(items.values())
            .addAllDue(due)
            .setDay(day)
            .setDigestDay(digestDay)
            .setLost(lost);
    sent.forEach((key, count) -> state.addSent(key.toBuilder().setCount(count)));
    return state.build();
  }

  /** The channel is no more; one of the same name begins anew. */
  void delete() throws IOException {
    synchronized (writing) {
      deleted = true;
      Files.deleteIfExists(path);
    }
  }

  /** First position of the log not taken in. */
  synchronized long position() {
    return position;
  }

  /** Takes in that the log has been read up to a position. What that is, is saved later. */
  synchronized void reached(long at) {
    position = Math.max(position, at);
  }

  /** Has the position saved even where nothing else has changed. */
  synchronized void touch() {
    changed = true;
  }

  /**
   * Takes in a revision of an alert.
   *
   * @param at its position in the log; known ones are passed over
   * @param received when the log took it, in milliseconds since 1970
   */
  synchronized void apply(
      long at,
      Alert alert,
      long received,
      NotifySettings settings,
      NotifySettings.Channel channel) {
    if (at < position) {
      return;
    }
    Notice notice = Notices.of(alert);
    ItemState known = items.get(notice.getAlert());
    if (known != null && known.getNotice().getRevision() >= notice.getRevision()
        || known == null && !settings.leads(notice, channel.name())) {
      return;
    }
    startDay(received, settings);
    ItemState.Builder item =
        (known == null ? ItemState.newBuilder() : known.toBuilder())
            .setNotice(notice)
            .setReceivedMs(received)
            .setGrown(known != null);
    if (notice.getSeverityValue() > item.getJudgedValue()
        && settings.leads(notice, channel.name())) {
      tell(item, received, channel.cap());
    }
    items.put(notice.getAlert(), item.build());
    changed = true;
    forget(received);
    notifyAll();
  }

  private void tell(ItemState.Builder item, long received, int cap) {
    Notice notice = item.getNotice();
    SentState key =
        SentState.newBuilder().setTeam(notice.getTeam()).setSeverity(notice.getSeverity()).build();
    int count = sent.getOrDefault(key, 0);
    item.setJudged(notice.getSeverity()).setClosed(false);
    if (count >= cap) {
      item.setHeldBack(true);
      return;
    }
    sent.put(key, count + 1);
    enqueue(
        Message.newBuilder()
            .setId(notice.getAlert() + "-" + notice.getRevision())
            .setMadeMs(received)
            .setAlerted(
                Alerted.newBuilder()
                    .setNotice(notice)
                    .setBefore(item.getTold())
                    .setLastOf(count + 1 == cap ? cap : 0))
            .build());
    item.setTold(notice.getSeverity()).setGrown(false).setHeldBack(false);
  }

  private void enqueue(Message message) {
    due.add(DueState.newBuilder().setMessage(message).build());
    if (due.size() > MOST_DUE) {
      due.stream()
          .filter(each -> each.getMessage().hasAlerted())
          .max(Comparator.comparing(each -> each.getMessage().getAlerted().getNotice(), WEIGHTIEST))
          .ifPresent(this::giveUp);
    }
  }

  /** Will not be delivered: the digest has it. */
  private void giveUp(DueState each) {
    due.remove(each);
    lost++;
    lostInAll++;
    Message message = each.getMessage();
    if (message.hasAlerted()) {
      hold(message.getAlerted().getNotice(), true, false);
    } else if (message.hasDigest()) {
      takeBack(message.getDigest());
    }
  }

  private void hold(Notice notice, boolean heldBack, boolean grown) {
    items.computeIfPresent(
        notice.getAlert(),
        (id, item) ->
            item.toBuilder()
                .setHeldBack(item.getHeldBack() || heldBack)
                .setGrown(item.getGrown() || grown)
                .build());
  }

  private void takeBack(Digest digest) {
    lost += digest.getLost();
    digest
        .getLinesList()
        .forEach(line -> hold(line.getNotice(), line.getHeldBack(), line.getGrown()));
  }

  /** Takes in what a person did about an alert. */
  synchronized void apply(long at, AlertStep step) {
    ItemState item = items.get(step.getAlert());
    if (at < position || item == null) {
      return;
    }
    switch (step.getKind()) {
      case EXPLAINED, CONFIRMED, MERGED -> close(item, true);
      case REOPENED, REJECTED -> close(item, false);
      default -> {}
    }
  }

  private void close(ItemState item, boolean closed) {
    items.put(item.getNotice().getAlert(), item.toBuilder().setClosed(closed).build());
    changed = true;
  }

  private void startDay(long received, NotifySettings settings) {
    int today =
        (int) Instant.ofEpochMilli(received).atZone(settings.zone()).toLocalDate().toEpochDay();
    if (today > day) {
      day = today;
      sent.clear();
    }
  }

  private void forget(long now) {
    items.values().removeIf(item -> item.getReceivedMs() < now - KEPT_MS);
    if (items.size() > MOST_ITEMS) {
      ItemState least =
          items.values().stream()
              .max(
                  Comparator.comparing(ItemState::getClosed)
                      .thenComparing(ItemState::getNotice, WEIGHTIEST))
              .orElseThrow();
      items.remove(least.getNotice().getAlert());
      if (!least.getClosed()) {
        lost++;
        lostInAll++;
      }
    }
  }

  /** The day whose digest was due last: today's, once its hour has come. */
  private static int digestDay(ZonedDateTime now, NotifySettings settings) {
    ZonedDateTime there = now.withZoneSameInstant(settings.zone());
    LocalDate date = there.toLocalDate();
    return (int)
        (there.toLocalTime().isBefore(settings.digest()) ? date.minusDays(1) : date).toEpochDay();
  }

  /**
   * Makes the digest once its hour has come; one that would be empty is not made.
   *
   * @param standing whether what is merely still open belongs into it
   */
  synchronized void makeDigest(ZonedDateTime now, NotifySettings settings, boolean standing) {
    int today = digestDay(now, settings);
    if (today <= digestDay) {
      return;
    }
    digestDay = today;
    changed = true;
    forget(now.toInstant().toEpochMilli());
    for (DueState old : List.copyOf(due)) {
      if (old.getMessage().hasDigest()) {
        due.remove(old);
        takeBack(old.getMessage().getDigest());
      }
    }
    List<Digest.Line> lines = new ArrayList<>();
    items.replaceAll(
        (id, item) -> {
          boolean open = standing && !item.getClosed() && item.getJudgedValue() > 0;
          if (open || item.getHeldBack() || item.getGrown()) {
            lines.add(
                Digest.Line.newBuilder()
                    .setNotice(item.getNotice())
                    .setHeldBack(item.getHeldBack())
                    .setGrown(item.getGrown())
                    .setOpen(!item.getClosed())
                    .build());
          }
          return item.toBuilder().setHeldBack(false).setGrown(false).build();
        });
    if (lines.isEmpty() && lost == 0) {
      return;
    }
    lines.sort(Comparator.comparing(Digest.Line::getNotice, WEIGHTIEST));
    Digest.Builder digest =
        Digest.newBuilder()
            .setDay(today)
            .setHeldBack((int) lines.stream().filter(Digest.Line::getHeldBack).count())
            .setGrown((int) lines.stream().filter(Digest.Line::getGrown).count())
            .setOpen((int) lines.stream().filter(Digest.Line::getOpen).count())
            .setLost(lost)
            .addAllLines(standing ? lines.subList(0, Math.min(DIGEST_LINES, lines.size())) : lines);
    lost = 0;
    due.add(
        DueState.newBuilder()
            .setMessage(
                Message.newBuilder()
                    .setId("digest-" + LocalDate.ofEpochDay(today))
                    .setMadeMs(now.toInstant().toEpochMilli())
                    .setDigest(digest))
            .build());
  }

  /** The message that is to be tried now, and gives up those that are a day old. */
  synchronized Optional<Message> next(long now) {
    for (DueState each : List.copyOf(due)) {
      if (each.getTries() > 0 && now - each.getMessage().getMadeMs() > DAY_MS) {
        giveUp(each);
        changed = true;
      }
    }
    return due.stream()
        .filter(each -> each.getNextMs() <= now)
        .min(Comparator.comparingLong(DueState::getNextMs))
        .map(DueState::getMessage);
  }

  /** The peer took it. */
  synchronized void sent(Message message) {
    changed |= due.removeIf(each -> each.getMessage().getId().equals(message.getId()));
  }

  /** The peer will never take it. */
  synchronized void refused(Message message) {
    find(message).ifPresent(this::giveUp);
    changed = true;
  }

  /**
   * It is to be tried again.
   *
   * @param next when, in milliseconds since 1970
   */
  synchronized void failed(Message message, long next) {
    find(message)
        .ifPresent(
            each ->
                due.set(
                    due.indexOf(each),
                    each.toBuilder().setTries(each.getTries() + 1).setNextMs(next).build()));
    changed = true;
  }

  private Optional<DueState> find(Message message) {
    return due.stream().filter(d -> d.getMessage().getId().equals(message.getId())).findAny();
  }

  /** How often a message was tried in vain. */
  synchronized int tries(Message message) {
    return find(message).map(DueState::getTries).orElse(0);
  }

  /** What failed is tried at once: the settings are others now. */
  synchronized void tryAgain() {
    due.replaceAll(each -> each.toBuilder().setNextMs(0).build());
    notifyAll();
  }

  /** Messages that wait. */
  synchronized int due() {
    return due.size();
  }

  /** Messages given up and not told of in a digest yet. */
  synchronized int untold() {
    return lost;
  }

  /** Messages given up since the start. */
  synchronized long lost() {
    return lostInAll;
  }

  /** Waits until something may be due, at most so long. */
  synchronized void await(long millis) throws InterruptedException {
    wait(Math.max(1, millis));
  }

  /** When the first message that waits is to be tried; {@link Long#MAX_VALUE} where none does. */
  synchronized long nextTry() {
    return due.stream().mapToLong(DueState::getNextMs).min().orElse(Long.MAX_VALUE);
  }
}
