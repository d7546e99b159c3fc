package io.whoread.collector.log;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The tree over one partition of the log, and its checkpoint. */
final class Seal {
  private static final Logger LOGGER = LoggerFactory.getLogger(Seal.class);

  private final Path dir;
  private final SigningKey key;
  private final int partition;
  private final MerkleTree tree;
  // Offset behind the last entry of the tree.
  private long end;
  // Size of the last checkpoint. While tiles are made again, the tree is smaller.
  private long sealed;

  private Seal(Path dir, SigningKey key, int partition, MerkleTree tree, long end, long sealed) {
    this.dir = dir;
    this.key = key;
    this.partition = partition;
    this.tree = tree;
    this.end = end;
    this.sealed = sealed;
  }

  /** Where the seals of a partition are, in the log's folder. */
  static Path folder(Path dir, int partition) {
    return partition == 0 ? dir : dir.resolve("partition-" + partition);
  }

  /**
   * @param log the log's folder
   * @throws BrokenSealException where a log with entries has none
   */
  static void require(Path log, String file, Log of, int partition) throws BrokenSealException {
    long end = of.endOf(partition);
    if (end > 0 && !Files.exists(log.resolve(file))) {
      throw new BrokenSealException(
          log.resolve(file), "missing, while the log holds " + end + " entries: it was taken away");
    }
  }

  /**
   * @throws BrokenSealException where the partition is not what its last checkpoint tells of, or
   *     there is none
   */
  static Seal open(Path logDir, SigningKey key, int partition, Log log) throws IOException {
    Path dir = folder(logDir, partition);
    require(dir, Checkpoint.FILE, log, partition);
    Checkpoint last = Checkpoint.read(dir, key, partition);
    if (last == null) {
      return begin(logDir, key, partition);
    }
    MerkleTree tree = new MerkleTree(dir);
    if (last.end() <= log.endOf(partition) && tree.load(last.size()) && last.hasRoot(tree.root())) {
      return new Seal(dir, key, partition, tree, last.end(), last.size());
    }
    LOGGER.warn("hashing the whole log: its tiles do not give the last checkpoint");
    SealCheck.run(dir, log, partition, last);
    LOGGER.info("the log is what its last checkpoint tells of; making its tiles again");
    return new Seal(dir, key, partition, new MerkleTree(dir), 0, last.size());
  }

  /** A partition without entries is sealed, too. */
  static Seal begin(Path logDir, SigningKey key, int partition) throws IOException {
    Path dir = Files.createDirectories(folder(logDir, partition));
    MerkleTree tree = new MerkleTree(dir);
    new Checkpoint(0, tree.root(), 0).write(dir, key, partition);
    return new Seal(dir, key, partition, tree, 0, 0);
  }

  /** First offset that the tree does not hold. */
  long end() {
    return end;
  }

  void add(long offset, ByteString encoded) throws IOException {
    tree.add(MerkleTree.leaf(encoded));
    end = offset + 1;
  }

  /** Also where the tiles were made again, and those at the edge are not on disk. */
  boolean unsealed() {
    return tree.size() > sealed || tree.size() == sealed && !tree.saved();
  }

  void write() throws IOException {
    tree.save();
    new Checkpoint(tree.size(), tree.root(), end).write(dir, key, partition);
    tree.clean(sealed);
    sealed = tree.size();
  }
}
