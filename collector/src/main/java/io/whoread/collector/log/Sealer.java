package io.whoread.collector.log;

import com.google.protobuf.ByteString;
import io.whoread.collector.log.v1.Action;
import io.whoread.collector.log.v1.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Seals the log: a Merkle tree over its entries, and every few seconds a checkpoint of it, signed
 * with the log's own Ed25519 key (C2SP tlog-checkpoint and signed-note). Whoever keeps a checkpoint
 * can later tell whether an entry was changed, or taken away from before it. What no checkpoint
 * kept elsewhere tells of, this cannot show.
 *
 * <p><b>Start.</b> Nothing is signed that goes back behind the last checkpoint. Where the tiles
 * give its head, the tree grows on from there. Where they do not, the whole log is hashed and must
 * give it: then the tiles are made again, else the start stops. An empty log gets a checkpoint
 * before its first entry, so that a log with entries and without a checkpoint is one whose
 * checkpoint was taken away; that stops the start too. {@link #renew} is the way on, for a person
 * to choose: it is an entry of the log, and what it leaves behind is kept.
 *
 * <p>Files, in the log's folder: {@code checkpoint}, {@code tile/}, and the files of {@link
 * SigningKey}.
 */
public final class Sealer implements EncodedView {
  private static final long INTERVAL_MS = 5_000;
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmssSSS'Z'").withZone(ZoneOffset.UTC);
  private static final Logger LOGGER = LoggerFactory.getLogger(Sealer.class);

  private final Path dir;
  private final SigningKey key;
  private final MerkleTree tree;
  // Size of the last checkpoint. While tiles are made again, the tree is smaller.
  private long sealed;
  private long lastSeal;

  private Sealer(Path dir, SigningKey key, MerkleTree tree, long sealed) {
    this.dir = dir;
    this.key = key;
    this.tree = tree;
    this.sealed = sealed;
  }

  /**
   * Opens the seals of the log in a folder; of an empty log, makes them.
   *
   * @throws BrokenSealException where the log is not what its last checkpoint tells of, or there is
   *     none
   */
  public static Sealer open(Path dir, LocalLog log) throws IOException {
    if (log.end() > 0) {
      require(dir.resolve(Checkpoint.FILE), log);
      require(dir.resolve(SigningKey.FILE), log);
    }
    SigningKey key = SigningKey.open(dir);
    Checkpoint last = Checkpoint.read(dir, key);
    if (last == null) {
      last = new Checkpoint(0, new MerkleTree(dir).root());
      last.write(dir, key);
    }
    MerkleTree tree = new MerkleTree(dir);
    if (last.size() <= log.end() && tree.load(last.size()) && last.hasRoot(tree.root())) {
      return new Sealer(dir, key, tree, last.size());
    }
    LOGGER.warn("hashing the whole log: its tiles do not give the last checkpoint");
    SealCheck.run(dir, log, last);
    LOGGER.info("the log is what its last checkpoint tells of; making its tiles again");
    return new Sealer(dir, key, new MerkleTree(dir), last.size());
  }

  private static void require(Path file, LocalLog log) throws BrokenSealException {
    if (!Files.exists(file)) {
      throw new BrokenSealException(
          file, "missing, while the log holds " + log.end() + " entries: it was taken away");
    }
  }

  /**
   * As {@link #open}; but where that would stop, puts the old seals aside and begins new ones, with
   * a new key, that prove nothing of the time before. The log tells of it.
   */
  public static Sealer renew(Path dir, LocalLog log) throws IOException {
    try {
      Sealer sealer = open(dir, log);
      LOGGER.info("the seals hold: there is nothing to renew");
      return sealer;
    } catch (BrokenSealException e) {
      Path aside = Files.createDirectory(dir.resolve("seals-until-" + STAMP.format(Instant.now())));
      for (String name :
          List.of(Checkpoint.FILE, "tile", SigningKey.VERIFIER_FILE, SigningKey.FILE)) {
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
      MerkleTree tree = new MerkleTree(dir);
      new Checkpoint(0, tree.root()).write(dir, key);
      return new Sealer(dir, key, tree, 0);
    }
  }

  @Override
  public String name() {
    return "seal";
  }

  @Override
  public long position() {
    return tree.size();
  }

  @Override
  public void apply(long position, Entry entry) throws IOException {
    apply(position, entry.toByteString());
  }

  @Override
  public void apply(long position, ByteString encoded) throws IOException {
    tree.add(MerkleTree.leaf(encoded));
    idle();
  }

  @Override
  public void idle() throws IOException {
    long now = System.currentTimeMillis();
    if (now - lastSeal >= INTERVAL_MS && unsealed()) {
      seal();
      lastSeal = now;
    }
  }

  /** Also where the tiles were made again, and those at the edge are not on disk. */
  private boolean unsealed() {
    return tree.size() > sealed || tree.size() == sealed && !tree.saved();
  }

  private void seal() throws IOException {
    tree.save();
    new Checkpoint(tree.size(), tree.root()).write(dir, key);
    tree.clean(sealed);
    sealed = tree.size();
  }

  /** With a last checkpoint. */
  @Override
  public void close() throws IOException {
    if (unsealed()) {
      seal();
    }
  }
}
