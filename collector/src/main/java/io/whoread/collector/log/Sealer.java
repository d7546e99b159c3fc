package io.whoread.collector.log;

import com.google.protobuf.ByteString;
import io.whoread.collector.log.v1.Action;
import io.whoread.collector.log.v1.Entry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Seals the log: of each partition a Merkle tree over its entries, and every few seconds a
 * checkpoint of it, signed with the log's own Ed25519 key (C2SP tlog-checkpoint and signed-note).
 * Whoever keeps a checkpoint can later tell whether an entry was changed, or taken away from before
 * it. What no checkpoint kept elsewhere tells of, this cannot show.
 *
 * <p><b>Start.</b> Nothing is signed that goes back behind the last checkpoint. Where the tiles
 * give its head, the tree grows on from there. Where they do not, the whole log is hashed and must
 * give it: then the tiles are made again, else the start stops. An empty log gets a checkpoint
 * before its first entry, so that a log with entries and without a checkpoint is one whose
 * checkpoint was taken away; that stops the start too. {@link #renew} is the way on, for a person
 * to choose: it is an entry of the log, and what it leaves behind is kept.
 *
 * <p><b>Several collectors.</b> Only what is committed comes here, and nothing is signed before the
 * log has confirmed that no other collector has taken it over: two never sign for the same log.
 *
 * <p>Files, in the log's folder: {@code checkpoint}, {@code tile/}, and the files of {@link
 * SigningKey}; of partitions beyond the first, the former two in {@code partition-N/}, and how far
 * all of them go in {@code sealed}.
 */
public final class Sealer implements EncodedView {
  private static final String REACHED = "sealed";
  private static final long INTERVAL_MS = 5_000;
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmssSSS'Z'").withZone(ZoneOffset.UTC);
  private static final Logger LOGGER = LoggerFactory.getLogger(Sealer.class);

  private final Path dir;
  private final Log log;
  private final List<Seal> seals;
  private long position;
  private long lastSeal;

  private Sealer(Path dir, Log log, List<Seal> seals) throws IOException {
    this.dir = dir;
    this.log = log;
    this.seals = seals;
    this.position = seals.size() == 1 ? seals.getFirst().end() : reached();
  }

  /**
   * Opens the seals of the log in a folder; of an empty log, makes them.
   *
   * @throws BrokenSealException where the log is not what its last checkpoint tells of, or there is
   *     none
   */
  public static Sealer open(Path dir, Log log) throws IOException {
    for (int i = 0; i < log.partitions(); i++) {
      Seal.require(Seal.folder(dir, i), Checkpoint.FILE, log, i);
      Seal.require(dir, SigningKey.FILE, log, i);
    }
    SigningKey key = SigningKey.open(dir);
    List<Seal> seals = new ArrayList<>();
    for (int i = 0; i < log.partitions(); i++) {
      seals.add(Seal.open(dir, key, i, log));
    }
    return new Sealer(dir, log, seals);
  }

  /**
   * As {@link #open}; but where that would stop, puts the old seals aside and begins new ones, with
   * a new key, that prove nothing of the time before. The log tells of it.
   */
  public static Sealer renew(Path dir, Log log) throws IOException {
    try {
      Sealer sealer = open(dir, log);
      LOGGER.info("the seals hold: there is nothing to renew");
      return sealer;
    } catch (BrokenSealException e) {
      Path aside = Files.createDirectory(dir.resolve("seals-until-" + STAMP.format(Instant.now())));
      List<String> names =
          new ArrayList<>(
              List.of(Checkpoint.FILE, "tile", SigningKey.VERIFIER_FILE, SigningKey.FILE, REACHED));
      for (int i = 1; i < log.partitions(); i++) {
        names.add(Seal.folder(dir, i).getFileName().toString());
      }
      for (String name : names) {
        if (Files.exists(dir.resolve(name))) {
          Files.move(dir.resolve(name), aside.resolve(name));
        }
      }
      DurableFile.flushNames(dir);
      LOGGER.warn("beginning new seals, the old ones are in {}: {}", aside, e.getMessage());
      log.append(
              Entry.newBuilder()
                  .setAction(
                      Action.newBuilder()
                          .setKind(Action.Kind.RENEWED_SEALS)
                          .setReason(e.getMessage()))
                  .build())
          .join();
      SigningKey key = SigningKey.open(dir);
      List<Seal> seals = new ArrayList<>();
      for (int i = 0; i < log.partitions(); i++) {
        seals.add(Seal.begin(dir, key, i));
      }
      return new Sealer(dir, log, seals);
    }
  }

  /** Not beyond any of the trees: what they hold already is passed over. */
  private long reached() throws IOException {
    try {
      long position = Long.parseLong(Files.readString(dir.resolve(REACHED)).strip());
      boolean gap = false;
      long[] unread = log.holds(position) ? log.inPartitions(position) : new long[0];
      for (long each : unread) {
        gap |= seals.get(Positions.partition(each)).end() < Positions.offset(each);
      }
      return gap || unread.length == 0 ? log.start() : position;
    } catch (NoSuchFileException e) {
      return log.start();
    }
  }

  @Override
  public String name() {
    return "seal";
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public void apply(long position, Entry entry) throws IOException {
    apply(position, entry.toByteString());
  }

  @Override
  public void apply(long at, ByteString encoded) throws IOException {
    Seal seal = seals.get(Positions.partition(at));
    if (Positions.offset(at) >= seal.end()) {
      seal.add(Positions.offset(at), encoded);
    }
    position = at + 1;
    idle();
  }

  @Override
  public void idle() throws IOException {
    long now = System.currentTimeMillis();
    if (now - lastSeal >= INTERVAL_MS && seals.stream().anyMatch(Seal::unsealed)) {
      seal();
      lastSeal = now;
    }
  }

  private void seal() throws IOException {
    try {
      log.confirm().join();
    } catch (CompletionException e) {
      throw new IOException("not sealed: " + e.getCause().getMessage(), e.getCause());
    }
    for (Seal each : seals) {
      if (each.unsealed()) {
        each.write();
      }
    }
    if (seals.size() > 1) {
      DurableFile.replace(
          dir.resolve(REACHED),
          ByteBuffer.wrap((position + "\n").getBytes(StandardCharsets.UTF_8)));
    }
  }

  /** With a last checkpoint. */
  @Override
  public void close() throws IOException {
    if (seals.stream().anyMatch(Seal::unsealed)) {
      seal();
    }
  }
}
